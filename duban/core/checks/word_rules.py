"""Checks on the words of a line. Each yields (found, expected, mend, fingerprint, box, figure)."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from duban.core.checks.values import LineInput, fingerprint
from duban.core.reporting.values import OFF_TRACK, RATING_LABELS, Presence, Rating, is_worse

Found = tuple[str, str, str, str, str, str]

SHORT = 15  # characters besides the matter's own words
ALIKE = 0.9  # share of common three-character runs
ECHO = 0.8

STOCK = tuple(
    (
        "高度重视 积极推进 有序推进 正在有序 稳步推进 扎实推进 持续推进 正在推进 加强领导 统筹谋划 "
        "认真落实 狠抓落实 压实责任 全力推进 加快推进 深入开展 有序开展 正在开展 提高站位 强化措施"
    ).split()
)
RESULT_WORDS = re.compile(
    r"完成|建成|开工|竣工|投用|投入使用|新增|签约|落地|印发|出台|通过|验收|达到|开展了|举办|培训|改造了|整治了|增长|下降|获|批复|发放|拨付|解决|启动"
)
EVIDENCE_WORDS = re.compile(r"验收|批复|审计报告|评审通过|印发(?:了)?《|出台(?:了)?《|签订(?:了)?.{0,8}协议")
DATED = re.compile(r"\d{1,2}\s*月|季度|年底|年内|上半年|下半年|月底|本月|下月|\d{4}\s*年|\d{1,2}\s*日|周内|旬")
CAUSE = re.compile(r"由于|因为|受.{0,12}影响|有赖|等待|尚未|未能|取决于|配合不|进度慢|滞后")
UNTIL = re.compile(r"(?:截至|截止|至)(?:目前)?(?:(?P<year>\d{4})\s*年)?\s*(?P<month>1[0-2]|[1-9])\s*月")
MONTHS = re.compile(
    r"(?P<first>1[0-2]|[1-9])\s*(?:月)?\s*[-—–~～至到]\s*(?P<last>1[0-2]|[1-9])\s*月(?!\s*\d{1,2}\s*日)"
)


def folded(text: str) -> str:
    """Only what carries meaning: half width, no spaces, no punctuation."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c)[0] in "LN" or c in "%.％")


def runs(text: str, size: int = 3) -> Counter[str]:
    """Multiset of the runs of ``size`` characters."""
    return Counter(text[i : i + size] for i in range(max(len(text) - size + 1, 1))) if text else Counter()


def likeness(a: str, b: str) -> float:
    """Share of common three-character runs, 0..1 (Dice).

    >>> likeness("新建充电桩30个", "新建充电桩30个"), likeness("新建", "拆除")
    (1.0, 0.0)
    """
    left, right = _profile(a), _profile(b)
    total = left.total() + right.total()
    return 2 * sum(min(n, right[run]) for run, n in left.items() if run in right) / total if total else 0.0


@lru_cache(maxsize=4096)  # every unit's text of a matter is compared with every other one's
def _profile(text: str) -> Counter[str]:
    return runs(folded(text))


def own_words(text: str, matter: str) -> int:
    """Number of characters of ``text`` that are not part of a run copied from the matter."""
    body, source = folded(text), runs(folded(matter), 4)
    copied: set[int] = set()
    for i in range(len(body) - 3):
        if body[i : i + 4] in source:
            copied.update(range(i, i + 4))
    return len(body) - len(copied)


def presence_missing(line: LineInput) -> Iterator[Found]:
    if line.presence is Presence.MISSING:
        yield (
            "本项尚未填报",
            "每项须填写进展，或在五种情形中选择一种说明为何没有数据",
            "请填写，或选择“本期无进展”“本区无份额”“等待其他单位”“数据未发布”。",
            fingerprint("presence.missing", line.code),
            "presence",
            "",
        )


def presence_why(line: LineInput) -> Iterator[Found]:
    if line.presence in (Presence.MISSING, Presence.REPORTED):
        return
    print_ = fingerprint("presence.why", line.presence, line.reason, line.waiting_on, line.expected_on)
    if len(folded(line.reason)) < 4:
        yield ("没有写明原因", "选择未报数的情形须说明原因", "请用一句话写明原因。", print_, "reason", "")
    if line.presence is Presence.BLOCKED and not line.waiting_on:
        yield ("没有指明等待的单位", "须指明在等哪个单位", "请选择单位，督查室据此协调。", print_, "waiting_on", "")
    if line.presence is Presence.AWAITING and line.expected_on is None:
        yield (
            "没有写明数据何时发布",
            "须写明预计发布日期",
            "请填写预计日期，到期后系统会提醒补报。",
            print_,
            "expected_on",
            "",
        )


def short(line: LineInput) -> Iterator[Found]:
    if line.presence is not Presence.REPORTED:
        return
    count = own_words(line.done, line.matter)
    if count < SHORT:
        yield (
            f"除任务原文外只有 {count} 个字",
            f"进展至少写 {SHORT} 个字",
            "请写明做了什么、做到哪一步；确无进展的，请选择“本期无进展”。",
            fingerprint("words.short", line.done),
            "done",
            "",
        )


