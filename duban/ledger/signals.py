"""What the ledger says to the layers above it, inside the transaction of the act."""

from __future__ import annotations

from django.dispatch import Signal

goals_changed = Signal()
"""Targets, their units or their pairs changed: ``year``, ``by`` (Actor) and ``at`` are passed on.

What is counted over the year (指标) follows from it without anybody's further act, see :mod:`duban.progress.measures`.
"""
