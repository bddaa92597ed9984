"""Verbs of the ledger (台账). One function a verb, each atomic, each leaving its event on the matter."""

from duban.ledger.actions.assignments import (
    add_assignment,
    change_assignment,
    confirm_lead,
    end_assignment,
)
from duban.ledger.actions.clauses import keep_whole, split
from duban.ledger.actions.confirm import confirm_draft, refusals
from duban.ledger.actions.links import decide_link
from duban.ledger.actions.targets import Figure, add_target, change_target, dismiss_target, restore_target
from duban.ledger.display import refresh

__all__ = [
    "Figure",
    "add_assignment",
    "add_target",
    "change_assignment",
    "change_target",
    "confirm_draft",
    "confirm_lead",
    "decide_link",
    "dismiss_target",
    "end_assignment",
    "keep_whole",
    "refresh",
    "refusals",
    "restore_target",
    "split",
]
