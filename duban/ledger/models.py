"""The ledger (督办台账): programmes, matters, clauses, assignments, targets."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from duban.ledger import enums
from duban.ledger.querysets import AssignmentQuerySet, LinkQuerySet, MatterQuerySet, SavedViewQuerySet
from duban.notices.models import Notice
from duban.orgs.constraints import said_when
from duban.orgs.models import Unit

U = settings.AUTH_USER_MODEL


class Programme(models.Model):
    """A breakdown list (分解方案) of a level and year, as printed in a notice."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="programmes", verbose_name="来文")
    year = models.PositiveSmallIntegerField("年度")
    level = models.CharField("层级", max_length=10, choices=enums.Level)
    ordinal = models.PositiveSmallIntegerField("次序")  # inside the year, over all notices
    title = models.CharField("标题", max_length=300)
    annex = models.CharField("附件", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "分解方案"
        ordering = ["-year", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["year", "ordinal"], name="programme_ordinal")]

    def __str__(self) -> str:
        return self.title


class Section(models.Model):
    """A printed heading. Numbers may repeat (四 twice); ``ordinal`` is the order."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sections", verbose_name="分解方案")
    ordinal = models.PositiveSmallIntegerField("次序")
    number = models.CharField("序号", max_length=20, blank=True)
    title = models.CharField("标题", max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "部分"
        ordering = ["programme_id", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["programme", "ordinal"], name="section_ordinal")]

    def __str__(self) -> str:
        return self.title


class Matter(models.Model):
    """A responsible item (责任事项). ``number`` and ``text`` are as printed and never change.

    ``search`` and ``display`` columns are derived from the row itself and its assignments when they are
    written (:func:`duban.ledger.display.refresh`), so that the list needs one query.

    ``display`` is what a row of the list shows besides its columns::

        {"units": [{"id": unit id, "name": unit name, "printed": name as printed, "role": Role, "scope": Scope,
                    "lead": bool, "inferred": bool, "part": int}, …],          # live ones, printed order
         "figures": [[start, end], …],                                         # of target figures, in ``body``
         "targets": [{"what", "op", "value": decimal as text, "unit"}, …],     # current versions; "was", "was_op"
                                                                               # where a document changed the goal
         "extended": [{"what": target or "", "from": day, "to": day}, …],      # only where a day was extended
         "section": heading as printed}
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="matters", verbose_name="分解方案")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="matters", verbose_name="部分"
    )
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="matters", verbose_name="来文")
    ordinal = models.PositiveIntegerField("次序")  # printed order inside the programme
    number = models.CharField("序号", max_length=20, blank=True)
    code = models.CharField("编号", max_length=30, db_index=True)  # 市-54; shown and searched
    text = models.TextField("事项")
    body = models.TextField("正文")  # text without the tags that only name units
    tags = models.JSONField(default=list, blank=True)  # [[start, end], …] of those tags in ``text``
    title = models.CharField("标题", max_length=300, blank=True)
    extras = models.JSONField("其他载明内容", default=list, blank=True)
    source_start = models.PositiveIntegerField(null=True, blank=True)  # of ``text`` in Notice.source_text
    source_end = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=enums.MatterState, default=enums.MatterState.ASSIGNED)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替代事项"
    )
    withdrawn_by = models.ForeignKey(
        Notice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="withdrawn_matters",
        verbose_name="撤销依据",
    )
    target_count = models.PositiveSmallIntegerField("指标数", default=0)
    search = models.TextField(blank=True)  # folded: code, text, units, section
    display = models.JSONField(default=dict, blank=True)  # what a row of the list shows besides its columns

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["programme__ordinal", "ordinal", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "ordinal"], condition=~Q(state="withdrawn"), name="matter_ordinal"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="matter_has_text"),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_by__isnull=False),
                name="matter_withdrawn_by_document",
                violation_error_message="撤销事项须有文件依据。",
            ),
        ]
        indexes = [models.Index(fields=["programme", "state", "ordinal"], name="matter_list")]

    def __str__(self) -> str:
        return f"{self.code} {self.body[:40]}"

    def unit_ids_concerned(self) -> set[int]:
        """Units that answer for it."""
        return {a.unit_id for a in self.assignments.all() if a.ended_at is None}


