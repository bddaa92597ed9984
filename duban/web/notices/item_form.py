"""The form of one item: what its fields show, and what was changed in them, as corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from duban.core.text.figures import show_number
from duban.orgs.permissions import Invalid
from duban.web.notices.present import LEVELS, OPS, TARGET_KINDS

Step = dict[str, Any]
Json = dict[str, Any]

# "head": a responsible unit that leads because it stands first and no lead is printed.
ROLES = {"lead": "牵头", "head": "责任（推定牵头）", "responsible": "责任", "cooperating": "配合"}
BLANK_UNITS, BLANK_TARGETS = 2, 1


def role_of(unit: Mapping[str, Any]) -> str:
    """The choice of :data:`ROLES` that a unit entry stands for."""
    return "head" if unit["role"] == "responsible" and unit["lead"] else str(unit["role"])


@dataclass
class ItemForm:
    """Fields of an item, filled from the reading or from what somebody typed."""

    programme: int
    item: int
    value: Json
    sections: list[Json]
    typed: Mapping[str, str] = field(default_factory=dict)

    roles = ROLES
    scopes = LEVELS
    ops = OPS
    kinds = TARGET_KINDS

    def _of(self, name: str, otherwise: Any) -> str:
        return str(self.typed.get(name, otherwise))

    @property
    def number(self) -> str:
        return self._of("number", self.value["number"])

    @property
    def title(self) -> str:
        return self._of("title", self.value["title"])

    @property
    def text(self) -> str:
        return self._of("text", self.value["text"])

    @property
    def section(self) -> str:
        index = self.value["section_index"]
        return self._of("section", "" if index is None else index)

    @property
    def units(self) -> list[Json]:
        """A row for each unit and some blank ones."""
        rows: list[Json] = [
            {"name": u["unit"], "role": role_of(u), "scope": u["scope"], "part": u["part"]} for u in self.value["units"]
        ]
        rows += [{"name": "", "role": "responsible", "scope": self._usual_scope, "part": 0}] * BLANK_UNITS
        return [self._row("u", n, row) for n, row in enumerate(rows)]

    @property
    def _usual_scope(self) -> str:
        return str(self.value["units"][-1]["scope"]) if self.value["units"] else "district"

    @property
    def has_parts(self) -> bool:
        return any(u["part"] for u in self.value["units"])

    @property
    def targets(self) -> list[Json]:
        """A row for each target and a blank one."""
        rows: list[Json] = [_target_row(t) for t in self.value["targets"]]
        blank = {"phrase": "", "what": "", "op": "=", "value": "", "measure": "", "kind": "amount", "due": ""}
        return [self._row("t", n, row) for n, row in enumerate([*rows, *[blank] * BLANK_TARGETS])]

    def _row(self, mark: str, n: int, row: Json) -> Json:
        shown = {key: self._of(f"{mark}-{n}-{key}", value) for key, value in row.items()}
        drop = bool(self.typed.get(f"{mark}-{n}-drop"))
        known = len(self.value["units"] if mark == "u" else self.value["targets"])
        return {**shown, "n": n, "new": n >= known, "drop": drop}

    def cuts(self, source: str) -> list[tuple[int, str]]:
        """Places where the item may be split: behind a sentence or a semicolon, outside the unit tags."""
        start, end = self.value["span"]
        while any(a < end <= b for a, b in self.value["tags"]):  # what stands behind must be more than its tags
            end = max(a for a, b in self.value["tags"] if a < end <= b)
        found = []
        for at in range(start + 1, end):
            inside_tag = any(a < at < b for a, b in self.value["tags"])
            if source[at - 1] in "。；;" and not inside_tag and source[at:end].strip():
                found.append((at, f"…{source[max(start, at - 10) : at]} ‖ {source[at : min(end, at + 12)]}…"))
        return found

    def steps(self, source: str) -> list[Step]:
        """What was changed, as corrections in the order in which they can be made."""
        return [*self._item_steps(source), *self._unit_steps(), *self._target_steps()]

    def _step(self, kind: str, /, **payload: Any) -> Step:
        return {"kind": kind, "payload": {"programme": self.programme, "item": self.item, **payload}}

    def _item_steps(self, source: str) -> Iterator[Step]:
        changes: Json = {}
        if self.number != self.value["number"]:
            changes["number"] = self.number
        if self.title != self.value["title"]:
            changes["title"] = self.title
        section = int(self.section) if self.section.isdecimal() else None
        if section != self.value["section_index"]:
            changes["section"] = section
        if changes:
            yield self._step("item.set", **changes)
        words = self.text.replace("\r\n", "\n").strip()
        if words != self.value["text"].strip():
            start = nearest(source, words, self.value["span"][0])
            yield self._step("item.bounds", start=start, end=start + len(words))

    def _unit_steps(self) -> Iterator[Step]:
        dropped, added = [], []
        for row in self.units:
            if row["new"]:
                if row["name"].strip() and not row["drop"]:
                    added.append(self._step("unit.add", unit_name=row["name"], **self._role(row), **self._part(row)))
            elif row["drop"] or not row["name"].strip():
                dropped.append(row["n"])
            else:
                yield from self._changed_unit(row)
        yield from (self._step("unit.remove", unit=n) for n in reversed(dropped))
        yield from added

    def _changed_unit(self, row: Json) -> Iterator[Step]:
        unit = self.value["units"][row["n"]]
        changes: Json = {}
        if row["name"].strip() != unit["unit"]:
            changes["unit_name"] = row["name"]
        if row["scope"] != unit["scope"]:
            changes["scope"] = row["scope"]
        if row["part"] != str(unit["part"]):
            changes.update(self._part(row))
        if row["role"] != role_of(unit):
            role = self._role(row)["role"]
            changes["role"] = role
            if role == "responsible":
                changes["lead"] = row["role"] == "head"
        if changes:
            yield self._step("unit.set", unit=row["n"], **changes)

    @staticmethod
    def _role(row: Json) -> Json:
        return {"role": "responsible" if row["role"] == "head" else row["role"], "scope": row["scope"]}

    @staticmethod
    def _part(row: Json) -> Json:
        part = str(row["part"]).strip() or "0"
        if not part.isdecimal():
            raise Invalid(f"部分“{part}”应是数字；整项填 0。")
        return {"part": int(part)}

    def _target_steps(self) -> Iterator[Step]:
        moved, dropped, added = [], [], []
        for row in self.targets:
            values = {k: row[k] for k in ("phrase", "what", "op", "value", "measure", "kind", "due")}
            if row["new"]:
                if any(row[k].strip() for k in ("phrase", "what", "value")) and not row["drop"]:
                    added.append(self._step("target.add", **values))
                continue
            before = _target_row(self.value["targets"][row["n"]])
            changes = {k: v for k, v in values.items() if v.strip() != str(before[k])}
            if row["drop"]:
                dropped.append(row["n"])
            elif "phrase" in changes:  # its place may change, and the order with it: taken out and put in anew
                dropped.append(row["n"])
                moved.append(self._step("target.add", **values))
            elif changes:
                yield self._step("target.set", target=row["n"], **changes)
        yield from (self._step("target.remove", target=n) for n in reversed(dropped))
        yield from [*moved, *added]


def _target_row(target: Json) -> Json:
    return {
        "phrase": target["phrase"],
        "what": target["what"],
        "op": target["op"],
        "value": show_number(target["value"]),
        "measure": target["unit"],
        "kind": target["kind"],
        "due": target["due"],
    }


def nearest(source: str, words: str, to: int) -> int:
    """Where the words stand in the source, nearest to a place. Raises :class:`Invalid` where they do not."""
    if not words:
        raise Invalid("事项的文字不能为空。要去掉整项，请用“删除此项”。")
    places = []
    at = source.find(words)
    while at >= 0:
        places.append(at)
        at = source.find(words, at + 1)
    if not places:
        raise Invalid(
            "原文里没有这段文字：事项的文字应与原文一字不差，只能改起止，不能改写。请从左侧原文复制，或点“恢复原样”。"
        )
    return min(places, key=lambda place: abs(place - to))
