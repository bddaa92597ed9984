"""版头设置 of a kind of document: what the office has set, else what the newest notice's own number suggests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from duban.core.gongwen.document import Form, Head, Imprint, Signature
from duban.core.gongwen.numbers import number_of, sibling_code
from duban.core.text.days import day_in_words
from duban.dispatch.enums import Kind
from duban.dispatch.models import Letterhead
from duban.notices.models import Notice
from duban.orgs.permissions import Invalid

# What a kind's number and mark add to those of the house: 武昌政办 → 武昌政督函.
_ENDINGS = {Kind.URGING: "督函", Kind.MINUTES: "督纪", Kind.CONCLUSION: "督查", Kind.DECISION: "督查"}
_FORMS = {
    Kind.URGING: Form.LETTER,
    Kind.MINUTES: Form.MINUTES,
    Kind.CONCLUSION: Form.LETTER,
    Kind.DECISION: Form.LETTER,
}
# Until it has a letterhead of its own a kind is headed and numbered like another.
_LIKE = {Kind.DECISION: Kind.CONCLUSION}


@dataclass(frozen=True, slots=True)
class Heading:
    """The letterhead of a kind. ``number`` of the document goes in when it is known."""

    kind: str
    code: str  # 机关代字
    form: Form
    mark: str  # 发文机关标志
    issuer: str  # 署名
    printer: str  # 印发机关
    sealed: bool = True

    def head(self, number: str = "", *, secrecy: str = "", urgency: str = "") -> Head:
        """版头."""
        return Head(self.mark, number, secrecy=secrecy, urgency=urgency, form=self.form)

    def signature(self, on: dt.date) -> Signature:
        """落款."""
        return Signature((self.issuer, day_in_words(on)), sealed=self.sealed)

    def imprint(self, on: dt.date, copies: tuple[str, ...] = ()) -> Imprint:
        """版记."""
        return Imprint(self.printer, on, copies)


def proposed(kind: str) -> Heading | None:
    """From the newest notice that has a number and an issuer; ``None`` before there is one."""
    rows = Notice.objects.exclude(document_number="").exclude(issuer="").order_by("-year", "-pk")
    for issuer, text in rows.values_list("issuer", "document_number"):
        house = number_of(text)
        if house is None:
            continue
        kind = Kind(kind)
        form = _FORMS.get(kind, Form.GENERAL)
        mark = {Form.GENERAL: f"{issuer}文件", Form.LETTER: issuer, Form.MINUTES: f"{issuer}会议纪要"}[form]
        return Heading(
            kind, sibling_code(house.code, _ENDINGS.get(kind, "督")), form, mark, issuer, issuer,
            sealed=form is not Form.MINUTES,
        )  # fmt: skip
    return None


def of(kind: str) -> Heading:
    """The letterhead in force. Raises Invalid where none is set and none can be proposed."""
    kinds = [kind, _LIKE[Kind(kind)]] if Kind(kind) in _LIKE else [kind]
    rows = {row.kind: row for row in Letterhead.objects.select_related("series").filter(kind__in=kinds)}
    row = next((rows[each] for each in kinds if each in rows), None)
    if row is not None:
        return Heading(kind, row.series.code, Form(row.form), row.mark, row.issuer, row.printer, row.sealed)
    found = proposed(kind)
    if found is None:
        label = Kind(kind).label
        raise Invalid(
            f"{label}还没有版头设置，台账里也没有带文号的来文可供参照；请先在“发文设置”里填写机关代字和版头。"
        )
    return found
