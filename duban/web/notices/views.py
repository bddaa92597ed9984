"""来文: the list with the upload, and a draft until it has been read."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.notices import actions
from duban.notices.enums import DraftState
from duban.notices.models import NoticeDraft
from duban.orgs.permissions import Invalid, Verb
from duban.web.downloads import attachment
from duban.web.http import is_fragment, methods, page
from duban.web.notices import frame
from duban.web.request import HttpRequest

PAGE_SIZE = 30
FORMATS = ".txt .htm .html .docx .doc .wps .pdf .ofd .xlsx .xls .et"


@methods(read=True, write=True, verb=Verb.IMPORT_NOTICE)
def notices(request: HttpRequest) -> HttpResponse:
    """Upload a file; the earlier uploads with their states."""
    error, confirmed = "", None
    if request.method == "POST":
        try:
            return _upload(request)
        except actions.AlreadyConfirmed as refused:
            error, confirmed = refused.reason, refused.draft
        except Invalid as refused:
            error = refused.reason
    drafts = NoticeDraft.objects.visible_to(request.actor).for_list().select_related("finished_by")
    context = {
        "title": "来文",
        "drafts": Paginator(drafts, PAGE_SIZE).get_page(request.GET.get("page")),
        "limit": actions.limit_words(),
        "formats": FORMATS,
        "error": error,
        "confirmed": confirmed,
    }
    return page(request, "notices/notices.html", context, status=422 if error else 200)


def _upload(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("没有选择文件。请先选择要导入的来文，再按“上传并识别”。")
    actions.check_size(file.size or 0, file.name or "")  # before the bytes are read into memory
    at = timezone.now()
    draft = actions.upload(
        data=file.read(), name=file.name or "", media_type=file.content_type or "", by=request.actor, at=at
    )
    if draft.uploaded_at != at:
        messages.info(request, f"这份文件已于{actions.moment(draft.uploaded_at)}上传过，为您打开原来的草稿。")
    return redirect("notice-draft", draft.pk)


@methods(read=True)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Where an upload stands: progress, or why it could not be read; what was read goes to the review."""
    found = frame.load(request, pk, whole=False)
    if found.state in {DraftState.READY, DraftState.CONFIRMED} and not is_fragment(request):
        return redirect("notice-review", pk)
    waits = found.state in {DraftState.QUEUED, DraftState.READING}
    if is_fragment(request):
        response = page(request, "notices/_progress.html", {"draft": found, "waits": waits})
        if not waits:
            response["HX-Redirect"] = request.path
        return response
    context = {
        "title": found.file.name,
        "draft": found,
        "waits": waits,
        "stepper": frame.stepper(found, 2),
        "text": "" if waits else found.source_text,
        "same_number": frame.same_document(found) if not waits else None,
    }
    return page(request, "notices/draft.html", context)


@methods(read=True)
def original(request: HttpRequest, pk: int) -> FileResponse:
    """The file as it was uploaded."""
    return attachment(frame.load(request, pk, whole=False).file)


@methods(write=True)
def requeue(request: HttpRequest, pk: int) -> HttpResponse:
    """Read once more what could not be read."""
    found = frame.load(request, pk, whole=False)
    actions.requeue(draft=found, by=request.actor, at=timezone.now())
    return redirect("notice-draft", pk)


@methods(write=True)
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft of a file that is in the ledger or was given up, on purpose."""
    found = frame.load(request, pk, whole=False)
    made = actions.upload_again(draft=found, by=request.actor, at=timezone.now())
    return redirect("notice-draft", made.pk)


@methods(write=True)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    found = frame.load(request, pk, whole=False)
    actions.discard(draft=found, by=request.actor, at=timezone.now())
    messages.success(request, f"已放弃“{found.file.name}”，原文件仍可下载。")
    return redirect("notices")
