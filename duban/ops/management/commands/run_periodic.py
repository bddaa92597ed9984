"""``manage.py run_periodic``: runs what is due and ends; for those who prefer the system's own timer."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from duban.ops.periodic import run_due


class Command(BaseCommand):
    help = "执行到期的定时作业后结束。"

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = run_due(timezone.now())
        for outcome in outcomes:
            self.stdout.write(f"{'失败' if outcome.failed else '完成'}  {outcome.message}")
        if not outcomes:
            self.stdout.write("没有到期的作业。")
        if any(outcome.failed for outcome in outcomes):
            sys.exit(1)
