"""Drafts and confirmed notices."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from factory.django import DjangoModelFactory

from duban.core.document import Span
from duban.core.notice import reading as r
from duban.core.notice.jsonform import to_json
from duban.notices.enums import DraftState, NoticeKind
from duban.notices.models import DraftCorrection, Notice, NoticeDraft
from tests.factories.files import UPLOADED, StoredFileFactory
from tests.factories.orgs import UserFactory

TEXT = "一、建设\n1.建成停车泊位260个。(责任单位:区建设局)"


def small_reading(text: str = TEXT) -> dict[str, Any]:
    """A reading of one item, as JSON; made by hand so that tests of the screens need no reader."""
    start = text.index("1.") + 2
    item = text[start:]
    unit, phrase = text.index("区建设局"), text.index("停车泊位260个")
    figure = text.index("260")
    reading = r.Reading(
        programmes=(
            r.Programme(
                level=r.Level.DISTRICT,
                year=2023,
                title="2023年区《政府工作报告》责任分解方案",
                span=Span(0, len(text)),
                sections=(r.Section("一", "一、建设", Span(0, 4)),),
                items=(
                    r.Item(
                        number="1",
                        section=0,
                        text=item,
                        span=Span(start, len(text)),
                        units=(
                            r.UnitEntry("区建设局", r.Role.RESPONSIBLE, r.Scope.NONE, Span(unit, unit + 4), lead=True),
                        ),
                        targets=(
                            r.Target(
                                "停车泊位260个",
                                "停车泊位",
                                "=",
                                260,  # type: ignore[arg-type]
                                "个",
                                r.TargetKind.AMOUNT,
                                Span(phrase, phrase + 8),
                                Span(figure, figure + 4),
                            ),
                        ),
                        tags=(Span(text.index("(责任单位"), len(text)),),
                    ),
                ),
            ),
        ),
        units=(r.UnitName("区建设局", 1, (r.Scope.NONE,)),),
    )
    return to_json(reading)


class NoticeDraftFactory(DjangoModelFactory):
    """A draft that waits in the queue; traits for the other states."""

    class Meta:
        model = NoticeDraft

    file = factory.SubFactory(StoredFileFactory)
    state = DraftState.QUEUED
    uploaded_by = factory.SelfAttribute("file.uploaded_by")
    uploaded_at = UPLOADED

    class Params:
        read = factory.Trait(
            source_text=TEXT,
            reading=factory.LazyFunction(small_reading),
            current=factory.LazyFunction(small_reading),
            progress=100,
        )
        ready = factory.Trait(read=True, state=DraftState.READY)
        failed = factory.Trait(state=DraftState.FAILED, failure="文件是空的。请上传有内容的文件。")
        confirmed = factory.Trait(
            read=True,
            state=DraftState.CONFIRMED,
            finished_at=UPLOADED + dt.timedelta(hours=1),
            finished_by=factory.SelfAttribute("uploaded_by"),
        )
        discarded = factory.Trait(state=DraftState.DISCARDED, finished_at=UPLOADED + dt.timedelta(hours=1))


class DraftCorrectionFactory(DjangoModelFactory):
    """One correction by hand."""

    class Meta:
        model = DraftCorrection

    draft = factory.SubFactory(NoticeDraftFactory, ready=True)
    seq = factory.Sequence(lambda n: n + 1)
    kind = "unit.rename"
    payload = factory.LazyFunction(lambda: {"programme": 0, "item": 0, "unit": 0, "name": "区城乡建设局"})
    by = factory.SubFactory(UserFactory)
    at = UPLOADED


class NoticeFactory(DjangoModelFactory):
    """A confirmed notice of 2023."""

    class Meta:
        model = Notice

    draft = factory.SubFactory(NoticeDraftFactory, confirmed=True)
    kind = NoticeKind.ORIGINAL
    year = 2023
    title = factory.Sequence(lambda n: f"关于印发责任分解方案（{n}）的通知")
    document_number = factory.Sequence(lambda n: f"测政办〔2023〕{n + 1}号")
    source_text = TEXT
    confirmed_at = UPLOADED + dt.timedelta(hours=1)
    confirmed_by = factory.SelfAttribute("draft.uploaded_by")
