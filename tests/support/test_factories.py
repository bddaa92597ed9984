"""Factories make rows that the database and the models accept, and the cast is who it says."""

import pytest

from duban.core.notice.jsonform import from_json, to_json
from duban.notices.enums import DraftState
from duban.notices.models import NoticeDraft
from duban.orgs.actor import actor_for
from duban.orgs.enums import PostKind
from tests.factories import files, ledger, notices, orgs

EVERY = [
    getattr(module, name)
    for module in (orgs, files, notices, ledger)
    for name in dir(module)
    if name.endswith("Factory") and getattr(module, name).__module__ == module.__name__
]


@pytest.mark.parametrize("factory", EVERY, ids=lambda f: f.__name__)
def test_two_rows_of_each_are_valid(db, factory):
    for row in factory.create_batch(2):
        row.full_clean(validate_unique=False, exclude=["password"])
        assert str(row)


@pytest.mark.parametrize("trait", ["ready", "failed", "confirmed", "discarded"])
def test_a_draft_in_each_state(db, trait):
    draft = notices.NoticeDraftFactory(**{trait: True})
    draft.refresh_from_db()
    assert draft.state == getattr(DraftState, trait.upper())
    assert NoticeDraft.objects.open().filter(pk=draft.pk).exists() is (trait in {"ready", "failed"})


def test_the_small_reading_reads_back_and_points_into_its_text():
    data = notices.small_reading()
    reading = from_json(data)
    assert to_json(reading) == data
    item = reading.programmes[0].items[0]
    assert item.span.of(notices.TEXT) == item.text
    assert item.units[0].span.of(notices.TEXT) == "区建设局"
    assert item.targets[0].span.of(notices.TEXT) == item.targets[0].phrase
    assert item.targets[0].figure.of(notices.TEXT) == "260个"


def test_a_matter_stands_in_its_programme(db):
    matter = ledger.MatterFactory()
    assert matter.section.programme == matter.programme
    assert matter.notice == matter.programme.notice
    assert matter.code == f"区-{matter.number}"


def test_the_cast_holds_its_posts(cast, today):
    kinds = {name: actor_for(user, today).kinds for name, user in cast.people().items()}
    assert len(kinds) == 13
    assert kinds["lead_principal"] == {PostKind.PRINCIPAL}
    assert kinds["audit_admin"] == {PostKind.AUDIT_ADMIN}
    assert cast.actor(cast.supervisor).is_office and cast.actor(cast.leader).sees_everything
    assert cast.actor(cast.outsider_clerk).unit_ids == {cast.outsider_unit.pk}
