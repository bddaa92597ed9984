"""The printed unit names as the step 单位 shows them: what each is taken for, and what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from duban.core.notice.jsonform import from_json
from duban.core.units import RegisteredUnit, match
from duban.ledger.registering import LIKE_ENOUGH, Registrar, guess
from duban.notices import decisions as decided
from duban.notices.decisions import About, Decision
from duban.notices.models import NoticeDraft
from duban.orgs.enums import UnitKind, UnitLevel
from duban.orgs.models import Unit
from duban.orgs.permissions import Invalid
from duban.web.notices.present import LEVELS

CHOICES = {"unit": "对应已有单位", "alias": "另一单位的别名", "new": "新建单位", "group": "单位组"}
KINDS = [(k.value, k.label) for k in UnitKind if k not in {UnitKind.LEADERSHIP, UnitKind.ADMINISTRATION}]
UNIT_LEVELS = list(UnitLevel.choices)


@dataclass
class UnitRow:
    """A printed name. ``to`` is what was decided, else what is proposed (``decided`` tells which)."""

    n: int
    name: str
    count: int
    scopes: list[str]
    to: str
    target: str  # name of the unit, for unit and alias
    kind: str
    level: str
    members: str  # one name a line
    decided: bool
    sure: bool  # the proposal needs no thinking: exact, known alias, or new
    reason: str

    @property
    def choice(self) -> str:
        return CHOICES[self.to]

    @property
    def state(self) -> str:
        return "decided" if self.decided else "sure" if self.sure else "open"


def rows(draft: NoticeDraft) -> list[UnitRow]:
    """All printed names, those that need a decision first."""
    reading = from_json(draft.result)
    registrar = Registrar.load(reading, draft.decisions)
    aliases: dict[int, list[str]] = {}
    for alias, unit in registrar.aliases.items():
        aliases.setdefault(id(unit), []).append(alias)
    register = [
        RegisteredUnit(u.name, tuple(aliases.get(id(u), ())), full_name=u.full_name, group=u.is_group)
        for u in registrar.ids.values()
        if u.merged_into_id is None
    ]
    chosen = decided.of(draft.decisions, About.UNIT)
    told = {u["name"]: u for u in draft.result["units"]}
    made = [
        _row(n, name, printed, told.get(name, {}), chosen.get(name), registrar, register)
        for n, (name, printed) in enumerate(registrar.names.items())
    ]
    return sorted(made, key=lambda row: (row.decided or row.sure, row.n))


def _row(
    n: int,
    name: str,
    printed: Any,
    told: dict[str, Any],
    choice: dict[str, Any] | None,
    registrar: Registrar,
    register: list[RegisteredUnit],
) -> UnitRow:
    kind, level = guess(printed, name)
    row = UnitRow(
        n=n,
        name=name,
        count=sum(printed.scopes.values()),
        scopes=[LEVELS[s] for s in printed.scopes],
        to="new",
        target="",
        kind=kind,
        level=level,
        members="",
        decided=choice is not None,
        sure=True,
        reason="名册里没有，将新建",
    )
    if choice is not None:
        _decided(row, choice, registrar)
    else:
        _proposed(row, told, registrar, register)
    return row


def _decided(row: UnitRow, choice: dict[str, Any], registrar: Registrar) -> None:
    row.to, row.reason = choice["to"], "已选定"
    row.kind, row.level = choice.get("kind", row.kind), choice.get("level", row.level)
    if row.to == "unit":
        unit = registrar.ids.get(choice.get("id") or 0)
        row.target = unit.name if unit else ""
    elif row.to == "alias":
        row.target = choice.get("of", "")
    elif row.to == "group":
        known = [registrar.ids[pk].name for pk in choice.get("members", ()) if pk in registrar.ids]
        row.members = "\n".join([*known, *choice.get("names", ())])
    elif choice.get("name"):
        row.target = choice["name"]


def _proposed(row: UnitRow, told: dict[str, Any], registrar: Registrar, register: list[RegisteredUnit]) -> None:
    known = registrar.known(row.name)
    if known is not None:
        row.to, row.target = "unit", known.name
        row.reason = "与名册同名" if known.name == row.name else f"是名册里“{known.name}”的别名"
        return
    if told.get("alias_of"):
        row.to, row.target, row.sure = "alias", told["alias_of"], False
        row.reason = f"可能与来文中的“{told['alias_of']}”是同一单位"
        return
    suggestions = match(row.name, register)
    if suggestions and suggestions[0].score >= LIKE_ENOUGH:
        best = suggestions[0]
        row.to, row.target, row.sure = "alias", best.unit.name, False
        row.reason = best.reason
    elif row.kind == UnitKind.GROUP:
        row.to, row.sure, row.reason = "group", False, "是一组单位，请列出成员；可以先空着，以后在“单位”里补"
        row.members = "\n".join(_likely_members(row.name, registrar))
    elif suggestions:
        row.reason = f"名册里没有，将新建；相近的有“{suggestions[0].unit.name}”"


_MEMBER_KINDS = {"街道": UnitKind.STREET, "部门": UnitKind.DEPARTMENT}


def _likely_members(name: str, registrar: Registrar) -> list[str]:
    """District units of the kind that the group's name speaks of (各街道办事处: streets), of register and notice."""
    kind = next((kind for word, kind in _MEMBER_KINDS.items() if word in name), None)
    if kind is None:
        return []
    found = [u.name for u in registrar.ids.values() if u.kind == kind and u.merged_into_id is None]
    for other, printed in registrar.names.items():
        if not printed.group and registrar.known(other) is None and guess(printed, other) == (kind, UnitLevel.DISTRICT):
            found.append(other)
    return list(dict.fromkeys(found))


