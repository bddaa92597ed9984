"""``duban verify-appraisal``: computes an exported appraisal again, from the file alone, without a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from duban.core.appraisal.jsonform import NotAnAppraisal
from duban.core.appraisal.snapshot import verify

SAME, DIFFERENT, NOT_READABLE = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """The command. Returns the worst exit code of all files."""
    return max(_one(file) for file in options.files)


def _one(file: str) -> int:
    try:
        found = verify(json.loads(Path(file).read_text(encoding="utf-8")))
    except OSError as no:
        return _refuse(file, f"打不开：{no.strerror}。")
    except ValueError as no:  # also JSON and text that cannot be decoded
        return _refuse(file, str(no) if isinstance(no, NotAnAppraisal) else "不是 JSON 文件。请用系统导出的考核快照。")
    head = f"{file}：{found.year}年度考核第{found.version}版，{found.units} 个单位，{found.facts} 条依据"
    if not found.differences:
        print(f"{head}，重新计算的结果逐位相同。摘要 {found.digest}")
        print("  文件是不是批准时的那一份，还要把这个摘要与系统中该考核页的“快照摘要”或批准一条的留痕核对。")
        return SAME
    print(f"{head}，{len(found.differences)} 处不符：")
    for text in found.differences:
        print(f"  {text}")
    return DIFFERENT


def _refuse(file: str, words: str) -> int:
    print(f"{file}：{words}", file=sys.stderr)
    return NOT_READABLE
