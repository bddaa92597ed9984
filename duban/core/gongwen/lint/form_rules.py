"""Numbers, dates, punctuation, length, attachments: how things are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from duban.core.gongwen.lint.dates import basis, dates_in
from duban.core.gongwen.lint.roles import NUMBER, TEXT, Part, Placed
from duban.core.gongwen.lint.values import Finding, Print, Severity
from duban.core.notice.header import iso_date
from duban.core.text.patterns import regex

GB = "GB/T 9704-2012 "
RELIEF = "《整治形式主义为基层减负若干规定》一"
MOST_WHOLE, MOST_TASK = 5000, 4000
# The rule on Chinese numerals changed when the standard of 2012 came into force.
SINCE = "2012-07-01"
_CHINESE_DATE = regex(r"[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日")
_PADDED_DATE = regex(r"\d{4}年(?:0\d月\d{1,2}日|\d{1,2}月0\d日|0\d月)")
_DOTTED_DATE = regex(r"(?<![\d.])20\d{2}[.．]\d{1,2}[.．]\d{1,2}(?![\d.])")
_SHORT_YEAR = regex(r"(?<![\d〔\[(（.．:：\-—])(?:[12]\d)年(?:\d{1,2}月|度|上半年|下半年)")
_HALF = regex(
    r"(?<=[\u4e00-\u9fff》”）])[,;:?!](?=[\u4e00-\u9fff《“（\d]|$)|[(](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])[)]"
)
_LAW = regex(r"第\d+号令|主席令|国令")
_NO_TEXT = regex(r"此页无正文")
_HAN = regex(r"[\u4e00-\u9fff]|\d+")
_ITEM = regex(r"(?:附件[:：])?\s*(?:\d{1,2}[.．、])?\s*(.+)")


def _of_document(lines: Sequence[Placed]) -> Iterator[Placed]:
    """Lines of the paper itself; what a portal puts above it, and tables, are others' business."""
    return (each for each in lines if each.part not in {Part.HEAD, Part.TABLE})


