"""Stored codes of oversight."""

from django.db import models

from duban.core.oversight import ladder, routes, rules
from duban.core.workflow import adjustment, case, closing, directive, inspection, meeting, urging


class Colour(models.TextChoices):
    """The five lights (domain §5)."""

    BLUE = rules.Colour.BLUE.value, rules.COLOUR_LABELS[rules.Colour.BLUE]
    GREEN = rules.Colour.GREEN.value, rules.COLOUR_LABELS[rules.Colour.GREEN]
    YELLOW = rules.Colour.YELLOW.value, rules.COLOUR_LABELS[rules.Colour.YELLOW]
    RED = rules.Colour.RED.value, rules.COLOUR_LABELS[rules.Colour.RED]
    GREY = rules.Colour.GREY.value, rules.COLOUR_LABELS[rules.Colour.GREY]


class CaseState(models.TextChoices):
    """Where a difficulty stands. Moves: ``core.workflow.case``."""

    RAISED = case.RAISED, case.TABLE.states[case.RAISED]
    ASKED = case.ASKED, case.TABLE.states[case.ASKED]
    ROUTED = case.ROUTED, case.TABLE.states[case.ROUTED]
    ANSWERED = case.ANSWERED, case.TABLE.states[case.ANSWERED]
    CLOSED = case.CLOSED, case.TABLE.states[case.CLOSED]
    WITHDRAWN = case.WITHDRAWN, case.TABLE.states[case.WITHDRAWN]


class DirectiveState(models.TextChoices):
    """Where a directive stands. Moves: ``core.workflow.directive``."""

    OPEN = directive.OPEN, directive.TABLE.states[directive.OPEN]
    REPORTED = directive.REPORTED, directive.TABLE.states[directive.REPORTED]
    DONE = directive.DONE, directive.TABLE.states[directive.DONE]
    CANCELLED = directive.CANCELLED, directive.TABLE.states[directive.CANCELLED]


class MeetingState(models.TextChoices):
    """Where a meeting stands. Moves: ``core.workflow.meeting``."""

    PLANNED = meeting.PLANNED, meeting.TABLE.states[meeting.PLANNED]
    HELD = meeting.HELD, meeting.TABLE.states[meeting.HELD]
    MINUTED = meeting.MINUTED, meeting.TABLE.states[meeting.MINUTED]
    CANCELLED = meeting.CANCELLED, meeting.TABLE.states[meeting.CANCELLED]


class CaseKind(models.TextChoices):
    """What a difficulty is about."""

    LAND = "land", "土地规划"
    FUNDS = "funds", "资金"
    APPROVAL = "approval", "审批手续"
    MOVING = "moving", "征收拆迁"
    POLICY = "policy", "政策口径"
    COOPERATION = "cooperation", "部门配合"
    SUPERIOR = "superior", "需上级支持"
    OTHER = "other", "其他"


class Reach(models.TextChoices):
    """How far a difficulty reaches."""

    ONE = routes.Reach.ONE.value, routes.REACH_LABELS[routes.Reach.ONE]
    SEVERAL = routes.Reach.SEVERAL.value, routes.REACH_LABELS[routes.Reach.SEVERAL]
    DISTRICT = routes.Reach.DISTRICT.value, routes.REACH_LABELS[routes.Reach.DISTRICT]


class HolderKind(models.TextChoices):
    """Whose turn it is."""

    ASKER = routes.Holder.ASKER.value, routes.HOLDER_LABELS[routes.Holder.ASKER]
    OFFICE = routes.Holder.OFFICE.value, routes.HOLDER_LABELS[routes.Holder.OFFICE]
    UNIT = routes.Holder.UNIT.value, routes.HOLDER_LABELS[routes.Holder.UNIT]
    LEADER = routes.Holder.LEADER.value, routes.HOLDER_LABELS[routes.Holder.LEADER]
    GOVERNMENT = routes.Holder.GOVERNMENT.value, routes.HOLDER_LABELS[routes.Holder.GOVERNMENT]


class AdjustmentState(models.TextChoices):
    """Where an application stands. Moves: ``core.workflow.adjustment``."""

    APPLIED = adjustment.APPLIED, adjustment.TABLE.states[adjustment.APPLIED]
    APPROVED = adjustment.APPROVED, adjustment.TABLE.states[adjustment.APPROVED]
    REFUSED = adjustment.REFUSED, adjustment.TABLE.states[adjustment.REFUSED]
    WITHDRAWN = adjustment.WITHDRAWN, adjustment.TABLE.states[adjustment.WITHDRAWN]
    REVOKED = adjustment.REVOKED, adjustment.TABLE.states[adjustment.REVOKED]


class AdjustmentKind(models.TextChoices):
    """What is asked for: another day, another figure by a document, or the figure as it is printed."""

    EXTENSION = "extension", "延期"
    FIGURE = "figure", "调整目标值"
    CORRECTION = "correction", "更正录入"


