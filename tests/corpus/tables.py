"""Documents with real table rows, as the readers of Word and Excel files hand them over."""

from __future__ import annotations

from collections.abc import Sequence

from duban.core.document import Block, BlockKind, SourceDocument, Span

Row = str | Sequence[str]


def document(*parts: Row, table: int = 0) -> SourceDocument:
    """Paragraphs (strings) and rows (sequences of cells) in order."""
    text, blocks = "", []
    for part in parts:
        start = len(text)
        if isinstance(part, str):
            text += part
            blocks.append(Block(Span(start, len(text))))
        else:
            cells = []
            for at, cell in enumerate(part):
                text += " | " if at else ""
                cells.append(Span(len(text), len(text) + len(cell)))
                text += cell
            blocks.append(Block(Span(start, len(text)), BlockKind.ROW, tuple(cells), table=table))
        text += "\n"
    return SourceDocument("表.docx", "docx", text[:-1] if text else "", tuple(blocks))
