"""``manage.py verify_trail``: walks the hash chain of the trail. Exit code 1 where a link does not hold."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from duban.audit import chain


class Command(BaseCommand):
    help = "核验办理留痕的链条是否完整。"

    def handle(self, *args: Any, **options: Any) -> None:
        count, breaks = chain.verify()
        for each in breaks:
            self.stdout.write(each.message)
        if breaks:
            self.stdout.write(f"留痕 {count} 条，{len(breaks)} 处不符。")
            sys.exit(1)
        self.stdout.write(f"留痕 {count} 条，链条完整。")
