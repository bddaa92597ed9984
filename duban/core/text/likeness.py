"""How alike two short Chinese wordings are, without a dictionary: by the pairs of characters that they share."""

from __future__ import annotations

from duban.core.text.patterns import regex

_NOT_WORDS = regex(r"[\W_]+")


def pairs_of(text: str) -> frozenset[str]:
    """Pairs of neighbouring characters, punctuation aside; a single character stands for itself.

    >>> sorted(pairs_of("老旧小区"))
    ['小区', '旧小', '老旧']
    """
    plain = _NOT_WORDS.sub("", text)
    if len(plain) < 2:
        return frozenset([plain]) if plain else frozenset()
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def likeness(one: frozenset[str], two: frozenset[str]) -> float:
    """Share of pairs in common (Dice), 0 to 1."""
    total = len(one) + len(two)
    return 2 * len(one & two) / total if total else 0.0


def contained(one: frozenset[str], two: frozenset[str]) -> float:
    """Share of the smaller one that the larger one holds, 0 to 1."""
    smaller = min(len(one), len(two))
    return len(one & two) / smaller if smaller else 0.0
