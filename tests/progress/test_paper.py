"""A signature on paper, bound to its content by the code."""

import datetime as dt

import pytest

from duban.core.reporting.codes import code_of, read_code
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress import digest, signatures
from duban.progress.actions import delegations, drafting, paper, reviewing, signing
from duban.progress.actions.drafting import Change
from duban.progress.models import Obligation, Report
from tests.factories.files import StoredFileFactory
from tests.factories.progress import moment


def put(stage, report, *, name="钱局", on=dt.date(2023, 4, 6), when="2023-04-11 09:00:00", by=None, seen=None):
    return paper.record_paper(
        report=report, seen=seen or digest.of(report), name=name, signed_on=on, scan=StoredFileFactory(),
        **stage.act(by or stage.cast.supervisor, when),
    )  # fmt: skip


def test_the_day_on_the_paper_counts(stage):
    report = put(stage, stage.to_sign(stage.draft()))
    obligation = Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)
    assert report.state == "signed" and obligation.is_on_time(dt.date(2023, 5, 1)) is True
    assert signatures.sentence(signatures.live(report)) == "钱局 2023-04-06 纸质签字"
    assert stage.accept(report).state == "accepted" and reviewing.verify(report) is not None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "填写纸质签字人"),
        ({"name": "王五"}, "既不是该单位在任的主要领导（钱局）"),
        ({"name": "钱副"}, "没有生效的代签委托"),
        ({"on": dt.date(2023, 4, 12)}, "不能晚于今天"),
        ({"on": dt.date(2023, 4, 3)}, "早于送签日期 2023-04-04"),
    ],
)
def test_what_is_refused(stage, change, words):
    report = stage.to_sign(stage.draft())
    with pytest.raises(Invalid, match=words):
        put(stage, report, **change)
    report.refresh_from_db()
    assert report.state == "signing" and not report.signatures.exists()


def test_a_delegate_signs_paper_too(stage):
    delegations.delegate(
        post=stage.cast.lead_principal.appointments.get().post, to=stage.cast.lead_deputy,
        start=moment("2023-04-05 00:00:00"), end=moment("2023-04-08 00:00:00"), basis="区建设局授〔2023〕1号",
        **stage.act(stage.cast.lead_principal, "2023-04-04 09:00:00"),
    )  # fmt: skip
    report = put(stage, stage.to_sign(stage.draft()), name="钱副")
    signature = signatures.live(report)
    assert signature.user == stage.cast.lead_deputy and signature.delegation is not None
    assert "受区建设局主要领导钱局委托" in signatures.sentence(signature)


@pytest.mark.parametrize("who", ["lead_principal", "lead_clerk", "leader", "cooperating_principal"])
def test_only_the_office_records_it(stage, who):
    with pytest.raises(NotAllowed):
        put(stage, stage.to_sign(stage.draft()), by=getattr(stage.cast, who))


class TestCode:
    def test_of_what_stands_there_it_gives_the_digest(self, stage):
        report = stage.to_sign(stage.draft())
        code = read_code(code_of(report.pk, digest.of(report)))
        assert paper.seen_on(report, code) == digest.of(report)

    def test_of_older_content_it_is_refused_with_the_code_to_print(self, stage):
        report = stage.to_sign(stage.draft())
        old = read_code(code_of(report.pk, digest.of(report)))
        report = signing.recall(report=report, **stage.act(stage.cast.lead_clerk, "2023-04-05 09:00:00"))
        line = report.lines.first()
        changes = {"done": Change(line.done + "补充。", line.done)}
        drafting.save_line(line=line, changes=changes, **stage.act(stage.cast.lead_clerk, "2023-04-05 10:00:00"))
        report = stage.to_sign(Report.objects.get(pk=report.pk), "2023-04-05 11:00:00")
        with pytest.raises(Stale, match="旧内容") as no:
            paper.seen_on(report, old)
        assert code_of(report.pk, digest.of(report)) in no.value.reason

    def test_of_another_report_it_is_refused(self, stage):
        report = stage.to_sign(stage.draft())
        other = read_code(code_of(report.pk + 1, digest.of(report)))
        with pytest.raises(Invalid, match="另一份报告"):
            paper.seen_on(report, other)

    def test_content_that_changed_between_is_noticed_by_the_act_itself(self, stage):
        report = stage.to_sign(stage.draft())
        with pytest.raises(Stale, match="重新打印"):
            put(stage, report, seen="0" * 64)
