"""Filters of a plain list (筛选): values in the address, chips with the number of rows that each would leave.

The list page counts its rows once, grouped by the fields that can be filtered; everything here is arithmetic on those
groups, so the number of queries does not grow with the number of fields or rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

MANY = 7  # more values than this are a list to choose from, not chips


@dataclass(frozen=True)
class Choice:
    """A value of a field: its word, the rows it would leave, the address that chooses it (or takes it away)."""

    value: str
    label: str
    count: int
    query: str
    on: bool


@dataclass(frozen=True)
class Field:
    """A field with the values that occur."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def many(self) -> bool:
        """Shown as a list to choose from."""
        return len(self.choices) > MANY

    @property
    def chosen(self) -> bool:
        """Whether the list is narrowed by it."""
        return any(choice.on for choice in self.choices)


class Narrowing:
    """The filters of one list as the address has them.

    ``fields``: name in the address → (its word, {value: word}, or ``None`` for values that are their own words).
    ``groups``: for each combination of values (in the order of the fields) the number of rows.
    """

    def __init__(
        self,
        asked: Mapping[str, str],
        fields: Mapping[str, tuple[str, Mapping[str, str] | None]],
        groups: Iterable[tuple[Sequence[object], int]],
    ) -> None:
        self._fields = fields
        self._groups = [(tuple("" if value is None else str(value) for value in values), n) for values, n in groups]
        self._known = {
            name: {values[place] for values, _ in self._groups if values[place]} for place, name in enumerate(fields)
        }
        self.chosen = {
            name: value if (value := asked.get(name, "")) in self._known[name] | set(words or ()) else ""
            for name, (_, words) in fields.items()
        }

    @classmethod
    def of(
        cls,
        asked: Mapping[str, str],
        rows: QuerySet,
        fields: Mapping[str, tuple[str, Mapping[str, str] | None, str]],
    ) -> tuple[Narrowing, QuerySet]:
        """The filters and the rows that they leave; one query for the numbers. The third part: the row's column."""
        columns = [column for _, _, column in fields.values()]
        counted = rows.order_by().values_list(*columns).annotate(number=Count("pk", distinct=True))
        groups = [(each[:-1], each[-1]) for each in counted]
        made = cls(asked, {name: (label, words) for name, (label, words, _) in fields.items()}, groups)
        where = {fields[name][2]: value for name, value in made.chosen.items() if value}
        return made, rows.filter(**where)

    def query(self, **changes: str) -> str:
        """The address with other values, without the page."""
        now = {**self.chosen, **changes}
        return urlencode({name: value for name, value in now.items() if value})

    @property
    def pager(self) -> str:
        """What stands before ``page=`` in the address."""
        query = self.query()
        return f"{query}&" if query else ""

    @property
    def total(self) -> int:
        """Rows without any filter."""
        return sum(number for _, number in self._groups)

    @property
    def any(self) -> bool:
        """Whether something is filtered."""
        return any(self.chosen.values())

    @property
    def fields(self) -> list[Field]:
        """Fields with more than one value, or with one that is chosen. A field without a label is a switch (逾期):
        it is shown with its one value."""
        found = []
        for place, (name, (label, words)) in enumerate(self._fields.items()):
            numbers = self._numbers(place)
            order = [*words, *sorted(self._known[name] - set(words))] if words else sorted(self._known[name])
            choices = tuple(
                Choice(
                    value,
                    (words or {}).get(value, value),
                    numbers.get(value, 0),
                    self.query(**{name: "" if self.chosen[name] == value else value}),
                    self.chosen[name] == value,
                )
                for value in order
                if value in self._known[name] or self.chosen[name] == value
            )
            if len(choices) > 1 or any(choice.on for choice in choices) or (choices and not label):
                found.append(Field(name, label, choices))
        return found

    def _numbers(self, place: int) -> dict[str, int]:
        """Value of the field → rows that the other filters leave."""
        others = [(i, value) for i, value in enumerate(self.chosen.values()) if value and i != place]
        numbers: dict[str, int] = {}
        for values, count in self._groups:
            if all(values[i] == value for i, value in others):
                numbers[values[place]] = numbers.get(values[place], 0) + count
        return numbers
