"""Faces by the family that official papers ask for, whoever made the font."""

from __future__ import annotations

from duban.core.text.patterns import regex

_FAMILIES = (
    ("小标宋", regex(r"小标宋|XiaoBiaoSong|FZXBS", 2)),
    ("仿宋", regex(r"仿宋|FangSong|Fang ?Song", 2)),
    ("黑体", regex(r"黑|Hei\b|Hei-|SimHei|STHeiti|YaHei", 2)),
    ("楷体", regex(r"楷|Kai", 2)),
    ("宋体", regex(r"宋|Song|SimSun", 2)),
)


def family(face: str) -> str:
    """小标宋, 仿宋, 黑体, 楷体, 宋体, or the name itself.

    >>> family("仿宋_GB2312"), family("FZXiaoBiaoSong-B05S"), family("SimSun"), family("Arial")
    ('仿宋', '小标宋', '宋体', 'Arial')
    """
    return next((name for name, pattern in _FAMILIES if pattern.search(face)), face)
