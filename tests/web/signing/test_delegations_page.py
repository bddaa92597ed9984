"""授权代签 on the screen: given, ended, seen; units without a principal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.orgs.models import Appointment
from duban.progress.models import Delegation
from tests.support.client import client_for
from tests.support.queries import assert_same_queries
from tests.web.signing.conftest import text

pytestmark = pytest.mark.django_db
BASIS = "区建设局授〔2026〕1号"


def give(stage, person, *, to=None, start=0, last=3, basis=BASIS):
    today = timezone.localdate()
    data = {
        "post": stage.cast.lead_principal.appointments.get().post_id,
        "to": (to or stage.cast.lead_deputy).pk,
        "start": (today + dt.timedelta(days=start)).isoformat(),
        "last": (today + dt.timedelta(days=last)).isoformat(),
        "basis": basis,
    }
    return client_for(person).post(f"/delegations/{stage.cast.lead_unit.pk}/new", data, follow=True)


def test_the_principal_gives_one_that_holds_to_the_end_of_its_last_day(stage):
    answer = give(stage, stage.cast.lead_principal, last=0)
    row = Delegation.objects.get()
    assert "已授权钱副代签" in text(answer) and "生效中" in text(answer)
    end = timezone.localtime(row.end)
    assert (end.date() - timezone.localdate()).days == 1 and end.time() == dt.time()


def test_the_office_records_one_on_paper(stage):
    answer = give(stage, stage.cast.supervisor)
    assert "已授权钱副代签" in text(answer) and Delegation.objects.get().appointment.user == stage.cast.lead_principal


@pytest.mark.parametrize("who", ["lead_deputy", "lead_clerk", "lead_office_head", "leader"])
def test_others_give_none(stage, who):
    assert give(stage, getattr(stage.cast, who)).status_code == 403
    assert 'name="basis"' not in client_for(getattr(stage.cast, who)).get("/delegations/").content.decode()


def test_another_units_principal_does_not_find_it(stage):
    assert give(stage, stage.cast.cooperating_principal).status_code == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"last": -1}, "截止日期早于起始日期"),
        ({"start": -5, "last": -2}, "已经过去"),
        ({"basis": ""}, "没有填写授权文号"),
        ({"basis": "—"}, "须有文号"),
    ],
)
def test_what_is_refused_is_said_at_the_box(stage, change, words):
    answer = give(stage, stage.cast.lead_principal, **change)
    assert answer.status_code == 422 and words in text(answer) and not Delegation.objects.exists()


def test_clerks_and_strangers_cannot_be_chosen(stage):
    for person in (stage.cast.lead_clerk, stage.cast.cooperating_clerk, stage.cast.lead_principal):
        answer = give(stage, stage.cast.lead_principal, to=person)
        assert answer.status_code == 422 and "请从本单位在任人员中选择" in text(answer)


def test_ended_early(stage):
    give(stage, stage.cast.lead_principal)
    row = Delegation.objects.get()
    assert client_for(stage.cast.lead_clerk).post(f"/delegations/{row.pk}/end").status_code == 403
    answer = client_for(stage.cast.lead_principal).post(f"/delegations/{row.pk}/end", follow=True)
    assert "已终止钱副的代签授权" in text(answer) and "已提前终止" in text(answer)


def test_states_in_words(stage):
    give(stage, stage.cast.lead_principal, start=1, last=2)
    assert "未开始" in text(client_for(stage.cast.lead_clerk).get("/delegations/"))
    Delegation.objects.update(start=timezone.now() - dt.timedelta(days=1))
    Appointment.objects.filter(user=stage.cast.lead_principal).update(end=timezone.localdate())
    words = text(client_for(stage.cast.lead_clerk).get("/delegations/"))
    assert "已失效（授权人或受托人任职有变动）" in words and "本单位没有在任的主要领导" in words
    Delegation.objects.update(end=timezone.now() - dt.timedelta(seconds=1))
    assert "已到期" in text(client_for(stage.cast.lead_clerk).get("/delegations/"))


def test_the_office_sees_units_that_owe_and_have_nobody_to_sign(stage):
    assert "没有在任的主要领导" not in text(client_for(stage.cast.supervisor).get("/delegations/"))
    Appointment.objects.filter(user=stage.cast.lead_principal).update(end=timezone.localdate())
    words = text(client_for(stage.cast.supervisor).get("/delegations/"))
    assert "以下 1 个单位有报告要签字，但没有在任的主要领导： 区建设局" in words
    assert "以下 1 个" not in text(client_for(stage.cast.cooperating_principal).get("/delegations/"))


def test_the_same_queries_for_3_and_30(stage):
    def add(n):
        held = stage.cast.lead_principal.appointments.get()
        at = timezone.now()
        for _ in range(n):
            Delegation.objects.create(
                appointment=held, post=held.post, delegate=stage.cast.lead_deputy, start=at,
                end=at + dt.timedelta(days=1), basis=BASIS, created_by=stage.cast.lead_principal, created_at=at,
            )  # fmt: skip

    assert_same_queries(lambda: client_for(stage.cast.supervisor).get("/delegations/"), add)
