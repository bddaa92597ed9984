"""Steps 4 to 6 of the import: units, rules and deadlines, confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.core.notice.difference import RowKind
from duban.core.notice.jsonform import from_json
from duban.ledger import differences
from duban.ledger.actions import confirm_draft, refusals
from duban.ledger.registering import Registrar
from duban.notices import actions
from duban.notices import decisions as decided
from duban.notices.decisions import About, Decision
from duban.notices.enums import NoticeKind
from duban.notices.models import NoticeDraft
from duban.orgs.permissions import Invalid, Refused
from duban.web.http import methods, page
from duban.web.notices import frame as wizard
from duban.web.notices import present, rule_views, unit_rows
from duban.web.notices.review import number
from duban.web.request import HttpRequest


@methods(read=True, write=True)
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """单位: each printed name and what it is taken for."""
    draft = wizard.load_read(request, pk)
    error = ""
    if request.method == "POST":
        try:
            return _save_units(request, draft)
        except Refused as refused:
            error = refused.reason
    rows = unit_rows.rows(draft)
    context = {
        **wizard.context(draft, 4),
        "title": "核对单位",
        "rows": [r for r in rows if request.GET.get("only") != "open" or r.state == "open"],
        "open_count": sum(r.state == "open" for r in rows),
        "new_count": sum(r.to in {"new", "group"} for r in rows),
        "total": len(rows),
        "only": request.GET.get("only", ""),
        "choices": unit_rows.CHOICES,
        "kinds": unit_rows.KINDS,
        "levels": unit_rows.UNIT_LEVELS,
        "known": sorted({*unit_rows.register_names(), *(r.name for r in rows)}),
        "error": error,
    }
    return page(request, "notices/units.html", context, status=422 if error else 200)


def _save_units(request: HttpRequest, draft: NoticeDraft) -> HttpResponse:
    rows = unit_rows.rows(draft)
    names = unit_rows.register_names()
    one = request.POST.get("one")
    if one is not None and one.isdecimal():
        rows = [row for row in rows if row.n == int(one)]
    elif request.POST.get("bulk") == "sure":
        rows = [row for row in rows if row.state == "sure"]
    made = unit_rows.from_post(request.POST, rows, names)
    if not made:
        raise Invalid("没有要保存的单位，页面可能已过时。请刷新后再试。")
    _refuse_circles(draft, made)
    actions.decide(draft=draft, decisions=made, by=request.actor, at=timezone.now())
    messages.success(request, f"已保存 {len(made)} 个单位的对应关系。")
    if request.POST.get("next") == "rules":
        return redirect("notice-rules", draft.pk)
    return redirect("notice-units", draft.pk)


def _refuse_circles(draft: NoticeDraft, made: list[Decision]) -> None:
    """Ask the registrar what each name would become, so that a contradiction shows now and not at the end."""
    registrar = Registrar.load(from_json(draft.result), decided.merged(draft.decisions, made))
    registrar.resolve_all()


@methods(read=True, write=True)
def rules(request: HttpRequest, pk: int) -> HttpResponse:
    """要求与时限: each rule with its sentence, its fields, the days it means."""
    draft = wizard.load_read(request, pk)
    error = ""
    if request.method == "POST":
        try:
            return _save_rule(request, draft)
        except Refused as refused:
            error = refused.reason
    views = rule_views.rule_views(draft.result, decided.of(draft.decisions, About.RULE))
    context = {
        **wizard.context(draft, 5),
        "title": "核对要求与时限",
        "rules": views,
        "open_count": sum(v.waits for v in views),
        "forms": draft.result["forms"],
        "error": error,
    }
    return page(request, "notices/rules.html", context, status=422 if error else 200)


def _save_rule(request: HttpRequest, draft: NoticeDraft) -> HttpResponse:
    at = timezone.now()
    views = rule_views.rule_views(draft.result, {})
    if request.POST.get("bulk") == "use":
        open_rules = decided.open_rules(draft.result, draft.decisions)
        if not open_rules:
            raise Invalid("要求都已核对过。")
        made = [Decision(About.RULE, str(n), "use") for n in open_rules]
        actions.decide(draft=draft, decisions=made, by=request.actor, at=at)
        return redirect("notice-rules", draft.pk)
    n, answer = number(request.POST, "rule"), request.POST.get("answer", "")
    if n >= len(views):
        raise Invalid("这条要求已不在识别结果里，请刷新后再看。")
    changed = rule_views.changes(views[n], request.POST, draft.result["rules"][n]["data"])
    if changed and answer != "drop":
        draft = actions.correct(
            draft=draft,
            kind="rule.set",
            payload={"rule": n, "data": changed},
            revision=number(request.POST, "revision"),
            by=request.actor,
            at=at,
        )
    decision = Decision(About.RULE, str(n), answer or None)
    actions.decide(draft=draft, decisions=[decision], by=request.actor, at=at)
    return redirect("notice-rules", draft.pk)


@methods(read=True, write=True)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认: check your answers, what differs from the ledger, and the one button."""
    draft = wizard.load_read(request, pk)
    error = ""
    if request.method == "POST":
        try:
            return _confirm(request, draft)
        except Refused as refused:
            error = refused.reason
            draft = wizard.load_read(request, pk)
    context = {**wizard.context(draft, 6), **_summary(request, draft), "title": "确认入台账", "error": error}
    return page(request, "notices/confirm.html", context, status=422 if error else 200)