def unchanged(line: LineInput) -> Iterator[Found]:
    if line.presence is not Presence.REPORTED or not line.previous_done or not line.done:
        return
    share = likeness(line.done, line.previous_done)
    if share >= ALIKE:
        yield (
            f"与上期文字 {share:.0%} 相同",
            "前几季度的累计情况应有变化",
            "本期确无新进展的，请选择“本期无进展”；有进展的请补充。",
            fingerprint("words.unchanged", line.done, line.previous_done),
            "done",
            "",
        )


def echo(line: LineInput) -> Iterator[Found]:
    text = folded(line.done)
    if line.presence is not Presence.REPORTED or len(text) < SHORT:
        return
    share = 1 - own_words(line.done, line.matter) / len(text)
    if share >= ECHO:
        yield (
            f"{share:.0%} 的文字与任务原文相同",
            "应写完成情况，而不是重复任务",
            "请写明做了什么、结果如何。",
            fingerprint("words.echo", line.done),
            "done",
            "",
        )


def rating_none(line: LineInput) -> Iterator[Found]:
    if line.presence is Presence.REPORTED and line.rating is Rating.NONE:
        yield (
            "没有自评",
            "每项须由本单位自评一次",
            "请选择：已完成、按序时推进、常态推进、滞后可追、有较大风险。",
            fingerprint("rating.none", line.code),
            "rating",
            "",
        )


def unexplained(line: LineInput) -> Iterator[Found]:
    """Off track, or worse than before, and no cause or no remedy given."""
    if line.presence is not Presence.REPORTED or line.rating not in OFF_TRACK:
        return
    missing = [
        name for name, text in (("问题及原因", line.problem), ("下一步及时限", line.next_step)) if len(folded(text)) < 6
    ]
    if not missing:
        return
    before = ""
    if line.previous_rating is line.rating:
        before = "，且连续两期如此"
    elif is_worse(line.rating, line.previous_rating):
        before = f"，上期为“{RATING_LABELS[line.previous_rating]}”"
    yield (
        f"自评“{RATING_LABELS[line.rating]}”{before}，但没有写{'、'.join(missing)}",
        "滞后的事项须写明原因和补救",
        f"请填写{'、'.join(missing)}。",
        fingerprint("rating.unexplained", line.rating, line.problem, line.next_step),
        "problem" if missing[0] == "问题及原因" else "next_step",
        "",
    )


def next_undated(line: LineInput) -> Iterator[Found]:
    if len(folded(line.next_step)) >= 4 and not DATED.search(line.next_step):
        yield (
            "下一步没有时间",
            "写明何时完成，便于安排",
            "请补上月份或日期。",
            fingerprint("words.next-undated", line.next_step),
            "next_step",
            "",
        )


def stock_phrases(line: LineInput) -> Iterator[Found]:
    if line.presence is not Presence.REPORTED or not line.done:
        return
    used = [phrase for phrase in STOCK if phrase in line.done]
    if used and not RESULT_WORDS.search(line.done) and not re.search(r"\d", line.done):
        yield (
            f"只有“{used[0]}”一类的话，没有结果",
            "写明已经办成的事",
            "请补充完成的数量、节点或成果。",
            fingerprint("words.stock", line.done),
            "done",
            "",
        )


def blames_other_unit(line: LineInput) -> Iterator[Found]:
    if not CAUSE.search(line.problem):
        return
    named = [name for name in line.other_units if name and name in line.problem]
    if named:
        yield (
            f"问题的原因涉及{named[0]}",
            "需要其他单位配合的，可提请协调",
            "可一键提请督查室协调，对方答复有时限，等待期间本单位不计滞后。",
            fingerprint("words.other-unit", line.problem),
            "problem",
            "",
        )


def _months_said(text: str, year: int) -> Iterator[tuple[str, dt.date]]:
    """Periods named in a text: (words, last day of the month named)."""
    for match in UNTIL.finditer(text):
        yield match[0], _month_end(int(match["year"] or year), int(match["month"]))
    for match in MONTHS.finditer(text):
        if int(match["first"]) < int(match["last"]):
            yield match[0], _month_end(year, int(match["last"]))


def _month_end(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def period_in_text(line: LineInput) -> Iterator[Found]:
    end = line.period.covers_to
    for words, until in _months_said(line.done, end.year):
        if until.year == end.year and until.month != end.month:
            yield (
                f"文中写“{words}”",
                f"本期数据应截至{end.month}月底",
                "请改用本期数据；只有较早数据的，请选择“数据未发布”或说明原因。",
                fingerprint("period.text", line.done, end),
                "done",
                "",
            )
            return


def same_as_other(line: LineInput) -> Iterator[Found]:
    if len(folded(line.done)) < 20:
        return
    for unit, text in line.same_matter_texts:
        if likeness(line.done, text) >= ALIKE:
            yield (
                f"与{unit}的文字几乎相同",
                "各单位应写本单位承担的部分",
                "请写明本单位做的工作。",
                fingerprint("words.same-as-other", line.done, unit),
                "done",
                "",
            )


def claims_evidence(line: LineInput) -> Iterator[Found]:
    match = EVIDENCE_WORDS.search(line.done)
    if match and not line.evidence:
        yield (
            f"提到“{match[0]}”，没有附材料",
            "有现成文件的附上即可，不要求另行制作",
            "可上传文件，或忽略此提示。",
            fingerprint("evidence.none", line.done),
            "evidence",
            "",
        )
