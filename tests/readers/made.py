"""Files for the tests of readers, each made by the real tool."""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.support.browsing import chromium

SOFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="没有 LibreOffice")
needs_chromium = pytest.mark.skipif(chromium() is None, reason="没有 Chromium")

NOTICE = """关于印发《2023年区政府工作报告责任分解方案》的通知
各街道办事处，区政府各部门：
现将责任分解方案印发给你们，请认真组织实施。
附件1
2023年区政府工作报告责任分解方案
一、城市建设
1.新增停车泊位1200个，改造老旧小区26个。（牵头单位：区建设局；责任单位：区房管局）
2.完成绿道建设30公里。（责任单位：区园林局）
二、民生保障
3.新增养老床位500张，城镇新增就业2.3万人。（责任单位：区民政局、区人力资源局）"""


def docx_bytes(build: Callable[[Any], object]) -> bytes:
    """A .docx that ``build`` fills (a ``docx.Document``)."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_of(lines: Iterable[str]) -> bytes:
    """A .docx of plain paragraphs."""

    def build(document: Any) -> None:
        for line in lines:
            document.add_paragraph(line)

    return docx_bytes(build)


def office(data: bytes, source: str, target: str, folder: Path) -> bytes:
    """A file turned into another format by LibreOffice; ``target`` as for ``--convert-to``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"made.{source}").write_bytes(data)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", target, f"made.{source}"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"made.{target.partition(':')[0]}").read_bytes()


def printed(page: str, folder: Path) -> bytes:
    """A web page printed to PDF by Chromium."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_text(page, encoding="utf-8")
    subprocess.run(
        [
            str(chromium()),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'browser'}",
            f"--print-to-pdf={folder / 'page.pdf'}",
            (folder / "page.html").as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "page.pdf").read_bytes()


def page_of(lines: Iterable[str], *, charset: str = "utf-8") -> str:
    """A page of a government portal: menu, article, footer."""
    paragraphs = "\n".join(f"<p>&nbsp;&nbsp;{html.escape(line)}</p>" for line in lines)
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>通知公告</title>
<style>p {{ line-height: 1.5 }}</style><script>var 正文 = "脚本";</script></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/x">要闻动态</a></li></ul></div>
<div class="wrap"><div id="zoom">{paragraphs}</div></div>
<div class="foot">主办：某区人民政府　备案号 00000000</div></body></html>"""


def zipped(members: dict[str, bytes | str]) -> bytes:
    """A packed file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


OFD_SPACE = "http://www.ofdspec.org/2016"


def ofd_of(pages: Sequence[Sequence[tuple[float, float, str]]], *, drawn: str = "") -> bytes:
    """An .ofd: on each page texts at (x, y) in millimetres; ``drawn`` are path objects of the first page."""
    members: dict[str, bytes | str] = {
        "OFD.xml": f'<ofd:OFD xmlns:ofd="{OFD_SPACE}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f'<ofd:Document xmlns:ofd="{OFD_SPACE}"><ofd:CommonData><ofd:PageArea>'
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>",
    }
    for number, texts in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject ID="{i}" Boundary="{x} {y} {5 * len(text)} 5" Font="1" Size="5">'
            f'<ofd:TextCode X="0" Y="4.3" DeltaX="g {max(1, len(text) - 1)} 5">{html.escape(text)}</ofd:TextCode>'
            "</ofd:TextObject>"
            for i, (x, y, text) in enumerate(texts)
        )
        members[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page xmlns:ofd="{OFD_SPACE}"><ofd:Content><ofd:Layer>{objects}{drawn if number == 0 else ""}'
            "</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped(members)


def ofd_lines(lines: Iterable[str], *, wide: int = 32) -> list[tuple[float, float, str]]:
    """Paragraphs set in lines of ``wide`` characters, indented by two."""
    texts: list[tuple[float, float, str]] = []
    y = 30.0
    for line in lines:
        first = True
        while line:
            room = wide - 2 if first else wide
            texts.append((25.0 + (10 if first else 0), y, line[:room]))
            line, first, y = line[room:], False, y + 8
    return texts
