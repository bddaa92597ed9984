"""Words with which notices label things: roles of units, levels, results, further facts, columns.

The one place for them. Patterns are for half-width text (:func:`duban.core.text.width.half`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from duban.core.notice.reading import Role, Scope
from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half

_SCOPES: tuple[tuple[str, Scope], ...] = (
    ("国家", Scope.NATION),
    ("中央", Scope.NATION),
    ("省", Scope.PROVINCE),
    ("自治区", Scope.PROVINCE),
    ("市", Scope.CITY),
    ("州", Scope.CITY),
    ("盟", Scope.CITY),
    ("区", Scope.DISTRICT),
    ("县", Scope.DISTRICT),
    ("旗", Scope.DISTRICT),
)
_SCOPE = r"(?:国家|中央|自治区|省|市|州|盟|区|县|旗县|旗)(?:级|直|本级)?"
_ROLE = (
    r"(?:牵头|主办|主责|主要|第一|责任|实施|承办|负责|落实|承担|配合|协办|协同|协作|协助|协调|参与|参加|汇总|其他|"
    r"共同|联合|组织|会办)"
)
_NOUN = r"(?:责任)?(?:单位|部门|科室|处室|股室|机构|主体|委办局|区县|镇街|街道|地区)"
_SHARE = r"(?:部门|责任|任务|职责|工作)分工"
# 市级牵头单位 · 牵头责任单位 · 配合单位 · 责任部门 · 部门分工; a colon must follow.
LABEL_WORD = (
    rf"(?:{_SCOPE})?(?:{_ROLE}{{1,3}}{_NOUN}(?:及{_ROLE}{{1,2}}{_NOUN})?|{_SHARE}|牵头(?:负责)?|主办|主责|配合|协办|协同|负责|"
    rf"(?:属地|主体|直接)?责任|承办|参与|参加|"
    rf"责任单位\(部门\))"
)
_LABEL_STARTS = "国中自省市州盟区县旗牵主第责实承负落配协参汇其共联组会部任职工属直"  # of a scope, a role, a division
LABEL = regex(
    rf"(?=[{_LABEL_STARTS}])({LABEL_WORD})(?:(?:及|和|、)(?:责任人|负责人|联系人))?(?:\([^()]{{1,24}}\))? ?"
    rf"(?:为? ?:|(?<=单位) {{1,4}}(?=\S)|(?<=部门) {{1,4}}(?=\S)|"
    rf"(?:(?<=单位)|(?<=部门))(?:为(?!牵头|主|第|责任|$)| ?(?:[—―─]{{1,2}}|--) ?)(?={HAN}))"
)
_LEADER = (
    r"(?:(?:牵头|分管|包抓|包联|责任|挂点|挂钩|联系|主管|协管|分线|督办)(?:负责)?(?:副)?(?:省|市|州|区|县|旗|"
    r"镇)?(?:级|委|政府)?"
    r"(?:领导|(?:副)?[省市区县]长)|(?:省|市|区|县)(?:政府|级)?(?:分管|牵头|责任|包抓)领导|(?:项目|第一|直接|主要|"
    r"具体)?(?:责任人|负责人|联系人|联络员|联络人|经办人|责任领导)(?:及联系电话)?|"
    r"(?:督办|监督|督查|督导|督促|考核|审核|验收|监管|考评)(?:责任|检查)?(?:单位|部门|处室|科室)|(?:联系)?电话|联系方式)"
)
_TIME = (
    r"(?:(?:完成|办理|办结|推进|实施|责任|整改|计划|预计|拟)*(?:时限|时间|期限|节点|日期)(?:要求|安排|节点)?|"
    r"时间(?:节点|进度|安排)|(?:序时|计划)?进度(?:安排|要求|计划))"
)
_CONTENT = (
    r"(?:(?:年度|总体|工作|任务|目标|建设|预期|主要|具体|重点|实施|事项|推进|落实|阶段|季度|本年度|全年)*"
    r"(?:目标|任务|内容|措施|举措|要求|标准|规模)(?:及要求|和要求)?|(?:资金|经费)(?:来源|安排|保障)?|备注)"
)
EXTRA = regex(rf"({_LEADER}|{_TIME}|{_CONTENT}) ?:")
EXTRA_INLINE = regex(rf"({_LEADER}|{_TIME}) ?:")
# Cheap test before the long patterns: nearly every word of EXTRA and RESULT ends so.
_FACT_END = regex(
    r"(?:领导|[长人员]|(?:督.|监.|核|收|评)(?:责任|检查)?(?:单位|部门|处室|科室)|时限|时间|期限|节点|日期|要求|安排|计划|目标|任务|内容|措施|举措|标准|规模|来源|保障|备注|"
    r"电话|方式|情况|进度|结果|成效|进展) ?:"
)
_LONGEST_FACT_END = 12  # characters with the colon


def may_hold_facts(text: str) -> bool:
    """Whether a label of a fact or of a result may stand before one of the colons."""
    at = text.find(":")
    while at >= 0:
        if _FACT_END.search(text, max(0, at - _LONGEST_FACT_END), at + 1):
            return True
        at = text.find(":", at + 1)
    return False


CONTENT_WORD = regex(rf"^{_CONTENT}$")
_RESULT = (
    r"(?:(?:实际|目前|当前|最新|工作|任务|季度|本期|年度|项目|整体|总体|截至目前)*"
    r"(?:完成|进展|推进|落实|办理|督查|办结)(?:的)?(?:情况|进度|结果|成效)|实际进度|(?:工作|最新|目前)?进展)"
)
RESULT = regex(rf"({_RESULT}) ?:")
# (牵头单位)市教育局, where no name stands before the bracket
_ROUND = regex(rf"(?:(?<=[。;\s])|^)\(((?:{LABEL_WORD}))\)(?=[^\s:,。;])")
_BOXED = regex(rf"[【\[]((?:{LABEL_WORD}|{_LEADER}|{_TIME}|{_CONTENT}|{_RESULT}))[】\]](?=( ?:)?)")
STATUS = regex(
    r"^[\s*]*((?:已|提前|超额|基本|全部|全面|正常|正在|按序时|按计划|达到序时|未达|超)?(?:完成|推进|办理|序时进度|"
    r"办结|建成|启动|实施|落实到位|进行中|未启动|滞后))[。.;,:*]"
)
_LEAD_FIRST = regex(
    r"(?:列|排|排列|名列)?(?:在)?(?:首位|第一位|第一个|第一|首个|前)(?:者|的?(?:责任|承办|落实)?(?:单位|部门)|的)?(?:均)?为(?:主要)?(?:牵头|"
    r"主办|主责|第一责任)|第一个单位为牵头|(?:首位|第一)的?责任(?:单位|部门)(?:即)?为牵头|"
    r"由(?:列|排|排列)?(?:在|名)?(?:首位|第一位|第一个|第一|首个)的?(?:责任)?(?:单位|部门)(?:负责)?牵头"
)

_LEADING = regex("牵头|主[办责]|第一责任")  # one of them stands in every sentence about who leads a list


def says_lead_first(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a stretch of half-width text says that the first of a list leads (列第一位者为牵头单位).

    >>> says_lead_first("每项工作列第一位的为牵头单位"), says_lead_first("牵头单位:市教育局")
    (True, False)
    """
    end = len(text) if end is None else end
    if not _LEADING.search(text, start, end):
        return False
    return _LEAD_FIRST.search(text, start, end) is not None


