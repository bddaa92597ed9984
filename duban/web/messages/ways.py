"""消息途径: the system administrator's page of mail server, group robots and what could not be sent.

Administrators see no business content: of a delivery they see to whom, when, how it ended, and not what it said.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages as notes
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from duban.messaging import actions, outside
from duban.messaging.channels.robot import host
from duban.messaging.enums import DeliveryState, RobotKind
from duban.messaging.models import Channel, Delivery
from duban.orgs.permissions import Invalid, Verb
from duban.web.http import methods, page
from duban.web.messages.forms import ChannelForm
from duban.web.request import HttpRequest

SHOWN = 50
TROUBLE = (DeliveryState.DEAD, DeliveryState.DOUBT)


@methods(read=True, write=True, verb=Verb.MANAGE_CHANNELS)
def channels(request: HttpRequest) -> HttpResponse:
    """The page; a POST registers a robot."""
    form = ChannelForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "kind": RobotKind(form.cleaned_data["kind"])}
        try:
            made = actions.add_channel(**given, by=request.actor, at=timezone.now())
        except Invalid as refusal:
            form.add_error("address", refusal.reason)
        else:
            notes.success(request, f"已登记“{made}”。可以发一条测试消息。")
            return redirect("channels")
    return page(request, "messages/channels.html", _context(request, form), status=422 if form.errors else 200)


def _context(request: HttpRequest, form: ChannelForm) -> dict[str, Any]:
    newest = Delivery.objects.filter(channel=OuterRef("pk")).order_by("-id")
    rows = (
        Channel.objects.visible_to(request.actor)
        .active()
        .select_related("unit")
        .annotate(
            last_state=Subquery(newest.values("state")[:1]),
            last_at=Subquery(newest.values("sent_at")[:1]),
            last_error=Subquery(newest.values("error")[:1]),
        )
    )
    states = dict(Delivery.objects.order_by().values_list("state").annotate(n=Count("pk")))
    trouble = Delivery.objects.filter(state__in=TROUBLE).select_related("person", "channel__unit")
    return {
        "title": "消息途径",
        "mail_off": outside.mail_off(),
        "robots_off": outside.robots_off(),
        "server": settings.SMTP_HOST,
        "port": settings.SMTP_PORT,
        "sender": settings.MAIL_FROM,
        "channels": [{"row": row, "host": host(row.address), "state": _state(row.last_state)} for row in rows],
        "counts": [(state.label, states.get(state.value, 0)) for state in DeliveryState],
        "trouble": trouble[:SHOWN],
        "form": form,
    }


def _state(value: str | None) -> str:
    return DeliveryState(value).label if value else "还没有发送过"


def _channel(request: HttpRequest, pk: int) -> Channel:
    return get_object_or_404(Channel.objects.visible_to(request.actor), pk=pk)


@methods(write=True, verb=Verb.MANAGE_CHANNELS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop using a robot."""
    row = _channel(request, pk)
    actions.end_channel(channel=row, by=request.actor, at=timezone.now())
    notes.success(request, f"已停用“{row}”，其地址已清除。")
    return redirect("channels")


@methods(write=True, verb=Verb.MANAGE_CHANNELS)
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a test."""
    row = _channel(request, pk)
    actions.test_channel(channel=row, by=request.actor, at=timezone.now())
    notes.success(request, f"给“{row}”的测试消息已排队，半分钟内发出。结果显示在本页。")
    return redirect("channels")


@methods(write=True, verb=Verb.MANAGE_CHANNELS)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more what could not be sent."""
    actions.retry(delivery=get_object_or_404(Delivery, pk=pk), by=request.actor, at=timezone.now())
    notes.success(request, "已排队，半分钟内重新发送。")
    return redirect("channels")
