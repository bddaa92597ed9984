"""Paper: found by its code, old paper refused with a sentence, recorded with scan, name and date."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duban.core.reporting.codes import code_of
from duban.files.models import StoredFile
from duban.progress import digest
from duban.progress.models import Line, Obligation
from tests.support.client import client_for
from tests.web.signing.conftest import text
from tests.web.signing.test_read import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(stage):
    """Waiting for the principal, who is away from any screen."""
    return stage.to_sign(stage.draft())


def code(report) -> str:
    return code_of(report.pk, digest.of(report))


def record(stage, report, *, follow=True, data=PDF, name="扫描.pdf", **change):
    given = {"code": code(report), "name": "钱局", "signed_on": "2023-04-06", **change}
    given["scan"] = SimpleUploadedFile(name, data, content_type="application/pdf")
    return client_for(stage.cast.supervisor).post(f"/reports/{report.pk}/paper/", given, follow=follow)


def test_a_code_leads_to_the_report_however_it_is_typed(stage, report):
    client = client_for(stage.cast.supervisor)
    typed = code(report).lower().replace("-", " ")
    answer = client.get("/reports/paper/", {"code": typed}, follow=True)
    assert answer.redirect_chain[0][0].startswith(f"/reports/{report.pk}/paper/")
    assert "旧内容" not in text(answer) and "区建设局" in text(answer)


@pytest.mark.parametrize(
    ("typed", "words"), [("abc", "不是核验码"), ("999999-AAAA-BBBB-CCCC", "没有编号为 999999 的报告")]
)
def test_a_code_that_leads_nowhere(stage, typed, words):
    answer = client_for(stage.cast.supervisor).get("/reports/paper/", {"code": typed})
    assert answer.status_code == 422 and words in text(answer)


def test_recorded(stage, report):
    answer = record(stage, report)
    assert "已登记纸质签字" in text(answer) and "钱局 2023-04-06 纸质签字" in text(answer)
    duty = Obligation.objects.get(period=stage.periods[0], unit=stage.cast.lead_unit)
    assert duty.first_signed_at.date().isoformat() == "2023-04-06"


def test_paper_of_older_content_is_refused_before_and_after_typing(stage, report):
    old = code(report)
    Line.objects.filter(report=report).update(problem="用地未批")
    page = client_for(stage.cast.supervisor).get(f"/reports/{report.pk}/paper/", {"code": old})
    assert "这份纸质件是旧内容" in text(page) and code(report) in text(page)
    answer = record(stage, report, code=old)
    report.refresh_from_db()
    assert answer.status_code == 422 and "这份纸质件是旧内容" in text(answer) and report.state == "signing"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "扫描.pdf", "data": b"MZ\x90\x00" + b"\0" * 200}, "打不开"),
        ({"data": b""}, "空文件"),
        ({"data": "只是文字，不是扫描件。".encode()}, "不是扫描件"),
        ({"signed_on": "2023-04-01"}, "早于送签日期"),
        ({"signed_on": "gestern"}, "日期无法识别"),
    ],
)
def test_what_is_refused_leaves_nothing(stage, report, change, words):
    before = StoredFile.objects.count()
    answer = record(stage, report, **change)
    report.refresh_from_db()
    assert words in text(answer) and report.state == "signing" and StoredFile.objects.count() == before


def test_a_name_that_nobody_in_office_bears(stage, report):
    given = {"code": code(report), "name": "王五", "signed_on": "2023-04-06"}
    given["scan"] = SimpleUploadedFile("扫描.pdf", PDF)
    answer = client_for(stage.cast.supervisor).post(f"/reports/{report.pk}/paper/", given)
    assert answer.status_code == 422 and "既不是该单位在任的主要领导（钱局）" in text(answer)


def test_a_report_that_does_not_wait_for_it_says_so(stage):
    report = stage.draft()
    page = client_for(stage.cast.supervisor).get(f"/reports/{report.pk}/paper/")
    assert "不在待签字状态" in text(page) and 'name="scan"' not in page.content.decode()


def test_waiting_reports_are_listed(stage, report):
    assert f"/reports/{report.pk}/paper/" in client_for(stage.cast.supervisor).get("/reports/paper/").content.decode()