def _confirm(request: HttpRequest, draft: NoticeDraft) -> HttpResponse:
    at = timezone.now()
    if request.POST.get("act") == "kind":
        decision = Decision(About.KIND, "", request.POST.get("kind", ""))
        actions.decide(draft=draft, decisions=[decision], by=request.actor, at=at)
        return redirect("notice-confirm", draft.pk)
    if request.POST.get("act") == "difference":
        taken, shown = set(request.POST.getlist("take")), request.POST.getlist("shown")
        made = [Decision(About.DIFFERENCE, key, "take" if key in taken else "leave") for key in shown]
        if made:
            actions.decide(draft=draft, decisions=made, by=request.actor, at=at)
        return redirect("notice-confirm", draft.pk)
    notice = confirm_draft(draft=draft, revision=number(request.POST, "revision"), by=request.actor, at=at)
    messages.success(request, f"“{notice.title}”已入 {notice.year} 年台账。")
    return redirect("ledger")


def _summary(request: HttpRequest, draft: NoticeDraft) -> dict[str, Any]:
    """What would be made, and why it cannot be made yet."""
    reading = from_json(draft.result)
    registrar = Registrar.load(reading, draft.decisions)
    reasons = refusals(draft, reading, registrar, request.actor.today)
    comparison = differences.for_draft(draft, request.actor.today)
    kind = decided.kind(draft.decisions)
    answers = decided.of(draft.decisions, About.DIFFERENCE)
    unit_views = unit_rows.rows(draft)
    rules_found = rule_views.rule_views(draft.result, decided.of(draft.decisions, About.RULE))
    return {
        "programmes": [
            {
                "view": present.ProgrammeView(n, p, [], len(p["items"])),
                "entries": sum(len(i["units"]) for i in p["items"]),
                "targets": sum(len(i["targets"]) for i in p["items"]),
            }
            for n, p in enumerate(draft.result["programmes"])
        ],
        "year": differences.year_of(reading, request.actor.today),
        "header": draft.result["header"],
        "units_existing": sum(r.to in {"unit", "alias"} for r in unit_views),
        "units_new": sum(r.to == "new" for r in unit_views),
        "groups_new": sum(r.to == "group" for r in unit_views),
        "units_open": sum(r.state == "open" for r in unit_views),
        "rules": [r for r in rules_found if r.answer != "drop"],
        "rules_open": sum(r.waits for r in rules_found),
        "reasons": reasons,
        "kinds": NoticeKind.choices,
        "asks_kind": bool(comparison.rows),
        "difference": _difference(comparison, kind, answers) if comparison.rows else [],
        "rows_same": sum(r.kind == RowKind.SAME for r in comparison.rows),
    }


DIFFERENCE_LABELS = {
    RowKind.NEW: "新增",
    RowKind.TEXT: "文字有变",
    RowKind.UNITS: "承办单位有变",
    RowKind.GONE: "未再列出",
}


def _difference(comparison: Any, kind: NoticeKind | None, answers: dict[str, str]) -> list[dict[str, Any]]:
    """Rows that differ, by sort; whether each is taken, and whether it can be chosen under this kind."""
    possible = differences.CHANGES.get(kind, frozenset()) if kind else frozenset()
    groups = []
    for sort, label in DIFFERENCE_LABELS.items():
        rows = [
            {"row": row, "taken": bool(kind) and differences.taken(row, kind or "", answers)}
            for row in comparison.rows
            if row.kind == sort
        ]
        if rows:
            groups.append({"label": label, "rows": rows, "possible": sort in possible, "kind": sort.value})
    return groups
