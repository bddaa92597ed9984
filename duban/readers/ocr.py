"""Text recognition of scans and photographs, offline: the optional extra ``duban[ocr]`` (models are in its package).

Boxes of one height are joined to lines and lines to paragraphs by the same rules as in a PDF with text.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from duban.core.document import SourceDocument
from duban.readers import limits
from duban.readers.assembly import Assembler
from duban.readers.errors import Unreadable, damaged
from duban.readers.pdf.glyphs import Glyph
from duban.readers.pdf.lines import Line, lines_of
from duban.readers.progress import tell

_DOTS_PER_INCH = 150
_SURE = 0.5  # below that, a box is a stamp, a stroke or dirt


def available() -> bool:
    """Whether the extra is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_pdf(document: Any, name: str) -> SourceDocument:
    """Every page of a ``pypdfium2.PdfDocument`` as a picture."""
    count = len(document)
    if count > limits.OCR_PAGES:
        raise limits.too_many_pages(count, limits.OCR_PAGES)
    return _recognise(lambda index: _render(document, index), count, name, "pdf")


def read_photo(data: bytes, name: str) -> SourceDocument:
    """A photograph; a TIFF may hold several pages."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data))
        count = min(getattr(image, "n_frames", 1), limits.OCR_PAGES + 1)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise damaged("图片") from error
    if count > limits.OCR_PAGES:
        raise limits.too_many_pages(count, limits.OCR_PAGES)

    def frame(index: int) -> Any:
        image.seek(index)
        if image.width * image.height > limits.PIXELS:
            raise Unreadable(
                "too-large",
                f"图片有 {image.width}×{image.height} 个像素，超过 {limits.PIXELS // 10000} 万像素的上限；"
                "请缩小后再上传。",
            )
        try:
            return _array(ImageOps.exif_transpose(image).convert("RGB"))
        except (OSError, ValueError, SyntaxError) as error:
            raise damaged("图片") from error

    return _recognise(frame, count, name, "image")


def _recognise(page_at: Callable[[int], Any], count: int, name: str, format: str) -> SourceDocument:
    from duban.readers.pdf.furniture import drop_furniture
    from duban.readers.pdf.paragraphs import Measures, join

    engine = _engine()
    lines: list[list[Line]] = []
    sizes: list[tuple[float, float]] = []
    for number in range(count):
        tell(f"识别第 {number + 1} 页，共 {count} 页", number * 100 // count)
        picture = page_at(number)
        sizes.append((float(picture.shape[1]), float(picture.shape[0])))
        lines.append(lines_of(_boxes(engine(picture)), number))
    kept, _ = drop_furniture(lines, [height for _, height in sizes])
    assembler = Assembler(name, format)
    assembler.note("ocr.recognised", "文件是扫描件或照片，文字由程序识别得出，可能有个别错字，请对照原件核对。")
    measures = Measures(kept, [width for width, _ in sizes])
    for paragraph in join([line for page_lines in kept for line in page_lines], measures):
        assembler.line(paragraph.text, page=paragraph.page + 1, centred=paragraph.centred)
    if not assembler.has_text():
        raise Unreadable("scanned", "扫描件或照片里没有识别出文字；请换一份更清晰的，或上传原来的 Word 文件。")
    return assembler.finish()


def _engine() -> Any:
    """The recogniser, silent, with two threads."""
    import logging

    from rapidocr import RapidOCR

    logging.getLogger("RapidOCR").setLevel(logging.ERROR)
    return RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
        }
    )


def _render(document: Any, index: int) -> Any:
    page = document[index]
    try:
        width, height = page.get_size()
        scale = min(_DOTS_PER_INCH / 72, (limits.PIXELS / max(1.0, width * height)) ** 0.5)
        return page.render(scale=scale).to_numpy()
    finally:
        page.close()


def _array(image: Any) -> Any:
    import numpy

    return numpy.asarray(image)[:, :, ::-1]  # the recogniser expects blue first


def _boxes(result: Any) -> Iterator[Glyph]:
    """Characters of the recognised pieces, spread over the piece (a Latin one takes half the room)."""
    if result is None or result.boxes is None:
        return
    for box, text, score in zip(result.boxes, result.txts, result.scores, strict=True):
        if score < _SURE or not text.strip():
            continue
        xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
        room = [0.5 if each.isascii() else 1.0 for each in text]
        step, at = (max(xs) - min(xs)) / sum(room), min(xs)
        for each, part in zip(text, room, strict=True):
            yield Glyph(each, at, at + part * step, min(ys), max(ys))
            at += part * step
