"""The relation of a figure to its goal in the words of official papers (不少于、达到 …)."""

from __future__ import annotations

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
