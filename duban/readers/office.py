"""Formats that only an office suite understands (.doc, .wps, .rtf, .odt): LibreOffice turns them into .docx.

Each call has a profile of its own (two calls on one profile fail), a time limit, and a process group that is ended
as a whole. Macros and links to outside are off.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from duban.core.document import SourceDocument
from duban.readers import limits
from duban.readers.errors import Unreadable, damaged
from duban.readers.progress import tell

_PROGRAMS = ("soffice", "libreoffice")
_KINDS = ((b"{\\rtf", "rtf"), (b"\xd0\xcf\x11\xe0", "doc"), (b"PK", "odt"))
_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_NETWORK = "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    # Whatever a document still tries to fetch ends at a closed door of this machine.
    (_NETWORK, "ooInetProxyType", "2"),
    (_NETWORK, "ooInetHTTPProxyName", "127.0.0.1"),
    (_NETWORK, "ooInetHTTPProxyPort", "9"),
    (_NETWORK, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_NETWORK, "ooInetHTTPSProxyPort", "9"),
)


def _profile() -> str:
    """Settings of a fresh profile, in LibreOffice's own form."""
    items = "\n".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    space = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {space}>\n{items}\n</oor:items>\n'


def program() -> str | None:
    """Path of LibreOffice, None where it is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read(data: bytes, name: str) -> SourceDocument:
    """Convert and read. Raises Unreadable("no-office") where LibreOffice is not installed."""
    from duban.readers.word import read as read_docx

    made, kind = converted(data)
    return replace(read_docx(made, name), format=kind)


def converted(data: bytes) -> tuple[bytes, str]:
    """The document as .docx, and what it was."""
    soffice = program()
    if soffice is None:
        raise Unreadable(
            "no-office",
            "旧格式文档（.doc、.wps、.rtf）要由 LibreOffice 转换，服务器上没有安装；"
            "请另存为 .docx 后再上传，或请管理员安装 LibreOffice。",
        )
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), "xml")
    tell("转换文档格式", 10)
    return _convert(soffice, data, kind), kind


def _convert(soffice: str, data: bytes, kind: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="duban-office-") as folder:
        base = Path(folder)
        settings = base / "profile" / "user"
        settings.mkdir(parents=True)
        (settings / "registrymodifications.xcu").write_text(_profile(), encoding="utf-8")
        source = base / f"source.{kind}"
        source.write_bytes(data)
        _run(
            [
                soffice,
                f"-env:UserInstallation={(base / 'profile').as_uri()}",
                "--headless",
                "--nolockcheck",
                "--norestore",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(base / "out"),
                str(source),
            ],
            base,
        )
        made = base / "out" / "source.docx"
        if not made.is_file():
            raise damaged(f"文档（.{kind}）")
        limits.check_size(made.stat().st_size)
        return made.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"},
    )
    try:
        # The reader's own limit of memory is too narrow for a whole office suite; its file size stays limited.
        with contextlib.suppress(OSError, AttributeError):
            resource.prlimit(process.pid, resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        process.wait(limits.OFFICE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            "timeout", f"转换这份旧格式文档超过 {limits.OFFICE_SECONDS} 秒，已停止；请另存为 .docx 后再上传。"
        ) from error
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
