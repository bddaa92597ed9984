"""Ways out of the system. A way says how a sending ended; it never raises, and never names its address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """How a sending ended. ``reason`` is Chinese and shown to the administrator.

    ``again``: it did not arrive and may be tried again. ``doubt``: it may have arrived; it is not sent again.
    ``down``: the way itself does not answer, so the others need not try now.
    """

    sent: bool
    reason: str = ""
    again: bool = False
    doubt: bool = False
    down: bool = False


SENT = Outcome(sent=True)
