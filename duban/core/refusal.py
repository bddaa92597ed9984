"""A "no" that is fit to be shown."""

from __future__ import annotations


class Refused(Exception):
    """A refusal with its reason in Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