class ClosingState(models.TextChoices):
    """Where the closing of a matter stands. Moves: ``core.workflow.closing``."""

    APPLIED = closing.APPLIED, closing.TABLE.states[closing.APPLIED]
    VERIFYING = closing.VERIFYING, closing.TABLE.states[closing.VERIFYING]
    RETURNED = closing.RETURNED, closing.TABLE.states[closing.RETURNED]
    CLOSED = closing.CLOSED, closing.TABLE.states[closing.CLOSED]
    WRITTEN_OFF = closing.WRITTEN_OFF, closing.TABLE.states[closing.WRITTEN_OFF]
    REOPENED = closing.REOPENED, closing.TABLE.states[closing.REOPENED]
    WITHDRAWN = closing.WITHDRAWN, closing.TABLE.states[closing.WITHDRAWN]


class Grade(models.TextChoices):
    """How a matter was closed: by class of result, never by points."""

    EXCEEDED = "exceeded", "超额完成"
    DONE = "done", "按期完成"
    LATE = "late", "逾期完成"
    PARTLY = "partly", "部分完成"
    NOT_DONE = "not_done", "未完成"


FULFILLED = (Grade.EXCEEDED, Grade.DONE, Grade.LATE)  # what was promised is there: only these make the light blue


class Means(models.TextChoices):
    """How a result was verified (核查方式)."""

    DOCUMENTS = "documents", "查阅资料"
    TELEPHONE = "telephone", "电话核实"
    ON_SITE = "on_site", "实地核查"


class Found(models.TextChoices):
    """What a verification found."""

    TRUE = "true", "属实"
    PARTLY = "partly", "部分属实"
    FALSE = "false", "不属实"


class InspectionState(models.TextChoices):
    """Where an inspection stands. Moves: ``core.workflow.inspection``."""

    DRAFT = inspection.DRAFT, inspection.TABLE.states[inspection.DRAFT]
    SUBMITTED = inspection.SUBMITTED, inspection.TABLE.states[inspection.SUBMITTED]
    APPROVED = inspection.APPROVED, inspection.TABLE.states[inspection.APPROVED]
    STARTED = inspection.STARTED, inspection.TABLE.states[inspection.STARTED]
    CONCLUDED = inspection.CONCLUDED, inspection.TABLE.states[inspection.CONCLUDED]
    CANCELLED = inspection.CANCELLED, inspection.TABLE.states[inspection.CANCELLED]


class InspectionKind(models.TextChoices):
    """Five kinds (国令第733号 art. 14)."""

    GENERAL = "general", "综合督查"
    SPECIAL = "special", "专项督查"
    EVENT = "event", "事件调查"
    DAILY = "daily", "日常督办"
    CLUE = "clue", "线索核查"


class UrgingStep(models.TextChoices):
    """Steps of the ladder."""

    REMIND = ladder.Step.REMIND.value, ladder.STEP_LABELS[ladder.Step.REMIND]
    URGE = ladder.Step.URGE.value, ladder.STEP_LABELS[ladder.Step.URGE]
    TALK = ladder.Step.TALK.value, ladder.STEP_LABELS[ladder.Step.TALK]


class UrgingCause(models.TextChoices):
    """Why a unit is urged."""

    LATE_REPORT = ladder.Cause.LATE_REPORT.value, ladder.CAUSE_LABELS[ladder.Cause.LATE_REPORT]
    RED = ladder.Cause.RED.value, ladder.CAUSE_LABELS[ladder.Cause.RED]
    DIRECTIVE = ladder.Cause.DIRECTIVE.value, ladder.CAUSE_LABELS[ladder.Cause.DIRECTIVE]
    RECTIFICATION = ladder.Cause.RECTIFICATION.value, ladder.CAUSE_LABELS[ladder.Cause.RECTIFICATION]


class UrgingState(models.TextChoices):
    """Where an urging stands. Moves: ``core.workflow.urging``."""

    PREPARED = urging.PREPARED, urging.TABLE.states[urging.PREPARED]
    ASKED = urging.ASKED, urging.TABLE.states[urging.ASKED]
    GIVEN = urging.GIVEN, urging.TABLE.states[urging.GIVEN]
    REPLIED = urging.REPLIED, urging.TABLE.states[urging.REPLIED]
    SETTLED = urging.SETTLED, urging.TABLE.states[urging.SETTLED]
    DECLINED = urging.DECLINED, urging.TABLE.states[urging.DECLINED]
    WITHDRAWN = urging.WITHDRAWN, urging.TABLE.states[urging.WITHDRAWN]


class DrawState(models.TextChoices):
    """Where a draw of samples stands."""

    DRAFT = "draft", "待确认"
    CONFIRMED = "confirmed", "已确认"
    DISCARDED = "discarded", "已作废"
