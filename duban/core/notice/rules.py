"""Rules of the notice's body (通知正文中的要求): who sends what to whom by when, shown with the sentence.

One recogniser a kind. A rule is data for a person to confirm; nothing is decided here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator

from duban.core.document import Span
from duban.core.notice.page import Line, Page
from duban.core.notice.reading import Rule
from duban.core.notice.vocabulary import says_lead_first
from duban.core.text.numerals import parse_chinese
from duban.core.text.patterns import HAN, regex
from duban.core.text.width import half

_SENTENCE = regex(r"[^。!?\n]+[。!?]?")
_DAY = regex(r"(?:(20\d\d) ?年)? ?(\d{1,2}) ?月 ?(\d{1,2}) ?日(?:(?:下班)?(?:之|以)?前|底前)?")
_TO = regex(
    rf"(?:报送|上报|报|送|反馈|提交)(?:至|到|给)?((?:{HAN}{{0,12}}?)(?:督查室|督查科|督办室|督查局|办公室|"
    r"政府办(?!公)|办公厅|督查处|督考办|目督办|政务督查室|秘书科|综合科))"
)
_WHOSE = regex(rf"^.{{0,16}}?的(?={HAN}{{2,}})")
_ASK = regex(rf"提请({HAN}{{2,20}}?)(?:研究|协调|帮助|予以)")
_CONTACT = regex(rf"(?:加强|做好)与({HAN}{{2,20}}?)的?(?:对接|沟通)")
_FORM = regex(r"附 ?件 ?(\d{1,2}|[一二三四五六七八九十])")
_LIAISON = regex(r"联络(?:人员|员|人)|联系人(?! ?:)")
_STATE = regex(r"(?:完成|进展|落实|推进|办理|工作|执行)(?:的)?(?:情况|进度)")
_NUM = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
_QUARTER_DAY = regex(
    rf"每 ?(?:个)?季度(?:的)?(?:第 ?{_NUM} ?个?月|(首月|次月|末月|末|首个月|第一个月))(?:的)? ?(?:{_NUM} ?[日号])?"
)
_MONTH_DAY = regex(rf"每 ?(?:个)?月(?:的)? ?{_NUM} ?[日号]")
_EVERY = (
    (regex(r"每 ?(?:个)?季度|按季度?|季报"), "quarter"),
    (regex(r"每 ?(?:个)?月|按月|月报"), "month"),
    (regex(r"每半年|半年"), "half"),
)
_FROM = regex(
    r"从 ?(20\d\d) ?年 ?第? ?([一二三四1-4]) ?季度 ?(?:起|开始)|从 ?(20\d\d) ?年 ?(\d{1,2}) ?月(?:份)? ?(?:起|开始)"
)
_MONTH_END = regex(r"(?<![\d年])(\d{1,2}) ?月(?:底|末)(?:之?前)?")
_WITHIN = regex(
    r"(?:收到|接到|印发|下发|发文)[^。,;]{0,12}(?:之日|后)?起?[^。,;]{0,6}?"
    r"(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,3}) ?个?工作日(?:之?内)?"
)
_SYSTEM = regex(rf"(?:通过|登录|在)({HAN}{{2,16}}?(?:系统|平台))(?:[^。]{{0,16}})(?:填报|报送|上报|录入|反馈)")
_STAMP = regex(r"加盖[^。]{0,6}(?:公章|印章)")
_SIGNED = regex(r"(?:领导|负责人|负责同志)[^。]{0,10}(?:签字|签发|审签|审核|签批|审定|把关)")
_FILL = regex(r"填(?:写|报)[^。]{0,4}《([^》]{2,40}表)》")
_SUPERVISION = regex(
    r"(?:月|周|旬|季|双月)(?:度)?(?:调度|通报|督查|点评|会商|分析|讲评)|[红黄蓝绿]{1,4}(?:牌|灯)|(?:[红黄蓝]、){1,3}[红黄蓝绿](?:三色|四色)?|"
    r"(?:定期|适时|随机|专项|实地)[^。]{0,8}(?:督查|督办|检查|暗访|督导)"
)
_CLOSING = regex(r"销号|(?:办结|完成)[^。]{0,10}(?:验收|认定|审核|备案)")
_CHANGE = regex(r"(?:确需|需要|如需|因[^。]{2,16})[^。]{0,16}(?:调整|变更|延期)[^。]{0,30}(?:报|批准|同意|审批|申请)")
_PLAN = regex(
    r"(?:将|报送|报).{0,12}?(?:工作|实施|落实|办理|推进|分工)(?:方案|计划).{0,12}?(?:报|备案)|"
    r"(?:制 ?[订定]|拟 ?[订定]|研究制定|编制|形成).{0,24}?(?:方案|计划|措施)"
)
_PLAN_CONTENT = regex(r"明确([^。;]{2,120}?)(?=,(?:于|并|报|在|请|经|\d|年)|[。;]|$)")
_APPRAISAL = regex(r"(?:纳入|列入|作为).{0,30}?(?:绩效|考核|考评|目标管理)")
_CIRCULAR = regex(r"通报(?!表扬|表彰)")
_PRAISE = regex(r"表彰|表扬|通报表扬|激励")
_LEAD = regex(r"牵头(?:责任)?(?:单位|部门)(?:要|应|须|负责|切实|履行|抓总)")
_COORDINATION = regex(
    r"提请.{0,40}(?:协调|研究)|(?:加强|做好).{0,20}(?:对接|沟通衔接)|困难和问题.{0,30}(?:报告|协调)|会商|联席会议"
)


def number(text: str) -> int | None:
    """A day, month or quarter in digits or Chinese."""
    if text.isdigit():
        return int(text)
    value = parse_chinese(text)
    return int(value) if value is not None else None


def read(page: Page, lines: list[Line], year: int | None) -> list[Rule]:
    """Rules of the body lines; ``year`` completes dates that print none."""
    rules: list[Rule] = []
    for line in lines:
        if line.cells or (line.mark and len(line.half) <= 40 and not line.half.endswith("。")):
            continue
        for found in _SENTENCE.finditer(line.half):
            if len(found.group().strip()) < 8:
                continue
            span = Span(line.span.start + found.start(), line.span.start + found.end())
            sentence = span.of(page.text)
            rules += [Rule(kind, sentence, span, data) for kind, data in _of(half(sentence), year)]
    return rules


def _of(text: str, year: int | None) -> Iterator[tuple[str, dict[str, object]]]:
    for kind, recognise in _RECOGNISERS:
        data = recognise(text, year)
        if data is not None:
            yield kind, data


def _due(text: str, year: int | None) -> dict[str, object]:
    found = _DAY.search(text) if "月" in text else None
    if not found:
        within = _WITHIN.search(text)
        return {"working_days": number(within.group(1))} if within else {}
    in_year = int(found.group(1)) if found.group(1) else year
    month, day = int(found.group(2)), int(found.group(3))
    if in_year is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return {}
    return {"due": f"{in_year:04d}-{month:02d}-{day:02d}", "inclusive": True}


def _common(text: str) -> dict[str, object]:
    """Receiver, form and signature that a sentence names."""
    data: dict[str, object] = {}
    if found := _TO.search(text):
        data["to"] = found.group(1)
    if found := _FORM.search(text):
        data["form"] = f"附件{found.group(1)}"
    if re.search(r"主要(?:领导|负责人|负责同志)[^。]{0,12}(?:签|审|同意|把关)|主要(?:领导|负责人|负责同志)签", text):
        data["signed_by"] = "principal"
    elif re.search(r"分管(?:领导|负责人|负责同志)[^。]{0,12}(?:签|审|同意|把关)", text):
        data["signed_by"] = "deputy"
    elif re.search(r"单位负责(?:人|同志)签(?:字|发|批)", text):
        data["signed_by"] = "principal"
    if found := _FILL.search(text):
        data.setdefault("form", found.group(1))
    if found := _SYSTEM.search(text):
        data["channel"] = found.group(1)
    return data


def liaison_list(text: str, year: int | None) -> dict[str, object] | None:
    """各责任单位于2023年2月28日前将工作联络员名单及其联系方式报区政府督查室(报送式样见附件4)。"""
    if not _LIAISON.search(text) or not re.search(r"名单|报|明确|确定", text) or _QUARTER_DAY.search(text):
        return None
    data = {**_due(text, year), **_common(text)}
    return data if data else None


def periodic_report(text: str, year: int | None) -> dict[str, object] | None:
    """从2023年第二季度起,每个季度第1个月的10日前,…完成情况,经单位主要领导签字同意后报区政府督查室"""
    dates = _dates(text)
    cycle = next((name for pattern, name in _EVERY if pattern.search(text)), None)
    if len(dates) > 1 and (cycle is None or (cycle == "half" and len(dates) > 2)):
        cycle = _BY_COUNT.get(len(dates), "dates")
    elif cycle is None and len(dates) == 1 and re.search(r"年度|全年|年终", text) and not _PLAN.search(text):
        cycle = "year"
    if cycle is None or not _STATE.search(text) or not re.search(r"报|送|反馈|填", text):
        return None
    data: dict[str, object] = {"cycle": cycle}
    if found := _QUARTER_DAY.search(text):
        words = found.group(2) or ""
        month = number(found.group(1)) if found.group(1) else 3 if words.startswith("末") else 1
        data.update(cycle="quarter", month_of_cycle=month)
        if words.startswith("末"):
            data["within"] = "current"
        if found.group(3):
            data["day"] = number(found.group(3))
    elif found := _MONTH_DAY.search(text):
        data.update(cycle="month", day=number(found.group(1)))
    if found := _FROM.search(text):
        if found.group(1):
            data["from"] = {"year": int(found.group(1)), "quarter": number(found.group(2))}
        else:
            data["from"] = {"year": int(found.group(3)), "month": int(found.group(4))}
    if (len(dates) > 1 or cycle == "year") and "day" not in data:
        data["dates"] = dates
    return {**data, **_common(text)}


_BY_COUNT = {2: "half", 3: "dates", 4: "quarter"}


def _dates(text: str) -> list[str]:
    """Days of a year that a sentence names, in its order: 4月8日、6月底."""
    if "月" not in text:
        return []
    found = [(m.start(), int(m.group(2)), int(m.group(3))) for m in _DAY.finditer(text)]
    for end in _MONTH_END.finditer(text):
        month = int(end.group(1))
        if 1 <= month <= 12:
            found.append((end.start(), month, calendar.monthrange(2023, month)[1]))
    return [f"{month:02d}-{day:02d}" for _, month, day in sorted(found) if 1 <= month <= 12 and 1 <= day <= 31]


def handling_plan(text: str, year: int | None) -> dict[str, object] | None:
    """制订具体细化的工作方案,明确每个责任事项的具体工作内容、完成时间节点、分管负责同志以及责任部门。"""
    if not _PLAN.search(text) or not (re.search(r"单位|部门|责任|各地", text) or _TO.search(text)):
        return None
    data: dict[str, object] = {}
    if found := _PLAN_CONTENT.search(text):
        words = _WHOSE.sub("", found.group(1))
        data["content"] = [w for w in re.split(r"、|,|以及|及|和", words) if len(w) > 1]
    data.update(_due(text, year))
    data.update(_common(text))
    return data if data else None


def lead_rule(text: str, year: int | None) -> dict[str, object] | None:
    """各牵头单位要切实履行牵头抓总…；列第一位者为牵头单位"""
    if says_lead_first(text):
        return {"lead": "first"}
    if re.search(r"(?:未|没有)(?:明确|标注|列出).{0,6}牵头单位", text):
        return {"lead": "responsible"}
    return {"duty": "lead"} if _LEAD.search(text) else None


def coordination(text: str, year: int | None) -> dict[str, object] | None:
    """对于一些办理难度大…的责任事项,…及时提请区人民政府分管负责同志研究协调解决。"""
    if not _COORDINATION.search(text):
        return None
    data: dict[str, object] = {}
    if found := _ASK.search(text):
        data["to"] = found.group(1)
    if found := _CONTACT.search(text):
        data["with"] = found.group(1)
    return data


def appraisal(text: str, year: int | None) -> dict[str, object] | None:
    """各责任单位要将办理工作纳入本单位绩效目标,进行高效管理。"""
    return {} if _APPRAISAL.search(text) else None


def circular(text: str, year: int | None) -> dict[str, object] | None:
    """对责任事项落实不力…的人和事将予以通报"""
    return {} if _CIRCULAR.search(text) and re.search(r"不力|滞后|缓慢|影响|未|问责|定期|予以", text) else None


def commendation(text: str, year: int | None) -> dict[str, object] | None:
    """对工作落实好、成效显著的单位予以表彰激励"""
    return {} if _PRAISE.search(text) and re.search(r"单位|个人|部门|地方", text) else None


def supervision(text: str, year: int | None) -> dict[str, object] | None:
    """市政府督查室将实行月调度、季通报；对滞后的亮黄牌"""
    found = list(dict.fromkeys(m.group() for m in _SUPERVISION.finditer(text)))
    return {"what": "、".join(found)} if found else None


def closing(text: str, year: int | None) -> dict[str, object] | None:
    """实行台账管理，完成一项、销号一项"""
    return _common(text) if _CLOSING.search(text) else None


def adjustment(text: str, year: int | None) -> dict[str, object] | None:
    """目标任务确需调整的，须报区政府批准"""
    return _common(text) if _CHANGE.search(text) else None


def form_of_reports(text: str, year: int | None) -> dict[str, object] | None:
    """报送材料须经主要领导审签并加盖公章 · 通过督查系统填报; what periodic_report has not told already."""
    if periodic_report(text, year) or liaison_list(text, year) or handling_plan(text, year):
        return None
    if not (_STAMP.search(text) or _SYSTEM.search(text) or _FILL.search(text) or _SIGNED.search(text)):
        return None
    data = _common(text)
    if _STAMP.search(text):
        data["format"] = "加盖公章"
    return data or None


Recogniser = Callable[[str, int | None], dict[str, object] | None]
_RECOGNISERS: tuple[tuple[str, Recogniser], ...] = (
    ("liaison_list", liaison_list),
    ("handling_plan", handling_plan),
    ("periodic_report", periodic_report),
    ("lead_rule", lead_rule),
    ("coordination", coordination),
    ("appraisal", appraisal),
    ("circular", circular),
    ("commendation", commendation),
    ("supervision", supervision),
    ("closing", closing),
    ("adjustment", adjustment),
    ("form_of_reports", form_of_reports),
)
