"""The cast: the people of every permission test."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from duban.orgs.actor import Actor, actor_for
from duban.orgs.enums import PostKind, UnitKind
from duban.orgs.models import Unit, User
from tests.factories.orgs import UnitFactory, UserFactory, appoint

TODAY = dt.date(2023, 3, 6)  # a Monday, after the notice of the sample was published
AT = dt.datetime(2023, 3, 6, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@dataclass(frozen=True)
class Cast:
    """Units and people. The outsider's unit has nothing to do with anything and must see nothing."""

    office: Unit
    lead_unit: Unit
    cooperating_unit: Unit
    outsider_unit: Unit
    leadership: Unit
    administration: Unit
    supervisor: User
    supervisor_head: User
    lead_clerk: User
    lead_office_head: User
    lead_deputy: User
    lead_principal: User
    cooperating_clerk: User
    cooperating_principal: User
    outsider_clerk: User
    leader: User
    system_admin: User
    security_admin: User
    audit_admin: User

    def people(self) -> dict[str, User]:
        """Everybody, by name of the part."""
        return {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), User)}

    @staticmethod
    def actor(person: User, today: dt.date = TODAY) -> Actor:
        """The person as an actor on a day."""
        return actor_for(person, today, "测试")


def make_cast() -> Cast:
    """Everybody with an appointment since 2020."""
    office = UnitFactory(name="区政府督查室", kind=UnitKind.OFFICE)
    lead = UnitFactory(name="区建设局")
    cooperating = UnitFactory(name="区民政局")
    outsider = UnitFactory(name="区气象局")
    leadership = UnitFactory(name="区领导", kind=UnitKind.LEADERSHIP)
    administration = UnitFactory(name="系统管理", kind=UnitKind.ADMINISTRATION)

    def person(unit: Unit, kind: PostKind, name: str) -> User:
        return appoint(UserFactory(name=name), unit, kind)

    return Cast(
        office=office,
        lead_unit=lead,
        cooperating_unit=cooperating,
        outsider_unit=outsider,
        leadership=leadership,
        administration=administration,
        supervisor=person(office, PostKind.SUPERVISOR, "杜察"),
        supervisor_head=person(office, PostKind.SUPERVISOR_HEAD, "杜主任"),
        lead_clerk=person(lead, PostKind.CLERK, "钱经办"),
        lead_office_head=person(lead, PostKind.OFFICE_HEAD, "钱主任"),
        lead_deputy=person(lead, PostKind.DEPUTY, "钱副"),
        lead_principal=person(lead, PostKind.PRINCIPAL, "钱局"),
        cooperating_clerk=person(cooperating, PostKind.CLERK, "裴经办"),
        cooperating_principal=person(cooperating, PostKind.PRINCIPAL, "裴局"),
        outsider_clerk=person(outsider, PostKind.CLERK, "居外"),
        leader=person(leadership, PostKind.LEADER, "区长"),
        system_admin=person(administration, PostKind.SYSTEM_ADMIN, "系统员"),
        security_admin=person(administration, PostKind.SECURITY_ADMIN, "安全员"),
        audit_admin=person(administration, PostKind.AUDIT_ADMIN, "审计员"),
    )
