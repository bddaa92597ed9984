"""The calendar feed: public by its secret address alone, because calendar programs cannot log in."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag

from duban.messaging.actions import feed_digest
from duban.messaging.models import CalendarToken
from duban.orgs.actor import actor_for
from duban.oversight import feed as difficulties
from duban.progress import deadlines
from duban.web.http import methods
from duban.web.request import HttpRequest
from duban.writers.calendar import write_calendar


@methods(read=True, public=True)
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The days of the person whose secret it is; 404 for an address that is wrong, old or revoked."""
    row = CalendarToken.objects.select_related("person").filter(digest=feed_digest(token)).first()
    if row is None or not row.person.is_active:
        raise Http404
    actor = actor_for(row.person, timezone.localdate(), "日历订阅")
    days = [*deadlines.entries(actor), *difficulties.entries(actor)]
    made = write_calendar(sorted(days, key=lambda each: (each.day, each.uid)), name="督办期限")
    etag = quote_etag(hashlib.sha256(made).hexdigest()[:32])
    known = parse_etags(request.headers.get("If-None-Match", ""))
    answer: HttpResponse = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    if etag in known or f"W/{etag}" in known or "*" in known:
        answer = HttpResponseNotModified()
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
