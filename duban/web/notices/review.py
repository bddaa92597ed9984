"""校对: source and reading side by side, findings first, every reading corrected in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.core.notice.corrections import as_one
from duban.notices import actions
from duban.notices.decisions import About, Decision
from duban.notices.models import NoticeDraft
from duban.orgs.permissions import Invalid, Refused, Stale
from duban.web.http import is_fragment, methods, page
from duban.web.notices import frame as wizard
from duban.web.notices import present
from duban.web.notices.item_form import ItemForm, nearest
from duban.web.notices.source import marked_source
from duban.web.request import HttpRequest


@methods(read=True)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The heart of the import."""
    draft = wizard.load_read(request, pk)
    only, query = request.GET.get("only") == "doubt", request.GET.get("q", "").strip()[:60]
    of = request.GET.get("of", "")[:100]
    found = present.findings(draft.result, draft.decisions)
    context = {
        **wizard.context(draft, 3),
        "title": "校对来文",
        "groups": present.grouped(found),
        "waiting": [f for f in found if f.waits],
        "programmes": present.programme_views(draft.result, found, doubtful=only, query=query, of=of),
        "only": only,
        "q": query,
        "of": of,
    }
    if is_fragment(request) and request.headers.get("HX-Target") == "items":
        return page(request, "notices/_items.html", context)
    context["source"] = marked_source(draft.source_text, draft.result)
    context["header_fields"] = _header_fields(draft)
    context["same_number"] = wizard.same_document(draft)
    return page(request, "notices/review.html", context)


def _header_fields(draft: NoticeDraft) -> list[dict[str, str]]:
    labels = {
        "title": "标题",
        "document_number": "文号",
        "issuer": "发文机关",
        "index_number": "索引号",
        "issued_on": "成文日期",
        "published_on": "公开日期",
        "addressees": "主送机关",
    }
    header = draft.result["header"]
    return [{"field": name, "label": label, "text": header[name]["text"]} for name, label in labels.items()]


@methods(read=True, write=True)
def item(request: HttpRequest, pk: int, programme: int, item: int) -> HttpResponse:
    """One item: shown, as a form (``?edit=1``), or saved."""
    draft = wizard.load_read(request, pk)
    form = _form(draft, programme, item, request.POST if request.method == "POST" else {})
    if request.method == "POST":
        try:
            _same_item(request, form)
            return _save(request, draft, form)
        except Refused as refused:
            error = MEANWHILE if isinstance(refused, Stale) else refused.reason
            if not is_fragment(request):
                return _item_page(request, draft, form, error, 422)
            return _editor(request, draft, form, error)
    if not is_fragment(request):
        return _item_page(request, draft, form, "", 200)
    if request.GET.get("edit"):
        return _editor(request, draft, form, "")
    view = present.one_item(draft.result, draft.decisions, programme, item)
    return page(request, "notices/_item.html", {**wizard.context(draft, 3), "item": view})


MEANWHILE = "这份草稿刚被他人改动，您的改动还没有保存。下面保留了您填写的内容，上方是现在的内容；请核对后再按“保存”。"


def _same_item(request: HttpRequest, form: ItemForm) -> None:
    """The form is of the item that stands at this place now; a split before it may have moved another one here."""
    if number(request.POST, "start") != form.value["span"][0]:
        form.typed = {}
        raise Invalid("这一项的位置刚被他人改动，您的改动没有保存。下面是现在这个位置上的事项。")


def _form(draft: NoticeDraft, programme: int, item: int, typed: Any) -> ItemForm:
    try:
        chosen = draft.result["programmes"][programme]
        value = chosen["items"][item]
    except IndexError:
        raise Http404 from None
    return ItemForm(programme, item, value, chosen["sections"], typed)


def _editor(request: HttpRequest, draft: NoticeDraft, form: ItemForm, error: str) -> HttpResponse:
    return page(request, "notices/_item_form.html", _form_context(request, draft, form, error))


def _form_context(request: HttpRequest, draft: NoticeDraft, form: ItemForm, error: str) -> dict[str, Any]:
    view = present.one_item(draft.result, draft.decisions, form.programme, form.item)
    asked = request.POST.get("finding") or request.GET.get("finding", "")
    return {
        "draft": draft,
        "form": form,
        "item": view,
        "cuts": form.cuts(draft.source_text),
        "error": error,
        "finding": next((f for f in view.findings if f.id == asked), None),
        # After a refusal too: what was typed is saved upon what stands here now, seen by the person.
        "revision": draft.revision,
        "now": bool(error),
        "unit_names": sorted(u["name"] for u in draft.result["units"]),
    }


