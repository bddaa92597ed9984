"""Units, people, posts, appointments."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from duban.orgs.enums import PostKind, UnitKind
from duban.orgs.models import Appointment, GroupMember, Post, Unit, UnitAlias, User

SINCE = dt.date(2020, 1, 1)
PASSWORD = "ceshi-mima-2023"


class UserFactory(DjangoModelFactory):
    """A person with the password :data:`PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = factory.Sequence(lambda n: f"人员{n}")
    password = factory.django.Password(PASSWORD)

    class Params:
        newcomer = factory.Trait(must_change_password=True)
        gone = factory.Trait(is_active=False)


class UnitFactory(DjangoModelFactory):
    """A department of the district."""

    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"区第{n}局")
    kind = UnitKind.DEPARTMENT
    position = factory.Sequence(lambda n: n)

    class Params:
        is_group = factory.Trait(kind=UnitKind.GROUP, name=factory.Sequence(lambda n: f"各第{n}类单位"))
        closed = factory.Trait(active_to=dt.date(2022, 1, 1))


class UnitAliasFactory(DjangoModelFactory):
    """Another printed name."""

    class Meta:
        model = UnitAlias

    unit = factory.SubFactory(UnitFactory)
    text = factory.Sequence(lambda n: f"第{n}局别名")


class GroupMemberFactory(DjangoModelFactory):
    """A unit in a group since 2020."""

    class Meta:
        model = GroupMember

    group = factory.SubFactory(UnitFactory, is_group=True)
    unit = factory.SubFactory(UnitFactory)
    start = SINCE


class PostFactory(DjangoModelFactory):
    """A clerk's post."""

    class Meta:
        model = Post

    unit = factory.SubFactory(UnitFactory)
    kind = PostKind.CLERK


class AppointmentFactory(DjangoModelFactory):
    """A person in a post since 2020."""

    class Meta:
        model = Appointment

    post = factory.SubFactory(PostFactory)
    user = factory.SubFactory(UserFactory)
    start = SINCE


def appoint(person: User, unit: Unit, kind: PostKind, *, start: dt.date = SINCE, end: dt.date | None = None) -> User:
    """Put a person into a post of the unit, made where there is none; returns the person."""
    post = Post.objects.filter(unit=unit, kind=kind).first() or PostFactory(unit=unit, kind=kind)
    AppointmentFactory(post=post, user=person, start=start, end=end)
    return person
