"""The sample notice from its bytes to the ledger: everything that is printed, where it is printed."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from typing import Any

import pytest

from duban.audit import chain
from duban.core.notice import read
from duban.core.notice.jsonform import to_json
from duban.ledger.actions import confirm_draft
from duban.ledger.models import Assignment, Clause, Matter, Section, Target
from duban.orgs.models import Unit
from duban.readers import read_bytes
from tests.factories.notices import NoticeDraftFactory
from tests.support.cast import Cast
from tests.support.queries import captured
from tests.support.shared import SAMPLE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def read_sample() -> tuple[str, dict[str, Any]]:
    """Source text and reading of the sample; read once."""
    document = read_bytes(SAMPLE.read_bytes(), SAMPLE.name)
    return document.text, to_json(read(document))


@pytest.fixture
def draft(read_sample: tuple[str, dict[str, Any]]) -> Any:
    """The sample as a draft that waits for confirmation."""
    text, reading = read_sample
    return NoticeDraftFactory(ready=True, source_text=text, reading=reading, current=reading)


@pytest.fixture
def confirm(cast: Cast, at: dt.datetime, draft: Any) -> Any:
    """Confirm it as the office."""
    return lambda: confirm_draft(draft=draft, revision=draft.revision, by=cast.actor(cast.supervisor), at=at)


def test_everything_printed_is_in_the_ledger(confirm: Any, draft: Any) -> None:
    notice = confirm()
    printed = [item for programme in draft.current["programmes"] for item in programme["items"]]
    assert Counter(Matter.objects.values_list("programme__level", flat=True)) == {
        "province": 13,
        "city": 148,
        "district": 72,
    }
    assert Assignment.objects.count() == 467
    assert Target.objects.count() == sum(len(item["targets"]) for item in printed) > 230
    assert Section.objects.count() == sum(len(p["sections"]) for p in draft.current["programmes"])
    matters = list(Matter.objects.in_printed_order())
    assert [m.text for m in matters] == [item["text"] for item in printed]
    assert [m.number for m in matters] == [item["number"] for item in printed]
    assert len({m.code for m in matters}) == 233
    assert notice.rules.count() == len(draft.current["rules"])
    assert Unit.objects.filter(assignments__isnull=False).distinct().count() == 88
    assert chain.verify() == (chain.verify()[0], [])


def test_every_place_reproduces_the_print(confirm: Any) -> None:
    notice = confirm()
    for matter in Matter.objects.order_by("id"):
        assert notice.source_text[matter.source_start : matter.source_end] == matter.text
    for row in Assignment.objects.select_related("matter").order_by("id"):
        assert row.matter.text[row.start : row.end] == row.printed_name
    for row in Target.objects.select_related("matter").order_by("id"):
        assert row.matter.text[row.start : row.end] == row.phrase
        assert row.start <= row.figure_start < row.figure_end <= row.end
    for clause in Clause.objects.select_related("matter").order_by("id"):
        words = clause.matter.text[clause.start : clause.end]
        assert words and words == words.strip()


def test_the_text_without_tags_names_no_unit(confirm: Any) -> None:
    confirm()
    for matter in Matter.objects.order_by("id"):
        assert matter.body and "单位:" not in matter.body
        for start, end in matter.display["figures"]:
            assert matter.body[start:end] in matter.text
    assert sum(len(m.display["figures"]) for m in Matter.objects.order_by("id")) >= 230


def test_it_takes_few_queries_and_little_time(confirm: Any) -> None:
    start = time.process_time()
    queries = captured(confirm)
    assert len(queries) < 75  # with the measures of its 241 targets
    assert time.process_time() - start < 3  # 1.5 s is the aim; the margin is for busy machines
