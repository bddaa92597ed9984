"""``manage.py verify_signatures``: is every report still what was signed? Exit code 1 where one is not."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from duban.orgs.actor import system
from duban.progress.actions import verifying


class Command(BaseCommand):
    help = "核验每一份有效签字：报告内容是否仍与签字时一致。"

    def handle(self, *args: Any, **options: Any) -> None:
        count, broken = verifying.check_all()
        for signature, reason in broken:
            self.stdout.write(f"报告 {signature.report_id}（{signature.report}），{signature}：{reason}")
        verifying.note(count, broken, by=system(timezone.localdate(), "命令行"), at=timezone.now())
        self.stdout.write(f"{verifying.result_words(count, len(broken))}。")
        if broken:
            sys.exit(1)
