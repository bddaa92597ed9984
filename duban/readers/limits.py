"""Every limit of the readers, with the sentence that is shown when a file goes over it.

They bound what a hostile file can cost; no real notice comes near them (the longest known list has about
100,000 characters).
"""

from __future__ import annotations

from duban.readers.errors import Unreadable

MEGA = 1024 * 1024

FILE_BYTES = 50 * MEGA
ZIP_MEMBERS = 5_000
ZIP_BYTES = 300 * MEGA  # all members together, unpacked
ZIP_RATIO = 200  # unpacked : packed, judged for members over ZIP_RATIO_FROM
ZIP_RATIO_FROM = MEGA
XML_BYTES = 40 * MEGA  # one XML part, unpacked
XML_DEPTH = 200  # elements inside each other
TABLE_DEPTH = 8  # tables inside each other
ROWS = 100_000  # table rows of a document
COLUMNS = 256
CELLS = 3_000_000  # of a sheet, empty ones between values included
CHARACTERS = 3_000_000
PAGES = 1_000
PAGE_CHARACTERS = 200_000  # characters of one page, before they are put in order
PAGE_RULES = 20_000  # ruled lines of one page
OCR_PAGES = 60
PIXELS = 60_000_000
OFFICE_SECONDS = 90


def megabytes(size: int) -> str:
    """12.3, for messages."""
    return f"{size / MEGA:.1f}".removesuffix(".0")


def check_size(size: int) -> None:
    """Refuse an empty or an oversized file (bytes)."""
    if size == 0:
        raise Unreadable("empty", "文件是空的（0 字节），没有可读的内容；请重新导出或重新上传一次。")
    if size > FILE_BYTES:
        raise Unreadable(
            "too-large",
            f"文件有 {megabytes(size)} MB，超过 {megabytes(FILE_BYTES)} MB 的上限；"
            "请去掉图片，或只保留通知及附件后再上传。",
        )


def too_long() -> Unreadable:
    """More text than :data:`CHARACTERS`."""
    return Unreadable(
        "too-long", f"文件正文超过 {CHARACTERS // 10000} 万字的上限，不像一份通知；请只保留通知及附件后再上传。"
    )


def too_many_rows() -> Unreadable:
    """More table rows than :data:`ROWS`."""
    return Unreadable(
        "too-long", f"文件里的表格超过 {ROWS // 10000} 万行的上限，不像一份通知；请只保留通知及附件后再上传。"
    )


def too_many_pages(found: int, limit: int | None = None) -> Unreadable:
    """More pages than the limit (:data:`PAGES` by default)."""
    limit = PAGES if limit is None else limit
    return Unreadable("too-long", f"文件有 {found} 页，超过 {limit} 页的上限；请只保留通知及附件的页面后再上传。")


def too_deep() -> Unreadable:
    """Tables inside tables beyond :data:`TABLE_DEPTH`, or elements beyond :data:`XML_DEPTH`."""
    return Unreadable(
        "too-deep", f"文件里表格套表格超过 {TABLE_DEPTH} 层，无法按行识别；请把内层表格拆出来，另存后再上传。"
    )


def bomb() -> Unreadable:
    """A compressed file that unpacks beyond all proportion."""
    return Unreadable(
        "zip-bomb",
        f"文件解压后异常膨胀（单个部分超过 {ZIP_RATIO} 倍，或合计超过 {megabytes(ZIP_BYTES)} MB），已停止读取；"
        "请用 Word 或 WPS 打开后另存为新的 .docx 再上传。",
    )


def out_of_memory() -> Unreadable:
    """Reading needs more memory than the process may have."""
    return Unreadable("memory", "读取这个文件所需的内存超过上限；请去掉图片，或只保留通知及附件后再上传。")
