"""What depends on the items and follows every correction: the list of printed units, and findings."""

from __future__ import annotations

from collections import Counter

from duban.core.notice.corrections.values import Json
from duban.core.notice.reading import Severity

WITHOUT_UNITS = "correction.item-without-units"
SAME_NUMBER = "correction.same-number"


def refreshed(before: Json, after: Json) -> Json:
    """``after`` with its unit list and its findings brought in line with its items."""
    if after["programmes"] is before["programmes"]:
        return after
    return {**after, "units": _units(before, after), "findings": _findings(before, after)}


def _entries(reading: Json) -> list[Json]:
    return [unit for p in reading["programmes"] for item in p["items"] for unit in item["units"]]


def _units(before: Json, after: Json) -> list[Json]:
    """Counts move by what the correction changed, so that names printed outside items keep theirs."""
    old, new = _entries(before), _entries(after)
    change = Counter(u["unit"] for u in new)
    change.subtract(u["unit"] for u in old)
    scopes: dict[str, list[str]] = {}
    groups: dict[str, bool] = {}
    for unit in new:
        seen = scopes.setdefault(unit["unit"], [])
        if unit["scope"] not in seen:
            seen.append(unit["scope"])
        groups[unit["unit"]] = groups.get(unit["unit"], False) or unit["group"]
    names = {u["name"] for u in before["units"]}
    result = [_counted(u, u["count"] + change[u["name"]], scopes.get(u["name"])) for u in before["units"]]
    result += [
        {"name": n, "count": c, "scopes": scopes[n], "group": groups[n], "kind": "group" if groups[n] else ""}
        | {"alias_of": ""}
        for n, c in change.items()
        if n not in names and c > 0
    ]
    left = {u["name"] for u in result if u["count"] > 0}
    return [u if u["alias_of"] in left else {**u, "alias_of": ""} for u in result if u["count"] > 0]


def _counted(unit: Json, count: int, scopes: list[str] | None) -> Json:
    """Scopes keep the reader's order; only what no entry carries any more goes, and new ones are added."""
    if scopes is None:
        return {**unit, "count": count}
    kept = [s for s in unit["scopes"] if s in scopes]
    return {**unit, "count": count, "scopes": kept + [s for s in scopes if s not in kept]}


def _findings(before: Json, after: Json) -> list[Json]:
    """Own findings are made anew; the reader's stay for a person to answer, unless their item has gone."""
    kept = [
        f
        for f in after["findings"]
        if not f["code"].startswith("correction.") and _has_place(f, after) and not _settled(f, after)
    ]
    return kept + _without_units(before, after) + _same_numbers(before, after)


def _settled(finding: Json, reading: Json) -> bool:
    """Whether a correction did what a finding of the reader asked for, so that nobody need answer it."""
    at, place = finding["programme"], finding["item"]
    if at is None or place is None:
        return False
    items = reading["programmes"][at]["items"]
    if finding["code"] == "item.no-units":
        return bool(items[place]["units"])
    if finding["code"] in {"number.gap", "number.out-of-order"}:
        numbers = [i["number"] for i in items[max(0, place - 1) : place + 1]]
        return all(n.isdecimal() for n in numbers) and (place == 0 or int(numbers[1]) == int(numbers[0]) + 1)
    return False


def _without_units(before: Json, after: Json) -> list[Json]:
    """Items that a correction left without units; what was printed without is the reader's to say."""
    own = {f["id"] for f in before["findings"]}
    printed = {_without_id(p, item) for p, _, item in _items(before) if not item["units"]}
    result = []
    seen: Counter[str] = Counter()  # items that a person put on the same place each have a finding of their own
    for place, at, item in _items(after):
        identity = _without_id(place, item)
        if not item["units"] and (identity in own or identity not in printed):
            seen[identity] += 1
            name = identity if seen[identity] == 1 else f"{identity}.{seen[identity]}"
            message = "改动后这一项没有承办单位，请补上单位。"
            result.append(_finding(name, WITHOUT_UNITS, message, place, at, item))
    return result


def _without_id(programme: int, item: Json) -> str:
    return f"{WITHOUT_UNITS}:{programme}-{item['span'][0]}"


def _items(reading: Json) -> list[tuple[int, int, Json]]:
    return [(n, m, item) for n, p in enumerate(reading["programmes"]) for m, item in enumerate(p["items"])]


def _has_place(finding: Json, reading: Json) -> bool:
    programme, item = finding["programme"], finding["item"]
    if programme is None:
        return True
    if programme >= len(reading["programmes"]):
        return False
    return item is None or item < len(reading["programmes"][programme]["items"])


def _same_numbers(before: Json, after: Json) -> list[Json]:
    """Numbers that a correction made equal inside a programme; what was printed twice is the reader's to say."""
    result = []
    for at, programme in enumerate(after["programmes"]):
        old = before["programmes"][at]["items"] if at < len(before["programmes"]) else []
        was = Counter(i["number"] for i in old)
        own = {f["id"] for f in before["findings"] if f["code"] == SAME_NUMBER}
        counts = Counter(i["number"] for i in programme["items"])
        for place, item in enumerate(programme["items"]):
            number = item["number"]
            identity = f"{SAME_NUMBER}:{at}-{number}"
            if number and counts[number] > 1 and (was[number] < counts[number] or identity in own):
                counts[number] = 0  # once a number
                message = f"改动后序号“{number}”在同一方案里出现了两次，请核对序号。"
                result.append(_finding(identity, SAME_NUMBER, message, at, place, item))
    return result


def _finding(identity: str, code: str, message: str, programme: int, item: int, value: Json) -> Json:
    return {
        "id": identity,
        "code": code,
        "severity": Severity.CONFIRM.value,
        "message": message,
        "span": value["span"],
        "programme": programme,
        "item": item,
        "data": {},
    }
