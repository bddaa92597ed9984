"""XML inside packed files: parsed with limits, looked at without namespaces.

Entities are not expanded and nothing outside the file is fetched. Names are compared without their namespace, so
that the transitional and the strict form of Office XML and the odd namespaces of OFD makers read alike.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from duban.readers import limits
from duban.readers.archive import Archive
from duban.readers.errors import damaged


def part(archive: Archive, path: str) -> Any:
    """Root element of a member; Unreadable when it is missing or not well-formed."""
    return parse_xml(archive.bytes(path), archive.kind)


def parse_xml(data: bytes, kind: str) -> Any:
    """An lxml root: no entities, no outside references, depth and size bounded."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise limits.too_deep() from error
        raise damaged(kind) from error
    if root is None:
        raise damaged(kind)
    return root


def local(element: Any) -> str:
    """Tag or attribute name without its namespace; "" for entity nodes and the like."""
    tag = element.tag if hasattr(element, "tag") else element
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str | None = None) -> str | None:
    """An attribute by its local name, whatever its namespace (transitional or strict)."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return default


def children(element: Any, name: str) -> list[Any]:
    """Direct children with the local name."""
    return [child for child in element if local(child) == name]


def child(element: Any, name: str) -> Any:
    """First direct child with the local name, else None."""
    if element is None:
        return None
    return next((each for each in element if local(each) == name), None)
