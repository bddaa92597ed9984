"""How a report's state is worded: one state reads differently to the unit, to who signs, and to the office."""

from __future__ import annotations

from collections.abc import Collection

from duban.core.workflow import report as flow
from duban.orgs.actor import Actor
from duban.progress.enums import OFFICE_LABELS, SIGNER_LABELS, UNIT_LABELS, ReportState
from duban.progress.models import Report

_NEXT_UNIT = {
    ReportState.DRAFT: "经办人填写完毕后送审、送签。",
    ReportState.CHECKING: "本单位办公室负责人审核通过后，送主要领导签字。",
    ReportState.SIGNING: "主要领导签字后即报送督查室。签字以前可以撤回修改。",
    ReportState.SIGNED: "督查室将逐项受理，或退回并说明理由。",
    ReportState.RETURNED: "按退回意见修改后，重新送审、送签。首次签字时间不变，按时报送的仍算按时。",
    ReportState.ACCEPTED: "已经生效。需要改动的，提出更正，形成新的一版。",
    ReportState.SUPERSEDED: "已由更正后的版本替代，内容保留备查。",
}
_NEXT_OFFICE = {
    ReportState.DRAFT: "单位正在填写。",
    ReportState.CHECKING: "单位办公室负责人正在审核。",
    ReportState.SIGNING: "等待单位主要领导签字；纸质签字的，可登记扫描件。",
    ReportState.SIGNED: "逐项受理，或退回并说明理由。",
    ReportState.RETURNED: "等待单位修改后重新报送。",
    ReportState.ACCEPTED: "已经生效。",
    ReportState.SUPERSEDED: "已由更正后的版本替代，内容保留备查。",
}


def state_words(report: Report, actor: Actor, held: Collection[str] = ()) -> str:
    """The state as the person reads it. ``held``: roles in this report (:func:`actions.moves.roles`)."""
    state = ReportState(report.state)
    if flow.PRINCIPAL in held:
        return SIGNER_LABELS[state]
    return OFFICE_LABELS[state] if actor.sees_everything else UNIT_LABELS[state]


def next_words(report: Report, actor: Actor) -> str:
    """What happens next, as a sentence."""
    return (_NEXT_OFFICE if actor.sees_everything else _NEXT_UNIT)[ReportState(report.state)]
