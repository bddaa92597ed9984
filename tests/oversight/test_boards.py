"""Boards: what is judged at reading and what was kept at the last look give the same answers."""

from __future__ import annotations

import pytest

from duban.core.oversight.rules import Colour
from duban.ops.lights import keep_large
from duban.oversight import boards
from duban.oversight.actions.lights import log_changes, override
from duban.oversight.boards import Wish
from duban.oversight.models import LightLook, LightStanding
from tests.factories.ledger import AssignmentFactory
from tests.factories.orgs import UnitFactory
from tests.factories.progress import give_matter, moment

LATER, LATE = "2023-04-20 20:00:00", "2023-04-20 21:00:00"


@pytest.fixture
def year(stage):
    """Four matters of two units; one is red, because 1,000 are wanted and 120 were reported."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=1000, due="", kind="amount", op=">=")
    log_changes(year=2023, at=moment("2023-04-02 20:00:00"))
    stage.filed(value="120")
    other = UnitFactory(name="区水务局", position=1)
    AssignmentFactory(matter=give_matter(stage.cast.lead_unit, programme=stage.plain.programme), unit=other)
    give_matter(other)
    return stage


@pytest.fixture
def large(monkeypatch):
    """Every year is too large to be judged at reading."""
    monkeypatch.setattr(boards, "LARGE", 1)


WISHES = [
    Wish(),
    Wish(printed=True),
    Wish(colour="red"),
    Wish(colour="blue"),
    Wish(section=10**6),
    Wish(unit=boards.NOBODY),
]


def test_kept_and_judged_agree(year, large):
    give_matter(year.cast.lead_unit, programme=year.plain.programme, lead=False)  # nobody leads it
    log_changes(year=2023, at=moment(LATER))
    kept, judged = boards.stored(2023), boards.judged(year=2023, at=moment(LATER))
    assert kept is not None and kept.at == moment(LATER)
    unit, programme = year.cast.lead_unit.pk, year.plain.programme_id
    for wish in [*WISHES, Wish(unit=unit), Wish(programme=programme), Wish(section=year.plain.section_id)]:
        assert kept.counts(wish) == judged.counts(wish), wish
        assert kept.rows(wish) == judged.rows(wish), wish
        assert kept.rows(wish, 1, 3) == judged.rows(wish, 1, 3), wish
    assert kept.grid() == judged.grid()
    assert sum(sum(cell.values()) for cell in judged.grid().values()) == sum(judged.counts().values())
    assert sum(judged.counts(Wish(unit=boards.NOBODY)).values()) == 1
    assert kept.sections(programme) == judged.sections(programme)
    ids = [year.counted.pk, year.plain.pk]
    assert kept.of(ids) == judged.of(ids) and len(kept.of(ids)) == 2
    since = moment("2023-04-03 08:00:00")
    assert list(kept.moved(since)) == list(judged.moved(since)) and kept.moved(since).worse == 1
    one = kept.moved(since)[0]
    assert (one.before, one.now.colour, one.worse) == (Colour.GREY, Colour.RED, True)


def test_a_look_writes_only_what_differs(year, large, django_assert_max_num_queries):
    log_changes(year=2023, at=moment(LATER))
    first = dict(LightStanding.objects.values_list("pk", "sentence"))
    assert len(first) == 4
    override(matter=year.counted, colour=Colour.YELLOW, reason="手续已齐", **year.act(year.cast.supervisor, LATE))
    LightStanding.objects.filter(pk=year.plain.pk).update(sentence="旧")
    log_changes(year=2023, at=moment("2023-04-20 22:00:00"))
    row = LightStanding.objects.get(pk=year.counted.pk)
    assert (row.colour, row.rank) == ("yellow", 1) and row.sentence.startswith("人工改灯")
    assert LightStanding.objects.get(pk=year.plain.pk).sentence == first[year.plain.pk]


def test_an_ordinary_year_is_not_kept(year):
    log_changes(year=2023, at=moment(LATER))
    assert not LightStanding.objects.exists()
    assert boards.stored(2023) is None
    assert LightLook.objects.get(year=2023).at == moment(LATER)


def test_a_large_year_is_looked_at_again_when_something_was_done(year, large):
    assert keep_large(moment(LATER)) == "重新核对 2023 年"  # the reports came after the first look
    assert keep_large(moment(LATE)) == "没有变动"
    override(matter=year.counted, colour=Colour.YELLOW, reason="手续已齐", **year.act(year.cast.supervisor, LATE))
    LightLook.objects.update(seconds=600)
    assert keep_large(moment("2023-04-20 21:05:00")) == "没有变动", "a long look rests"
    assert keep_large(moment("2023-04-20 23:00:00")) == "重新核对 2023 年"
    assert boards.stored(2023).counts()[Colour.YELLOW] == 1


def test_a_part_of_a_board(year):
    judged = boards.judged(year=2023, at=moment(LATER))
    own = judged.only([year.counted.pk])
    assert [each.code for each in own.rows()] == [year.counted.code]
    assert sum(own.counts().values()) == 1 and sum(judged.counts().values()) == 4


def test_without_a_record_the_past_is_judged(stage):
    """A day before the first look: what moved follows from judging that day again."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.filed()
    found = boards.judged(year=2023, at=moment(LATER)).moved(moment("2023-04-02 08:00:00"))
    assert stage.counted.pk in {each.now.matter_id for each in found}
