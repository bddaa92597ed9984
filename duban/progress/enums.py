"""Stored codes of progress. One state may read differently to the office and to a unit."""

from django.db import models

from duban.core.reporting import values


class ReportState(models.TextChoices):
    """Where a report stands. Moves: ``core.workflow.report``."""

    DRAFT = "draft", "起草中"
    CHECKING = "checking", "待办公室负责人审核"
    SIGNING = "signing", "待签字"
    SIGNED = "signed", "待受理"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已受理"
    SUPERSEDED = "superseded", "已被更正替代"


OPEN_STATES = (
    ReportState.DRAFT,
    ReportState.CHECKING,
    ReportState.SIGNING,
    ReportState.SIGNED,
    ReportState.RETURNED,
)
EDITABLE_STATES = (ReportState.DRAFT, ReportState.RETURNED)

UNIT_LABELS = {
    ReportState.DRAFT: "起草中",
    ReportState.CHECKING: "待本单位审核",
    ReportState.SIGNING: "待本单位签字",
    ReportState.SIGNED: "已报送，待督查室受理",
    ReportState.RETURNED: "退回修改",
    ReportState.ACCEPTED: "已受理",
    ReportState.SUPERSEDED: "已被更正替代",
}
SIGNER_LABELS = {**UNIT_LABELS, ReportState.SIGNING: "待我签字"}
OFFICE_LABELS = {
    ReportState.DRAFT: "单位起草中",
    ReportState.CHECKING: "单位审核中",
    ReportState.SIGNING: "待单位签字",
    ReportState.SIGNED: "待受理",
    ReportState.RETURNED: "已退回，待修改",
    ReportState.ACCEPTED: "已受理",
    ReportState.SUPERSEDED: "已被更正替代",
}


class PeriodKind(models.TextChoices):
    """A regular period, or an extra collection (专项)."""

    REGULAR = "regular", "定期报告"
    SPECIAL = "special", "专项报告"


class Presence(models.TextChoices):
    """Five honest kinds of "no figure" (domain §4.9)."""

    MISSING = values.Presence.MISSING.value, "未填报"
    REPORTED = values.Presence.REPORTED.value, "已填报"
    NIL = values.Presence.NIL.value, "本期无进展"
    NOT_APPLICABLE = values.Presence.NOT_APPLICABLE.value, "本区无份额"
    BLOCKED = values.Presence.BLOCKED.value, "等待其他单位"
    AWAITING = values.Presence.AWAITING.value, "数据未发布"


class Rating(models.TextChoices):
    """The unit's own rating."""

    NONE = values.Rating.NONE.value, "未自评"
    DONE = values.Rating.DONE.value, "已完成"
    ON_SCHEDULE = values.Rating.ON_SCHEDULE.value, "按序时推进"
    STANDING = values.Rating.STANDING.value, "常态推进"
    BEHIND = values.Rating.BEHIND.value, "滞后可追"
    AT_RISK = values.Rating.AT_RISK.value, "有较大风险"
    MISSED = values.Rating.MISSED.value, "未达到"


class ChangeKind(models.TextChoices):
    """Why a later version exists (domain §4.7)."""

    NONE = "", "首次报送"
    CLERICAL = "clerical", "文字更正"
    MATERIAL = "material", "内容更正"


class SignMode(models.TextChoices):
    """How a principal signed."""

    SCREEN = "screen", "系统签字"
    PAPER = "paper", "纸质签字"
    CARRIED = "carried", "沿用签字"  # of the version before, for a clerical correction


class MeasureKind(models.TextChoices):
    """How a measure runs over time."""

    YTD = values.MeasureKind.YTD.value, "本年累计"
    POINT = values.MeasureKind.POINT.value, "时点数"
    PERIOD = values.MeasureKind.PERIOD.value, "本期数"


class FigureStatus(models.TextChoices):
    """How firm a figure is."""

    FINAL = values.FigureStatus.FINAL.value, "正式数"
    PROVISIONAL = values.FigureStatus.PROVISIONAL.value, "快报数"
    ESTIMATE = values.FigureStatus.ESTIMATE.value, "预计数"


class LineDecision(models.TextChoices):
    """What the office decided on a line."""

    NONE = "", "未处理"
    ACCEPTED = "accepted", "通过"
    RETURNED = "returned", "退回"


class PlanState(models.TextChoices):
    """A handling plan (办理方案)."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已通过"
    SUPERSEDED = "superseded", "已被新版替代"


class DisputeState(models.TextChoices):
    """A dispute about an assignment (异议)."""

    OPEN = "open", "待裁"
    UPHELD = "upheld", "异议成立"
    REJECTED = "rejected", "维持交办"
    WITHDRAWN = "withdrawn", "单位撤回"


class LiaisonRole(models.TextChoices):
    """Rows of 附件4."""

    DEPUTY = "deputy", "分管领导"
    OFFICE_HEAD = "office_head", "办公室或者综合协调科室负责人"
    CLERK = "clerk", "经办人"
