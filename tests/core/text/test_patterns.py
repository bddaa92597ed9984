"""Patterns are compiled late; a faulty one must not wait for a user to find it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import duban.core
from duban.core.text.patterns import HAN, _Late, regex


def _patterns() -> Iterator[tuple[str, _Late]]:
    for module in pkgutil.walk_packages(duban.core.__path__, "duban.core."):
        for name, value in vars(importlib.import_module(module.name)).items():
            for at, each in enumerate(_inside(value)):
                yield f"{module.name}.{name}[{at}]", each


def _inside(value: object) -> Iterator[_Late]:
    if isinstance(value, _Late):
        yield value
    elif isinstance(value, dict):
        yield from _inside([*value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _inside(each)


def test_every_pattern_of_the_core_compiles() -> None:
    found = dict(_patterns())
    assert len(found) > 200
    for name, each in found.items():
        assert re.compile(each.pattern, each.flags), name


def test_it_does_what_a_compiled_pattern_does() -> None:
    late = regex(r"(\d+)个", re.IGNORECASE)
    found = late.search("新增12个")
    assert found is not None and found.group(1) == "12"
    assert late.sub("若干", "新增12个") == "新增若干"
    assert late.groups == 1
    assert late.flags & re.IGNORECASE


def test_a_faulty_pattern_fails_when_it_is_used() -> None:
    with pytest.raises(re.error):
        regex("(").search("")


@pytest.mark.parametrize(
    ("sign", "fits"), [("区", True), ("𠀀", True), ("3", False), ("A", False), ("，", False), ("_", False)]
)
def test_a_character_of_a_word(sign: str, fits: bool) -> None:
    assert bool(re.fullmatch(HAN, sign)) is fits
