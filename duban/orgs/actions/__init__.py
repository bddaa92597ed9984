"""Verbs of units, people, posts and accounts. One function a verb, each atomic, each leaving its event."""

from duban.orgs.actions.accounts import (
    change_own_password,
    create_account,
    deactivate_account,
    edit_account,
    reactivate_account,
    reset_password,
    reveal_phone,
)
from duban.orgs.actions.groups import add_member, add_members, remove_member
from duban.orgs.actions.merging import MergePreview, merge_units, preview_merge, undo_merge
from duban.orgs.actions.posts import appoint, create_post, end_appointment
from duban.orgs.actions.units import (
    add_alias,
    close_unit,
    create_unit,
    remove_alias,
    rename_unit,
    reopen_unit,
    set_unit,
)

__all__ = [
    "MergePreview",
    "add_alias",
    "add_member",
    "add_members",
    "appoint",
    "change_own_password",
    "close_unit",
    "create_account",
    "create_post",
    "create_unit",
    "deactivate_account",
    "edit_account",
    "end_appointment",
    "merge_units",
    "preview_merge",
    "reactivate_account",
    "remove_alias",
    "remove_member",
    "rename_unit",
    "reopen_unit",
    "reset_password",
    "reveal_phone",
    "set_unit",
    "undo_merge",
]
