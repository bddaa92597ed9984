"""``manage.py serve``: everything that the system needs to run, under one supervisor."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from duban.ops import demo, start
from duban.ops.spoken import SpokenCommand
from duban.ops.supervisor import Child, Supervisor
from duban.orgs import demo as who
from duban.orgs.models import User

READY_WITHIN = 60.0  # seconds


class Command(SpokenCommand):
    help = "启动督办：数据库更新、静态文件、网页服务、识别与定时作业。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="监听地址")
        parser.add_argument("--port", type=int, default=8000, help="端口")
        parser.add_argument("--workers", type=int, default=2, help="网页进程数")
        parser.add_argument("--notice", type=Path, help="启动时上传的来文（演示方式）")
        parser.add_argument("--blank", action="store_true", help="演示账号，不导入示例来文")
        parser.add_argument("--ledger", action="store_true", help="演示账号和台账，不模拟全年报送")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["notice"] is not None and not options["notice"].is_file():
            raise start.CannotStart(f"没有找到文件“{options['notice']}”；请检查 NOTICE= 后面的路径。")
        start.require_free_port(options["host"], options["port"])
        with start.hold_data_folder():
            self.prepare(options)
            self.serve(options)

    def prepare(self, options: dict[str, Any]) -> None:
        """Database, static files, accounts."""
        if start.migrate():
            self.say("数据库已更新。")
        if start.collect_static():
            self.say("静态文件已备好。")
        if settings.DEMO:
            demo.prepare(
                demo.Plan(options["notice"], options["blank"], year=not options["ledger"]),
                at=timezone.now(),
                say=self.say,
            )
        elif retired := demo.retire(at=timezone.now()):
            self.say(f"已停用 {retired} 个演示账号。")

    def serve(self, options: dict[str, Any]) -> None:
        """Start the processes, say where, watch them until stopped."""
        supervisor = Supervisor([web(options), worker()], say=self.say)
        supervisor.start()
        host = f"[{options['host']}]" if ":" in options["host"] else options["host"]
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{options['port']}"
        until = time.monotonic() + READY_WITHIN
        while not start.answers(address):
            if not all(child.running() for child in supervisor.children) or time.monotonic() > until:
                supervisor.end()
                raise start.CannotStart("网页服务没有启动成功；请查看上面的信息。")
            time.sleep(0.1)
        self.welcome(address)
        supervisor.run()
        self.say("督办已停止。")

    def welcome(self, address: str) -> None:
        """Address and, in demo mode, the accounts."""
        self.say(f"\n督办已启动：{address}\n")
        if settings.DEMO:
            self.say(f"演示账号（密码都是 {who.password()}）：")
            for shown in who.accounts():
                self.say(f"  {shown.username:<12}{shown.name}  {shown.post}")
            self.say("")
        elif not User.objects.filter(is_active=True).exists():
            self.say("还没有账号：请另开一个窗口运行 .venv/bin/python manage.py first_accounts。\n")
        self.say("按 Ctrl+C 停止。")

    def say(self, text: str) -> None:
        """A line, at once, also into a pipe."""
        self.stdout.write(text)
        self.stdout.flush()


def web(options: dict[str, Any]) -> Child:
    """The web server: granian with several processes, each with threads."""
    command = [sys.executable, "-m", "granian", "config.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--host", options["host"], "--port", str(options["port"]), "--workers", str(options["workers"])]
    command += ["--blocking-threads", "4", "--respawn-failed-workers", "--respawn-interval", "1"]
    command += ["--workers-kill-timeout", "10", "--log-level", "warning", "--working-dir", str(settings.BASE)]
    return Child("网页服务", command)


def worker() -> Child:
    """The reading worker with the scheduled work."""
    return Child("识别与定时作业", [sys.executable, str(settings.BASE / "manage.py"), "run_worker"])