def from_post(data: QueryDict, shown: list[UnitRow], names: dict[str, int]) -> list[Decision]:
    """Decisions of the rows that the form sent. ``names``: units of the register by name."""
    found = []
    printed = {row.name for row in shown}
    for row in shown:
        to = data.get(f"u-{row.n}-to")
        if to is None or data.get(f"u-{row.n}-name") != row.name:
            continue
        target = data.get(f"u-{row.n}-target", "").strip()
        members = [line.strip() for line in data.get(f"u-{row.n}-members", "").splitlines() if line.strip()]
        kind, level = data.get(f"u-{row.n}-kind", row.kind), data.get(f"u-{row.n}-level", row.level)
        value = _value(row.name, to, target, members, kind, level, printed, names)
        found.append(Decision(About.UNIT, row.name, value))
    return found


def _value(
    name: str,
    to: str,
    target: str,
    members: list[str],
    kind: str,
    level: str,
    printed: set[str],
    names: dict[str, int],
) -> dict[str, Any]:
    if to == "unit":
        unit = names.get(target or name)
        if unit is None:
            raise Invalid(f"为“{name}”填的“{target}”不在单位名册里。请从名册里选，或改为“新建单位”。")
        return {"to": "unit", "id": unit}
    if to == "alias":
        if target == name or not target:
            raise Invalid(f"请写明“{name}”是哪个单位的别名：名册里的单位，或来文里的另一个名称。")
        if target not in names and target not in printed:
            raise Invalid(f"“{target}”既不在名册里，也不在来文里，不能作为“{name}”的正式名称。请核对。")
        return {"to": "alias", "of": target}
    if to == "group":
        unknown = [m for m in members if m not in names and m not in printed]
        if unknown:
            raise Invalid(f"“{name}”的成员“{unknown[0]}”既不在名册里，也不在来文里。请先改对名称，或先留空。")
        return {
            "to": "group",
            "name": name,
            "members": [names[m] for m in members if m in names],
            "names": [m for m in members if m not in names and m != name],
        }
    if kind not in UnitKind.values or level not in UnitLevel.values:
        raise Invalid(f"请为新单位“{name}”选择类别和层级。")
    return {"to": "new", "name": target or name, "kind": kind, "level": level}


def register_names() -> dict[str, int]:
    """Units that can hold assignments, by name."""
    return dict(Unit.objects.responsible().filter(merged_into__isnull=True).values_list("name", "pk").order_by("pk"))
