"""Filters of the trail."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django import forms
from django.utils import timezone

from duban.audit import presenters
from duban.audit.models import Event
from duban.audit.querysets import EventQuerySet
from duban.web.fields import DateField, Form
from duban.web.trail.telling import type_name


class TrailFilter(Form):
    """Who, what, on what, when. Every field may stay empty."""

    who = forms.CharField(label="人员", required=False, max_length=60)
    verb = forms.ChoiceField(label="动作", required=False)
    kind = forms.ChoiceField(label="对象", required=False)
    since = DateField(label="起", required=False)
    until = DateField(label="止", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verbs = Event.objects.order_by().values_list("verb", flat=True).distinct()
        kinds = Event.objects.order_by().values_list("subject_type", flat=True).distinct()
        verb, kind = cast(forms.ChoiceField, self.fields["verb"]), cast(forms.ChoiceField, self.fields["kind"])
        verb.choices = [("", "全部"), *sorted(((v, presenters.label(v)) for v in verbs), key=_by_label)]
        kind.choices = [("", "全部"), *sorted(((k, type_name(k)) for k in kinds), key=_by_label)]

    def apply(self, events: EventQuerySet) -> EventQuerySet:
        """Events that fit; fields that cannot be understood do not restrict (their error is shown)."""
        self.is_valid()
        given = self.cleaned_data
        if given.get("who"):
            events = events.filter(actor_label__icontains=given["who"])
        if given.get("verb"):
            events = events.filter(verb=given["verb"])
        if given.get("kind"):
            events = events.filter(subject_type=given["kind"])
        if given.get("since"):
            events = events.filter(at__gte=_midnight(given["since"]))
        if given.get("until"):
            events = events.filter(at__lt=_midnight(given["until"] + dt.timedelta(days=1)))
        return events


def _by_label(pair: tuple[str, str]) -> str:
    return pair[1]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
