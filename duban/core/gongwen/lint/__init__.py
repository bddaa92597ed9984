"""Checks on an official document (公文), its layout and its words, ours or another's.

Each finding says found / expected / how to mend and the clause it rests on. What a format does not tell (a text file
has no margins) is not judged.
"""

from duban.core.gongwen.lint.engine import RULES, check
from duban.core.gongwen.lint.values import Finding, Line, PageNumber, Print, Severity, Sheet

__all__ = ["RULES", "Finding", "Line", "PageNumber", "Print", "Severity", "Sheet", "check"]
