"""Stored codes of the ledger."""

from django.db import models


class Level(models.TextChoices):
    """Level of a programme (domain §3: level of a programme, scope of an assignment)."""

    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "区级"
    NONE = "none", "未分级"


LEVEL_MARKS = {"nation": "国", "province": "省", "city": "市", "district": "区", "none": "项"}  # 市-54


class Role(models.TextChoices):
    """承办角色."""

    LEAD = "lead", "牵头"
    RESPONSIBLE = "responsible", "责任"
    COOPERATING = "cooperating", "配合"


class RoleSource(models.TextChoices):
    """Where the role comes from."""

    PRINTED = "printed", "来文载明"
    INFERRED = "inferred", "推定"
    CONFIRMED = "confirmed", "经确认"


class Scope(models.TextChoices):
    """Level printed in front of the unit's label."""

    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "区级"
    NONE = "", "未载明"


class MatterState(models.TextChoices):
    """State of a matter (事项). Timeliness and light are never states: they are computed."""

    ASSIGNED = "assigned", "已交办"
    DISPUTED = "disputed", "异议待裁"
    RECEIVED = "received", "已签收"
    PLANNED = "planned", "方案待审"
    HANDLING = "handling", "办理中"
    CLOSING = "closing", "申请办结"
    VERIFYING = "verifying", "核验中"
    CLOSED = "closed", "已办结"
    WRITTEN_OFF = "written_off", "已销号"
    WITHDRAWN = "withdrawn", "撤销"


# The office found the result; nothing more is asked of it unless it is reopened (重新办理).
OVER = (MatterState.CLOSED, MatterState.WRITTEN_OFF)

# Handed out and not yet asked to be closed; between these ``progress.standing`` moves a matter.
UNDERWAY = (
    MatterState.ASSIGNED, MatterState.DISPUTED, MatterState.RECEIVED, MatterState.PLANNED, MatterState.HANDLING,
)  # fmt: skip


class ClauseStatus(models.TextChoices):
    """A proposed split waits for a person."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "不拆分"


class TargetKind(models.TextChoices):
    """What sort of figure (see core.notice.reading.TargetKind)."""

    AMOUNT = "amount", "数量"
    GROWTH = "growth", "增长"
    LEVEL = "level", "水平"
    CAP = "cap", "控制"
    PER = "per", "标准"


class TargetVersion(models.TextChoices):
    """Domain §4.11."""

    ORIGINAL = "original", "来文原值"
    CORRECTION = "correction", "更正"
    REVISION = "revision", "调整"


class LinkStatus(models.TextChoices):
    """A proposed pair of matters with the same goal waits for a person."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "同一目标"
    REJECTED = "rejected", "不是同一目标"
