"""核验归档包：清单、留痕链、签字。Checks an archive package (归档包) with nothing but Python 3.9 or later.

This file is copied into every package as 核验.py, so it imports nothing of the system. It takes a package as a
folder or a zip file and checks that

* every file is the one of the list (清单.sha256) and no other is there;
* the trail (留痕) is whole: each event has the digest of its content and joins the one before;
* each signature (签字) has the digest of the text that was signed, and that text is what the data say;
* each issued document (发文) has the digest of its frozen paper.

Exit code: 0 all holds, 1 something differs, 2 not a package.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MANIFEST, ABOUT = "清单.sha256", "归档.json"
EVENTS, SIGNATURES = "留痕/留痕.jsonl", "签字/签字.json"
LINES, REPORTS, MATTERS, DISPATCHES = (
    "数据/progress.line.jsonl",
    "数据/progress.report.jsonl",
    "数据/ledger.matter.jsonl",
    "数据/dispatch.dispatch.jsonl",
)
SIGNED = {  # field of a line → key in the signed text
    "presence": "presence",
    "done": "done",
    "problem": "problem",
    "next_step": "next_step",
    "reason": "reason",
    "waiting_on_id": "waiting_on",
    "self_rating": "rating",
    "synthesis": "synthesis",
}


class NotAPackage(Exception):
    """The file or folder is no archive package; the message is Chinese."""


def canonical(value: Any) -> bytes:
    """The bytes that digests are made of: JSON with sorted keys and no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(data).hexdigest()


class Package:
    """Names and bytes of a package, from a folder or a zip file."""

    def __init__(self, place: str) -> None:
        path = Path(place)
        self._read: Callable[[str], bytes]
        if path.is_dir():
            self.names = {p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file()}
            self._read = lambda name: (path / name).read_bytes()
        elif zipfile.is_zipfile(path):
            pack = zipfile.ZipFile(path)
            listed = [info.filename for info in pack.infolist() if not info.is_dir()]
            if len(listed) != len(set(listed)):
                raise NotAPackage("压缩包里有重名的文件，不能核验。")
            self.names = set(listed)
            self._read = pack.read
        else:
            raise NotAPackage(f"“{place}”不是归档包：应为 .zip 文件或解开后的文件夹。")
        if MANIFEST not in self.names or ABOUT not in self.names:
            raise NotAPackage(f"“{place}”不是归档包：里面没有{MANIFEST}和{ABOUT}。")

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return self._read(name)

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The lines of a .jsonl file; none where the file is not there."""
        if name in self.names:
            for line in self.read(name).decode().splitlines():
                yield json.loads(line)


def check_files(pack: Package) -> tuple[int, list[str]]:
    """The list against the files."""
    wrong, listed = [], {}
    for line in pack.read(MANIFEST).decode().splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name, digest in listed.items():
        if name not in pack.names:
            wrong.append(f"缺少文件：{name}")
        elif sha256(pack.read(name)) != digest:
            wrong.append(f"文件被改动：{name}")
    wrong += [f"清单以外的文件：{name}" for name in sorted(pack.names - set(listed) - {MANIFEST})]
    return len(listed), wrong


def event_digest(event: dict[str, Any]) -> str:
    """SHA-256 of an event's content: every column but its own digest."""
    return sha256(canonical({key: value for key, value in event.items() if key != "hash"}))


def check_trail(pack: Package) -> tuple[int, list[str]]:
    """The chain from its first to its last link, as the cover says."""
    about = json.loads(pack.read(ABOUT))["trail"]
    wrong, prev, seq, count = [], about["prev_hash"], about["first_seq"] - 1, 0
    for event in pack.rows(EVENTS):
        count += 1
        if event["seq"] != seq + 1:
            wrong.append(f"第 {seq + 1} 条起缺 {event['seq'] - seq - 1} 条留痕")
        if event["prev"] != prev:
            wrong.append(f"第 {event['seq']} 条留痕与上一条不相接")
        if event_digest(event) != event["hash"]:
            wrong.append(f"第 {event['seq']} 条留痕的内容与摘要不符")
        prev, seq = event["hash"], event["seq"]
    if (seq, prev) != (about["last_seq"], about["last_hash"]):
        wrong.append(f"留痕应到第 {about['last_seq']} 条，实际到第 {seq} 条")
    return count, wrong


def check_signatures(pack: Package) -> tuple[int, list[str]]:
    """Each signature against the text that was signed, and that text against the data."""
    wrong: list[str] = []
    signatures = json.loads(pack.read(SIGNATURES)) if SIGNATURES in pack.names else []
    codes = {row["id"]: row["code"] for row in pack.rows(MATTERS)}
    lines: dict[int, dict[str, dict[str, Any]]] = {}
    for row in pack.rows(LINES):
        lines.setdefault(row["report_id"], {})[codes.get(row["matter_id"], "")] = row
    for each in signatures:
        name = f"{each['unit']} {each['period']} 第{each['version']}版（{each['signer']}）"
        if sha256(canonical(each["content"])) != each["digest"]:
            wrong.append(f"签字与所签内容不符：{name}")
            continue
        there = lines.get(each["report"], {})
        signed = {line["code"]: line for line in each["content"]["lines"]}
        if set(signed) != set(there):
            wrong.append(f"所签事项与数据不符：{name}")
        for code in set(signed) & set(there):
            if any(signed[code][key] != there[code][field] for field, key in SIGNED.items()):
                wrong.append(f"所签内容与数据不符：{name} {code}")
    return len(signatures), wrong


def check_dispatches(pack: Package) -> tuple[int, list[str]]:
    """Each issued document against its digest."""
    wrong, count = [], 0
    for row in pack.rows(DISPATCHES):
        count += 1
        if sha256(canonical(row["paper"])) != row["digest"]:
            wrong.append(f"发文的正文与摘要不符：{row['full_number']}")
    return count, wrong


CHECKS = (
    ("文件", check_files),
    ("留痕", check_trail),
    ("签字", check_signatures),
    ("发文", check_dispatches),
)


def verify(place: str) -> list[tuple[str, int, list[str]]]:
    """(what, how many, what is wrong) of each check. Raises :class:`NotAPackage`."""
    pack = Package(place)
    return [(name, *check(pack)) for name, check in CHECKS]


def main(argv: list[str]) -> int:
    """Print what was found."""
    place = argv[0] if argv else str(Path(__file__).resolve().parent)
    try:
        results = verify(place)
    except (NotAPackage, OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        said = str(error) if isinstance(error, NotAPackage) else f"“{place}”读不出：{error}"
        sys.stderr.write(said + "\n")
        return 2
    for name, count, wrong in results:
        sys.stdout.write(f"{name} {count}：{'全部相符' if not wrong else f'{len(wrong)} 处不符'}\n")
        for line in wrong:
            sys.stdout.write(f"  {line}\n")
    return 1 if any(wrong for _, _, wrong in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
