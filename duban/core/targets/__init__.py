"""Quantified goals (量化目标) in the text of an item."""

from duban.core.targets.find import find_figures, find_targets

__all__ = ["find_figures", "find_targets"]
