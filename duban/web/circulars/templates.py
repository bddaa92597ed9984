"""模板: the texts that drafts begin from, in versions."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duban.circulars import templates as register
from duban.circulars.actions import drafting
from duban.circulars.enums import Kind
from duban.circulars.models import CircularTemplate
from duban.core.circulars.placeholders import Faulty
from duban.core.circulars.texts import Template
from duban.orgs.permissions import NotAllowed, Refused, Verb
from duban.web.circulars.editing import figures
from duban.web.fields import Form
from duban.web.http import methods, page
from duban.web.request import HttpRequest


class TemplateForm(Form):
    """A version."""

    name = forms.CharField(
        label="模板名称", max_length=30, help_text="与现有模板同名的成为它的新版本，另取名字的成为新模板。"
    )
    title = forms.CharField(label="标题", max_length=200)
    body = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}))
    reason = forms.CharField(label="修改理由", max_length=200)


@methods(read=True, verb=Verb.DRAFT_CIRCULAR)
def templates(request: HttpRequest) -> HttpResponse:
    """The newest of each name, and every earlier version."""
    context = {
        "title": "通报模板",
        "rows": [(each, Kind(each.kind).label, register.label(each)) for each in register.newest()],
        "versions": CircularTemplate.objects.select_related("published_by").order_by("-id"),
    }
    return page(request, "circulars/templates.html", context)


@methods(read=True, write=True, verb=Verb.DRAFT_CIRCULAR)
def template(request: HttpRequest) -> HttpResponse:
    """Edit the newest version of a name into the next."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind else Kind.CIRCULAR.value
    old = register.named(kind, request.GET.get("name", "")) or register.newest(kind)[0]
    form = TemplateForm(request.POST or None, initial={"name": old.name, "title": old.title, "body": old.body})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = Template(kind, said["name"], said["title"], said["body"], correcting=old.correcting)
        try:
            row = drafting.publish(template=made, reason=said["reason"], by=request.actor, at=timezone.now())
        except NotAllowed:
            raise
        except Faulty as no:
            for fault in no.faults:
                form.add_error("title" if fault.startswith("标题") else "body", fault)
        except Refused as no:
            form.add_error(None, no.reason)
        else:
            messages.success(request, f"已发布{row}，起草时使用这一版。")
            return redirect("circular-templates")
    context = {
        "title": f"编辑模板：{register.label(old)}",
        "form": form,
        "kind": Kind(kind).label,
        "figures": figures(kind),
    }
    return page(request, "circulars/template.html", context, status=422 if form.errors else 200)
