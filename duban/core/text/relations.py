"""The relation of a figure to its goal in the words of official papers (不少于、达到 …)."""

from __future__ import annotations

from decimal import Decimal

_AMOUNT = {"=": "达到", ">=": "不少于", ">": "超过", "<=": "不超过", "<": "少于", "~": "约"}
_RATE = {"=": "达到", ">=": "不低于", ">": "超过", "<=": "不超过", "<": "低于", "~": "约"}
_CAP = {"=": "控制在", ">=": "不低于", ">": "高于", "<=": "不超过", "<": "低于", "~": "控制在约"}
_PER = {"=": "标准为", ">=": "不少于", ">": "多于", "<=": "不超过", "<": "少于", "~": "约"}
_BY_KIND = {"amount": _AMOUNT, "growth": _RATE, "level": _RATE, "cap": _CAP, "per": _PER}


def relation(op: str, kind: str) -> str:
    """Words for a stored operator, by kind of target.

    >>> relation(">=", "amount"), relation(">=", "level"), relation("=", "cap")
    ('不少于', '不低于', '控制在')
    """
    return _BY_KIND.get(kind, _AMOUNT)[op]


def reached(value: Decimal, op: str, goal: Decimal) -> bool:
    """Whether a value meets a goal under its relation. ``~`` (左右) allows one twentieth.

    >>> reached(Decimal(260), ">=", Decimal(260)), reached(Decimal(1), "=", Decimal(0))
    (True, False)
    """
    if op == ">":
        return value > goal
    if op == "<":
        return value < goal
    if op == "<=" or (op == "=" and goal == 0):
        return value <= goal
    if op == "~":
        return value >= goal * Decimal("0.95")
    return value >= goal
