"""``duban``: the command line. Chinese for its users; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

EXIT_USAGE = 64
EXIT_INTERRUPTED = 130
_ERRORS = (
    ("the following arguments are required: ", "缺少参数："),
    ("unrecognized arguments: ", "不认识的参数："),
    ("invalid choice: ", "没有这个命令："),
    ("expected one argument", "后面要写一个值"),
    ("expected at least one argument", "后面至少要写一个值"),
    ("invalid int value: ", "要写整数："),
    ("(choose from", "（可用的有"),
    ("argument ", "参数 "),
)


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help with a Chinese head."""

    def add_usage(self, usage, actions, groups, prefix=None):
        """As the base class, with a Chinese prefix."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """An argument parser that speaks Chinese."""

    def __init__(self, **options) -> None:
        super().__init__(add_help=False, formatter_class=ChineseFormatter, **options)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to see the help; exit code 64, since 2 says that a file is not readable."""
        for english, chinese in _ERRORS:
            message = message.replace(english, chinese)
        self.print_usage(sys.stderr)
        self.exit(EXIT_USAGE, f"{message}。用 {self.prog} --help 看说明。\n")


def build_parser() -> argparse.ArgumentParser:
    """All commands."""
    parser = ChineseParser(prog="duban", description="督办：把政府工作报告责任分解通知读成台账，检查公文格式。")
    parser.add_argument("--version", action="store_true", help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=ChineseParser)
    read = commands.add_parser(
        "read",
        help="读通知文件，打印台账",
        description="读通知文件，打印台账和需要核对的问题。",
        epilog="退出码：0 已读；1 已读，有需要核对的问题；2 有文件读不了；64 命令写错。",
    )
    read.add_argument("files", nargs="+", metavar="文件", help="通知文件，可写多个；- 表示从标准输入读")
    read.add_argument("--json", action="store_true", help="打印 JSON：一个文件是一个对象，多个文件是列表")
    read.add_argument("--timeout", type=int, default=120, metavar="秒", help="每个文件最长用时，默认 120")
    read.add_argument("--memory", type=int, default=1500, metavar="MB", help="每个文件最多用的内存，默认 1500")
    read.set_defaults(run="duban.cli.read_command")
    lint = commands.add_parser(
        "lint",
        help="检查公文格式和写法",
        description="检查公文：页面、字体字号、层次序数、文号和日期写法、篇幅、办理期限，逐条给出现状、标准和改法。",
        epilog="读 .docx 时检查版面和文字；.doc、.wps 先由 LibreOffice 转换；.pdf 检查行数、字数和文字；"
        ".txt 只检查文字。\n"
        "退出码：0 没有问题；1 有问题；2 有文件读不了；64 命令写错。",
    )
    lint.add_argument("files", nargs="+", metavar="文件", help="公文文件，可写多个；- 表示从标准输入读")
    lint.add_argument("--json", action="store_true", help="打印 JSON：一个文件是一个对象，多个文件是列表")
    lint.add_argument("--timeout", type=int, default=120, metavar="秒", help="每个文件最长用时，默认 120")
    lint.add_argument("--memory", type=int, default=1500, metavar="MB", help="每个文件最多用的内存，默认 1500")
    lint.set_defaults(run="duban.cli.lint_command")
    evaluate = commands.add_parser(
        "evaluate",
        help="对照标注，给识别打分",
        description="对照手工标注，给事项、责任单位、量化目标和完成情况的识别打分，并列出差别。",
    )
    evaluate.add_argument("annotations", metavar="目录", help="标注所在的目录（*.jsonl）")
    evaluate.add_argument("--corpus", metavar="目录", action="append", default=[], help="文件所在的目录，可写多次")
    evaluate.add_argument("--markdown", metavar="文件", help="把结果写成 Markdown 文件")
    evaluate.add_argument(
        "--mutate", action="store_true", help="把标注过的文本换括号、编号、标签、版式再读一遍，看结果变不变"
    )
    evaluate.add_argument("--differences", type=int, default=20, metavar="条", help="每份文件列出的差别，默认 20")
    evaluate.set_defaults(run="duban.cli.evaluate")
    again = commands.add_parser(
        "verify-appraisal",
        help="重新计算导出的考核快照",
        description="只凭快照文件重新计算年度考核，逐位核对，不用数据库。",
        epilog="退出码：0 逐位相同；1 有不符；2 有文件读不了；64 命令写错。",
    )
    again.add_argument("files", nargs="+", metavar="文件", help="系统导出的考核快照（.json）")
    again.set_defaults(run="duban.cli.verify_appraisal")
    archive = commands.add_parser(
        "verify-archive",
        help="核验归档包",
        description="核验归档包：文件、留痕、签字和发文是否与制作时一致。包内的核验.py 不装本系统也能运行，结果相同。",
        epilog="退出码：0 全部相符；1 有不符；2 不是归档包或读不了；64 命令写错。",
    )
    archive.add_argument("packages", nargs="+", metavar="归档包", help=".zip 文件或解开后的文件夹，可写多个")
    archive.set_defaults(run="duban.cli.verify_archive")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = build_parser()
    options = parser.parse_args(arguments)
    if options.version:
        return _print_version()
    if options.command is None:
        parser.print_help()
        return EXIT_USAGE
    try:
        code: int = import_module(options.run).run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads the output had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return EXIT_INTERRUPTED
    return code


def _print_version() -> int:
    from importlib.metadata import version

    print(f"duban {version('duban')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
