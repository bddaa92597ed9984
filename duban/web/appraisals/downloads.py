"""Files of the appraisal: the frozen value as JSON, the year as a table, one unit's rows as a table."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpResponse

from duban.appraisal.models import Appraisal, UnitResult
from duban.core.appraisal.facts import Judged, judge
from duban.core.appraisal.scoring import rounded
from duban.core.appraisal.words import FINDING_LABELS, ITEM_LABELS, Item
from duban.orgs.permissions import Verb
from duban.web.appraisals.loading import the_result, the_whole
from duban.web.downloads import XLSX, made
from duban.web.http import methods
from duban.web.request import HttpRequest
from duban.writers.sheets import Column, write_xlsx

JSON = "application/json"


@methods(read=True, verb=Verb.DECIDE_APPRAISAL)
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that the results come from; ``duban verify-appraisal`` computes it again."""
    row = the_whole(request, pk)
    if row.snapshot is None:
        raise Http404
    data = json.dumps(row.snapshot, ensure_ascii=False, indent=1).encode()
    return made(data, f"{row.year}年度考核快照第{row.version}版.json", JSON)


@methods(read=True, verb=Verb.DECIDE_APPRAISAL)
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """A row a unit in the order of the register."""
    row = the_whole(request, pk)
    results = UnitResult.objects.light().filter(appraisal=row).order_by("place")
    columns = [
        Column("单位", lambda r: r.name, 24),
        Column("等次", lambda r: r.get_klass_display(), 10),
        Column("得分", lambda r: r.points, 10, "number"),
        *(column for item in Item if row.as_rule().weights[item] for column in _of_item(item)),
        Column("确认", lambda r: "已确认" if r.agreed_at else "", 10),
    ]
    out = io.BytesIO()
    note = f"依据截至{row.as_of:%Y-%m-%d}；{row.get_state_display()}；按单位编排次序，不排名次。"
    write_xlsx(columns, list(results), out=out, title=str(row), note=note, sheet="考核")
    return made(out.getvalue(), f"{row}.xlsx", XLSX)


def _of_item(item: Item) -> list[Column]:
    def part(result: UnitResult) -> dict[str, Any]:
        return next((data for data in result.lines if data["item"] == item.value), {})

    def rate(result: UnitResult) -> Any:
        return rounded(Fraction(part(result)["rate"]) * 100) if part(result).get("rate") else None

    def points(result: UnitResult) -> Any:
        return float(part(result)["points"]) if part(result).get("points") else None

    return [
        Column(f"{ITEM_LABELS[item]}得分率（%）", rate, 12, "number"),
        Column(f"{ITEM_LABELS[item]}得分", points, 10, "number"),
    ]


@methods(read=True, verb=Verb.VIEW_LEDGER)
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row behind one unit's points."""
    result = the_result(request, pk)
    row: Appraisal = result.appraisal
    judged = [judge(fact, row.as_of) for fact in result.as_facts()]
    out = io.BytesIO()
    said = f"，{result.points} 分" if result.points is not None else ""
    note = f"{result.get_klass_display()}{said}；依据截至{row.as_of:%Y-%m-%d}；{row.get_state_display()}。"
    write_xlsx(_ROWS, judged, out=out, title=f"{result.name}{row}依据", note=note, sheet="依据")
    return made(out.getvalue(), f"{result.name}{row}依据.xlsx", XLSX)


def _found(judged: Judged) -> str:
    return FINDING_LABELS[judged.finding] if judged.finding else "不计入"


_ROWS = [
    Column("考核项", lambda j: ITEM_LABELS[j.fact.item], 12),
    Column("内容", lambda j: j.fact.label, 40, wrap=True),
    Column("认定", _found, 16),
    Column("说明", lambda j: j.sentence, 60, wrap=True),
    Column("期限", lambda j: j.fact.due, 12, "date"),
    Column("办理日期", lambda j: j.fact.done, 12, "date"),
    Column("等待他人天数", lambda j: j.fact.waited or None, 10, "number"),
]
