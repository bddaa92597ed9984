"""What HTML elements are to a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from duban.readers import limits

# Never text of the document.
DROPPED = frozenset(
    "script style noscript template nav footer iframe button select option textarea svg math head object "
    "embed audio video canvas map dialog menu input -comment".split()
)
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark nobr o:p q rp rt ruby s "
    "samp small span strike strong sub sup time tt u var wbr".split()
)
HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.I)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_FURNITURE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"})


def elements(node: Any) -> Iterator[Any]:
    """Direct children, texts included, dropped and hidden ones left out."""
    for each in node.iter(include_text=True, skip_empty=False):
        if each.tag == "-text" or not is_dropped(each):
            yield each


def is_dropped(node: Any) -> bool:
    """Furniture by tag, role or style."""
    if node.tag in DROPPED:
        return True
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("role") in _FURNITURE_ROLES or attributes.get("aria-hidden") == "true":
        return True
    return bool(_HIDDEN.search(attributes.get("style") or ""))


def is_centred(node: Any) -> bool:
    """Centred by the element itself."""
    attributes = node.attributes
    return (
        node.tag == "center"
        or (attributes.get("align") or "").lower() == "center"
        or bool(_CENTRED.search(attributes.get("style") or ""))
    )


def is_bold(node: Any) -> bool:
    """Bold by the element itself."""
    return node.tag in {"b", "strong", "th"} or bool(_BOLD.search(node.attributes.get("style") or ""))


def text_of(node: Any) -> str:
    """Characters of a text node."""
    return node.text_content or ""


def span_of(cell: Any, name: str) -> int:
    """colspan or rowspan, within limits."""
    value = cell.attributes.get(name) or ""
    return max(1, min(int(value), limits.COLUMNS)) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def deeper(depth: int) -> int:
    """One level down; a page nested without end is refused."""
    if depth >= limits.XML_DEPTH:
        raise limits.too_deep()
    return depth + 1
