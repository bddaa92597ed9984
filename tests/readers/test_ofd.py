"""OFD files, made by hand after GB/T 33190."""

from __future__ import annotations

import pytest

from duban.core.document import BlockKind
from duban.readers import read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, ofd_lines, ofd_of, zipped


def test_lines_become_paragraphs_again():
    document = read_bytes(ofd_of([ofd_lines(NOTICE.split("\n"))]), "通知.ofd")
    assert document.text == NOTICE
    assert document.format == "ofd" and {block.page for block in document.blocks} == {1}


def test_pages_in_order_objects_in_disorder():
    pages = [[(25.0, 40.0, "二、民生保障"), (25.0, 30.0, "一、城市建设")], [(25.0, 30.0, "三、改革开放")]]
    document = read_bytes(ofd_of(pages), "x.ofd")
    assert document.text.split("\n") == ["一、城市建设", "二、民生保障", "三、改革开放"]
    assert [block.page for block in document.blocks] == [1, 1, 2]


@pytest.mark.parametrize("space", ["http://www.ofdspec.org", "http://www.ofdspec.org/2016", "urn:other"])
def test_the_namespace_of_the_maker_does_not_matter(space):
    import io
    import zipfile

    data = ofd_of([[(25.0, 30.0, "一、城市建设")]])
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members = {n: source.read(n).replace(b"http://www.ofdspec.org/2016", space.encode()) for n in source.namelist()}
    assert read_bytes(zipped(members), "x.ofd").text == "一、城市建设"


def test_a_table_that_is_drawn():
    lines = [f"M 0 {y} L 160 {y}" for y in (0, 10, 20)] + [f"M {x} 0 L {x} 20" for x in (0, 20, 110, 160)]
    drawn = (
        '<ofd:PathObject ID="900" Boundary="25 50 160 20"><ofd:AbbreviatedData>'
        + " ".join(lines)
        + "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    texts = [(27.0, 52.0, "序号"), (50.0, 52.0, "任务"), (140.0, 52.0, "单位")]
    texts += [(30.0, 62.0, "1"), (50.0, 62.0, "新增停车泊位"), (138.0, 62.0, "区建设局")]
    document = read_bytes(ofd_of([texts], drawn=drawn), "x.ofd")
    rows = [[c.of(document.text) for c in block.cells] for block in document.blocks if block.kind is BlockKind.ROW]
    assert rows == [["序号", "任务", "单位"], ["1", "新增停车泊位", "区建设局"]]


def test_templates_stand_behind_the_page():
    import io
    import zipfile

    data = ofd_of([[(25.0, 40.0, "正文")]])
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        members: dict[str, bytes | str] = {name: source.read(name) for name in source.namelist()}
    page = "Doc_0/Pages/Page_0/Content.xml"
    members["Doc_0/Tpls/T.xml"] = members[page].replace("正文".encode(), "红头".encode()).replace(b" 40.0 ", b" 20.0 ")
    members[page] = members[page].replace(b"<ofd:Content>", b'<ofd:Template TemplateID="9"/><ofd:Content>')
    members["Doc_0/Document.xml"] = members["Doc_0/Document.xml"].replace(
        b"</ofd:CommonData>", b'<ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/></ofd:CommonData>'
    )
    assert read_bytes(zipped(members), "x.ofd").text == "红头\n正文"


def test_pictures_only_are_a_scan():
    with pytest.raises(Unreadable) as refused:
        read_bytes(ofd_of([[]]), "x.ofd")
    assert refused.value.code == "scanned" and "OFD" in refused.value.message


def test_missing_parts_are_damage():
    data = zipped({"OFD.xml": "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"})
    with pytest.raises(Unreadable) as refused:
        read_bytes(data, "x.ofd")
    assert refused.value.code == "damaged"
