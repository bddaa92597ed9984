"""Setting how a unit's report goes its way inside the unit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from duban.audit.actions import record
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.orgs.permissions import NotAllowed
from duban.progress.models import UnitSetting

FIELDS = ("office_head_check", "sign_clerical_again")


def may_set(unit_id: int, by: Actor) -> bool:
    """The unit's own office head or principal, and the office."""
    own = by.holds(PostKind.OFFICE_HEAD, unit_id) or by.holds(PostKind.PRINCIPAL, unit_id)
    return own or by.is_office


@transaction.atomic
def change(
    *, unit: Unit, office_head_check: bool, sign_clerical_again: bool, by: Actor, at: dt.datetime
) -> UnitSetting:
    """Set both; what is on its way keeps the way it took. Nothing is recorded where nothing changed."""
    if not may_set(unit.pk, by):
        raise NotAllowed("报送设置由本单位办公室负责人、主要领导或督查室维护。")
    row, _ = UnitSetting.objects.get_or_create(unit=unit)
    wanted = {"office_head_check": office_head_check, "sign_clerical_again": sign_clerical_again}
    before = {name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value}
    if not before:
        return row
    for name in before:
        setattr(row, name, wanted[name])
    row.save(update_fields=list(before))
    record("setting.change", row, by=by, at=at, before=before, after={name: wanted[name] for name in before})
    return row
