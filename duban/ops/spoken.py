"""Commands that say "no" in one sentence instead of a trace."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from duban.orgs.permissions import Refused


class SpokenCommand(BaseCommand):
    """A command whose refusals (:class:`Refused`) are printed as they are; the exit code is then 1."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run; turn a refusal into its sentence."""
        try:
            return super().execute(*args, **options)
        except Refused as refused:
            self.stderr.write(refused.reason)
            sys.exit(1)
