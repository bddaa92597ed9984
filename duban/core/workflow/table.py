"""Transition tables (流转表): which moves exist, from which states, for whom.

A table answers three questions: which buttons to show (:meth:`Table.available`), whether a move may be made
(:meth:`Table.check`), and what the flow looks like (:meth:`Table.as_mermaid`, for ``docs/workflows.md``).
Roles are plain words that the caller derives from the object; the table knows no person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from duban.core.refusal import Refused


class TransitionRefused(Refused):
    """The move does not exist from this state, or not for this role, or lacks its comment."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A named move. ``roles`` empty: the system alone makes it.

    ``when``: a condition on the object, beyond its state, that the table names (``Table.conditions``). Who offers or
    makes the move says which conditions hold (``facts``); where nobody says so, it does not hold.
    """

    name: str
    label: str
    sources: frozenset[str]
    target: str
    roles: frozenset[str] = frozenset()
    needs_comment: bool = False
    refusal: str = ""  # sentence for the wrong state; a general one if empty
    when: str = ""


def t(
    name: str,
    label: str,
    sources: Iterable[str],
    target: str,
    roles: Iterable[str] = (),
    *,
    needs_comment: bool = False,
    refusal: str = "",
    when: str = "",
) -> Transition:
    """Short form for tables."""
    return Transition(name, label, frozenset(sources), target, frozenset(roles), needs_comment, refusal, when)


@dataclass(frozen=True)
class Table:
    """A subject's states and moves. ``states``, ``roles`` and ``conditions`` map codes to their Chinese labels."""

    subject: str
    title: str
    states: Mapping[str, str]
    roles: Mapping[str, str]
    initial: str
    transitions: tuple[Transition, ...]
    conditions: Mapping[str, str] = field(default_factory=dict)
    by_name: Mapping[str, Transition] = field(init=False)

    def __post_init__(self) -> None:
        names = [move.name for move in self.transitions]
        if len(names) != len(set(names)):
            raise ValueError(f"{self.subject}: a move is named twice")
        for move in self.transitions:
            unknown = {move.target, *move.sources} - set(self.states) or set(move.roles) - set(self.roles)
            unknown = unknown or {move.when} - {"", *self.conditions}
            if unknown:
                raise ValueError(f"{self.subject}.{move.name}: unknown {sorted(unknown)}")
        object.__setattr__(self, "by_name", {move.name: move for move in self.transitions})

    def available(self, state: str, roles: Iterable[str], facts: Iterable[str] = ()) -> list[Transition]:
        """Moves that one of the roles may make from the state while ``facts`` hold, in table order."""
        held, true = set(roles), {"", *facts}
        return [m for m in self.transitions if state in m.sources and m.roles & held and m.when in true]

    def check(
        self, name: str, *, state: str, roles: Iterable[str] | None, comment: str = "", facts: Iterable[str] = ()
    ) -> Transition:
        """The move, or :class:`TransitionRefused`. ``roles=None``: the system itself acts."""
        move = self.by_name[name]
        if state not in move.sources:
            now = self.states.get(state, state)
            raise TransitionRefused(move.refusal or f"{self.title}现在是“{now}”，不能{move.label}。")
        if roles is not None and not move.roles & set(roles):
            who = "、".join(label for code, label in self.roles.items() if code in move.roles) or "系统"
            raise TransitionRefused(f"{move.label}由{who}办理。")
        if move.when and move.when not in set(facts):
            raise TransitionRefused(f"{move.label}只适用于：{self.conditions[move.when]}。")
        if move.needs_comment and not comment.strip():
            raise TransitionRefused(f"{move.label}须填写意见。")
        return move

    def reachable(self) -> set[str]:
        """States that can be reached from the initial one."""
        seen, todo = {self.initial}, [self.initial]
        while todo:
            state = todo.pop()
            for move in self.transitions:
                if state in move.sources and move.target not in seen:
                    seen.add(move.target)
                    todo.append(move.target)
        return seen

    def as_mermaid(self) -> str:
        """State diagram in Mermaid, labels in Chinese."""
        lines = ["stateDiagram-v2", *(f'    state "{label}" as {code}' for code, label in self.states.items())]
        lines.append(f"    [*] --> {self.initial}")
        for move in self.transitions:
            who = "、".join(label for code, label in self.roles.items() if code in move.roles) or "系统"
            mark = "，须填意见" if move.needs_comment else ""
            mark += f"，{self.conditions[move.when]}" if move.when else ""
            for source in self.states:
                if source in move.sources:
                    lines.append(f"    {source} --> {move.target}: {move.label}（{who}{mark}）")
        return "\n".join(lines)
