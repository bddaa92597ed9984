"""A small year: the same every time, continued after a break, and absent where it was not asked for."""

from __future__ import annotations

import dataclasses
from collections import Counter
from itertools import pairwise

import pytest
from django.utils import timezone

from duban.appraisal.models import Appraisal, Objection, UnitResult
from duban.audit import chain
from duban.audit.models import Event
from duban.circulars.models import Circular
from duban.ledger.models import Matter
from duban.notices.models import NoticeDraft
from duban.ops import demo
from duban.ops.models import Job
from duban.ops.year import stages
from duban.orgs.models import Unit, User
from duban.oversight import boards
from duban.oversight.judging import lights
from duban.oversight.models import LightChange
from duban.progress import digest
from duban.progress.models import Obligation, Period, Report
from tests.ops.conftest import simulate

pytestmark = pytest.mark.django_db

SETTINGS = {"DEMO": True, "DEMO_PASSWORD": "demo-demo-demo"}


@pytest.fixture
def demo_mode(settings):
    """Demo mode with a known password."""
    for name, value in SETTINGS.items():
        setattr(settings, name, value)


def test_two_runs_give_the_same_year(small_notice, tmp_path):
    from django.db import transaction

    found = []
    for number in (1, 2):
        with transaction.atomic():
            simulate(tmp_path / str(number), small_notice, [])
            found.append(without_keys())
            transaction.set_rollback(True)
    assert found[0] == found[1] and len(found[0]) >= 36


def without_keys() -> dict[str, str]:
    """Reports as JSON without the numbers of rows, which differ from run to run."""
    import json

    made = {}
    names, units = dict(Period.objects.values_list("pk", "name")), dict(Unit.objects.values_list("pk", "name"))
    for report in Report.objects.select_related("unit", "period"):
        content = digest.content(report)
        content.update(unit=str(report.unit), period=str(report.period))
        for figure in content["figures"]:
            figure["measure"], figure["corrects"] = figure["measure"][1:], names.get(figure["corrects"])
        for line in content["lines"]:
            line["waiting_on"] = units.get(line["waiting_on"])
        key = f"{report.unit}|{report.period}|{report.version}|{report.state}|{report.signed_at}"
        made[key] = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return made


def test_a_broken_start_goes_on_where_it_stood(small_notice, tmp_path, monkeypatch):
    """Power fails in the middle of the second quarter: the next start completes the year, nothing is made twice."""
    whole = stages.STAGES

    def fails(world, at):
        whole[4].work(world, at)
        raise RuntimeError("power cut")

    broken = (*whole[:4], dataclasses.replace(whole[4], work=fails), *whole[5:])
    monkeypatch.setattr(stages.simulate, "__kwdefaults__", {**stages.simulate.__kwdefaults__, "stages": broken})
    with pytest.raises(RuntimeError):
        simulate(tmp_path, small_notice, [])
    assert Report.objects.filter(period__seq=1).exists() and not Report.objects.filter(period__seq=2).exists()
    monkeypatch.undo()
    said: list[str] = []
    simulate(tmp_path, small_notice, said)
    assert "正在模拟2023年：第二季度…" in said and "正在模拟2023年：第一季度…" not in said
    assert stages.is_complete() and chain.verify()[1] == []
    assert Report.objects.filter(period__seq=4).exists()


def test_a_ledger_left_half_way_is_completed(small_notice, tmp_path, demo_mode, monkeypatch):
    def stops(**given):
        raise RuntimeError("power cut")

    monkeypatch.setattr(demo, "confirm_draft", stops)
    with pytest.raises(RuntimeError):
        simulate(tmp_path, small_notice, [])
    assert NoticeDraft.objects.count() == 1 and not Matter.objects.exists()
    monkeypatch.undo()
    simulate(tmp_path, small_notice, [])
    assert Matter.objects.count() == 12 and stages.is_complete()


def test_every_quarter_is_filed_also_in_a_small_district(small_notice, tmp_path):
    simulate(tmp_path, small_notice, [])
    for period in Period.objects.filter(seq__lte=3):
        assert Obligation.objects.filter(period=period).unfiled().count() <= 1
    _circulars_in_their_time()
    _shown_to_the_units()
    _lights_as_they_were_written_down()
    assert chain.verify()[1] == []


def _lights_as_they_were_written_down():
    """What was granted, answered or accepted later changes no light of a day that is over."""
    instants = sorted(set(LightChange.objects.values_list("at", flat=True)))
    assert len(instants) > 12
    for at in instants:
        judged = {pk: each.colour for pk, each in lights(year=2023, at=at).items()}
        assert boards.logged(2023, at) == judged, at


OWN = ("circular", "dispatch", "letterhead")


def _circulars_in_their_time():
    """One was issued, the year's waits as a draft, and nothing of them is dated before what was done already."""
    states = Counter(Circular.objects.values_list("state", flat=True))
    assert states["issued"] >= 1 and states["draft"] == 1
    events = list(Event.objects.filter(origin="模拟年度").order_by("seq").values_list("at", "verb"))
    back = [f"{a} > {b}" for a, b in pairwise(events) if b[0] < a[0] and b[1].startswith(OWN)]
    assert not back, "\n".join(back)


def _shown_to_the_units():
    """The appraisal: every unit has its result, one objection was decided, another waits."""
    row = Appraisal.objects.get()
    found = list(UnitResult.objects.filter(appraisal=row))
    assert row.state == "shown" and found and any(each.points is not None for each in found)
    for each in found:  # who leads nothing that counts has no class
        counted = next(line["count"] for line in each.lines if line["item"] == "results")
        assert (each.points is not None) is bool(counted)
    decided = Objection.objects.get(state="upheld")
    assert decided.changes[0]["finding"] == "on_time"
    waiting = Objection.objects.open().get()
    assert waiting.unit_id != decided.unit_id


def test_without_the_year_there_is_a_ledger_and_no_report(small_notice, demo_mode, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    said: list[str] = []
    demo.prepare(demo.Plan(sample=small_notice), at=timezone.now(), say=said.append)
    assert Matter.objects.count() == 12 and not Report.objects.exists() and not Period.objects.exists()
    assert not Job.objects.filter(name__startswith=stages.MARK).exists()


def test_an_older_ledger_is_left_as_it_is_and_that_is_said(small_notice, demo_mode, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    demo.prepare(demo.Plan(sample=small_notice), at=timezone.now(), say=lambda text: None)
    said: list[str] = []
    demo.prepare(demo.Plan(sample=small_notice, year=True), at=timezone.now(), say=said.append)
    assert said == ["这个数据文件夹里的演示台账没有模拟年度；要看，请用 DUBAN_DATA 另指一个空文件夹。"]
    assert not Report.objects.exists()


def test_accounts_only_means_accounts_only(demo_mode):
    demo.prepare(demo.Plan(blank=True, year=True), at=timezone.now(), say=lambda text: None)
    assert User.objects.count() == len(demo.DEMO_ACCOUNTS) and not NoticeDraft.objects.exists()


def test_the_passwords_are_checked_in_earnest():
    """The one hash of the simulation opens to the one word and to nothing else."""
    from duban.ops.year.company import rehearsing, word

    user = rehearsing(User(username="x"))
    assert user.check_password(word()) and not user.check_password("another")
