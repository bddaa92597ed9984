"""The rows of a year as plain lines of JSON, for the archive: every table of the business, found by looking.

A row belongs to a year when a chain of its foreign keys ends at something that has a year (a programme, a period …).
What has no such chain (units, posts, rules, templates) is the register that the rest refers to and goes along whole.
A table that is added later is in the archive without being named here.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from duban.files.models import StoredFile

# What is no business of the archive, with the reason.
APPS_LEFT_OUT = {
    "audit": "the trail goes in its own form, with its chain",
    "messaging": "what was sent to whom is no record of the matter; addresses of robots are secrets",
    "ops": "runs of scheduled work",
    "web": "no rows",
}
TABLES_LEFT_OUT = {"progress.workspan": "how long somebody sat at the screen is no record of the matter"}
PAPERS = frozenset({"notices.notice", "dispatch.dispatch"})
ONLY = {"orgs.user": ("id", "name", "is_active")}  # of a person: the name; no account, no secret, no telephone


@dataclass(frozen=True)
class Dump:
    """A table: its label (``progress.line``), and the path to the year, empty for a register."""

    model: type[models.Model]
    path: str  # "report__period__year"; "" for a register

    @property
    def label(self) -> str:
        """``app.model``."""
        return self.model._meta.label_lower

    def rows(self, year: int) -> models.QuerySet:
        """The rows that belong to the year."""
        rows = self.model._default_manager.order_by("pk")
        return rows.filter(**{self.path: year}) if self.path else rows


@cache
def dumps() -> tuple[Dump, ...]:
    """Every table of the project that goes into an archive, in the order of the apps."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("duban.") and config.label not in APPS_LEFT_OUT:
            models_in = [each for each in config.get_models() if each._meta.label_lower not in TABLES_LEFT_OUT]
            found += [Dump(model, path_to_year(model)) for model in models_in]
    return tuple(found)


def path_to_year(model: type[models.Model]) -> str:
    """The shortest chain of foreign keys to something that has a year; keys that are always set go first.

    The paper that a row rests on (依据) says its year only where nothing else does: a correction of a later year may
    speak of this one.
    """
    return _path(model, around=PAPERS) or _path(model, around=frozenset())


def _path(model: type[models.Model], around: frozenset[str]) -> str:
    queue = deque([(model, "")])
    seen = {model}
    while queue:
        at, prefix = queue.popleft()
        if any(field.name == "year" for field in at._meta.concrete_fields):
            return f"{prefix}year"
        keys = [field for field in at._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        for field in sorted(keys, key=lambda each: each.null):
            target = field.remote_field.model
            left_out = target._meta.app_label in APPS_LEFT_OUT or target._meta.label_lower in around
            if target not in seen and not left_out:
                seen.add(target)
                queue.append((target, f"{prefix}{field.name}__"))
    return ""


def lines(dump: Dump, year: int) -> Iterator[dict[str, Any]]:
    """Each row as plain values: columns by their stored names, many-to-many as lists of ids.

    A column that the model shows masked (``masked_mobile``) goes masked.
    """
    meta = dump.model._meta
    names = ONLY.get(dump.label) or tuple(field.attname for field in meta.concrete_fields)
    masks = [name for name in names if hasattr(dump.model, f"masked_{name}")]
    many = {field.name: _many(field, dump, year) for field in meta.local_many_to_many}
    for row in dump.rows(year).iterator(chunk_size=500):
        values = {name: _plain(getattr(row, name)) for name in names}
        values |= {name: getattr(row, f"masked_{name}") for name in masks}
        yield values | {name: held.get(row.pk, []) for name, held in many.items()}


def _plain(value: Any) -> Any:
    """A stored file by its name; everything else as it is."""
    return value.name if isinstance(value, models.fields.files.FieldFile) else value


def _many(field: models.ManyToManyField, dump: Dump, year: int) -> dict[int, list[int]]:
    """Row id → ids on the other side; one query."""
    through = field.remote_field.through
    assert through is not None
    own, other = field.m2m_column_name(), field.m2m_reverse_name()
    held: dict[int, list[int]] = {}
    rows = through._default_manager.filter(**{f"{field.m2m_field_name()}__in": dump.rows(year).values("pk")})
    for pk, to in rows.order_by("pk").values_list(own, other):
        held.setdefault(pk, []).append(to)
    return held


def as_jsonl(rows: Iterable[dict[str, Any]]) -> bytes:
    """Lines of JSON."""
    return b"".join(
        json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True).encode() + b"\n" for row in rows
    )


def stored_files(year: int) -> list[StoredFile]:
    """Every file that a row of the year holds, each once, in the order of their making."""
    wanted: set[int] = set()
    for dump in dumps():
        if not dump.path:
            continue
        for field in dump.model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.remote_field.model is StoredFile:
                rows = dump.rows(year).order_by().exclude(**{field.name: None})
                wanted |= set(rows.values_list(field.attname, flat=True))
        for many in dump.model._meta.local_many_to_many:
            if many.remote_field.model is StoredFile:
                wanted |= {pk for ids in _many(many, dump, year).values() for pk in ids}
    wanted |= set(_notice_files(year))
    return [StoredFile.objects.get(pk=pk) for pk in sorted(wanted)]


def _notice_files(year: int) -> Iterable[int]:
    """The notices as they came: a draft belongs to the year of the notice that was made of it."""
    from duban.notices.models import Notice

    return Notice.objects.filter(year=year).values_list("draft__file_id", flat=True)
