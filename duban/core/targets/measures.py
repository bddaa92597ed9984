"""Measure words (量词) and units that may follow a figure, and those that make it a date or an age."""

from __future__ import annotations

_COUNTS = (
    "个 家 条 项 座 所 处 栋 幢 套 间 件 场 户 名 人 位 台 辆 张 部 眼 根 口 艘 架 批 类 大类 种 株 棵 头 头只 只 羽 "
    "枚 床 例 起 宗 笔 单 支 册 本 份 "
    "篇 片 块 段 孔 扇 盏 对 组 排 次 遍 趟 款 幅 首 集 门 列 桩 枪 顶 车 尾 箱 桶 袋 盒 瓶 匹 挂 面 盘 杆 "
    "柜 芯 端 号牌 点位 席 "
    "人次 人份 人天 人日 车次 班次 场次 批次 项次 件次 户次 架次 艘次 台次 台套 个次 例次 课时 学时 期 餐次 标箱 "
    "标准箱 床位 车位"
)
_SIZES = (
    "亩 公顷 平方米 平方公里 平方千米 平米 平方 ㎡ 立方米 立方 方 公里 千米 里 米 厘米 毫米 海里 吨 公斤 "
    "千克 克 斤 毫克 微克 升 毫升 "
    "千瓦 兆瓦 吉瓦 瓦 千瓦时 兆瓦时 度 千伏 千伏安 兆伏安 蒸吨 蒸吨小时 吨标准煤 吨标煤 标准煤 马力 兆 "
    "兆比特 分贝 摄氏度 ℃ "
    "重量箱 标方 标准立方米 载重吨 总吨 当量吨 碳吨 吨公里 人公里 km kW MW GW kV kWh MWh TEU kg t"
)
_MONEY = "元 美元 欧元 港元 日元 英镑 人民币 元人民币"
_SHARES = "% ‰ 个百分点 百分点 倍 成 番"
_TIMES = "个工作日 工作日 个自然日 天 小时 个小时 分钟 秒 个月 个季度 学年 日"
_CALENDAR = "周 年 月 日 号 岁 周岁 届 时 点 月份 年度 年代 世纪 年期 周年 时许 级 代 版 强"

SIZES = frozenset(_SIZES.split())
MONEY = frozenset(_MONEY.split())
SHARES = frozenset(_SHARES.split())
TIMES = frozenset(_TIMES.split())
COUNTS = frozenset(_COUNTS.split())
CALENDAR = frozenset(_CALENDAR.split())
PEOPLE = frozenset("人 名 位 户 人次".split())
# Measures that a Chinese numeral may stand before; 三级, 四大, 五位一体 are names.
CHINESE_MEASURES = frozenset(
    (
        "个 家 条 项 座 所 处 栋 幢 套 间 场 户 名 台 辆 部 艘 架 件 批次 场次 次 只 个百分点 百分点 倍 番 成 人 "
        "亩 公里 支 种 株 片 块 元"
    ).split()
)
CHINESE_FIRST = "".join(sorted({measure[0] for measure in CHINESE_MEASURES}))
ALL = SIZES | MONEY | SHARES | TIMES | COUNTS
_LONGEST = max(map(len, ALL | CALENDAR))

_PER = frozenset(
    "日 天 年 月 季 季度 人 户 千人 万人 百人 万元 平方米 平方公里 立方米 升 亩 公顷 公里 百公里 小时 分钟 "
    "秒 次 吨 床 生 "
    "生均 车 辆 村 年人 人年 例 件 万车 亿元 班 台 座 个 套 百户 千户 标准立方米".split()
)
_STARTS = frozenset(word[0] for word in ALL)
_LONGEST_PER = max(map(len, _PER))
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def measure_at(text: str, at: int) -> int:
    """Length of the measure at this place, with rate (元/月) and variant in brackets (套(间)); 0 if none.

    ``text`` is in half width (:func:`duban.core.text.numerals.narrow`).
    """
    if text[at : at + 1] not in _STARTS:
        return 0
    size = _longest(text, at, ALL, _LONGEST)
    if not size or (text[at + size - 1] in _ASCII and text[at + size : at + size + 1] in _ASCII):
        return 0
    end = at + size
    if text[end : end + 1] == "次" and text[end - 1] != "次":  # 万家次, 条次
        end += 1
    end = _variant(text, end)
    while text[end : end + 1] in ("/", "·") and (per := _longest(text, end + 1, _PER, _LONGEST_PER)):
        end += 1 + per
    return end - at


def calendar_at(text: str, at: int) -> int:
    """Length of a word here that makes the number a date, an age or an ordinal; 0 if none."""
    return _longest(text, at, CALENDAR, 2)


def _longest(text: str, at: int, words: frozenset[str], most: int) -> int:
    for size in range(min(most, len(text) - at), 0, -1):
        if text[at : at + size] in words:
            return size
    return 0


def _variant(text: str, end: int) -> int:
    """套(间), 台(座): the bracket belongs to the measure if a measure stands in it."""
    if text[end : end + 1] == "(":
        close = text.find(")", end, end + 5)
        if close > 0 and text[end + 1 : close] in COUNTS:
            return close + 1
    return end
