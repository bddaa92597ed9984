"""Posts and appointments: who may appoint whom, and which posts do not go together."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, transaction

from duban.audit.models import Event
from duban.orgs import actions as orgs
from duban.orgs.actor import actor_for
from duban.orgs.enums import ADMIN_POSTS, OFFICE_POSTS, UNIT_POSTS, PostKind, UnitKind
from duban.orgs.models import Appointment, Post
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from tests.factories.orgs import AppointmentFactory, PostFactory, UnitFactory, UserFactory
from tests.support.cast import AT, TODAY

pytestmark = pytest.mark.django_db

SUMMER = dt.date(2023, 7, 1)


@pytest.fixture
def security(cast):
    return cast.actor(cast.security_admin)


@pytest.fixture
def office(cast):
    return cast.actor(cast.supervisor)


def post_of(unit, kind):
    return Post.objects.filter(unit=unit, kind=kind).first() or PostFactory(unit=unit, kind=kind)


def home_of(cast, kind):
    if kind in ADMIN_POSTS:
        return cast.administration
    return {PostKind.LEADER: cast.leadership}.get(kind, cast.office if kind in OFFICE_POSTS else cast.outsider_unit)


class TestPosts:
    def test_the_office_sets_up_posts_of_units(self, office):
        unit = UnitFactory()
        post = orgs.create_post(unit=unit, kind=PostKind.CLERK, title="督办科科长", by=office, at=AT)
        assert str(post) == f"{unit} 督办科科长"
        assert Event.objects.get().verb == "post.create"

    @pytest.mark.parametrize("kind", [*OFFICE_POSTS, PostKind.LEADER, *ADMIN_POSTS])
    def test_posts_over_the_whole_system_are_the_security_admins(self, cast, office, security, kind):
        unit = home_of(cast, kind)
        with pytest.raises(NotAllowed, match="安全管理员任免"):
            orgs.create_post(unit=unit, kind=kind, title="副职", by=office, at=AT)
        assert orgs.create_post(unit=unit, kind=kind, title="副职", by=security, at=AT).pk

    @pytest.mark.parametrize("kind", [*OFFICE_POSTS, PostKind.LEADER, *ADMIN_POSTS])
    def test_a_department_has_posts_of_a_unit_only(self, cast, security, kind):
        with pytest.raises(Invalid, match="可设：经办人"):
            orgs.create_post(unit=cast.outsider_unit, kind=kind, by=security, at=AT)

    def test_groups_and_superior_units_have_none(self, security):
        with pytest.raises(Invalid, match="单位组不设岗位"):
            orgs.create_post(unit=UnitFactory(is_group=True), kind=PostKind.CLERK, by=security, at=AT)
        with pytest.raises(Invalid, match="只作联系"):
            orgs.create_post(unit=UnitFactory(kind=UnitKind.SUPERIOR), kind=PostKind.CLERK, by=security, at=AT)

    def test_the_same_post_twice_or_in_a_closed_unit(self, cast, office):
        with pytest.raises(Invalid, match="已有这个岗位"):
            orgs.create_post(unit=cast.lead_unit, kind=PostKind.CLERK, by=office, at=AT)
        with pytest.raises(Invalid, match="已停用"):
            orgs.create_post(unit=UnitFactory(closed=True), kind=PostKind.CLERK, by=office, at=AT)


class TestAppoint:
    def test_rights_begin_on_the_day(self, cast, office):
        person = UserFactory()
        post = post_of(cast.lead_unit, PostKind.CLERK)
        orgs.appoint(post=post, user=person, start=SUMMER, by=office, at=AT, basis="武建任〔2023〕2号")
        assert actor_for(person, SUMMER - dt.timedelta(days=1)).posts == ()
        assert actor_for(person, SUMMER).holds(PostKind.CLERK, cast.lead_unit.pk)
        assert Event.objects.get().reason == "武建任〔2023〕2号"

    def test_nobody_appoints_themselves(self, cast, security):
        post = post_of(cast.office, PostKind.SUPERVISOR)
        with pytest.raises(NotAllowed, match="不能给自己任职"):
            orgs.appoint(post=post, user=cast.security_admin, start=TODAY, by=security, at=AT)

    @pytest.mark.parametrize("who", ["lead_principal", "leader", "system_admin", "audit_admin"])
    def test_others_may_not(self, cast, who):
        with pytest.raises(NotAllowed):
            orgs.appoint(
                post=post_of(cast.lead_unit, PostKind.CLERK),
                user=UserFactory(),
                start=TODAY,
                by=cast.actor(getattr(cast, who)),
                at=AT,
            )

    def test_refused_appointments(self, cast, office):
        post = post_of(cast.lead_unit, PostKind.CLERK)
        with pytest.raises(Invalid, match="账号已停用"):
            orgs.appoint(post=post, user=UserFactory(gone=True), start=TODAY, by=office, at=AT)
        with pytest.raises(Invalid, match="不晚于任职日期"):
            orgs.appoint(post=post, user=UserFactory(), start=TODAY, end=TODAY, by=office, at=AT)
        with pytest.raises(Invalid, match="在这段时间已任"):
            orgs.appoint(post=post, user=cast.lead_clerk, start=TODAY, by=office, at=AT)
        closed = PostFactory(unit=UnitFactory(closed=True))
        with pytest.raises(Invalid, match="已停用"):
            orgs.appoint(post=closed, user=UserFactory(), start=TODAY, by=office, at=AT)

    def test_one_person_may_hold_several_business_posts(self, cast, office):
        post = post_of(cast.cooperating_unit, PostKind.CLERK)
        orgs.appoint(post=post, user=cast.lead_clerk, start=TODAY, by=office, at=AT)
        assert actor_for(cast.lead_clerk, TODAY).unit_ids == {cast.lead_unit.pk, cast.cooperating_unit.pk}


BUSINESS = [PostKind.CLERK, PostKind.PRINCIPAL, PostKind.SUPERVISOR, PostKind.LEADER]
APART = [(a, b) for a, b in itertools.permutations(ADMIN_POSTS, 2)]
APART += [(a, b) for a in ADMIN_POSTS for b in BUSINESS] + [(b, a) for a in ADMIN_POSTS for b in BUSINESS]


class TestSeparation:
    """GB/T 22239-2019 8.1.4.2 d)."""

    @pytest.mark.parametrize(("held", "wanted"), APART)
    def test_administrators_are_separate_and_do_no_business(self, cast, security, held, wanted):
        person = AppointmentFactory(post=post_of(home_of(cast, held), held)).user
        with pytest.raises(Invalid, match="兼任"):
            orgs.appoint(post=post_of(home_of(cast, wanted), wanted), user=person, start=TODAY, by=security, at=AT)

    def test_one_after_the_other_is_allowed(self, cast, security):
        held = AppointmentFactory(post=post_of(cast.administration, PostKind.AUDIT_ADMIN), end=SUMMER)
        clerk = post_of(cast.lead_unit, PostKind.CLERK)
        with pytest.raises(Invalid, match="管理员不得兼任业务岗位"):
            orgs.appoint(post=clerk, user=held.user, start=TODAY, by=security, at=AT)
        assert orgs.appoint(post=clerk, user=held.user, start=SUMMER, by=security, at=AT).pk

    def test_a_post_that_begins_later_counts(self, cast, security):
        held = AppointmentFactory(post=post_of(cast.administration, PostKind.AUDIT_ADMIN), start=SUMMER)
        clerk = post_of(cast.lead_unit, PostKind.CLERK)
        with pytest.raises(Invalid, match="兼任"):
            orgs.appoint(post=clerk, user=held.user, start=TODAY, by=security, at=AT)
        assert orgs.appoint(post=clerk, user=held.user, start=TODAY, end=SUMMER, by=security, at=AT).pk

    def test_every_pair_of_kinds_is_decided(self):
        assert {*UNIT_POSTS, *OFFICE_POSTS, *ADMIN_POSTS, PostKind.LEADER} == set(PostKind)


class TestEnd:
    def held(self, person):
        return Appointment.objects.get(user=person)

    def test_the_post_is_left_on_the_day(self, cast, office):
        orgs.end_appointment(appointment=self.held(cast.lead_clerk), end=SUMMER, by=office, at=AT, reason="退休")
        assert actor_for(cast.lead_clerk, SUMMER - dt.timedelta(days=1)).posts
        assert not actor_for(cast.lead_clerk, SUMMER).posts

    def test_a_successor_begins_where_the_other_ends(self, cast, office):
        successor = UserFactory()
        orgs.end_appointment(appointment=self.held(cast.lead_clerk), end=SUMMER, successor=successor, by=office, at=AT)
        assert self.held(successor).start == SUMMER
        assert actor_for(successor, SUMMER).holds(PostKind.CLERK, cast.lead_unit.pk)
        assert list(Event.objects.values_list("verb", flat=True)) == ["appointment.end", "appointment.start"]

    def test_a_successor_who_does_not_fit_stops_the_whole(self, cast, office):
        held = self.held(cast.lead_clerk)
        with pytest.raises(Invalid, match="兼任"):
            orgs.end_appointment(appointment=held, end=SUMMER, successor=cast.audit_admin, by=office, at=AT)
        held.refresh_from_db()
        assert held.end is None and not Event.objects.exists()

    def test_refused_ends(self, cast, office):
        held = self.held(cast.lead_clerk)
        with pytest.raises(Invalid, match="已过去"):
            orgs.end_appointment(appointment=held, end=dt.date(2023, 3, 5), by=office, at=AT)
        with pytest.raises(Invalid, match="接任人与现任是同一人"):
            orgs.end_appointment(appointment=held, end=TODAY, successor=cast.lead_clerk, by=office, at=AT)
        future = AppointmentFactory(start=SUMMER)
        with pytest.raises(Invalid, match="早于任职日期"):
            orgs.end_appointment(appointment=future, end=TODAY, by=office, at=AT)
        orgs.end_appointment(appointment=held, end=TODAY, by=office, at=AT)
        with pytest.raises(Invalid, match="已于 2023-03-06 结束"):
            orgs.end_appointment(appointment=held, end=TODAY, by=office, at=AT)

    def test_the_slower_of_two_is_told(self, cast, office):
        seen = self.held(cast.lead_clerk)
        orgs.end_appointment(appointment=self.held(cast.lead_clerk), end=SUMMER, by=office, at=AT)
        with pytest.raises(Stale):
            orgs.end_appointment(appointment=seen, end=TODAY, by=office, at=AT)

    @pytest.mark.parametrize(("who", "word"), [("system_admin", "系统管理员"), ("security_admin", "安全管理员")])
    def test_the_last_of_these_administrators_stays(self, cast, security, who, word):
        held = self.held(getattr(cast, who))
        with pytest.raises(Invalid, match=f"唯一的{word}"):
            orgs.end_appointment(appointment=held, end=TODAY, by=security, at=AT)
        AppointmentFactory(post=held.post)
        assert orgs.end_appointment(appointment=held, end=TODAY, by=security, at=AT).end == TODAY

    def test_the_office_does_not_remove_an_administrator(self, cast, office):
        with pytest.raises(NotAllowed, match="安全管理员任免"):
            orgs.end_appointment(appointment=self.held(cast.audit_admin), end=TODAY, by=office, at=AT)


def test_the_database_refuses_impossible_appointments(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(start=SUMMER, end=TODAY)
    held = Appointment.objects.get(user=cast.lead_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        AppointmentFactory(post=held.post, user=held.user)
