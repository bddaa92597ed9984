"""How a unit's report goes its way inside the unit: two settings, with what holds where nobody set anything."""

from __future__ import annotations

from duban.progress.models import UnitSetting


def of_unit(unit_id: int) -> UnitSetting:
    """The unit's settings; an unsaved row with what holds by default where there is none."""
    return UnitSetting.objects.filter(unit_id=unit_id).first() or UnitSetting(unit_id=unit_id)


def needs_check(unit_id: int) -> bool:
    """Whether the unit's office manager checks before the principal sees the report."""
    return of_unit(unit_id).office_head_check


def signs_clerical_again(unit_id: int) -> bool:
    """Whether the principal signs clerical corrections anew instead of having the signature carried over."""
    return of_unit(unit_id).sign_clerical_again
