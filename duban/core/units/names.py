"""What a unit's name says about the unit: its kind, whether it is a group, what it elides.

Only words of the trade are known here (局, 管委会, 派驻…), never a unit. Names come as printed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from duban.core.text.patterns import regex
from duban.core.text.width import half


class UnitKind(StrEnum):
    """Kind of a unit by the words of its name."""

    DEPARTMENT = "department"  # 局 委 办 厅 部
    STREET = "street"  # 街道 乡 镇
    GOVERNMENT = "government"  # 人民政府, 区县 themselves
    BRANCH = "branch"  # of a higher level in the district: 市…局…分局
    COMMITTEE = "committee"  # 管委会, 指挥部, 领导小组, 专班
    PARTY = "party"  # 区委…部, 纪委监委
    MASS = "mass"  # 总工会, 妇联, 残联
    COMPANY = "company"
    INSTITUTION = "institution"  # 中心, 院, 校, 馆
    GROUP = "group"  # collective name
    OTHER = ""


_GROUP = regex(
    r"^(?:全[省市区县]|市级|区级|县级|省级|市直|区直|县直|市|区|县|省|沿线|辖区|国务院)?(?:各|有关|相关|其他|所有)"
    r"|^(?:相关|有关)(?:部门|单位|地区)"
    r"|(?:各|有关|相关|所属|成员)(?:职能|责任|牵头|配合|成员|有关|相关|委办局|区直|市直)*(?:部门|单位|委办局|街道|"
    r"镇街|地区|企业|区县)"
    r"|(?:政府|委)(?:各|有关|相关)"
    r"|^(?:区县|县区|镇街|街镇|街道|乡镇)(?:\(.*\))?(?:人民政府|政府|办事处)?$"
)
_KINDS: tuple[tuple[UnitKind, re.Pattern[str]], ...] = (
    (
        UnitKind.BRANCH,
        regex(
            r"^(?:国家|省|市|自治区)\S{2,}(?:局|委|厅|中心|处|支队)\S{1,8}(?:分局|分中心|分公司|分院|直属局|办事处)$"
        ),
    ),
    (UnitKind.BRANCH, regex(r"^(?:国家|省|市)\S{2,}分局$")),
    (
        UnitKind.COMMITTEE,
        regex(r"(?:指挥部|领导小组|工作组|专班|联席会议|管委会|管理委员会|工委)(?:办公室|办)?$|领导小组办公室$"),
    ),
    (
        UnitKind.MASS,
        regex(
            r"(?:工会|妇联|妇女联合会|残联|残疾人联合会|科协|科学技术协会|文联|侨联|工商联|工商业联合会|红十字会|"
            r"社科联|社联|共青团\S*|团中央|团委|供销总社|供销社|法学会|贸促会|协会|学会|慈善总会)$|^团\S{1,3}委$"
        ),
    ),
    (
        UnitKind.PARTY,
        regex(
            r"^(?:省|市|区|县|旗|州|盟)?(?:纪委|监委|委(?:组织部|宣传部|统战部|政法委|编办|党校|网信办|改革办|巡察办|"
            r"老干部局|\S*办))|纪委监委|^(?:省|市|区|县)委$|政法委|组织部$|宣传部$|统战部$"
        ),
    ),
    (UnitKind.COMPANY, regex(r"(?:公司|集团|银行|[分支商]行|企业|厂|电网|联通|移动|电信)$")),
    (
        UnitKind.STREET,
        regex(r"(?:街道(?:办事处|办)?|街办|乡(?:人民)?(?:政府)?|镇(?:人民)?(?:政府)?|办事处|社区|村)$"),
    ),
    (UnitKind.GOVERNMENT, regex(r"(?:人民政府|政府|区|县|市|州|盟|旗)$")),
    (
        UnitKind.INSTITUTION,
        regex(
            r"(?:中心|研究院|研究所|医院|学院|大学|学校|中学|小学|馆|站|所|院|台|社|支队|大队|总队|队|法院|检察院|"
            r"海关|机关|基金会)$"
        ),
    ),
    (UnitKind.DEPARTMENT, regex(r"(?:局|委|办|厅|部|署|处|委员会|办公室|室|科|股|总局|机构)$")),
)
# Ends that make a word a unit's name at all; a sentence seldom ends so and has no verb inside.
_UNIT_END = regex(
    r"(?:局|委|办|厅|部|署|处|室|科|股|院|站|所|队|中心|公司|集团|银行|[分支商]行|团中央|政府|委员会|街道|[乡镇]|[区县市州盟旗]|联|会|"
    r"组|专班|指挥部|"
    r"总社|社|大学|学校|学院|海关|机关|部门|单位|馆|台|厂|校|协|人行|供电|邮政|烟草|[城交水文农产科工能国]投|城发|企业|地区|镇街|街镇|分局|基地|园|单位部门|电网|移动|联通|"
    r"电信|铁塔)$"
)
_NOT_NAME = regex(r"[。!?“”\"《》]|\d{3,}|(?:完成|推进|落实|实施|开展|达到|年底|月底)")
_BRACKETED = regex(r"\([^()]*\)|〔[^〕]*〕|【[^】]*】")
LEVELS = "省市区县州盟旗"
_PREFIX = regex(r"^(自治区|国家|省委|市委|区委|县委|省|市|区|县|州|盟|旗)(?=\S{2})")
# Fields of government work, as they begin or make up a department's name.
FIELDS = regex(
    r"^(?:发改|发展|教育|教体|科技|科学|科经|科工|工信|工业|经信|经济|公安|民政|司法|财政|人社|人力|人资|自然|自资|"
    r"国土|资源规划|规划|生态|环境|环保|"
    r"住建|住房|城乡|城建|城改|建设|交通|交运|水务|水利|农业|农牧|农林|林业|林草|林园|园林|商务|文化|文旅|文体|文广|"
    r"旅游|卫健|卫生|卫计|"
    r"退役|应急|审计|国资|市场|工商|质监|质量|食药|食品|药监|药品|知识产权|体育|统计|医保|医疗保障|信访|扶贫|乡村|"
    r"城管|城市|综合|行政|政务|大数据|数据|"
    r"数字|金融|机关|税务|国税|地税|气象|地震|邮政|粮食|粮储|供销|民族|民宗|宗教|外事|侨务|台办|人防|档案|史志|房管|"
    r"房产|公积金|招商|投资|口岸|物流|"
    r"移民|畜牧|渔业|海洋|水产|安监|监察|法制|编办|物价|价格|停车|消防|交警|残联|妇联|总工会|科协|团委|红十字|工商联|"
    r"文联|侨联|法院|检察|广电|新闻|通信|"
    r"电力|供电|疾控|妇幼|老龄|计生|人口|滇管|水文|能源|煤炭|铁路|民航|海事|港口|公路|路政|地方金融|优化营商|营商|"
    r"服务业|扶持|就业|社保|劳动)"
)


class NameFacts(NamedTuple):
    """What the words of a name tell."""

    kind: UnitKind
    group: bool
    prefix: str = ""  # level in front: 市, 区, 自治区 …; "" if none is printed
    field: bool = False  # begins, behind the prefix, with a field of government work


def bare(name: str) -> str:
    """Half width, without white space and without remarks in brackets at the end."""
    text = re.sub(r"\s+", "", half(name))
    return _BRACKETED.sub("", text) or text


@lru_cache(maxsize=4096)
def is_group(name: str) -> bool:
    """A collective name that has to be expanded by a person.

    >>> is_group("各街道办事处"), is_group("区人民政府各部门"), is_group("区城管执法局")
    (True, True, False)
    """
    return bool(_GROUP.search(bare(name)))


@lru_cache(maxsize=4096)
def analyse(name: str) -> NameFacts:
    """Kind, group, printed level and field of a name.

    >>> analyse("市生态环境局武昌区分局").kind.value, analyse("首义科创投集团").kind.value
    ('branch', 'company')
    """
    text = bare(name)
    prefix = _PREFIX.match(text)
    level = prefix.group(1) if prefix else ""
    rest = text[len(level) :]
    if is_group(name):
        return NameFacts(UnitKind.GROUP, True, level, bool(FIELDS.match(rest)))
    kind = next((kind for kind, pattern in _KINDS if pattern.search(text)), UnitKind.OTHER)
    return NameFacts(kind, False, level, bool(FIELDS.match(rest)))


@lru_cache(maxsize=4096)
def looks_like_unit(name: str) -> bool:
    """Whether a stretch of text can be a unit's name at all.

    >>> looks_like_unit("市教育局"), looks_like_unit("一期工程"), looks_like_unit("年底前完成")
    (True, False, False)
    """
    text = bare(name)
    if not 2 <= len(text) <= 40 or _NOT_NAME.search(text):
        return False
    return bool(_UNIT_END.search(text)) or is_group(name)
