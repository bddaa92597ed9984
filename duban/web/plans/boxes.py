"""The boxes of a plan: what is stored, proposed or typed, and reading what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.http import QueryDict

from duban.core.plans.dates import typed_day
from duban.core.plans.proposing import Proposal
from duban.core.plans.values import WORDS, PlanNode, PlanValue, plan
from duban.core.text.figures import plain_number
from duban.core.text.typed import NotANumber, typed_number

MOST = 100  # milestones of a form
EMPTY = 2  # empty rows below


@dataclass(frozen=True)
class NodeBox:
    """A row of boxes. ``why``: where a proposed row comes from; it is not stored before somebody saves."""

    due: str = ""
    content: str = ""
    measure: str = ""
    expected: str = ""
    why: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Boxes:
    """All boxes of a plan."""

    words: Mapping[str, str]
    nodes: Sequence[NodeBox]
    faults: Sequence[str] = ()

    @property
    def lines(self) -> list[NodeBox]:
        """Rows, and empty ones to write in."""
        return [*self.nodes, *[NodeBox()] * EMPTY]


def of(value: PlanValue) -> Boxes:
    """The boxes of a stored plan."""
    return Boxes(value.by_name, [_box(node) for node in value.nodes])


def _box(node: PlanNode) -> NodeBox:
    measure = str(node.measure_id) if node.measure_id else ""
    expected = plain_number(node.expected) if node.expected is not None else ""
    return NodeBox(node.due_on.isoformat(), node.content, measure, expected)


def with_proposals(boxes: Boxes, proposals: Sequence[Proposal]) -> Boxes:
    """Proposed rows between the stored ones, by day; none for a day (and measure) that has a row already."""
    taken = {(box.due, box.measure) for box in boxes.nodes}
    new = []
    for each in proposals:
        measure = str(each.measure_id) if each.measure_id else ""
        if (each.due_on.isoformat(), measure) not in taken:
            expected = plain_number(each.expected) if each.expected is not None else ""
            new.append(NodeBox(each.due_on.isoformat(), each.content, measure, expected, why=each.why))
    return Boxes(boxes.words, sorted([*boxes.nodes, *new], key=lambda box: box.due))


def with_copy(boxes: Boxes, other: PlanValue) -> Boxes:
    """Another plan's words where there are none yet, and its milestones without their measures."""
    words = {name: boxes.words[name] or other.by_name[name] for name in WORDS}
    nodes = list(boxes.nodes) or [
        NodeBox(node.due_on.isoformat(), node.content, why="从另一方案复制") for node in other.nodes
    ]
    return Boxes(words, nodes)


def posted(data: QueryDict, year: int) -> tuple[Boxes, PlanValue | None]:
    """What was typed, and the plan it means; None where a row cannot be understood (its box says why)."""
    words = {name: data.get(name, "").replace("\r\n", "\n").strip() for name in WORDS}
    columns = [data.getlist(f"node-{name}")[:MOST] for name in ("due", "content", "measure", "expected", "why")]
    rows, nodes, wrong = [], [], False
    for due, content, measure, expected, why in zip(*columns, strict=False):
        box = NodeBox(due.strip(), content.strip(), measure.strip(), expected.strip(), why)
        if not (box.content or box.expected) and (box.why or not box.due):
            continue  # an empty row, or a proposed day that nobody filled
        node, faults = _node(box, year)
        rows.append(NodeBox(box.due, box.content, box.measure, box.expected, box.why, faults))
        wrong = wrong or bool(faults)
        if node is not None:
            nodes.append(node)
    boxes = Boxes(words, rows, [said for row in rows for said in row.faults.values()])
    return boxes, None if wrong else plan(words, nodes)


def _node(box: NodeBox, year: int) -> tuple[PlanNode | None, dict[str, str]]:
    faults: dict[str, str] = {}
    day = typed_day(box.due, year)
    if day is None:
        said = f"收到“{box.due}”" if box.due else "没有填写"
        faults["due"] = f"完成时间{said}，应为日期，如 {year}-06-30 或 6月30日。"
    elif not year - 1 <= day.year <= year + 5:
        faults["due"] = f"完成时间是 {day}，不在 {year} 年前后，请核对年份。"
    if not box.content:
        faults["content"] = "时间节点须写明内容。"
    expected, measure = _expected(box, faults)
    if faults or day is None:
        return None, faults
    return PlanNode(day, box.content, measure, expected), faults


def _expected(box: NodeBox, faults: dict[str, str]) -> tuple[Decimal | None, int | None]:
    if not box.expected:
        return None, None  # a measure without a figure expects nothing
    if not (box.measure.isascii() and box.measure.isdigit()):
        faults["measure"] = "填了预期累计值，请选择是哪个指标。"
        return None, None
    try:
        return typed_number(box.expected), int(box.measure)
    except NotANumber:
        faults["expected"] = f"预期累计值收到“{box.expected}”，应为数字，如 120000 或 12万。"
        return None, None
