"""Checks on a line before it is signed (签前校核): words, figures, and the two against each other.

Each check has a stable id, a severity and says found / expected / how to mend. An answer of a person
belongs to the fingerprint of what was checked: it stays valid until the text or the value changes.
The list is that of the research paper on reporting systems (fourteen checks), plus what real bulletins show.
"""

from duban.core.checks.engine import ALL, Check, run
from duban.core.checks.values import CheckFinding, Figure, LineInput, PeriodInput, Severity

__all__ = ["ALL", "Check", "CheckFinding", "Figure", "LineInput", "PeriodInput", "Severity", "run"]
