"""Web pages of government portals: the article and its tables, without the portal's furniture."""

from __future__ import annotations

from duban.core.document import SourceDocument
from duban.readers import limits
from duban.readers.assembly import Assembler
from duban.readers.encoding import Decoded
from duban.readers.markup.article import Article, find_article
from duban.readers.markup.walk import Flow


def read_page(decoded: Decoded, name: str) -> SourceDocument:
    """Blocks of the page in reading order."""
    from selectolax.lexbor import LexborHTMLParser

    if len(decoded.text) > limits.XML_BYTES:
        raise limits.too_long()
    tree = LexborHTMLParser(decoded.text)
    assembler = Assembler(name, "html")
    assembler.encoding = decoded.encoding
    if decoded.repaired:
        assembler.note("html.bad-bytes", f"网页按 {decoded.encoding} 编码读取，个别字节不合编码，请对照原文核对。")
    body = tree.body
    if body is not None:
        article = find_article(body)
        Flow(assembler, article).run(body)
        _note_furniture(assembler, article)
    return assembler.finish()


def _note_furniture(assembler: Assembler, article: Article) -> None:
    if article.left_out:
        assembler.note("html.furniture", "网页中正文以外的导航、页脚等内容没有读入。")
