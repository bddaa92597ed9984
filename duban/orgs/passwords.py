"""Rules of passwords that Django words in English only."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError


class Length(MinimumLengthValidator):
    """At least ``min_length`` characters; the sentence says found and expected."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` where the password is too short."""
        if len(password) < self.min_length:
            raise ValidationError(
                f"密码太短：有 {len(password)} 个字符，至少应有 {self.min_length} 个。", code="password_too_short"
            )

    def get_help_text(self) -> str:
        """Sentence above the box."""
        return f"至少 {self.min_length} 个字符。"
