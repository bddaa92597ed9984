"""What must hold on every page that the test client sees."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from selectolax.lexbor import LexborHTMLParser, LexborNode

HAN = "\u3400-\u9fff"
HALF_WIDTH = re.compile(rf"[{HAN}][,;:?!][{HAN}]|[{HAN}]\([{HAN}]+\)")
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}
SUFFIX = " · 督办"


def problems(html: str, *, fragment: bool = False) -> list[str]:
    """Everything wrong with a page, or with a fragment of one; empty where it is as it should be."""
    tree = LexborHTMLParser(_whole(html) if fragment else html)
    found = [] if fragment else _head(tree)
    return found + _closed(html) + _ids(tree) + _labels(tree) + _inline(tree) + _left_over(html) + _punctuation(tree)


class _Tags(HTMLParser):
    """Whether every element that is opened is closed, in order. Parsers of browsers mend silently; this one tells."""

    VOID = frozenset("area base br col embed hr img input link meta source track use path wbr".split())
    OPEN = frozenset("li p option dt dd tr td th thead tbody".split())  # may end without saying so

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack[-1] != tag and self.stack[-1] in self.OPEN:
            self.stack.pop()
        if self.stack and self.stack[-1] == tag:
            self.stack.pop()
        elif tag not in self.VOID:
            self.found.append(f"</{tag}> closes nothing, inside <{self.stack[-1] if self.stack else '-'}>")


def _closed(html: str) -> list[str]:
    tags = _Tags()
    tags.feed(html)
    tags.close()
    left = [tag for tag in tags.stack if tag not in _Tags.OPEN]
    return tags.found[:5] + [f"<{tag}> is never closed" for tag in left[:5]]


def _whole(html: str) -> str:
    """Rows and cells by themselves are dropped by a parser, so a fragment of a table gets its table."""
    return f"<table>{html}</table>" if re.match(r"\s*<(tr|td|th|tbody|thead)\b", html) else html


def _head(tree: LexborHTMLParser) -> list[str]:
    found = []
    headings = [_words(node) for node in tree.css("h1")]
    if len(headings) != 1:
        found.append(f"a page has one h1; found {headings}")
    title = tree.css_first("title")
    expected = (headings[0] if headings else "") + SUFFIX
    if title is None or _words(title) != expected:
        found.append(f"the title is the h1 and “{SUFFIX}”; found “{_words(title) if title else ''}”, h1 {headings}")
    root = tree.css_first("html")
    if root is None or root.attributes.get("lang") != "zh-Hans":
        found.append("html has lang=zh-Hans")
    return found


def _words(node: LexborNode) -> str:
    return " ".join(node.text(deep=True).split())


def _ids(tree: LexborHTMLParser) -> list[str]:
    counted = Counter(node.attributes["id"] for node in tree.css("[id]"))
    return [f"id “{name}” stands {n} times" for name, n in counted.items() if n > 1]


def _labels(tree: LexborHTMLParser) -> list[str]:
    named = {node.attributes.get("for") for node in tree.css("label[for]")}
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    found = []
    for node in tree.css("input, select, textarea"):
        given = node.attributes
        if node.tag == "input" and (given.get("type") or "text").lower() in UNLABELLED:
            continue
        if (given.get("aria-label") or "").strip() or given.get("id") in named - {None} or _inside(node, "label"):
            continue
        if given.get("aria-labelledby") and set(given["aria-labelledby"].split()) <= ids:
            continue
        found.append(f"no label for {node.tag} name={given.get('name')} id={given.get('id')}")
    return found


def _inside(node: LexborNode, tag: str) -> bool:
    above = node.parent
    while above is not None:
        if above.tag == tag:
            return True
        above = above.parent
    return False


def _inline(tree: LexborHTMLParser) -> list[str]:
    """What the content security policy would refuse in the browser."""
    found = []
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            if name == "style" or name.startswith("on") or name.startswith("hx-on"):
                found.append(f"inline {name} on {node.tag}: {value}")
            if name in {"href", "src", "action"} and (value or "").strip().lower().startswith("javascript:"):
                found.append(f"script address on {node.tag}")
        if node.tag == "style":
            found.append("inline style element")
        is_data = (node.attributes.get("type") or "").endswith("json")
        if node.tag == "script" and not node.attributes.get("src") and not is_data:
            found.append("inline script element")
    return found


def _left_over(html: str) -> list[str]:
    return [f"template marks in the answer: {mark}" for mark in ("{{", "{%", "{#") if mark in html]


def _punctuation(tree: LexborHTMLParser) -> list[str]:
    """Half-width marks between Chinese characters, in our own words.

    What is quoted from a document keeps its marks as printed: such elements carry ``data-verbatim``.
    """
    quoted = ("[data-verbatim]", "textarea", "script", "pre")
    for selector in quoted:
        for node in tree.css(selector):
            node.decompose()
    root = tree.body or tree.root
    text = root.text(deep=True) if root is not None else ""
    marks = [text[max(0, m.start() - 8) : m.end() + 8].strip() for m in HALF_WIDTH.finditer(text)]
    return [f"half-width punctuation in Chinese (full width, or data-verbatim if quoted): “{m}”" for m in marks[:5]]
