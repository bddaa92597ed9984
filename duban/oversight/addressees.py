"""Who can be asked for an answer, and who can be given a directive: only where somebody is there to act on it.

A turn or a directive that lies with a name in which nobody can do anything stands still for ever, and with it the
unit's clock (domain §4.13).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, QuerySet

from duban.orgs.enums import UNIT_POSTS, UnitKind, UnitLevel
from duban.orgs.models import Appointment, Unit

_INSIDE = (UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION)
_NO_UNITS = (*_INSIDE, UnitKind.GROUP, UnitKind.SUPERIOR)


def may_own(on: dt.date) -> QuerySet[Unit]:
    """Units to which a directive can be given: single units of the district that exist on the day."""
    rows = Unit.objects.active(on).filter(level=UnitLevel.DISTRICT, merged_into__isnull=True)
    return rows.exclude(kind__in=_NO_UNITS).order_by("position", "id")


def may_answer(on: dt.date) -> QuerySet[Unit]:
    """Units that can be asked to answer: of those, other than the office, the ones with somebody who can log in."""
    held = Appointment.objects.current(on).filter(post__unit=OuterRef("pk"), user__is_active=True)
    return may_own(on).exclude(kind=UnitKind.OFFICE).filter(Exists(held.filter(post__kind__in=UNIT_POSTS)))


def not_owner(unit: Unit, on: dt.date) -> str:
    """Why a directive cannot be given to the unit; "" where it can. The words for :func:`may_own`."""
    name = f"“{unit.name}”"
    if unit.is_group:
        return f"{name}是单位组，请逐个单位交办，各有人落实。"
    if unit.kind == UnitKind.SUPERIOR or unit.level != UnitLevel.DISTRICT:
        return f"{name}是上级单位，不能向它交办；需要它支持的，请交办由区里哪个单位去衔接。"
    if unit.kind in _INSIDE:
        return f"{name}不是承办单位，请选择具体承办的单位。"
    if unit.merged_into is not None:
        return f"{name}已并入{unit.merged_into.name}，请改选{unit.merged_into.name}。"
    if not unit.is_active(on):
        return f"{name}已停用，请选择现在承担这项职责的单位。"
    return ""


def no_answer(unit: Unit, on: dt.date) -> str:
    """Why the unit cannot be asked to answer; "" where it can. The words for :func:`may_answer`."""
    name, stays = f"“{unit.name}”", "联系后由督查室直接答复，这期间事项仍在督查室手里。"
    if unit.is_group:
        return f"{name}是单位组，没有人能代它答复，请选择其中一个单位，或转请区领导协调。"
    if unit.kind == UnitKind.SUPERIOR or unit.level != UnitLevel.DISTRICT:
        return f"{name}是上级单位，不在系统内办理。请{stays}"
    if unit.kind == UnitKind.OFFICE:
        return "督查室自己答复的，请用“直接答复”，不必转请。"
    if why := not_owner(unit, on):
        return why
    if not may_answer(on).filter(pk=unit.pk).exists():
        return f"{name}现在没有能登录办理的人员。请先为它登记任职；来不及的，请{stays}"
    return ""


def names_of(rows: QuerySet[Unit]) -> list[str]:
    """For the list behind a box."""
    return list(rows.values_list("name", flat=True))
