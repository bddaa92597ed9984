"""消息设置: one's own e-mail, what goes out by it, and the calendar feed."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duban.messaging import actions, outside
from duban.messaging.kinds import mutable, of
from duban.messaging.models import CalendarToken, Delivery, Preference
from duban.orgs.permissions import Invalid
from duban.web.http import methods, page
from duban.web.messages.forms import ChoiceForm, EmailForm
from duban.web.request import HttpRequest


@methods(read=True, write=True)
def settings(request: HttpRequest) -> HttpResponse:
    """What one chose; a POST saves the choice of kinds."""
    if request.method == "POST":
        form = ChoiceForm(request.POST, actor=request.actor)
        if form.is_valid():
            at = timezone.now()
            actions.choose(email_on=form.cleaned_data["email_on"], muted=form.muted, by=request.actor, at=at)
            notes.success(request, "已保存。")
            return redirect("message_settings")
        return _settings(request, choice=form, status=422)
    return _settings(request)


def _settings(
    request: HttpRequest, *, choice: ChoiceForm | None = None, email: EmailForm | None = None, status: int = 200
) -> HttpResponse:
    person = request.actor.person
    wish = Preference.objects.filter(person=person).first() or Preference(person=person)
    chosen = [each.code for each in mutable() if each.code not in wish.muted]
    offered = ChoiceForm(initial={"email_on": wish.email_on, "kinds": chosen}, actor=request.actor)
    context = {
        "title": "消息设置",
        "off": outside.mail_off(),
        "email": email or EmailForm(initial={"email": person.email}),
        "person": person,
        "choice": choice or offered,
        "duties": [each for each in of(office=request.actor.is_office) if each.duty],
        "token": CalendarToken.objects.filter(person=person).first(),
        "last": Delivery.objects.filter(person=person).order_by("-id").first(),
    }
    return page(request, "messages/settings.html", context, status=status)


@methods(write=True)
def set_email(request: HttpRequest) -> HttpResponse:
    """One's own address."""
    form = EmailForm(request.POST)
    if form.is_valid():
        try:
            person = actions.set_email(email=form.cleaned_data["email"], by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("email", refusal.reason)
        else:
            notes.success(
                request, f"邮箱已登记：{person.email}。" if person.email else "邮箱已清空，消息只在站内显示。"
            )
            return redirect("message_settings")
    return _settings(request, email=form, status=422)


@methods(write=True)
def test_email(request: HttpRequest) -> HttpResponse:
    """Queue a test to one's own address."""
    actions.test_mail(by=request.actor, at=timezone.now())
    notes.success(request, "测试邮件已排队，半分钟内发出。结果显示在本页。")
    return redirect("message_settings")


@methods(write=True)
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new address of the calendar feed, shown once in this answer."""
    token = actions.make_feed(by=request.actor, at=timezone.now())
    path = reverse("calendar_feed", args=[token])
    address = outside.absolute(path) or request.build_absolute_uri(path)
    return page(request, "messages/feed_once.html", {"title": "日历订阅地址", "address": address})


@methods(write=True)
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """The address stops working."""
    actions.revoke_feed(by=request.actor, at=timezone.now())
    notes.success(request, "日历订阅已停用，原地址不能再打开。")
    return redirect("message_settings")
