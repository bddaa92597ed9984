"""Programmes, sections, matters, assignments, targets."""

from __future__ import annotations

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from duban.ledger import enums
from duban.ledger.models import Assignment, Clause, Matter, MatterLink, Programme, SavedView, Section, Target
from tests.factories.notices import NoticeFactory
from tests.factories.orgs import UnitFactory, UserFactory


class ProgrammeFactory(DjangoModelFactory):
    """A breakdown list of the district."""

    class Meta:
        model = Programme

    notice = factory.SubFactory(NoticeFactory)
    year = factory.SelfAttribute("notice.year")
    level = enums.Level.DISTRICT
    ordinal = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda o: f"{o.year}年区《政府工作报告》责任分解方案{o.ordinal}")


class SectionFactory(DjangoModelFactory):
    """A printed heading."""

    class Meta:
        model = Section

    programme = factory.SubFactory(ProgrammeFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    number = "一"
    title = factory.LazyAttribute(lambda o: f"{o.number}、第{o.ordinal}部分")


class MatterFactory(DjangoModelFactory):
    """An item of a programme."""

    class Meta:
        model = Matter

    programme = factory.SubFactory(ProgrammeFactory)
    section = factory.SubFactory(SectionFactory, programme=factory.SelfAttribute("..programme"))
    notice = factory.SelfAttribute("programme.notice")
    ordinal = factory.Sequence(lambda n: n + 1)
    number = factory.LazyAttribute(lambda o: str(o.ordinal))
    code = factory.LazyAttribute(lambda o: f"{enums.LEVEL_MARKS[o.programme.level]}-{o.number}")
    text = factory.LazyAttribute(lambda o: f"{o.body}（责任单位：区建设局）")
    body = factory.LazyAttribute(lambda o: f"建成第{o.ordinal}处停车泊位260个。")
    search = factory.LazyAttribute(lambda o: f"{o.code} {o.text}".lower())

    class Params:
        withdrawn = factory.Trait(state=enums.MatterState.WITHDRAWN, withdrawn_by=factory.SelfAttribute("notice"))


class ClauseFactory(DjangoModelFactory):
    """A proposed split."""

    class Meta:
        model = Clause

    matter = factory.SubFactory(MatterFactory)
    seq = factory.Sequence(lambda n: n + 1)
    start = 0
    end = 4


class AssignmentFactory(DjangoModelFactory):
    """A responsible unit."""

    class Meta:
        model = Assignment

    matter = factory.SubFactory(MatterFactory)
    unit = factory.SubFactory(UnitFactory)
    printed_name = factory.SelfAttribute("unit.name")
    role = enums.Role.RESPONSIBLE
    ordinal = factory.Sequence(lambda n: n)
    basis = factory.SelfAttribute("matter.notice")

    class Params:
        leads = factory.Trait(role=enums.Role.LEAD, lead=True)


class TargetFactory(DjangoModelFactory):
    """停车泊位260个, original as printed."""

    class Meta:
        model = Target

    matter = factory.SubFactory(MatterFactory)
    ordinal = factory.Sequence(lambda n: n + 1)
    kind = enums.TargetKind.AMOUNT
    phrase = "停车泊位260个"
    what = "停车泊位"
    op = "="
    value = Decimal(260)
    unit = "个"


class MatterLinkFactory(DjangoModelFactory):
    """Two matters that may speak of one goal."""

    class Meta:
        model = MatterLink

    a = factory.SubFactory(MatterFactory)
    b = factory.SubFactory(MatterFactory)
    grade = 2
    reason = "同为停车泊位260个"


class SavedViewFactory(DjangoModelFactory):
    """A private view."""

    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"视图{n}")
    query = "level=district"
