"""Departments that a reform of institutions (机构改革) renamed or merged: 市工商局 of 2016 is 市市场监管局 today.

Only fields that moved as a whole stand here; a part that left (退役军人 from 民政) renames nobody. Facts of the
national plans; places carried them out in their own way, so that they are a proposal for a person. Sources:
《国务院机构改革和职能转变方案》 (March 2013), 《深化党和国家机构改革方案》 (March 2018), 《党和国家机构改革方案》
(March 2023).
"""

from __future__ import annotations

from typing import NamedTuple


class Reform(NamedTuple):
    """Fields of work (the part of a name between level and office) before and after; ``year`` of the national plan."""

    year: int
    before: frozenset[str]
    after: frozenset[str]


def _reform(year: int, before: str, after: str) -> Reform:
    return Reform(year, frozenset(before.split()), frozenset(after.split()))


# Short and full forms as names print them, without 和 (both sides come through the same normal form).
REFORMS: tuple[Reform, ...] = (
    _reform(2013, "卫生 计生 人口计生 人口计划生育", "卫计 卫生计生 卫生计划生育"),
    _reform(2013, "食药监 食品药品监管 食品药品监督 药监", "食药监 食品药品监管 食品药品监督"),
    _reform(2018, "卫生 计生 卫计 卫生计生 卫生计划生育 老龄", "卫健 卫生健康"),
    _reform(
        2018,
        "工商 工商行政 质监 质量技术监督 食药监 食品药品监管 食品药品监督 知识产权",
        "市场监管 市场监督",
    ),
    _reform(
        2018,
        "国土 国土资源 规划 城乡规划 国土资源规划 国土规划 测绘",
        "自然资源 自规 资规 自资 自然资源规划",
    ),
    _reform(2018, "环保 环境保护", "生态环境"),
    _reform(2018, "农业 农 农工 农牧 农机 畜牧 水产 农村工作", "农业农村"),
    _reform(
        2018,
        "文化 旅游 旅发 文广新 文体广新 文化体育 文化广电新闻出版",
        "文旅 文化旅游 文体旅游 文广旅 文化广电旅游 文旅广电",
    ),
    _reform(2018, "安监 安全监管 安全生产监督", "应急 应急管理"),
    _reform(2018, "法制", "司法"),
    _reform(2018, "物价", "发改 发展改革"),
    _reform(2018, "粮食", "粮储 粮食物资储备 粮食储备 发改 发展改革"),
    _reform(2018, "国税 国家税务 地税 地方税务", "税务"),
    _reform(2018, "林业", "林草 林业草原 自然资源 自然资源规划 园林林业"),
    _reform(2018, "金融 金融工作", "地方金融监管 地方金融监督 地方金融"),
    _reform(2018, "扶贫 扶贫开发", "乡村振兴"),
    _reform(2023, "扶贫 扶贫开发 乡村振兴", "农业农村"),
    _reform(2023, "地方金融监管 地方金融监督", "地方金融 金融"),
    _reform(2023, "大数据 大数据发展", "数据"),
)
BEFORE = frozenset().union(*(reform.before for reform in REFORMS))
AFTER = frozenset().union(*(reform.after for reform in REFORMS))


def successor(before: str, after: str) -> int | None:
    """Year of the reform after which the work of one field stands under the other; None without one.

    Takes the fields of two names (without level and office), in their normal form.

    >>> successor("工商", "市场监管"), successor("教育", "市场监管")
    (2018, None)
    """
    for reform in REFORMS:
        if before in reform.before and after in reform.after and before != after:
            return reform.year
    return None
