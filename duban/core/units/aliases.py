"""Whether two printed names can mean one unit. A proposal for a person, never a merge.

Abbreviating a unit's name in Chinese keeps some characters in order, the level in front and the kind of
office at the end: 区人力资源局 → 区人资局, 市发展和改革委员会 → 市发改委.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half
from duban.core.units.names import LEVELS, is_group
from duban.core.units.reforms import AFTER, BEFORE, successor

_LONG = (
    ("人民政府", "政府"),
    ("管理委员会", "管委会"),
    ("街道办事处", "街道"),
    ("街道办", "街道"),
    ("妇女联合会", "妇联"),
    ("残疾人联合会", "残联"),
    ("工商业联合会", "工商联"),
    ("科学技术协会", "科协"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("管理局", "局"),
)
_OFFICE = regex(r"(?:管委会|政府|委|办|局|厅|部|处|中心|院|公司|集团|街道|联|会|队|大队|支队)$")
_LEVEL = "[市区县州旗盟]"
# A place in front of the level; neither the level itself (市市场监管局) nor a word of the trade (城市管理局, 社区).
_PLACE = regex(
    rf"^(?:{HAN}{{2,4}}(?:自治区|省|市)(?!城[市区])(?={HAN}{{1,4}}{_LEVEL}))?"
    rf"(?:(?!{_LEVEL}?城[市区]|{_LEVEL}{_LEVEL}){HAN}{{1,4}}(?={_LEVEL}))?"
)
_DEPARTMENTS = frozenset("局委办厅部署")  # a reform of institutions renames these, no 工商联
_JOIN = regex(r"[和与及、]")


def normal(name: str) -> str:
    """One form of a name for comparison: half width, no blanks, usual short forms.

    >>> normal("区人民政府各部门") == normal("区政府各部门")
    True
    """
    text = "".join(half(name).split())
    for long, short in _LONG:
        text = text.replace(long, short)
    return text


def without_place(name: str) -> str:
    """The name from its level on: 武昌区教育局 → 区教育局.

    >>> [without_place(name) for name in ("武汉市武昌区教育局", "区教育局", "昆明市国土局", "市市场监管局")]
    ['区教育局', '区教育局', '市国土局', '市市场监管局']
    >>> without_place("市城市管理局")
    '市城市管理局'
    """
    found = _PLACE.match(name)
    rest = name[found.end() :] if found else name
    return rest if len(rest) >= 3 else name


def _split(name: str) -> tuple[str, str, str]:
    """Level in front, core, kind of office at the end."""
    level = name[0] if name and name[0] in LEVELS else ""
    office = _OFFICE.search(name)
    end = office.start() if office else len(name)
    return level, _JOIN.sub("", name[len(level) : end]), name[end:]


def abbreviates(short: str, long: str) -> bool:
    """Whether ``short`` keeps characters of ``long`` in order, with the same level and office.

    >>> abbreviates("区人资局", "区人力资源局"), abbreviates("区财政局", "区民政局")
    (True, False)
    """
    level, core, office = _split(normal(short))
    other_level, other, other_office = _split(normal(long))
    if level != other_level or office != other_office or not 2 <= len(core) < len(other) or core[0] != other[0]:
        return False
    if other.startswith(core) or is_group(short) != is_group(long):
        return False
    rest = iter(other)
    return all(sign in rest for sign in core)


def renamed(one: str, two: str) -> tuple[str, str, int] | None:
    """(name before, name after, year) where a reform of institutions leads from one of the names to the other.

    >>> renamed("市市场监督管理局", "市工商局")
    ('市工商局', '市市场监督管理局', 2018)
    """
    (level, core, office), (other_level, other, other_office) = (_split(normal(without_place(n))) for n in (one, two))
    if level != other_level or not {office, other_office} <= _DEPARTMENTS:
        return None
    if year := successor(core, other):
        return one, two, year
    return (two, one, year) if (year := successor(other, core)) else None


def proposals(names: Iterable[str]) -> list[tuple[str, str, str]]:
    """Pairs of names of one document that may be one unit: (name, longer or more usual name, reason in Chinese).

    >>> [p[:2] for p in proposals(["区人资局", "区人力资源局", "区政府各部门", "区人民政府各部门", "区财政局"])]
    [('区人资局', '区人力资源局'), ('区政府各部门', '区人民政府各部门')]
    """
    unique = list(dict.fromkeys(names))
    found: list[tuple[str, str, str]] = []
    same: dict[str, str] = {}
    for name in sorted(unique, key=len, reverse=True):
        key = normal(name)
        if key in same and same[key] != name:
            found.append((name, same[key], f"“{name}”与“{same[key]}”只是简称与全称之别"))
        same.setdefault(key, name)
    heads: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    parts = {name: _split(normal(name)) for name in unique}
    for name, (level, core, office) in parts.items():
        if core:
            heads[level, core[0], office].append(name)
    for group in heads.values():
        for short in group[:60]:
            longer = [long for long in group[:60] if long != short and abbreviates(short, long)]
            if longer:
                best = min(longer, key=len)
                found.append((short, best, f"“{short}”可能是“{best}”的简称：级别和机构类别相同，用字依次取自全称"))
    found += _renamed_pairs(parts)
    order = {name: at for at, name in enumerate(unique)}
    return sorted(found, key=lambda p: (order[p[0]], order[p[1]]))


def _renamed_pairs(parts: dict[str, tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Names of one document that stand for one field before and after a reform of institutions."""
    offices = {name: core for name, (_, core, office) in parts.items() if office in _DEPARTMENTS}
    before = [name for name, core in offices.items() if core in BEFORE]
    after = [name for name, core in offices.items() if core in AFTER] if before else []
    pairs = [(old, new, renamed(old, new)) for old in before[:60] for new in after[:60] if old != new]
    return [(old, new, told(*told_of)) for old, new, told_of in pairs if told_of and told_of[0] == old]


def told(old: str, new: str, year: int) -> str:
    """The sentence that goes with a proposal."""
    return f"{year}年机构改革后，“{old}”的职责多归“{new}”"
