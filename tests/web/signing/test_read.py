"""Reading a report: who sees it, what it shows, versions, scans, files, buttons from the table."""

from __future__ import annotations

import re

import pytest

from duban.core.workflow import report as flow
from duban.progress.actions import corrections, paper
from duban.progress.actions import evidence as files
from duban.progress.enums import ChangeKind
from duban.progress.models import Line, Report
from duban.web.signing.loading import LABELS, PAGES
from tests.factories.ledger import AssignmentFactory, MatterFactory
from tests.factories.progress import measure_for
from tests.progress.test_signing import PEOPLE, in_state
from tests.support.client import client_for
from tests.support.queries import assert_same_queries
from tests.web.signing.conftest import text

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501


def read(person, report):
    return client_for(person).get(f"/reports/{report.pk}/read/")


@pytest.mark.parametrize(
    "who", ["lead_clerk", "lead_office_head", "lead_deputy", "lead_principal", "supervisor", "leader"]
)
def test_who_reads(stage, who):
    report = stage.filed(0)
    words = text(read(getattr(stage.cast, who), report))
    assert "截至3月底已建成停车泊位120个" in words and "钱局 2023-04-05 系统签字" in words
    assert "内容与签字时一致" in words and "停车泊位 ： 120" in words.replace("：", " ： ").replace("  ", " ")


@pytest.mark.parametrize("who", ["cooperating_clerk", "outsider_clerk"])
def test_for_other_units_there_is_no_such_report(stage, who):
    assert read(getattr(stage.cast, who), stage.filed(0)).status_code == 404


def test_one_state_reads_differently(stage):
    report = in_state(stage, "signing")
    assert "待我签字" in text(read(stage.cast.lead_principal, report))
    assert "待本单位签字" in text(read(stage.cast.lead_clerk, report))
    assert "待单位签字" in text(read(stage.cast.supervisor, report))


@pytest.mark.parametrize("state", list(flow.TABLE.states))
def test_leaders_read_what_the_unit_has_signed(stage, state):
    report = in_state(stage, state)
    expected = 200 if state in ("signed", "accepted", "superseded") else 403
    assert read(stage.cast.leader, report).status_code == expected


VIEWS = {
    "submit": "submit",
    "send_to_sign": "submit",
    "recall": "recall",
}


@pytest.mark.parametrize("state", list(flow.TABLE.states))
def test_buttons_are_those_of_the_table(stage, state):
    report = in_state(stage, state)
    for person, role in PEOPLE.items():
        html = read(getattr(stage.cast, person), report).content.decode()
        head = html.split('class="page-actions"')[1].split("</div>")[0]
        allowed = {m.name for m in flow.TABLE.available(state, {role})}
        for name, view in VIEWS.items():
            offered = f'value="{name}"' in head
            assert not offered or name in allowed, (state, person, name)
            if name == "recall":
                assert offered is (name in allowed)
            assert (f"/reports/{report.pk}/{view}" in head) or not offered
        for page, label in LABELS.items():
            if page == "review":
                continue
            expected = any(PAGES.get(name) == page for name in allowed)
            assert (label in re.sub(r"<[^>]+>", " ", head)) is expected, (state, person, page)


def test_versions_with_their_difference_and_the_old_one_stays_readable(stage):
    first = stage.filed(0)
    new = corrections.correct(
        report=first, kind=ChangeKind.MATERIAL, reason="漏计一处", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    new.observations.update(value=130)
    words = text(read(stage.cast.lead_clerk, new))
    assert "与第 1 版的差别" in words and "（完成值）" in words and "120" in words and "130" in words
    assert f'href="/reports/{first.pk}/read/"' in read(stage.cast.lead_clerk, new).content.decode()
    assert "120个" in text(read(stage.cast.lead_clerk, first))


def test_a_changed_report_says_that_its_signature_does_not_hold(stage):
    report = stage.filed(0)
    Line.objects.filter(report=report).update(done="改写")
    words = text(read(stage.cast.supervisor, report))
    assert "报告内容与签字时不符" in words and "内容与签字时一致" not in words


def test_presence_is_a_sentence(stage):
    report = stage.draft()
    Line.objects.filter(report=report, matter=stage.plain).update(
        presence="awaiting", done="", reason="由市统计局发布", expected_on="2023-04-20"
    )
    assert "统计数据尚未发布，预计2023年4月20日发布。由市统计局发布。" in text(read(stage.cast.lead_clerk, report))


def test_evidence_and_scans_are_given_out_with_the_report_and_not_without(stage):
    report = stage.draft()
    line = report.lines.first()
    row = files.add(place=line, data=PDF, name="验收.pdf", **stage.act(stage.cast.lead_clerk, "2023-04-03 10:00:00"))
    report = stage.to_sign(Report.objects.get(pk=report.pk))
    office = stage.act(stage.cast.supervisor, "2023-04-06 09:00:00")
    scan = paper.keep_scan(data=PDF, name="签字.pdf", media_type="application/pdf", **office)
    from duban.progress import digest

    paper.record_paper(
        report=report, seen=digest.of(report), name="钱局", signed_on=office["at"].date(), scan=scan, **office
    )
    signature = report.signatures.get()
    for path in (f"read/files/{row.pk}", f"read/scans/{signature.pk}"):
        client = client_for(stage.cast.leader)
        answer = client.get(f"/reports/{report.pk}/{path}")
        assert b"".join(answer.streaming_content) == PDF
        assert client_for(stage.cast.outsider_clerk).get(f"/reports/{report.pk}/{path}").status_code == 404
        assert client_for(stage.cast.audit_admin).get(f"/reports/{report.pk}/{path}").status_code == 403
    html = read(stage.cast.lead_clerk, report).content.decode()
    assert "验收.pdf" in html and "签字扫描件" in html


def test_the_same_queries_for_3_lines_and_30(stage):
    report = in_state(stage, "signing")

    def add(n):
        for _ in range(n):
            matter = MatterFactory(programme=stage.plain.programme, section=stage.plain.section)
            made = AssignmentFactory(matter=matter, unit=stage.cast.lead_unit, lead=True)
            measure = measure_for(matter)
            Line.objects.create(report=report, matter=matter, assignment=made, presence="reported", done="已完成方案。")
            report.observations.create(measure=measure, value=3)

    visit = lambda: read(stage.cast.lead_principal, report)  # noqa: E731
    assert_same_queries(visit, add)
    signing = lambda: client_for(stage.cast.lead_principal).get(f"/reports/{report.pk}/sign/")  # noqa: E731
    assert_same_queries(signing, add)
