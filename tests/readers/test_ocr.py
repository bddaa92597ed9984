"""Text recognition: the layout with a recogniser of the test's own, and the real one where it is installed."""

from __future__ import annotations

import io
from difflib import SequenceMatcher
from types import SimpleNamespace

import pytest

from duban.readers import limits, ocr, read_bytes
from duban.readers.errors import Unreadable
from tests.readers.made import NOTICE, docx_bytes, needs_office, office

needs_recogniser = pytest.mark.skipif(not ocr.available(), reason="没有安装文字识别组件")


def pictures(data: bytes, kind: str = "PDF") -> bytes:
    """The pages of a PDF as pictures: what a scanner makes of paper."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    pages = [document[index].render(scale=150 / 72).to_pil().convert("RGB") for index in range(len(document))]
    document.close()
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:], "resolution": 150} if kind == "PDF" else {}
    pages[0].save(out, kind, **more)
    return out.getvalue()


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    data = docx_bytes(lambda d: [d.add_paragraph(line) for line in NOTICE.split("\n")])
    return office(data, "docx", "pdf", tmp_path_factory.mktemp("ocr"))


def result(*pieces: tuple[float, float, str], score: float = 0.99) -> SimpleNamespace:
    """What the recogniser says: boxes of four corners, texts, scores; 20 dots a character."""
    boxes = [[[x, y], [x + 20 * len(text), y], [x + 20 * len(text), y + 20], [x, y + 20]] for x, y, text in pieces]
    return SimpleNamespace(boxes=boxes, txts=[text for _, _, text in pieces], scores=[score] * len(pieces))


@pytest.fixture
def recogniser(monkeypatch):
    """Answers in turn with what the test says."""
    answers: list[SimpleNamespace] = []
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "_engine", lambda: lambda picture: answers.pop(0))
    monkeypatch.setattr(ocr, "_array", lambda image: SimpleNamespace(shape=(image.height, image.width, 3)))
    return answers


def blank(width: int = 1240, height: int = 1754, count: int = 1, kind: str = "PNG") -> bytes:
    from PIL import Image

    pages = [Image.new("RGB", (width, height), "white") for _ in range(count)]
    out = io.BytesIO()
    pages[0].save(out, kind, **({"save_all": True, "append_images": pages[1:]} if kind != "PNG" else {}))
    return out.getvalue()


def test_pieces_become_lines_and_paragraphs(recogniser):
    first = "1.新增停车泊位一千二百个，改造老旧小区二十六个，完成绿道建设三十公里，新增养老床"
    recogniser.append(result((140, 300, first), (100, 340, "位五百张。"), (100, 260, "一、城市建设")))
    document = read_bytes(blank(), "照片.png")
    assert document.text.split("\n") == ["一、城市建设", first + "位五百张。"]
    assert document.format == "image"
    assert [note.code for note in document.notes] == ["ocr.recognised"]


def test_unsure_pieces_are_left_out_and_nothing_is_said(recogniser):
    recogniser.append(result((100, 100, "污迹"), score=0.2))
    with pytest.raises(Unreadable) as refused:
        read_bytes(blank(), "照片.png")
    assert refused.value.code == "scanned" and "没有识别出文字" in refused.value.message


def test_several_pages_of_one_picture_file(recogniser):
    recogniser += [result((100, 300, "一、城市建设")), result((100, 300, "二、民生保障"))]
    document = read_bytes(blank(count=2, kind="TIFF"), "扫描.tif")
    assert [(block.page, block.span.of(document.text)) for block in document.blocks] == [
        (1, "一、城市建设"),
        (2, "二、民生保障"),
    ]


def test_pages_and_pixels_are_limited(recogniser, monkeypatch):
    monkeypatch.setattr(limits, "OCR_PAGES", 1)
    with pytest.raises(Unreadable, match="超过 1 页的上限"):
        read_bytes(blank(count=2, kind="TIFF"), "扫描.tif")
    monkeypatch.setattr(limits, "PIXELS", 1000)
    with pytest.raises(Unreadable, match="像素"):
        read_bytes(blank(), "照片.png")


def test_a_broken_picture(recogniser):
    with pytest.raises(Unreadable) as refused:
        read_bytes(blank()[:60], "照片.png")
    assert refused.value.code == "damaged"


@needs_recogniser
@needs_office
@pytest.mark.parametrize("kind", ["PDF", "PNG", "JPEG"])
def test_a_scan_is_read_by_the_real_recogniser(paper, kind):
    document = read_bytes(pictures(paper, kind), "扫描")
    wide = str.maketrans("（），；：", "(),;:")
    found, true = document.text.translate(wide), NOTICE.translate(wide)
    assert SequenceMatcher(None, found, true, autojunk=False).ratio() > 0.98
    assert len(found.split("\n")) == len(true.split("\n"))
