"""Which rule, if any, says that a figure is no target."""

from __future__ import annotations

from collections.abc import Callable

from duban.core.targets import names, thresholds
from duban.core.targets.scene import Scene

RULES: tuple[tuple[str, Callable[[Scene, int], bool]], ...] = (
    ("日期、年龄或序次", names.is_calendar),
    ("字母编号", names.has_letters),
    ("文件名", names.in_title),
    ("比例", names.is_ratio),
    ("无计量单位", names.counts_nothing),
    ("序数", names.is_ordinal),
    ("汉字名称", names.is_chinese_name),
    ("工程分期", names.is_stage),
    ("引号内名称", names.is_quoted_name),
    ("服务半径", names.is_circle),
    ("时间", names.is_mere_time),
    ("变化前的数", thresholds.is_baseline),
    ("规模界限", thresholds.is_size),
    ("项目情况", thresholds.is_project_fact),
    ("不计入的数", thresholds.is_excluded),
    ("适用条件", thresholds.is_condition),
)


def reason(scene: Scene, index: int) -> str:
    """Name of the first rule by which this figure is no target; empty if it is one."""
    for name, rule in RULES:
        if rule(scene, index):
            return name
    return ""
