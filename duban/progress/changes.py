"""What a correction of a report changes, and whether that is material."""

from __future__ import annotations

from duban.progress import digest
from duban.progress.models import Report


def changes_of(report: Report) -> list[dict[str, object]]:
    """What a later version changes against the one that it supersedes; nothing for a first version."""
    return differences(report.supersedes, report) if report.supersedes is not None else []


def differences(old: Report, new: Report) -> list[dict[str, object]]:
    """What a correction changes: rows of {"code", "field", "before", "after"}, material ones marked."""
    rows: list[dict[str, object]] = []
    before, after = digest.content(old), digest.content(new)
    was = {line["code"]: line for line in before["lines"]}
    for line in after["lines"]:
        other = was.get(line["code"], {})
        for name, value in line.items():
            if other.get(name) != value:
                material = name in ("presence", "rating", "waiting_on", "expected_on")
                rows.append(
                    {
                        "code": line["code"],
                        "field": name,
                        "before": other.get(name),
                        "after": value,
                        "material": material,
                    }
                )
    figures = {tuple(each["measure"]): each for each in before["figures"]}
    for each in after["figures"]:
        other = figures.pop(tuple(each["measure"]), {})
        if other != each:
            rows.append(
                {
                    "code": "",
                    "field": each["measure"][1],
                    "before": other.get("value"),
                    "after": each["value"],
                    "material": True,
                }
            )
    rows += [
        {"code": "", "field": key[1], "before": each["value"], "after": None, "material": True}
        for key, each in figures.items()
    ]
    return rows
