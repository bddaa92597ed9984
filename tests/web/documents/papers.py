"""Papers of the writers' tests, issued."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from duban.core.gongwen.document import Document, Form
from duban.dispatch.models import Dispatch
from duban.orgs.models import Unit
from tests.factories.dispatch import issued, make_letterhead
from tests.writers.papers import OFFICIAL


def of_kind(cast: Any, kind: str, units: Collection[Unit]) -> Dispatch:
    """One of every kind, issued to the units."""
    paper = OFFICIAL[kind]()
    assert paper.head is not None
    make_letterhead(cast, kind, code="某政督试", form=Form(paper.head.form))

    def compose(number: str, on: Any) -> Document:
        return replace(paper, head=replace(paper.head, number=number))

    return issued(cast, units, kind=kind, compose=compose)
