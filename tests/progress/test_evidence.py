"""Evidence: added by the unit while the report is open, withdrawn, never deleted."""

from __future__ import annotations

import hashlib

import pytest

from duban.audit.models import Event
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.progress.actions import evidence
from duban.progress.models import Evidence

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF"
WHEN = "2023-04-03 10:00:00"


@pytest.fixture
def line(stage):
    return stage.draft().lines.get(matter=stage.counted)


def add(stage, line, data=PDF, name="验收单.pdf", who="lead_clerk"):
    return evidence.add(place=line, data=data, name=name, **stage.act(getattr(stage.cast, who), WHEN))


def test_a_file_is_kept_with_who_and_when_and_recorded(stage, line):
    row = add(stage, line)
    assert row.by == stage.cast.lead_clerk and row.file.name == "验收单.pdf"
    assert Event.objects.get(verb="evidence.add").after["file"] == "验收单.pdf"


def test_the_same_content_again_is_the_same_row(stage, line):
    assert add(stage, line) == add(stage, line, name="再传一次.pdf")
    assert Event.objects.filter(verb="evidence.add").count() == 1


def test_withdrawing_keeps_row_and_bytes_and_is_recorded(stage, line):
    row = add(stage, line)
    evidence.withdraw(evidence=row, **stage.act(stage.cast.lead_clerk, WHEN))
    row = Evidence.objects.get()
    assert row.withdrawn_at is not None and row.file.sha256 == hashlib.sha256(PDF).hexdigest()
    with row.file.content.open("rb") as kept:
        assert kept.read() == PDF
    assert Event.objects.get(verb="evidence.withdraw").before["file"] == "验收单.pdf"
    with pytest.raises(Stale, match="已经撤回"):
        evidence.withdraw(evidence=row, **stage.act(stage.cast.lead_clerk, WHEN))
    assert add(stage, line).pk != row.pk  # and it may come back, as another row


def test_a_file_of_the_whole_report(stage, line):
    row = add(stage, line.report, name="专项.pdf")
    assert (row.line, row.report) == (None, line.report)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "空.pdf", "空文件"),
        (b"MZ\x90\x00\x03", "程序.exe", "不是完好的文档或图片"),
        (b"MZ\x90\x00\x03", "照片.jpg", "不是完好的文档或图片"),
        (b"text", "脚本.bat", "收到的是 .bat"),
        (b"text", "无名", "没有扩展名的文件"),
    ],
)
def test_what_is_no_document_is_refused_with_what_to_do(stage, line, data, name, words):
    with pytest.raises(Invalid, match=words):
        add(stage, line, data=data, name=name)
    assert not Evidence.objects.exists()


def test_size_and_number_have_limits(stage, line, settings, monkeypatch):
    settings.UPLOAD_LIMIT = 20
    with pytest.raises(Invalid, match="太大"):
        add(stage, line)
    settings.UPLOAD_LIMIT = 10**6
    monkeypatch.setattr(evidence, "MOST", 1)
    add(stage, line)
    with pytest.raises(Invalid, match="最多附 1 份"):
        add(stage, line, data=PDF + b"\n2")


def test_only_the_unit_and_only_while_the_report_is_open(stage, line):
    for who in ("outsider_clerk", "cooperating_clerk", "supervisor", "leader"):
        with pytest.raises(NotAllowed):
            add(stage, line, who=who)
    row = add(stage, line)
    stage.to_sign(line.report)
    with pytest.raises(Stale, match="撤回后"):
        add(stage, line, data=PDF + b"2")
    with pytest.raises(Stale):
        evidence.withdraw(evidence=row, **stage.act(stage.cast.lead_clerk, WHEN))
