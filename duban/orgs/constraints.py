"""Shapes of rows that many models share."""

from __future__ import annotations

from django.db.models import CheckConstraint, Q


def said_when(model: str, stem: str) -> CheckConstraint:
    """Who did something is never known without when: ``x_by`` needs ``x_at``.

    The other way round may be: where the system itself acted there is a time and no person.
    """
    return CheckConstraint(
        condition=Q(**{f"{stem}_by__isnull": True}) | Q(**{f"{stem}_at__isnull": False}), name=f"{model}_{stem}_when"
    )
