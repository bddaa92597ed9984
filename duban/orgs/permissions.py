"""Who may do what: every right of the system, in one place, each "no" with a reason in Chinese.

This module knows verbs, posts and decisions. What an object says about a person (is it their unit's?) is
asked of the object: it may offer ``unit_ids_concerned()``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from duban.core.refusal import Refused
from duban.orgs.actor import Actor
from duban.orgs.enums import PostKind

__all__ = ["RULES", "Decision", "Invalid", "NotAllowed", "Refused", "Rule", "Stale", "Verb", "may", "require"]


class NotAllowed(Refused):
    """The person may not."""


class Stale(Refused):
    """Somebody else was quicker."""

    def __init__(self, reason: str = "该记录已被他人处理，请刷新后再试。") -> None:
        super().__init__(reason)


class Invalid(Refused):
    """What was given does not fit; the message says found / expected / how to mend."""


@dataclass(frozen=True)
class Decision:
    """Answer of :func:`may`."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class Verb(StrEnum):
    """Every verb that needs a right."""

    IMPORT_NOTICE = "import_notice"  # 导入来文：上传、校对、确认
    VIEW_LEDGER = "view_ledger"  # 查看台账
    EXPORT_LEDGER = "export_ledger"  # 导出台账
    EDIT_MATTER = "edit_matter"  # 维护事项：拆分、改派、指标
    VIEW_UNITS = "view_units"  # 查看单位
    EDIT_UNITS = "edit_units"  # 维护单位、别名、单位组
    EDIT_APPOINTMENTS = "edit_appointments"  # 维护岗位、任职
    APPOINT_PRIVILEGED = "appoint_privileged"  # 任免督查室、区领导和管理员
    VIEW_PHONE = "view_phone"  # 查看完整联系电话
    EDIT_ACCOUNTS = "edit_accounts"  # 维护账号：开立、停用、重置密码
    MANAGE_CHANNELS = "manage_channels"  # 管理消息途径：群机器人、测试发送
    VIEW_TRAIL = "view_trail"  # 查看办理留痕
    SHARE_VIEW = "share_view"  # 发布公用视图
    MANAGE_PERIODS = "manage_periods"  # 管理报告期：开启、延期、免报
    DRAFT_REPORT = "draft_report"  # 起草报告
    SIGN_REPORT = "sign_report"  # 签字报送
    REVIEW_REPORT = "review_report"  # 受理、退回报告
    SET_LIGHTS = "set_lights"  # 亮灯规则、人工改灯
    RAISE_CASE = "raise_case"  # 提请协调
    CLOSE_CASE = "close_case"  # 安排、销结协调事项
    NOTE_INSTRUCTION = "note_instruction"  # 登记批示
    PLAN_INSPECTION = "plan_inspection"  # 拟订督查方案、起草和送达结论
    DECIDE_OBJECTION = "decide_objection"  # 复核对督查结论的异议
    URGE = "urge"  # 催办
    RATE = "rate"  # 督查室评价
    VERIFY = "verify"  # 核查：抽样、登记结果、复核异议
    APPRAISE = "appraise"  # 年度考核：规则、测算、送核对、报批
    OBJECT_APPRAISAL = "object_appraisal"  # 对本单位考核结果确认或提出异议
    DECIDE_APPRAISAL = "decide_appraisal"  # 复核对考核结果的异议
    APPROVE_APPRAISAL = "approve_appraisal"  # 批准考核结果
    CLOSE_YEAR = "close_year"  # 年终：对账、结转、归档
    DRAFT_CIRCULAR = "draft_circular"  # 起草通报和表彰、送单位核对、报批
    REPLY_CIRCULAR = "reply_circular"  # 核对通报中涉及本单位的内容
    APPROVE_CIRCULAR = "approve_circular"  # 批准通报和表彰
    SIGN_DOCUMENT = "sign_document"  # 签发公文：由签发人本人
    ISSUE_DOCUMENT = "issue_document"  # 印发公文、发文设置


@dataclass(frozen=True)
class Rule:
    """Posts that hold the right, its Chinese name, and the sentence for everybody else."""

    label: str
    posts: frozenset[PostKind]
    otherwise: str


_OFFICE = frozenset({PostKind.SUPERVISOR, PostKind.SUPERVISOR_HEAD})
_LEADER = frozenset({PostKind.LEADER})
_UNIT = frozenset({PostKind.CLERK, PostKind.OFFICE_HEAD, PostKind.DEPUTY, PostKind.PRINCIPAL})
_SYSTEM = frozenset({PostKind.SYSTEM_ADMIN})
_SECURITY = frozenset({PostKind.SECURITY_ADMIN})
_AUDIT = frozenset({PostKind.AUDIT_ADMIN})