_LOOSE_ENDS = regex(r"[位门导限间人容务标况] {0,3}:")
_LOOSE = regex(rf"(?<!{HAN})(?:{HAN} {{1,3}}){{3,7}}{HAN} {{0,3}}:")


def _tightened(found: re.Match[str]) -> str:
    """责 任 单 位： as one word and its colon, then blanks; the length stays."""
    return re.sub(r"\s", "", found.group()).ljust(len(found.group()))


def narrow(printed: str) -> str:
    """Half width, with labels in boxes (【责任单位】市教育局) as labels with a colon; the length stays.

    >>> narrow("【责任单位】市教育局")
    ' 责任单位:市教育局'
    """
    text = half(printed)
    if " " in text and _LOOSE_ENDS.search(text):
        text = _LOOSE.sub(_tightened, text)
    if "位)" in text or "门)" in text:
        text = _ROUND.sub(lambda found: f" {found.group(1)}:", text)
    if "】" not in text and "]" not in text:
        return text
    return _BOXED.sub(lambda found: f" {found.group(1)}{' ' if found.group(2) else ':'}", text)


@lru_cache(maxsize=1024)  # a notice prints few labels, each many times
def role_of(label: str) -> Role:
    """The role a label gives. A helping word decides before a leading one (协同责任单位, 牵头责任单位).

    >>> [role_of(w).value for w in ("牵头责任单位", "协同责任单位", "责任部门", "主要责任单位")]
    ['lead', 'cooperating', 'responsible', 'lead']
    """
    if re.search(r"协|配合|参与|参加|其他|会办", label) and not re.search(r"牵头.*(?:配合|协)", label):
        return Role.COOPERATING
    if re.search(r"牵头|主办|主责|主要|第一|汇总", label):
        return Role.LEAD
    return Role.RESPONSIBLE


@lru_cache(maxsize=1024)
def scope_of(label: str) -> Scope:
    """The level that a label prints in front.

    >>> scope_of("市级牵头单位").value, scope_of("责任单位").value
    ('city', '')
    """
    for word, scope in _SCOPES:
        if label.startswith(word):
            return scope
    return Scope.NONE


def is_division(label: str) -> bool:
    """部门分工 and the like: a label whose value says the roles in words (甲局牵头，乙局配合)."""
    return bool(re.search(r"分工$", label))
