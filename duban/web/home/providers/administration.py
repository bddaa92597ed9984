"""What waits for the three administrators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from duban.audit.models import Event
from duban.orgs.actor import Actor
from duban.orgs.models import Appointment, User
from duban.orgs.permissions import Verb, may
from duban.web.accounts.keeping import STATES, in_state
from duban.web.home.waiting import Waiting

SOON = dt.timedelta(days=30)
CHECK_EVERY = dt.timedelta(days=30)


def accounts(actor: Actor) -> Iterable[Waiting]:
    """Accounts that nobody has used, and accounts that may do nothing."""
    if not may(actor, Verb.EDIT_ACCOUNTS):
        return
    notes = {"unused": "确认初始密码是否已告知本人；不再需要的请停用", "postless": "请督查室或安全管理员任职，或停用"}
    for state, note in notes.items():
        count = in_state(User.objects.all(), state, actor).count()
        if count:
            yield Waiting(f"{count} 个账号{STATES[state]}", f"{reverse('accounts')}?state={state}", note)


def appointments(actor: Actor) -> Iterable[Waiting]:
    """Appointments that end within 30 days, for those who may appoint a successor."""
    if not may(actor, Verb.EDIT_APPOINTMENTS):
        return
    ending = Appointment.objects.current(actor.today).filter(end__lte=actor.today + SOON)
    for row in ending.select_related("post__unit", "user").order_by("end", "id")[:20]:
        last = row.end - dt.timedelta(days=1)  # half-open: the last day in the post
        href = reverse("unit", args=[row.post.unit_id]) + "#posts"
        yield Waiting(f"{row.user}任{row.post}即将到期", href, "到期前请办理交接或续任", due=last)


def trail(actor: Actor) -> Iterable[Waiting]:
    """The check of the trail: broken, never made, or a month ago."""
    if not may(actor, Verb.VIEW_TRAIL):
        return
    last = Event.objects.filter(verb="trail.verify").order_by("-seq").first()
    href = reverse("trail")
    if last is None:
        yield Waiting("还没有校验过留痕", href, "校验一次，确认没有被删改")
    elif (last.after or {}).get("breaks"):
        yield Waiting("上次校验发现留痕不符", href, str((last.after or {}).get("result", "")))
    elif timezone.now() - last.at >= CHECK_EVERY:
        yield Waiting("上次校验留痕已过 30 天", href, "请再校验一次")
