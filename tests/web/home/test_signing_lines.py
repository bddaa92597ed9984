"""Lines of 待办 about signing: they appear for whom they should, and leave by themselves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.orgs.actor import actor_for
from duban.orgs.models import Appointment
from duban.progress.actions import corrections, delegations, signing
from duban.progress.enums import ChangeKind
from duban.progress.models import Line
from duban.web.home.providers import signing as lines

pytestmark = pytest.mark.django_db


def seen(provider, stage):
    """Who has a line, with its titles."""
    today = timezone.localdate()
    found = {who: [w.title for w in provider(actor_for(p, today))] for who, p in stage.cast.people().items()}
    return {who: titles for who, titles in found.items() if titles}


def test_to_check_then_to_sign_then_nothing(stage):
    report = signing.submit(report=stage.draft(), **stage.act(stage.cast.lead_clerk, "2023-04-04 09:00:00"))
    assert seen(lines.to_check, stage) == {"lead_office_head": ["待审核：区建设局 2023年第一季度"]}
    assert seen(lines.to_sign, stage) == {}
    report = signing.pass_check(report=report, **stage.act(stage.cast.lead_office_head, "2023-04-04 10:00:00"))
    assert seen(lines.to_check, stage) == {}
    assert seen(lines.to_sign, stage) == {"lead_principal": ["待我签字：区建设局 2023年第一季度"]}
    stage.sign(report)
    assert seen(lines.to_sign, stage) == {}


def test_the_day_it_is_owed_by_stands_beside(stage):
    stage.to_sign(stage.draft())
    (line,) = lines.to_sign(actor_for(stage.cast.lead_principal, timezone.localdate()))
    assert line.due == dt.date(2023, 4, 10) and "2 项" in line.note


def test_a_delegate_has_the_line_while_the_mandate_runs(stage):
    stage.to_sign(stage.draft())
    now = timezone.now()
    principal = stage.cast.actor(stage.cast.lead_principal, timezone.localdate())
    row = delegations.delegate(
        post=stage.cast.lead_principal.appointments.get().post, to=stage.cast.lead_deputy, start=now,
        end=now + dt.timedelta(days=2), basis="区建设局授〔2026〕1号", by=principal, at=now,
    )  # fmt: skip
    assert set(seen(lines.to_sign, stage)) == {"lead_principal", "lead_deputy"}
    assert seen(lines.delegations, stage) == {
        "lead_principal": ["授权钱副代签将到期"], "lead_deputy": ["您的代签授权将到期"],
    }  # fmt: skip
    delegations.end(delegation=row, by=principal, at=now)
    assert set(seen(lines.to_sign, stage)) == {"lead_principal"} and seen(lines.delegations, stage) == {}


def test_the_principal_left_and_the_office_is_told(stage):
    stage.to_sign(stage.draft())
    assert seen(lines.without_principal, stage) == {}
    Appointment.objects.filter(user=stage.cast.lead_principal).update(end=timezone.localdate())
    words = ["区建设局无在任主要领导，报告等待签字"]
    assert seen(lines.without_principal, stage) == {"supervisor": words, "supervisor_head": words}
    assert seen(lines.to_sign, stage) == {}


def test_a_signature_carried_over_is_told_until_the_principal_says_a_word(stage):
    new = corrections.correct(
        report=stage.filed(0), kind=ChangeKind.CLERICAL, reason="错字", requested_by="unit",
        **stage.act(stage.cast.lead_clerk, "2023-04-20 09:00:00"),
    )  # fmt: skip
    line = new.lines.first()
    Line.objects.filter(pk=line.pk).update(done=line.done + "更正。")
    new = corrections.send_carried(report=new, **stage.act(stage.cast.lead_office_head, "2023-04-20 11:00:00"))
    assert seen(lines.carried, stage) == {
        "lead_principal": ["文字更正沿用了您的签字：区建设局 2023年第一季度（第2版）"]
    }
    (row,) = lines.carried(actor_for(stage.cast.lead_principal, timezone.localdate()))
    assert row.due == dt.date(2023, 4, 21)
    corrections.concur(report=new, **stage.act(stage.cast.lead_principal, "2023-04-20 12:00:00"))
    assert seen(lines.carried, stage) == {}
