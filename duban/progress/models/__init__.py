"""Rows between "assigned" and "accepted"."""

from duban.progress.models.measures import Measure, MeasureTarget, Share
from duban.progress.models.nudges import Nudge
from duban.progress.models.periods import Obligation, OwedLine, Period, UnitSetting
from duban.progress.models.plans import HandlingPlan, Milestone
from duban.progress.models.readbacks import ReadBack
from duban.progress.models.receipts import Dispute, Liaison, Receipt
from duban.progress.models.reports import CheckAnswer, Delegation, Evidence, Line, Observation, Report, Signature
from duban.progress.models.work import WorkSpan

__all__ = [
    "CheckAnswer",
    "Delegation",
    "Dispute",
    "Evidence",
    "HandlingPlan",
    "Liaison",
    "Line",
    "Measure",
    "MeasureTarget",
    "Milestone",
    "Nudge",
    "Obligation",
    "Observation",
    "OwedLine",
    "Period",
    "ReadBack",
    "Receipt",
    "Report",
    "Share",
    "Signature",
    "UnitSetting",
    "WorkSpan",
]