RULES: dict[Verb, Rule] = {
    Verb.IMPORT_NOTICE: Rule("导入来文", _OFFICE, "来文由督查室导入。"),
    Verb.VIEW_LEDGER: Rule("查看台账", _OFFICE | _LEADER | _UNIT, "管理员账号不接触业务内容。"),
    Verb.EXPORT_LEDGER: Rule("导出台账", _OFFICE | _LEADER | _UNIT, "管理员账号不接触业务内容。"),
    Verb.EDIT_MATTER: Rule("维护事项", _OFFICE, "事项由督查室维护。"),
    Verb.VIEW_UNITS: Rule("查看单位", _OFFICE | _LEADER | _UNIT | _SYSTEM | _SECURITY, "您没有查看单位的权限。"),
    Verb.EDIT_UNITS: Rule("维护单位", _OFFICE, "单位、别名和单位组由督查室维护。"),
    Verb.EDIT_APPOINTMENTS: Rule("维护任职", _OFFICE | _SECURITY, "岗位和任职由督查室或安全管理员维护。"),
    Verb.APPOINT_PRIVILEGED: Rule("任免关键岗位", _SECURITY, "督查室、区领导和管理员的岗位由安全管理员任免。"),
    Verb.VIEW_PHONE: Rule(
        "查看联系电话", _OFFICE | _SYSTEM | _SECURITY, "完整联系电话由督查室、系统管理员或安全管理员查看。"
    ),
    Verb.EDIT_ACCOUNTS: Rule("维护账号", _SYSTEM, "账号由系统管理员维护。"),
    Verb.MANAGE_CHANNELS: Rule("管理消息途径", _SYSTEM, "消息途径由系统管理员管理。"),
    Verb.VIEW_TRAIL: Rule("查看全部留痕", _AUDIT, "全部留痕由审计管理员查看。"),
    Verb.SHARE_VIEW: Rule("发布公用视图", _OFFICE, "公用视图由督查室发布。"),
    Verb.MANAGE_PERIODS: Rule("管理报告期", _OFFICE, "报告期由督查室管理。"),
    Verb.DRAFT_REPORT: Rule("起草报告", _UNIT, "报告由承办单位起草。"),
    Verb.SIGN_REPORT: Rule("签字报送", _UNIT, "报告由单位主要领导签字。"),
    Verb.REVIEW_REPORT: Rule("受理报告", _OFFICE, "报告由督查室受理。"),
    Verb.SET_LIGHTS: Rule("管理亮灯", _OFFICE, "亮灯规则和人工改灯由督查室办理。"),
    Verb.RAISE_CASE: Rule("提请协调", _UNIT, "协调事项由承办单位提请。"),
    Verb.CLOSE_CASE: Rule("办理协调事项", _OFFICE, "协调事项由督查室安排和销结。"),
    Verb.NOTE_INSTRUCTION: Rule("登记批示", _OFFICE | _LEADER, "批示由督查室或区领导登记。"),
    Verb.PLAN_INSPECTION: Rule("组织督查", _OFFICE, "督查由督查室组织。"),
    Verb.DECIDE_OBJECTION: Rule("复核督查异议", _OFFICE | _LEADER, "对督查结论的异议由督查室或区领导复核。"),
    Verb.URGE: Rule("催办", _OFFICE, "催办由督查室发出。"),
    Verb.RATE: Rule("督查室评价", _OFFICE, "督查室评价由督查室作出。"),
    Verb.VERIFY: Rule("核查", _OFFICE, "核查由督查室办理。"),
    Verb.APPRAISE: Rule("组织考核", _OFFICE, "考核由督查室组织。"),
    Verb.OBJECT_APPRAISAL: Rule("核对考核结果", _UNIT, "考核结果由承办单位核对。"),
    Verb.DECIDE_APPRAISAL: Rule("复核考核异议", _OFFICE | _LEADER, "考核异议由督查室或区领导复核。"),
    Verb.APPROVE_APPRAISAL: Rule("批准考核", _LEADER, "考核结果由区领导批准。"),
    Verb.CLOSE_YEAR: Rule("办理年终事项", _OFFICE, "对账、结转和归档由督查室办理。"),
    Verb.DRAFT_CIRCULAR: Rule("起草通报和表彰", _OFFICE, "通报和表彰由督查室起草。"),
    Verb.REPLY_CIRCULAR: Rule("核对通报", _UNIT, "通报中涉及单位的内容由该单位核对。"),
    Verb.APPROVE_CIRCULAR: Rule("批准通报和表彰", _LEADER, "通报和表彰由区领导批准。"),
    Verb.SIGN_DOCUMENT: Rule(
        "签发公文",
        _LEADER | frozenset({PostKind.SUPERVISOR_HEAD}),
        "公文由区领导签发，督查室负责人可以签发的由负责人签发。",
    ),
    Verb.ISSUE_DOCUMENT: Rule("印发公文", _OFFICE, "公文由督查室印发。"),
}


def may(actor: Actor, verb: Verb, obj: object | None = None) -> Decision:
    """Whether the actor may do ``verb`` (to ``obj``). An unknown verb is an error, not a "no"."""
    rule = RULES[verb]
    if actor.user is None:
        return Decision(True)
    if not actor.user.is_active:
        return Decision(False, "账号已停用。")
    if not actor.kinds & rule.posts:
        return Decision(False, rule.otherwise)
    concerned = getattr(obj, "unit_ids_concerned", None)
    if concerned is not None and not actor.sees_everything and not (actor.unit_ids & set(concerned())):
        return Decision(False, "这不是本单位的事项。")
    return Decision(True)


def require(actor: Actor, verb: Verb, obj: object | None = None) -> None:
    """Raise :class:`NotAllowed` with the reason where :func:`may` says no."""
    decision = may(actor, verb, obj)
    if not decision:
        raise NotAllowed(decision.reason)
