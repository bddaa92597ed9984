"""Where words stand in a paper, and what number and day change of it."""

import datetime as dt

from duban.core.gongwen import dating, places
from duban.core.gongwen.document import (
    Attachment,
    Cell,
    Document,
    Head,
    Imprint,
    Paragraph,
    Role,
    Row,
    Signature,
    Table,
)

DAY, LATER = dt.date(2023, 7, 20), dt.date(2023, 7, 24)
TABLE = Table((50.0, 50.0), (Row((Cell.of("事项"), Cell.of("37项"))),))
PAPER = Document(
    ("关于37项的通报",),
    (
        Paragraph("各单位：", Role.PLAIN),
        Paragraph("已完成37项，共37项。"),
        Paragraph("2023年7月20日以来。"),
        Signature(("某办公室", "2023年7月20日")),
        Attachment("附件", ("一览表",), (TABLE,)),
    ),
    head=Head("某文件"),
    imprint=Imprint("某办公室", DAY),
)


def test_every_piece_is_looked_through():
    assert [(each.name, each.times) for each in places.find(PAPER, "37项")] == [
        ("标题", 1), ("正文第1段", 2), ("附件表第1行第2格", 1),
    ]  # fmt: skip
    assert [each.name for each in places.find(PAPER, "各单位")] == ["正文主送"]
    assert places.find(PAPER, "38项") == places.find(PAPER, "") == []


def test_number_and_day_alone_change():
    made = dating.numbered(PAPER, "某政督〔2023〕1号", drawn=DAY, on=LATER)
    assert made.head.number == "某政督〔2023〕1号" and made.imprint.issued_on == LATER
    assert made.parts[3].lines == ("某办公室", "2023年7月24日")
    assert made.parts[:3] == PAPER.parts[:3] and made.parts[4:] == PAPER.parts[4:]
    assert dating.numbered(Document(("题",)), "1号", drawn=DAY, on=LATER) == Document(("题",))
