"""What every act on a matter asks first."""

from __future__ import annotations

from duban.ledger.enums import MatterState
from duban.ledger.models import Matter
from duban.orgs.actor import Actor
from duban.orgs.permissions import Invalid, Verb, require

QUICKER = "这一项刚被他人改动，您的改动没有保存。页面已更新，请核对后再改。"
WITHDRAWN = "该事项已撤销，只供查阅。请在替代它的事项上改动。"


def require_editable(matter: Matter, by: Actor) -> None:
    """The right to edit, and a matter that still stands."""
    require(by, Verb.EDIT_MATTER)
    if matter.state == MatterState.WITHDRAWN:
        raise Invalid(WITHDRAWN)


def stated(reason: str, what: str) -> str:
    """The reason, or a refusal that names the act."""
    reason = reason.strip()
    if not reason:
        raise Invalid(f"没有填写理由。{what}须写明理由，办理留痕会原样保留。")
    return reason
