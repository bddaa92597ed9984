"""``manage.py run_worker``: reads uploaded notices and runs what is due, until stopped."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from duban.notices.worker import run_once
from duban.ops.worker import Worker


class Command(BaseCommand):
    help = "识别上传的来文，执行到期的定时作业。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="识别完现有的来文就结束")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            count = 0
            while run_once(timezone.now()):
                count += 1
            self.stdout.write(f"识别了 {count} 份来文。")
            return
        worker = Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop.set())
        worker.run()
