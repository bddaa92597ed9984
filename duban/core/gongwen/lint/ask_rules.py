"""What a document asks of others: days that have passed, the same thing twice, reports at short intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.core.gongwen.lint.dates import Said, basis, dates_in
from duban.core.gongwen.lint.roles import TEXT, Part, Placed
from duban.core.gongwen.lint.values import Finding, Print, Severity
from duban.core.text.days import day_in_words
from duban.core.text.likeness import contained, pairs_of
from duban.core.text.patterns import regex
from duban.core.text.width import half

RELIEF = "《整治形式主义为基层减负若干规定》三"
_SENTENCE = regex(r"[^。；;！？]+[。；;！？]?")
_ASKS = regex(
    r"(?:报送|上报|填报|报给|反馈至?|提交|报备|"
    r"(?<![汇通简情])报(?=[^告表道名请]{0,14}(?:督查|政府|办公室|局|委|部门|专班|领导小组)))"
)
_BEFORE = regex(r"日 ?(?:前|之前|以前|下班前|\d{1,2}[:：时]\d{0,2}前)")
_WHAT = regex(
    r"(?:将|把)(?P<what>[^，,。；;]{3,60}?)(?:报|送|反馈|提交|填)|"
    r"(?:报送|上报|填报|提交|反馈)(?P<after>[^，,。；;]{3,40})"
)
_WEEKLY = regex(r"(?:每日|每天|每周|每旬|每半月|一日一|一周一|日报告|周报告|日报制|周报制|零报告)")
_DONE = regex(r".{0,12}(?:已|完成了|建成了|累计)")
# Before the day: what was due or promised is told, not asked anew.
_OWED = regex(r"(?:应于|应在|原定|约定|答复|承诺)[^，。；]{0,4}$")
_STILL = regex(r"[^。；]{0,60}?(?:尚未|仍未|至今未|未按期|未按时|逾期|迟报|超期)")
_ALIKE = 0.75
_LEAST = 4  # pairs of characters that two objects have at least
_RECEIVER = r"(?:至|给|到)?(?:[区市省县]|国务院)?[\u4e00-\u9fff]{0,8}?(?:办公[厅室]|政府|督查室|[局委厅]|部门|领导小组)"
_EMPTY = regex(rf"^{_RECEIVER}|" r"[于前后年月日\d]+|有关|情况|及时|按时|书面|材料|各自|本单位|单位")


@dataclass(frozen=True, slots=True)
class Ask:
    """A sentence that asks for something to be sent in."""

    line: Placed
    sentence: str
    what: str


def asks(lines: Sequence[Placed]) -> Iterator[Ask]:
    """Of the paper itself, in order."""
    for each in lines:
        if each.part not in TEXT - {Part.TITLE, Part.ADDRESSEE}:
            continue
        for found in _SENTENCE.finditer(each.text):
            sentence = found.group()
            if not _ASKS.search(sentence):
                continue
            what = _WHAT.search(sentence)
            yield Ask(each, sentence, (what["what"] or what["after"]) if what else "")


def passed(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """A day by which something is to be done, before the day of the document itself."""
    day = basis(lines)
    if day is None:
        return
    for each in lines:
        if each.part not in TEXT - {Part.TITLE, Part.ADDRESSEE}:
            continue
        for said in dates_in(each.text, day.day):
            if said.day is None or said.day >= day.day or not said.year_given and said.day.year != day.day.year:
                continue
            if not _BEFORE.match(half(each.text[said.end - 1 : said.end + 8])) or _told(each.text, said):
                continue
            own = day_in_words(day.day)
            yield Finding(
                "ask.passed", Severity.MUST, f"要求“{said.text}前”办理，{day.word}是{own}，发文时期限已过",
                f"期限在{own}之后", "改期限，或在印发前提早发文。", "《党政机关公文处理工作条例》第十九条",
                each.line.number, each.text[max(0, said.start - 14) : said.end + 14],
            )  # fmt: skip


def _told(text: str, said: Said) -> bool:
    """Whether the day is told and not asked: 6月30日前已完成; 应于4月10日前报送，至今未报."""
    behind = text[said.end :]
    return bool(_DONE.match(behind) or _STILL.match(behind) or _OWED.search(text[max(0, said.start - 8) : said.start]))


def again(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """The same thing asked for in two places."""
    seen: list[tuple[Ask, frozenset[str]]] = []
    for ask in asks(lines):
        pairs = pairs_of(_EMPTY.sub("", ask.what))
        if len(pairs) < _LEAST:
            continue
        other = next((one for one, known in seen if contained(known, pairs) >= _ALIKE), None)
        seen.append((ask, pairs))
        if other is None:
            continue
        place = f"第{other.line.line.number}段" if other.line is not ask.line else "同一段"
        yield Finding(
            "ask.again", Severity.LOOK, f"要求报送“{_short(ask.what)}”，{place}已要求报送“{_short(other.what)}”",
            "同一内容只要求报送一次", "合并两处要求；系统里已有的数据不再要求另报。", RELIEF, ask.line.line.number,
            ask.sentence[:30],
        )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"


def often(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """Reports by the day or the week."""
    for ask in asks(lines):
        found = _WEEKLY.search(ask.sentence)
        if found is not None:
            yield Finding(
                "ask.often", Severity.LOOK, f"要求“{found.group()}”报送", "不频繁要求填表格报材料",
                "改为按月或按季度，或从已有系统取数。", RELIEF, ask.line.line.number, ask.sentence[:30],
            )  # fmt: skip


RULES = (passed, again, often)
