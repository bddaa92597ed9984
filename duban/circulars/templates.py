"""Templates that drafts may begin from: the newest version of each name, the system's own where there is none."""

from __future__ import annotations

from duban.circulars.models import CircularTemplate
from duban.core.circulars.texts import OWN, Template


def newest(kind: str = "") -> list[Template]:
    """By kind and name, the system's own first; what the office published stands in the place of the system's."""
    found = {(each.kind, each.name): each for each in OWN}
    for row in CircularTemplate.objects.order_by("version"):
        found[row.kind, row.name] = row.as_template()
    return [each for (of, _), each in found.items() if not kind or of == kind]


def named(kind: str, name: str) -> Template | None:
    """The newest of a name."""
    return next((each for each in newest(kind) if each.name == name), None)


def label(template: Template) -> str:
    """季度通报（第2版） or 季度通报（系统自带）."""
    return f"{template.name}（{f'第{template.version}版' if template.version else '系统自带'}）"
