"""更正."""

import datetime as dt

from duban.core.gongwen.document import Document, Paragraph, Role, Signature
from duban.core.gongwen.erratum import Erratum, Slip, addressees, document

DAY = dt.date(2023, 7, 20)
SIGNED = Signature(("某某区人民政府办公室", "2023年8月1日"), sealed=True)


def texts(*slips: Slip, **more: str) -> list[str]:
    made = document(Erratum("某政督〔2023〕3号", "关于情况的通报", DAY, "通报", slips, **more), signature=SIGNED)
    return [part.text for part in made.parts if isinstance(part, Paragraph)]


def test_one_place_is_a_sentence():
    assert texts(Slip("37项", "38项", "第二部分"), reason="统计口径有误。", to="各单位：") == [
        "各单位：",
        "因统计口径有误，2023年7月20日印发的《关于情况的通报》（某政督〔2023〕3号）现作更正：将第二部分中的“37项”更正为“38项”。",
        "其他内容不变。",
    ]


def test_several_places_are_a_list():
    said = texts(Slip("甲", "乙"), Slip("丙", "丁"))
    assert said[1:] == ["1.将“甲”更正为“乙”；", "2.将“丙”更正为“丁”。", "其他内容不变。"]


def test_the_addressees_of_the_old_paper():
    assert addressees(Document(("题",), (Paragraph("正文："), Paragraph("各单位：", Role.PLAIN)))) == "各单位："
    assert addressees(Document(("题",))) == ""
