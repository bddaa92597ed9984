"""``manage.py demo``: makes or completes the demo data and shows the accounts."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from duban.ops import demo, start
from duban.ops.spoken import SpokenCommand
from duban.orgs import demo as who


class Command(SpokenCommand):
    help = "准备演示账号和示例台账。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--notice", type=Path, help="要上传的来文")
        parser.add_argument("--blank", action="store_true", help="只建账号")
        parser.add_argument("--ledger", action="store_true", help="账号和台账，没有模拟年度")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise demo.NotForDemo("演示数据只在演示方式下建立：请设 DUBAN_DEMO=1。")
        start.migrate()
        demo.prepare(
            demo.Plan(options["notice"], options["blank"], year=not options["ledger"]),
            at=timezone.now(),
            say=self.stdout.write,
        )
        self.stdout.write(f"演示账号（密码都是 {who.password()}）：")
        for shown in who.accounts():
            self.stdout.write(f"  {shown.username:<12}{shown.name}  {shown.post}")
