"""What every verb of orgs asks before it writes: the model's own rules, as a refusal with their sentence."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Model

from duban.orgs.permissions import Invalid


def checked(row: Model) -> None:
    """Validate fields and constraints of a row; raise :class:`Invalid` with every sentence found."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Invalid(sentence(error)) from None


def sentence(error: ValidationError) -> str:
    """All messages of a validation error, each once, as one text."""
    messages = list(dict.fromkeys(error.messages))
    return " ".join(m if m.endswith(("。", "？")) else f"{m.rstrip('.')}。" for m in messages)
