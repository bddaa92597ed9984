"""Checking a liaison list (附件4 工作联络人员名单): missing roles, phone formats."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

ROLES = {"deputy": "分管领导", "office_head": "办公室或者综合协调科室负责人", "clerk": "经办人"}
_MOBILE = re.compile(r"1[3-9]\d{9}")
_FIXED = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:(?:-|转)\d{1,6})?")
_SHORT = re.compile(r"\d{4,6}")  # number inside the government exchange


@dataclass(frozen=True, slots=True)
class LiaisonRow:
    """A row as filled."""

    role: str
    name: str = ""
    title: str = ""
    office_phone: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class LiaisonFinding:
    """What is wrong with a row: role, column, a sentence; ``row`` counts the rows given, None for a missing role."""

    role: str
    column: str
    message: str
    row: int | None = None


def digits(text: str) -> str:
    """A phone number as typed, in half width and without spaces and the like.

    >>> digits("１３８ 0013-8000"), digits("027-8893 6161")
    ('13800138000', '027-88936161')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[\s·.()（）]", "", plain).replace("—", "-").replace("–", "-")
    bare = plain.replace("-", "")
    return bare if _MOBILE.fullmatch(bare) else plain


def is_mobile(text: str) -> bool:
    """Eleven digits, 13 to 19."""
    return bool(_MOBILE.fullmatch(digits(text)))


def is_office_phone(text: str) -> bool:
    """A fixed number with or without area code and extension, or a short number of the exchange."""
    number = digits(text)
    return bool(_FIXED.fullmatch(number) or _SHORT.fullmatch(number))


def check(rows: Sequence[LiaisonRow]) -> list[LiaisonFinding]:
    """Everything that keeps the list from being complete, in the order of the form."""
    found = []
    for role, label in ROLES.items():
        mine = [(at, row) for at, row in enumerate(rows) if row.role == role]
        if not any(row.name.strip() for _, row in mine):
            found.append(LiaisonFinding(role, "name", f"缺{label}，请填写姓名和电话。"))
        for at, row in mine:
            found += [replace(each, row=at) for each in _check_row(row)]
    return found


def missing(rows: Sequence[LiaisonRow]) -> list[str]:
    """Roles of the form that nobody fills, as printed."""
    there = {row.role for row in rows if row.name.strip()}
    return [label for role, label in ROLES.items() if role not in there]


def _check_row(row: LiaisonRow) -> list[LiaisonFinding]:
    found: list[LiaisonFinding] = []
    if not row.name.strip():
        if row.title.strip() or row.office_phone.strip() or row.mobile.strip():
            found.append(LiaisonFinding(row.role, "name", f"{ROLES[row.role]}有一行没有姓名，请补上姓名或清空这一行。"))
        return found
    if not row.office_phone.strip() and not row.mobile.strip():
        found.append(LiaisonFinding(row.role, "mobile", f"{row.name}没有电话，办公电话和手机至少填一项。"))
    if row.mobile.strip() and not is_mobile(row.mobile):
        found.append(
            LiaisonFinding(row.role, "mobile", f"手机号收到“{row.mobile.strip()}”，应为 11 位、以 13 至 19 开头。")
        )
    if row.office_phone.strip() and not is_office_phone(row.office_phone):
        found.append(
            LiaisonFinding(
                row.role,
                "office_phone",
                f"办公电话收到“{row.office_phone.strip()}”，应为 7 或 8 位号码，可加区号和分机，如 027-88936161。",
            )
        )
    return found


def masked(number: str) -> str:
    """A telephone number that can be recognised and not dialled, for lists.

    >>> masked("138 0013 8000"), masked("027-88936161"), masked("8801"), masked("")
    ('138****8000', '027*****6161', '****', '')
    """
    text = digits(number)
    if len(text) < 8:
        return "*" * len(text)
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}"
