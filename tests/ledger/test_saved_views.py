"""Saved views and the record of exports."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from duban.audit.models import Event
from duban.ledger import view_actions
from duban.ledger.models import SavedView
from duban.orgs.actor import system
from duban.orgs.permissions import Invalid, NotAllowed
from tests.factories.ledger import SavedViewFactory


@pytest.fixture
def save(cast, at):
    def act(person, name="本局牵头", query="role=lead", **more):
        return view_actions.save_view(name=name, query=query, by=cast.actor(person), at=at, **more)

    return act


def test_a_view_is_kept_and_recorded(cast, save):
    view = save(cast.lead_clerk, name="  本局　牵头 ")
    assert (view.name, view.query, view.owner, view.shared) == ("本局 牵头", "role=lead", cast.lead_clerk, False)
    event = Event.objects.get()
    assert event.verb == "view.save" and event.before is None and event.after["条件"] == "role=lead"


def test_the_same_name_takes_the_new_conditions(cast, save):
    first = save(cast.lead_clerk)
    second = save(cast.lead_clerk, query="role=responsible")
    assert first.pk == second.pk and SavedView.objects.get().query == "role=responsible"
    assert Event.objects.last().before["条件"] == "role=lead"


def test_two_people_may_use_one_name(cast, save):
    save(cast.lead_clerk)
    save(cast.supervisor)
    assert SavedView.objects.count() == 2


@pytest.mark.parametrize(("name", "part"), [("  ", "没有名称"), ("长" * 41, "最多40个字")])
def test_names_are_checked(cast, save, name, part):
    with pytest.raises(Invalid, match=part):
        save(cast.supervisor, name=name)
    assert not SavedView.objects.exists()


def test_the_number_of_views_is_limited(cast, save):
    SavedViewFactory.create_batch(view_actions.MAX_VIEWS, owner=cast.supervisor)
    with pytest.raises(Invalid, match="50个视图"):
        save(cast.supervisor)


def test_only_the_office_shares(cast, save):
    with pytest.raises(NotAllowed, match="督查室"):
        save(cast.lead_clerk, shared=True)
    shared = save(cast.supervisor, name="未定牵头", shared=True)
    private = save(cast.supervisor, name="我的")
    seen = SavedView.objects.visible_to(cast.actor(cast.lead_clerk))
    assert list(seen) == [shared]
    assert set(SavedView.objects.visible_to(cast.actor(cast.supervisor))) == {shared, private}


def test_administrators_have_no_views(cast, save):
    with pytest.raises(NotAllowed, match="业务内容"):
        save(cast.audit_admin)


def test_the_system_has_no_views(cast, at, today):
    with pytest.raises(NotAllowed):
        view_actions.save_view(name="x", query="", by=system(today), at=at)


def test_one_default_at_most(cast, save, at):
    actor = cast.actor(cast.supervisor)
    first = save(cast.supervisor, name="一", default=True)
    second = save(cast.supervisor, name="二", default=True)
    assert list(SavedView.objects.filter(default=True)) == [second]
    view_actions.set_default(view=first, by=actor, at=at)
    assert list(SavedView.objects.filter(default=True)) == [first]
    view_actions.set_default(view=None, by=actor, at=at)
    assert not SavedView.objects.filter(default=True).exists()
    assert Event.objects.last().before == {"默认视图": "一"}
    count = Event.objects.count()
    view_actions.set_default(view=None, by=actor, at=at)
    assert Event.objects.count() == count  # nothing happened, nothing is recorded


def test_the_database_refuses_a_second_default(cast):
    SavedViewFactory(owner=cast.supervisor, default=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedViewFactory(owner=cast.supervisor, default=True)
    with pytest.raises(ValidationError, match="默认视图只能有一个"):
        SavedView(owner=cast.supervisor, name="又一个", default=True).validate_constraints()


def test_the_default_is_one_of_ones_own(cast, save, at):
    shared = save(cast.supervisor, shared=True)
    with pytest.raises(NotAllowed, match="另存"):
        view_actions.set_default(view=shared, by=cast.actor(cast.lead_clerk), at=at)


def test_who_deletes(cast, save, at):
    mine = save(cast.lead_clerk)
    shared = save(cast.supervisor, shared=True)
    private = save(cast.supervisor, name="私用")
    for view, person in [(mine, cast.supervisor), (shared, cast.lead_clerk), (private, cast.supervisor_head)]:
        with pytest.raises(NotAllowed):
            view_actions.delete_view(view=view, by=cast.actor(person), at=at)
    view_actions.delete_view(view=shared, by=cast.actor(cast.supervisor_head), at=at)
    view_actions.delete_view(view=mine, by=cast.actor(cast.lead_clerk), at=at)
    assert list(SavedView.objects.all()) == [private]
    assert Event.objects.last().verb == "view.delete" and Event.objects.last().before["名称"] == "本局牵头"


def test_an_export_is_recorded_with_its_conditions(cast, at):
    view_actions.record_export(kind="xlsx", conditions="层级：市级", count=148, by=cast.actor(cast.lead_clerk), at=at)
    event = Event.objects.get()
    assert event.verb == "ledger.export" and event.actor == cast.lead_clerk
    assert event.after == {"格式": "xlsx", "条件": "层级：市级", "项数": 148}


def test_administrators_export_nothing(cast, at):
    with pytest.raises(NotAllowed):
        view_actions.record_export(kind="csv", conditions="", count=0, by=cast.actor(cast.security_admin), at=at)
    assert not Event.objects.exists()
