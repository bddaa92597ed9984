"""Events as sentences; and every verb that is recorded anywhere has one."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from duban.audit import presenters
from duban.audit.actions import record
from duban.audit.models import Event
from duban.audit.presenters import Telling, label, register, sentence, show, told
from duban.orgs import actions as orgs
from duban.orgs.enums import PostKind, UnitKind
from tests.factories.orgs import UserFactory
from tests.support.cast import AT, TODAY

CODE = Path(presenters.__file__).parents[1]


def event(verb: str, subject: str = "区建设局", before=None, after=None) -> Event:
    return Event(verb=verb, subject_label=subject, before=before, after=after)


def recorded() -> Iterator[tuple[str, str]]:
    """(place, verb) of every call of record(…) and Entry(…) with a literal verb, outside the screens."""
    for path in sorted(CODE.rglob("*.py")):
        if path.is_relative_to(CODE / "web"):
            continue  # a menu has entries too, and screens write no events
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            verb = getattr(node.args[0], "value", None)
            if name in {"record", "_record", "Entry"} and isinstance(verb, str):
                yield f"{path.relative_to(CODE)}:{node.lineno}", verb


def chosen() -> Iterator[tuple[str, str]]:
    """Verbs of the form ``subject.verb`` that are picked by a condition before they are recorded."""
    for path in sorted(CODE.rglob("actions*/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and re.fullmatch(r"[a-z]+\.[a-z]+(_[a-z]+)*", value):
                yield f"{path.relative_to(CODE)}:{node.lineno}", value


def test_every_recorded_verb_is_told():
    found = [*recorded(), *chosen()]
    assert len(found) > 20  # else the search looks at nothing
    assert [f"{place} {verb}" for place, verb in found if verb not in told()] == []


def moved() -> Iterator[tuple[str, str]]:
    """(place, prefix) of verbs that are put together from a table's move: record(f"report.{name}", …)."""
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            first = node.args[0] if isinstance(node, ast.Call) and node.args else None
            name = getattr(getattr(node, "func", None), "id", "") or getattr(getattr(node, "func", None), "attr", "")
            if name == "record" and isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
                yield f"{path.relative_to(CODE)}:{node.lineno}", first.values[0].value


def test_every_move_of_a_table_is_told():
    """The table of ``report.…`` is ``core/workflow/report.py``; what the system alone does counts too."""
    for place, prefix in moved():
        table = importlib.import_module(f"duban.core.workflow.{prefix.rstrip('.')}").TABLE
        untold = {prefix + move.name for move in table.transitions} - told()
        assert untold == set(), place


@pytest.mark.parametrize(
    ("verb", "before", "after", "words"),
    [
        ("unit.create", None, {}, "新建单位“区建设局”"),
        ("unit.rename", {"name": "区建委"}, {"name": "区建设局"}, "单位更名：“区建委”改为“区建设局”"),
        ("unit.merge", {}, {"target": "区住建局", "on": "2023-03-06"}, "“区建设局”并入“区住建局”，自2023年3月6日起"),
        (
            "unit.set",
            {"kind": "department", "active_to": None},
            {"kind": "branch", "active_to": "2023-03-06"},
            "修改“区建设局”：类别由“区政府部门”改为“驻区分支机构”；停用日期由“空”改为“2023年3月6日”",
        ),
        ("account.edit", {"name": "甲"}, {"name": "甲", "phone_changed": True}, "修改区建设局的账号资料：联系电话"),
        ("appointment.end", {}, {"end": "2023-03-06", "successor": ""}, "结束任职：区建设局，自2023年3月6日起"),
        (
            "appointment.end",
            {},
            {"end": "2023-03-06", "successor": "李四"},
            "结束任职：区建设局，自2023年3月6日起（接任人：李四）",
        ),
    ],
)
def test_sentences(verb, before, after, words):
    assert sentence(event(verb, before=before, after=after)) == words


def test_every_telling_bears_an_event_without_values():
    """Old events lack what newer ones say; braces in values are no templates."""
    for verb in sorted(told()):
        words = sentence(event(verb, "甲{x}"))
        assert words and label(verb) and "None" not in words, verb


def test_an_unknown_verb_is_still_shown():
    assert sentence(event("某个动作")) == "某个动作：区建设局"
    assert label("某个动作") == "某个动作"


def test_a_verb_is_told_once():
    told()
    with pytest.raises(ValueError, match="unit.create"):
        register({"unit.create": Telling("又一次", "又一次")})


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "是"),
        ([], ""),
        (["甲", "乙"], "甲、乙"),
        ([str(n) for n in range(9)], "0、1、2、3、4、5、6、7等9个"),
        ("2023-04-10", "2023年4月10日"),
        ("字" * 80, "字" * 59 + "…"),
        ({"甲": 1}, "甲 1"),
        (None, ""),
        (0, "0"),
    ],
)
def test_values_in_words(value, words):
    assert show(value) == words


def test_sentences_of_what_the_actions_record(cast):
    office, security = cast.actor(cast.supervisor), cast.actor(cast.security_admin)
    unit = orgs.create_unit(name="区新局", kind=UnitKind.DEPARTMENT, by=office, at=AT)
    post = orgs.create_post(unit=unit, kind=PostKind.CLERK, by=office, at=AT)
    orgs.appoint(post=post, user=UserFactory(name="李四"), start=TODAY, by=security, at=AT)
    assert [sentence(e) for e in Event.objects.order_by("seq")] == [
        "新建单位“区新局”",
        "在“区新局”设岗位：经办人",
        "任职：李四 区新局 经办人，自2023年3月6日起",
    ]


def test_a_subject_may_be_told_by_another_name(cast):
    row = record("unit.create", cast.lead_unit, by=cast.actor(cast.supervisor), at=AT)
    assert sentence(row, subject="甲") == "新建单位“甲”"
