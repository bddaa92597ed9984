"""Templates, icons, static files: what is used is there, what is there is used."""

import re
from pathlib import Path

from tests.support.shared import ROOT

WEB = ROOT / "duban" / "web"
TEMPLATES = WEB / "templates"
STATIC = WEB / "static"
BY_DJANGO = {"403.html", "404.html", "500.html", "400.html", "403_csrf.html"}  # found by name, by the framework
ICON = re.compile(r"""\bicon\s*[=(]?\s*["']([a-z0-9-]+)["']""")


def texts(*suffixes: str) -> dict[Path, str]:
    """Sources of the screens by path."""
    return {p: p.read_text(encoding="utf-8") for p in sorted(WEB.rglob("*")) if p.suffix in suffixes and p.is_file()}


def test_every_template_is_used():
    words = "\n".join(texts(".py", ".html").values())
    every = {str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*.html")}
    assert len(every) > 8
    unused = {name for name in every - BY_DJANGO if name not in words}
    assert unused == set()


def test_every_template_that_is_named_is_there():
    named = {
        (path, name)
        for path, text in texts(".py", ".html").items()
        for name in re.findall(r"""["']((?:[a-z_]+/)*[a-z_0-9]+\.html)["']""", text)
    }
    missing = {f"{path.relative_to(ROOT)}: {name}" for path, name in named if not (TEMPLATES / name).exists()}
    assert missing == set()


def test_every_icon_is_in_the_sheet():
    there = set(
        re.findall(r'<symbol[^>]*\bid="([^"]+)"', (STATIC / "vendor" / "icons.svg").read_text(encoding="utf-8"))
    )
    assert len(there) > 10
    used = {name for text in texts(".html").values() for name in re.findall(r"""\{%\s*icon\s+["']([^"']+)["']""", text)}
    from duban.web.navigation import ENTRIES

    used |= {entry.icon for entry in ENTRIES}
    used |= {name for text in texts(".py").values() for name in ICON.findall(text)}
    assert "search" in used
    assert used - there == set()


def test_every_static_file_that_is_named_is_there():
    named = {
        name for text in texts(".html").values() for name in re.findall(r"""\{%\s*static\s+['"]([^'"]+)['"]""", text)
    }
    assert {name for name in named if not (STATIC / name).exists()} == set()
    assert "css/app.css" in named


def test_every_script_and_style_of_ours_is_used():
    words = "\n".join([*texts(".html").values(), *texts(".js", ".css").values()])
    ours = {str(p.relative_to(STATIC)) for folder in ("css", "js") for p in (STATIC / folder).rglob("*") if p.is_file()}
    assert {name for name in ours if name not in words and Path(name).name not in words} == set()


def test_no_page_asks_another_host():
    """Assets are vendored. An address in a link of ours would be fetched, or followed, outside the network."""
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path, text in texts(".html", ".css", ".js").items()
        if "vendor" not in path.parts
        for match in re.findall(r"""(?:src|href|action|url\(|import|fetch\()[=\s("']*(https?:)?//[^\s"')]+""", text)
    ]
    assert found == []


def test_no_inline_script_or_style():
    """The content security policy refuses them in the browser; here it is noticed earlier."""
    found = []
    for path, text in texts(".html").items():
        found += [f"{path.name}: {m}" for m in re.findall(r"<style[\s>]|\sstyle=|\son[a-z]+=|hx-on", text)]
        found += [f"{path.name}: {m}" for m in re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>", text)]
    assert found == []


def test_our_styles_fetch_nothing():
    """An @import is one more round trip, and may lead to another host."""
    assert [p.name for p in (STATIC / "css").rglob("*.css") if "@import" in p.read_text(encoding="utf-8")] == []