def _item_page(request: HttpRequest, draft: NoticeDraft, form: ItemForm, error: str, status: int) -> HttpResponse:
    context = _form_context(request, draft, form, error)
    context |= {**wizard.context(draft, 3), "title": f"改正 {context['item'].code}"}
    return page(request, "notices/item.html", context, status=status)


def _save(request: HttpRequest, draft: NoticeDraft, form: ItemForm) -> HttpResponse:
    steps = form.steps(draft.source_text)
    finding = request.POST.get("finding", "")
    if steps:
        draft = _correct(request, draft, *as_one(steps), finding)
    elif finding:
        value = {"answer": "accepted", "note": ""}
        decision = Decision(About.FINDING, finding, value)
        draft = actions.decide(draft=draft, decisions=[decision], by=request.actor, at=timezone.now())
    if not is_fragment(request):
        return _back(draft, f"i{form.programme}-{form.item}")
    return _changed(request, draft, form.programme, form.item)


def _correct(request: HttpRequest, draft: NoticeDraft, kind: str, payload: dict[str, Any], finding: str) -> NoticeDraft:
    return actions.correct(
        draft=draft,
        kind=kind,
        payload=payload,
        revision=number(request.POST, "revision"),
        by=request.actor,
        at=timezone.now(),
        finding=finding,
    )


def number(data: QueryDict, name: str) -> int:
    """A whole number of a form. Raises :class:`Invalid`."""
    value = data.get(name, "")
    if not value.isdecimal():
        raise Invalid("页面不完整，请刷新后再试。")
    return int(value)


def _back(draft: NoticeDraft, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('notice-review', args=[draft.pk])}#{anchor}")


def _changed(request: HttpRequest, draft: NoticeDraft, programme: int, item: int) -> HttpResponse:
    """The card as it is now, with the bar and the findings beside it (out of band)."""
    found = present.findings(draft.result, draft.decisions)
    view = present.one_item(draft.result, draft.decisions, programme, item)
    context = {
        **wizard.context(draft, 3),
        "item": view,
        "groups": present.grouped(found),
        "waiting": [f for f in found if f.waits],
    }
    return page(request, "notices/_changed.html", context)


SHAPES = {"item.split", "item.merge", "item.delete"}


@methods(write=True)
def shape(request: HttpRequest, pk: int) -> HttpResponse:
    """Split, merge or delete an item: later items get other places, so the page is made anew."""
    draft = wizard.load_read(request, pk)
    kind = request.POST.get("kind", "")
    if kind not in SHAPES:
        raise Invalid("请选择拆分、合并或删除。")
    programme, at = number(request.POST, "programme"), number(request.POST, "item")
    payload: dict[str, Any] = {"programme": programme, "item": at}
    if kind == "item.split":
        if not request.POST.get("at"):
            raise Invalid("请先选择拆分点。")
        payload["at"] = number(request.POST, "at")
    draft = _correct(request, draft, kind, payload, request.POST.get("finding", ""))
    messages.success(
        request, {"item.split": "已拆成两项。", "item.merge": "已与下一项合并。"}.get(kind, "已删除此项。")
    )
    left = len(draft.result["programmes"][programme]["items"])
    return _back(draft, f"i{programme}-{min(at, left - 1)}" if left else "items")


@methods(read=True, write=True)
def add_item(request: HttpRequest, pk: int, programme: int) -> HttpResponse:
    """Add an item that was missed, by its very words."""
    draft = wizard.load_read(request, pk)
    if programme >= len(draft.result["programmes"]):
        raise Http404
    chosen = draft.result["programmes"][programme]
    error = ""
    if request.method == "POST":
        try:
            return _add(request, draft, programme)
        except Refused as refused:
            error = refused.reason
    context = {
        **wizard.context(draft, 3),
        "title": "补一项",
        "programme": present.ProgrammeView(programme, chosen, [], len(chosen["items"])),
        "typed": {name: request.POST.get(name, "") for name in ("number", "section", "text")},
        "error": error,
        "revision": request.POST.get("revision") or draft.revision,
    }
    return page(request, "notices/add_item.html", context, status=422 if error else 200)


