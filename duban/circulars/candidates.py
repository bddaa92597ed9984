"""Who may be commended: proposed from results alone, each with its reason and the rows behind it.

Results: matters closed as done or exceeded, all reports of the year on time, all checks found true. Activity
(meetings, papers, leaders' remarks) is no result and is not looked at (整治形式主义为基层减负若干规定).
"""

from __future__ import annotations

from dataclasses import dataclass

from duban.circulars.lists import praised
from duban.circulars.scope import Scope
from duban.circulars.values import Row
from duban.core.oversight.rules import Colour
from duban.orgs.models import Unit
from duban.oversight.enums import Found, Grade


@dataclass(frozen=True)
class Candidate:
    """A unit with results. ``faults``: why it cannot be commended; empty if it can."""

    unit: Unit
    reason: str
    rows: tuple[Row, ...]
    faults: tuple[str, ...]


def candidates(scope: Scope) -> list[Candidate]:
    """Units that closed something as done or exceeded: those without faults first, each group in the units' order."""
    found = []
    for unit_id in dict.fromkeys(row.unit_id for row in scope.good):
        words, rows = praised(scope, unit_id)
        reports = [each for each in scope.obligations if each.row.unit_id == unit_id]
        checks = [each for each in scope.verifications if each.unit_id == unit_id]
        rows += tuple(Row("progress.obligation", each.row.pk, each.row.period.name) for each in reports)
        rows += tuple(Row("oversight.verification", each.pk, str(each)) for each in checks)
        reason = f"{words}，应报{len(reports)}期均按期，核查{len(checks)}次均属实。"
        faults = tuple(_faults(scope, unit_id))
        found.append(Candidate(scope.units[unit_id], f"{words}。" if faults else reason, rows, faults))
    position = {pk: at for at, pk in enumerate(scope.units)}
    return sorted(found, key=lambda each: (bool(each.faults), position[each.unit.pk]))


def _faults(scope: Scope, unit_id: int) -> list[str]:
    said = []
    late = [each for each in scope.obligations if each.row.unit_id == unit_id and each.late]
    if late:
        said.append(f"{'、'.join(each.row.period.name for each in late)}未按期报送。")
    checks = [each for each in scope.verifications if each.unit_id == unit_id]
    untrue = [each for each in checks if each.found != Found.TRUE]
    if untrue:
        said.append(f"{'、'.join(each.matter.code for each in untrue)}核查结果不是属实。")
    elif not checks:
        said.append("没有核查记录。")
    worse = [
        each for each in scope.closings if each.unit_id == unit_id and each.grade in (Grade.NOT_DONE, Grade.PARTLY)
    ]
    if worse:
        said.append(f"{'、'.join(each.matter.code for each in worse)}办结等次为未完成或部分完成。")
    red = [each for each in scope.lights.values() if each.unit_id == unit_id and each.colour == Colour.RED]
    if red:
        said.append(f"{'、'.join(each.matter.code for each in red)}严重滞后。")
    return said
