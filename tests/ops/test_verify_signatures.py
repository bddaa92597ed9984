"""``manage.py verify_signatures`` and its nightly job: what was changed past the guards is found."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from duban.audit.models import Event
from duban.ops import periodic
from duban.orgs.actor import actor_for
from duban.progress.models import Line, Observation
from duban.web.home.providers import signing as providers
from tests.support.client import client_for

JOB = next(job for job in periodic.JOBS if job.name == "verify-signatures")


def test_all_hold(stage, capsys):
    stage.filed(0)
    call_command("verify_signatures")
    assert capsys.readouterr().out == "签字 1 份，都与内容一致。\n"


@pytest.mark.parametrize("model", [Line, Observation])
def test_a_changed_row_is_found_and_named(stage, capsys, model):
    report = stage.filed(0)
    change = {"done": "改写"} if model is Line else {"value": 999}
    model.objects.filter(report=report).update(**change)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_signatures")
    out = capsys.readouterr().out
    assert ended.value.code == 1
    assert f"报告 {report.pk}（区建设局 2023年第一季度）" in out and "报告内容与签字时不符。" in out
    assert out.endswith("签字 1 份，1 份与内容不符。\n")


def test_a_revoked_signature_is_no_matter(stage, capsys):
    from duban.progress.actions import reviewing

    report = stage.sign(stage.to_sign(stage.draft()))
    reviewing.send_back(report=report, comment="补", **stage.act(stage.cast.supervisor, "2023-04-06 09:00:00"))
    Line.objects.filter(report=report).update(done="改写")
    call_command("verify_signatures")
    assert "签字 0 份" in capsys.readouterr().out


def test_the_job_fails_aloud_and_the_audit_administrator_is_told_without_content(stage):
    report = stage.filed(0)
    assert JOB.run(timezone.now()) == "签字 1 份，都与内容一致"
    admin = actor_for(stage.cast.audit_admin, timezone.localdate())
    assert list(providers.broken(admin)) == []
    Line.objects.filter(report=report).update(done="改写的机密内容")
    with pytest.raises(RuntimeError, match="1 份与内容不符"):
        JOB.run(timezone.now())
    (waiting,) = providers.broken(admin)
    assert "1 份与内容不符" in waiting.note
    page = client_for(stage.cast.audit_admin).get(waiting.href)
    assert page.status_code == 200 and "核验签字：签字 1 份，1 份与内容不符" in page.content.decode()
    assert "机密" not in page.content.decode()
    assert list(providers.broken(actor_for(stage.cast.supervisor, timezone.localdate()))) == []


def test_the_line_leaves_when_all_hold_again(stage):
    report = stage.filed(0)
    words = dict(report.lines.values_list("pk", "done"))
    Line.objects.filter(report=report).update(done="改写")
    with pytest.raises(RuntimeError):
        JOB.run(timezone.now())
    for pk, done in words.items():
        Line.objects.filter(pk=pk).update(done=done)
    JOB.run(timezone.now())
    assert list(providers.broken(actor_for(stage.cast.audit_admin, timezone.localdate()))) == []


def test_the_same_result_is_noted_once(stage):
    stage.filed(0)
    for _ in range(3):
        JOB.run(timezone.now())
    assert Event.objects.filter(verb="signature.verify").count() == 1
