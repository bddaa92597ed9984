"""``manage.py docs``: prints the pages of the documentation that come from the code."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from duban.ops import docs


class Command(BaseCommand):
    help = "由代码生成 docs/permissions.md 与 docs/workflows.md。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查是否过时")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            docs.write()
            return
        if stale := docs.stale():
            self.stdout.write(f"{'、'.join(stale)} 已过时，请运行 make docs。")
            sys.exit(1)
