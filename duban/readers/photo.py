"""Photographs and pictures of paper."""

from __future__ import annotations

from duban.core.document import SourceDocument
from duban.readers import ocr
from duban.readers.errors import Unreadable


def read(data: bytes, name: str) -> SourceDocument:
    """Text of the picture. Raises Unreadable("image") where recognition is not installed."""
    if not ocr.available():
        raise Unreadable(
            "image",
            "这是图片，没有可读文字；请上传原来的 Word、PDF 文件，或请管理员安装文字识别组件（duban[ocr]）后重新上传。",
        )
    return ocr.read_photo(data, name)