class Clause(models.Model):
    """A point of a matter that can be done or missed by itself: a span of ``Matter.text``."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clauses", verbose_name="事项")
    seq = models.PositiveSmallIntegerField("次序")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    status = models.CharField("状态", max_length=10, choices=enums.ClauseStatus, default=enums.ClauseStatus.PROPOSED)
    reason = models.CharField("拆分理由", max_length=100, blank=True)
    decided_by = models.ForeignKey(U, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "事项分项"
        ordering = ["matter_id", "seq"]
        constraints = [
            said_when("clause", "decided"),
            models.UniqueConstraint(fields=["matter", "seq"], name="clause_seq"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="clause_span"),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code}（{self.seq}）"


class Assignment(models.Model):
    """A unit answering for a matter, or for one clause of it (承办关系). Ended, never deleted.

    ``printed_name`` stays with the row that took over from a printed one (``replaces``); it is empty where
    no notice printed the unit and the office put it in. ``document`` names the paper a change rests on,
    where that paper is not itself a notice of the ledger.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="assignments", verbose_name="事项")
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="分项"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="单位")
    printed_name = models.CharField("来文所载名称", max_length=100, blank=True)
    role = models.CharField("角色", max_length=12, choices=enums.Role)
    scope = models.CharField("层级", max_length=10, choices=enums.Scope, blank=True, default=enums.Scope.NONE)
    label = models.CharField("来文标注", max_length=40, blank=True)
    part = models.PositiveSmallIntegerField("部分", default=0)
    part_text = models.CharField("承担部分", max_length=300, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)  # of the printed name in Matter.text
    end = models.PositiveIntegerField(null=True, blank=True)
    ordinal = models.PositiveSmallIntegerField("次序")
    lead = models.BooleanField("牵头", default=False)
    role_source = models.CharField("角色来源", max_length=10, choices=enums.RoleSource, default="printed")
    basis = models.ForeignKey(Notice, models.PROTECT, related_name="+", verbose_name="依据")
    document = models.CharField("依据文件", max_length=100, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="替代"
    )
    made_at = models.DateTimeField("交办时间", null=True, blank=True)  # empty: with the notice that it rests on
    end_reason = models.CharField("终止理由", max_length=200, blank=True)
    ended_at = models.DateTimeField("终止时间", null=True, blank=True)
    ended_by = models.ForeignKey(U, models.PROTECT, null=True, blank=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "承办关系"
        ordering = ["matter_id", "part", "ordinal", "id"]
        constraints = [
            said_when("assignment", "ended"),
            models.UniqueConstraint(
                fields=["matter", "unit", "part", "scope", "role"],
                condition=Q(ended_at__isnull=True),
                name="assignment_once",
                violation_error_message="该单位已承办此事项。",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
                name="assignment_end_says_why",
                violation_error_message="终止承办须写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(printed_name="") | ~Q(reason=""),
                name="assignment_unprinted_says_why",
                violation_error_message="来文未载明的承办单位须写明理由。",
            ),
        ]
        indexes = [models.Index(fields=["unit", "matter"], name="assignment_unit")]

    def __str__(self) -> str:
        return f"{self.matter.code} {self.unit}"


class Target(models.Model):
    """A quantified goal (量化目标). Versions are rows: original as printed, corrections, revisions."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="targets", verbose_name="事项")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="targets")
    ordinal = models.PositiveSmallIntegerField("次序")
    version = models.PositiveSmallIntegerField("版本", default=1)
    version_kind = models.CharField("版本性质", max_length=10, choices=enums.TargetVersion, default="original")
    kind = models.CharField("类别", max_length=8, choices=enums.TargetKind)
    phrase = models.CharField("原文", max_length=300)
    what = models.CharField("指标", max_length=150)
    op = models.CharField("关系", max_length=2)
    value = models.DecimalField("目标值", max_digits=24, decimal_places=6)
    unit = models.CharField("计量单位", max_length=30, blank=True)
    base = models.DecimalField("基数", max_digits=24, decimal_places=6, null=True, blank=True)  # 由A提高到B: A
    due = models.CharField("时限", max_length=60, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)  # of the phrase in Matter.text
    end = models.PositiveIntegerField(null=True, blank=True)
    figure_start = models.PositiveIntegerField(null=True, blank=True)
    figure_end = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField("理由", blank=True)
    document_number = models.CharField("依据文号", max_length=60, blank=True)
    decided_by = models.ForeignKey(U, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    withdrawn = models.BooleanField("不作为指标", default=False)  # a figure that a person said is none

    class Meta:
        verbose_name = verbose_name_plural = "量化目标"
        ordering = ["matter_id", "ordinal", "version"]
        constraints = [
            said_when("target", "decided"),
            models.UniqueConstraint(fields=["matter", "ordinal", "version"], name="target_version"),
            models.CheckConstraint(
                condition=Q(op__in=["=", ">=", ">", "<=", "<", "~"]),
                name="target_op",
            ),
            models.CheckConstraint(
                condition=Q(version_kind="original") | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="target_change_says_why",
                violation_error_message="更正或调整目标须写明理由。",
            ),
            models.CheckConstraint(
                condition=~Q(version_kind="revision") | ~Q(document_number=""),
                name="target_revision_has_document",
                violation_error_message="调整目标须有依据文号。",
            ),
        ]

    def __str__(self) -> str:
        return self.phrase


class MatterLink(models.Model):
    """Two matters that speak of the same goal (同一目标), proposed by rule, decided by a person."""

    a = models.ForeignKey(Matter, models.PROTECT, related_name="links_from")
    b = models.ForeignKey(Matter, models.PROTECT, related_name="links_to")
    grade = models.PositiveSmallIntegerField("程度")  # 2 same, 1 related
    reason = models.CharField("理由", max_length=300)
    status = models.CharField("状态", max_length=10, choices=enums.LinkStatus, default=enums.LinkStatus.PROPOSED)
    decided_by = models.ForeignKey(U, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同一目标"
        ordering = ["-grade", "id"]
        constraints = [
            said_when("link", "decided"),
            models.UniqueConstraint(fields=["a", "b"], name="link_once"),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="link_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} = {self.b_id}"


class SavedView(models.Model):
    """A named filter of the ledger: private, or shared by the office."""

    owner = models.ForeignKey(U, models.PROTECT, related_name="saved_views")
    name = models.CharField("名称", max_length=40)
    query = models.TextField("条件", blank=True)  # query string of the ledger page
    shared = models.BooleanField("公用", default=False)
    default = models.BooleanField("默认打开", default=False)  # what the owner's ledger opens with
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        ordering = ["-shared", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], name="view_name", violation_error_message="您已有同名视图。"
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=Q(default=True),
                name="view_one_default",
                violation_error_message="默认视图只能有一个。",
            ),
        ]

    def __str__(self) -> str:
        return self.name