def document_numbers(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """发文字号: 〔2023〕, no zero padding, no 第."""
    for each in _of_document(lines):
        for found in NUMBER.finditer(each.text):
            if _LAW.search(each.text[max(0, found.start() - 4) : found.end() + 1]):
                continue
            year, number = found["year"], found["number"]
            wrong = []
            if (found["open"], found["close"]) != ("〔", "〕"):
                wrong.append("年份用六角括号〔〕括入")
            if len(year) != 4:
                wrong.append("年份标全称")
            if number.startswith("0"):
                wrong.append("序号不编虚位")
            if found["word"]:
                wrong.append("序号前不加“第”")
            if wrong:
                whole = f"20{year}" if len(year) == 2 else year
                right = f"{found['code']}〔{whole}〕{int(number)}号"
                yield Finding(
                    "form.number", Severity.MUST, f"文号写作“{found.group()}”", "，".join(wrong), f"改为“{right}”。",
                    f"{GB}7.2.5", each.line.number, each.text[:30],
                )  # fmt: skip


def dates(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """Arabic, full year, no leading zero."""
    for each in _of_document(lines):
        text = each.text
        for found in _CHINESE_DATE.finditer(text):
            if (iso_date(found.group()) or "9") >= SINCE:
                yield _date(each, found.group(), "用阿拉伯数字将年、月、日标全", "改为阿拉伯数字。")
        for found in _PADDED_DATE.finditer(text):
            right = re.sub(r"(?<=[年月])0", "", found.group())
            yield _date(each, found.group(), "月、日不编虚位", f"改为“{right}”。")
        for found in _DOTTED_DATE.finditer(text):
            year, month, of_month = re.split(r"[.．]", found.group())
            right = f"{year}年{int(month)}月{int(of_month)}日"
            yield _date(each, found.group(), "写明年、月、日", f"改为“{right}”。")
        for found in _SHORT_YEAR.finditer(text):
            yield _date(each, found.group(), "年份标全称", f"改为“20{found.group()}”。")


def _date(each: Placed, found: str, expected: str, mend: str) -> Finding:
    own = each.part in {Part.DATE, Part.PRINTED}
    clause = f"{GB}7.3.5.4" if own else "GB/T 15835-2011《出版物上数字用法》"
    return Finding(
        "form.date", Severity.MUST if own else Severity.LOOK, f"日期写作“{found}”", expected, mend, clause,
        each.line.number, each.text[:30],
    )  # fmt: skip


def impossible_days(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """30 February; a weekday that the day is not."""
    day = basis(lines)
    for each in _of_document(lines):
        for said in dates_in(each.text, day.day if day else None):
            if said.day is None:
                yield Finding(
                    "form.no-such-day", Severity.MUST, f"没有“{said.text}”这一天", "日历上有的日期", "核对月份和日期。",
                    "日历", each.line.number, each.text[:30],
                )  # fmt: skip
            elif said.weekday is not None and said.weekday != said.day.weekday():
                right = f"{said.text}是{said.prefix}{'一二三四五六日'[said.day.weekday()]}"
                unsure = "" if said.year_given else f"（按{said.day.year}年推算）"
                sure = Severity.MUST if said.year_given else Severity.LOOK
                yield Finding(
                    "form.weekday", sure,
                    f"“{said.text}”后写作“{said.prefix}{'一二三四五六日'[said.weekday]}”", f"{right}{unsure}",
                    "核对日期或星期。", "日历", each.line.number, each.text[:30],
                )  # fmt: skip


def signature(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """成文日期 of a paper that has a number; no page without text."""
    for each in lines:
        if _NO_TEXT.search(each.text):
            yield Finding(
                "form.no-text", Severity.MUST, "标注了“此页无正文”", "不标注", "调整行距、字距，使落款与正文同处一面。",
                f"{GB}7.3.5.5", each.line.number, each.text[:30],
            )  # fmt: skip
    numbered = any(each.part is Part.NUMBER for each in lines)
    minutes = any(each.part in {Part.HEAD, Part.TITLE} and each.text.endswith("纪要") for each in lines)
    if document.laid_out and numbered and not minutes and not any(each.part is Part.DATE for each in lines):
        yield Finding(
            "form.undated", Severity.MUST, "没有成文日期", "署会议通过或者负责人签发的日期",
            "在署名之下写明年、月、日。", f"{GB}7.3.5.4",
        )  # fmt: skip


def punctuation(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """Half-width marks between Chinese words: one finding for all of them."""
    rows = [(each, len(_HALF.findall(each.text))) for each in _of_document(lines) if each.part in TEXT]
    rows = [(each, count) for each, count in rows if count]
    if rows:
        total = sum(count for _, count in rows)
        first = rows[0][0]
        yield Finding(
            "form.half-width", Severity.LOOK, f"中文里有半角标点{total}处（{len(rows)}段）", "中文用全角标点",
            "把逗号、分号、冒号、括号换成全角。", "GB/T 15834-2011《标点符号用法》", first.line.number, first.text[:30],
        )  # fmt: skip


def length(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """Characters of the text itself, attachments not counted; of papers that are sent to somebody."""
    if not any(each.part in {Part.NUMBER, Part.ADDRESSEE} for each in lines):
        return
    count = sum(len(_HAN.findall(each.text)) for each in lines if each.part in TEXT - {Part.TITLE})
    if count <= MOST_TASK:
        return
    yield Finding(
        "form.length", Severity.LOOK, f"正文约{count:,}字",
        f"部署专项工作或具体任务的一般不超过{MOST_TASK:,}字，其他一般不超过{MOST_WHOLE:,}字",
        "压减篇幅，或把清单、表格移入附件。", RELIEF,
    )  # fmt: skip


def addressees(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """A full-width colon behind the last."""
    for each in lines:
        if each.part is Part.ADDRESSEE and each.text.endswith(":"):
            yield Finding(
                "form.addressee", Severity.MUST, "主送机关后用半角冒号", "最后一个机关名称后标全角冒号", "改为“：”。",
                f"{GB}7.3.2", each.line.number, each.text[:30],
            )  # fmt: skip


def attachments(document: Print, lines: Sequence[Placed]) -> Iterator[Finding]:
    """附件说明: no marks at the end of a name; as many attachments as it names."""
    named = _named(lines)
    for each, name in named:
        if name.endswith(("。", "；", "，", "、", "：", ";", ",")):
            yield Finding(
                "form.enclosed", Severity.MUST, "附件名称后有标点", "附件名称后不加标点", f"删去“{name[-1]}”。",
                f"{GB}7.3.4", each.line.number, each.text[:30],
            )  # fmt: skip
    marks = [each for each in lines if each.part is Part.MARK]
    if document.laid_out and named and len(named) != len(marks):
        yield Finding(
            "form.attachments", Severity.LOOK, f"附件说明列{len(named)}个附件，正文后有{len(marks)}个附件序号",
            "附件顺序号和名称与附件说明一致", "核对附件是否齐全；附件另发的在说明里写明。", f"{GB}7.3.7",
            named[0][0].line.number, named[0][0].text[:30],
        )  # fmt: skip


def _named(lines: Sequence[Placed]) -> list[tuple[Placed, str]]:
    """Lines of 附件说明 with the names."""
    found = []
    for each in lines:
        name = _ITEM.fullmatch(each.text) if each.part is Part.ENCLOSED else None
        if name is not None:
            found.append((each, name[1].strip()))
    return found


RULES = (
    document_numbers, dates, impossible_days, signature, punctuation, length, addressees, attachments,
)  # fmt: skip