def _add(request: HttpRequest, draft: NoticeDraft, programme: int) -> HttpResponse:
    words = request.POST.get("text", "").replace("\r\n", "\n").strip()
    if not words:
        raise Invalid("请填写事项的文字：从原文复制整项，序号除外。")
    start = nearest(draft.source_text, words, draft.result["programmes"][programme]["span"][0])
    section = request.POST.get("section", "")
    payload = {
        "programme": programme,
        "start": start,
        "end": start + len(words),
        "number": request.POST.get("number", ""),
        "section": int(section) if section.isdecimal() else None,
    }
    draft = _correct(request, draft, "item.add", payload, "")
    items = draft.result["programmes"][programme]["items"]
    place = next((n for n, i in enumerate(items) if i["span"][0] == start), 0)
    messages.success(request, "已补上一项，请继续填写承办单位。")
    return _back(draft, f"i{programme}-{place}")


@methods(write=True)
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the head of the notice, a programme, a section's title, or a printed unit name everywhere."""
    draft = wizard.load_read(request, pk)
    steps = list(_frame_steps(request.POST, draft))
    if steps:
        draft = _correct(request, draft, *as_one(steps), "")
        messages.success(request, "已保存。")
    return redirect("notice-units" if request.POST.get("back") == "units" else "notice-review", pk)


def _frame_steps(data: QueryDict, draft: NoticeDraft) -> Iterator[dict[str, Any]]:
    for name, read in draft.result["header"].items():
        given = data.get(f"header-{name}")
        if given is not None and given.strip() != read["text"]:
            yield {"kind": "header.set", "payload": {"field": name, "text": given}}
    for p, programme in enumerate(draft.result["programmes"]):
        changes: dict[str, Any] = {}
        if data.get(f"p-{p}-title", programme["title"]).strip() != programme["title"]:
            changes["title"] = data[f"p-{p}-title"]
        if data.get(f"p-{p}-level", programme["level"]) != programme["level"]:
            changes["level"] = data[f"p-{p}-level"]
        year = data.get(f"p-{p}-year")
        if year is not None and year.strip() != str(programme["year"] or ""):
            if year.strip() and not year.strip().isdecimal():
                raise Invalid(f"年度“{year}”应是四位数字，如 2023。")
            changes["year"] = int(year) if year.strip() else None
        if changes:
            yield {"kind": "programme.set", "payload": {"programme": p, **changes}}
        for s, section in enumerate(programme["sections"]):
            given = data.get(f"p-{p}-s-{s}")
            if given is not None and given.strip() != section["title"]:
                yield {"kind": "section.set", "payload": {"programme": p, "section": s, "title": given}}
    if data.get("rename-from"):
        yield {"kind": "unit.rename", "payload": {"from": data["rename-from"], "to": data.get("rename-to", "")}}


@methods(write=True)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one finding, or all that wait of one sort; an empty answer opens it again."""
    draft = wizard.load_read(request, pk)
    given, note = request.POST.get("answer", ""), request.POST.get("note", "").strip()
    value = {"answer": given, "note": note} if given else None
    found = present.findings(draft.result, draft.decisions)
    code = request.POST.get("code", "")
    keys = (
        [f.id for f in found if f.code == code and f.waits and not f.unit] if code else request.POST.getlist("finding")
    )
    if not keys:
        raise Invalid("没有要答复的疑问，可能已被他人答复。请刷新后再看。")
    draft = actions.decide(
        draft=draft,
        decisions=[Decision(About.FINDING, key, value) for key in keys],
        by=request.actor,
        at=timezone.now(),
    )
    if not is_fragment(request):
        return _back(draft, "findings")
    found = present.findings(draft.result, draft.decisions)
    touched = {f.key for f in found if f.id in keys and f.key}
    items = [present.one_item(draft.result, draft.decisions, *map(int, key.split("-"))) for key in sorted(touched)]
    context = {
        **wizard.context(draft, 3),
        "groups": present.grouped(found),
        "waiting": [f for f in found if f.waits],
        "items": items,
        "saved_at": timezone.now(),
    }
    return page(request, "notices/_answered.html", context)


@methods(write=True)
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last correction back."""
    draft = wizard.load_read(request, pk)
    actions.undo(draft=draft, revision=number(request.POST, "revision"), by=request.actor, at=timezone.now())
    messages.info(request, "已撤销最近一次改动。")
    return redirect(_came_from(request, pk), pk)


@methods(write=True)
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the correction taken back last back."""
    draft = wizard.load_read(request, pk)
    actions.redo(draft=draft, revision=number(request.POST, "revision"), by=request.actor, at=timezone.now())
    messages.info(request, "已恢复撤销的改动。")
    return redirect(_came_from(request, pk), pk)


def _came_from(request: HttpRequest, pk: int) -> str:
    allowed = ("notice-units", "notice-rules", "notice-confirm")
    return request.POST["back"] if request.POST.get("back") in allowed else "notice-review"
