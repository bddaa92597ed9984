"""Files of the simulated year: small evidence (佐证材料), and the scan of a report signed on paper."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterable
from typing import Any

import typst
from django.utils import timezone
from PIL import Image, ImageDraw

from duban.files.actions import store
from duban.ops.year.dice import Dice
from duban.ops.year.world import World
from duban.orgs.enums import PostKind
from duban.orgs.models import Unit
from duban.progress import digest
from duban.progress.actions import evidence, signing
from duban.progress.models import Line, Report

CLAIMS = ("验收", "印发", "归档", "公示", "评估")


def attach_some(written: Iterable[tuple[Line, str]], *, by: Any, at: dt.datetime) -> int:
    """A file to some of the lines whose words, beside them, speak of one; returns how many."""
    count = 0
    for line, words in written:
        claims = [each for each in CLAIMS if each in words]
        dice = Dice("佐证", by.posts[0].unit_name, line.matter.code, at.date())
        if not claims or not dice.chance(0.22):
            continue
        title = f"{line.matter.code}{claims[0]}情况说明"
        text = f"{by.posts[0].unit_name}\n{title}\n\n{words}\n\n{at:%Y年%m月%d日}（演示材料）\n"
        if dice.chance(0.1):
            evidence.add(place=line, data=page(text), name=f"{title}.pdf", media_type="application/pdf", by=by, at=at)
        else:
            data = text.encode()
            evidence.add(place=line, data=data, name=f"{title}.txt", media_type="text/plain", by=by, at=at)
        count += 1
    return count


def page(text: str) -> bytes:
    """A page of text as PDF; always the same bytes for the same text."""
    lines = "\n\n".join(line.translate(_ESCAPED) for line in text.splitlines() if line)
    source = f'#set document(date: none)\n#set page(width: 148mm, height: 210mm)\n#set text(lang: "zh")\n{lines}\n'
    return bytes(typst.compile(source.encode()))


_ESCAPED = str.maketrans({mark: "\\" + mark for mark in "\\#*_`$<>@=-+/[]~'\""})


def record(world: World, unit: Unit, made: Report, at: dt.datetime) -> Report:
    """The office records the principal's signature on the printed form, with the scan."""
    office = world.company.office(at)
    principal = world.company.holder(unit.pk, PostKind.PRINCIPAL, timezone.localdate(at))
    assert principal is not None  # everybody is staffed
    name = f"{unit.name}{made.period.name}签字件.png"
    scan = store(data=scanned(unit.name, made.period.name), name=name, media_type="image/png", **office)
    return signing.record_paper(
        report=made, seen=digest.of(made), name=principal.name, signed_on=timezone.localdate(at), scan=scan, **office
    )


def scanned(*keys: object) -> bytes:
    """A sheet with ruled lines, writing and a signature, as a scanner would give it; the same for the same keys."""
    dice = Dice("扫描件", *keys)
    sheet = Image.new("L", (620, 877), 250)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((50, 120, 570, 760), outline=40, width=2)
    for row in range(150, 740, 26):
        pen.line((50, row, 570, row), fill=150)
        x = 64
        while x < 540 - dice.between(0, 120):
            pen.rectangle((x, row - 16, x + 12, row - 5), outline=60)
            x += 16
    points = [(400 + 6 * n, 800 + 14 * math.sin(n * 0.9) + dice.between(-8, 8)) for n in range(24)]
    pen.line(points, fill=20, width=3)
    file = io.BytesIO()
    sheet.rotate(dice.between(-6, 6) / 10, fillcolor=255).save(file, "PNG", optimize=True)
    return file.getvalue()
