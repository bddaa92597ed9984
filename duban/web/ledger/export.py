"""Files of exactly what is shown: same conditions, order and columns as xlsx, csv or a page to print.

An export takes data out of the system, so it is recorded, and so it is a POST. The record is written first, in
the transaction of the request; the file is made while it is sent, outside of it: making a long file never holds
up those who write. Memory stays the same however long the list is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import BinaryIO

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import content_disposition_header

from duban.core.text.days import day_in_words
from duban.ledger import view_actions
from duban.ledger.filters import MAX_ID
from duban.ledger.querysets import MatterQuerySet
from duban.orgs.permissions import Invalid, Verb
from duban.web.http import methods
from duban.web.ledger import conditions, table
from duban.web.ledger.cells import Row
from duban.web.ledger.listing import Listing
from duban.web.request import HttpRequest
from duban.writers import sheets

CHUNK = 64 * 1024
FETCH = 500  # rows held at a time
SPOOL = 2 * 1024 * 1024  # bytes of a file kept in memory before it goes to disk
ROWS = "<!-- rows -->"
TYPES = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "print": ("打印", "text/html; charset=utf-8"),
}


@dataclass(frozen=True)
class Extract:
    """What goes out: the look, its rows, and how they are described."""

    listing: Listing
    matters: MatterQuerySet
    said: str  # conditions in one line
    count: int
    stem: str  # name of the file without its ending

    def rows(self) -> Iterator[Row]:
        """Rows, a few at a time."""
        return table.plain_rows(table.rows(self.matters).iterator(chunk_size=FETCH))

    @property
    def note(self) -> str:
        """One line for the head of a file."""
        day = self.listing.actor.today
        return f"条件：{self.said}　共 {self.count} 项　{day_in_words(day)}导出"


@methods(write=True, verb=Verb.EXPORT_LEDGER)
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The list, or the rows that were chosen in it, as a file or a page to print."""
    kind = request.POST.get("format", "")
    if kind not in TYPES:
        raise Invalid("导出格式只有 Excel、CSV 和打印三种。请从“导出”中选择一种。")
    extract = _extract(request)
    by = extract.listing.actor
    view_actions.record_export(
        kind=TYPES[kind][0], conditions=extract.said, count=extract.count, by=by, at=timezone.now()
    )
    if kind == "print":
        return StreamingHttpResponse(_printed(extract), content_type=TYPES[kind][1])
    write = _write_xlsx if kind == "xlsx" else _write_csv
    response = StreamingHttpResponse(_made(partial(write, extract)), content_type=TYPES[kind][1])
    response["Content-Disposition"] = content_disposition_header(True, f"{extract.stem}.{kind}")
    response["Cache-Control"] = "no-store"
    return response


def _extract(request: HttpRequest) -> Extract:
    listing = Listing.of(request, QueryDict(request.POST.get("query", "")))
    matters, said, count = listing.matters, conditions.sentence(listing), listing.facets.total
    if request.POST.get("chosen") == "ids":
        ids = [int(i) for i in request.POST.getlist("id") if i.isascii() and i.isdigit() and int(i) <= MAX_ID]
        matters = matters.filter(pk__in=ids)
        count = matters.count()
        said = f"{said}；勾选的事项"
        if not count:
            raise Invalid("没有勾选事项。请先在表中勾选，再导出所选。")
    return Extract(listing, matters, said, count, _stem(listing))


def _stem(listing: Listing) -> str:
    """台账_2023_区城管执法局_20230310: year and unit where there is one."""
    criteria = listing.criteria
    years = criteria.year or set(listing.facets.counts["year"])
    units = [listing.units.name(int(unit)) for unit in criteria.unit]
    if not units and listing.mine is not None:
        units = [post.unit_name for post in listing.actor.posts[:1]]
    parts = ["台账", *map(str, years if len(years) == 1 else ()), *(units if len(units) == 1 else ())]
    return "_".join([*parts, f"{listing.actor.today:%Y%m%d}"])


def _columns(extract: Extract) -> list[sheets.Column]:
    sight = extract.listing.sight
    return [
        sheets.Column(c.heading, partial(_value, c.plain, sight), width=c.width, wrap=True)
        for c in extract.listing.columns
    ]


def _value(plain: Callable, sight: object, row: Row) -> str:
    return plain(row, sight)


def _write_xlsx(extract: Extract, out: BinaryIO) -> None:
    sheets.write_xlsx(_columns(extract), extract.rows(), out=out, title="督办台账", note=extract.note)


def _write_csv(extract: Extract, out: BinaryIO) -> None:
    sheets.write_csv(_columns(extract), extract.rows(), out=out)


def _made(write: Callable[[BinaryIO], None]) -> Iterator[bytes]:
    """The bytes of a file that is written when the first of them is asked for."""
    with tempfile.SpooledTemporaryFile(max_size=SPOOL) as file:
        write(file)  # type: ignore[arg-type]
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _printed(extract: Extract) -> Iterator[str]:
    """The page to print: head, rows a few hundred at a time, foot."""
    columns, sight = extract.listing.columns, extract.listing.sight
    head, foot = render_to_string("ledger/print.html", {"extract": extract, "columns": columns, "mark": ROWS}).split(
        ROWS
    )
    yield head
    for few in _batches(extract.rows()):
        yield table.print_body(few, columns, sight)
    yield foot


def _batches(rows: Iterable[Row]) -> Iterator[tuple[Row, ...]]:
    remaining = iter(rows)
    while few := tuple(islice(remaining, FETCH)):
        yield few
