"""``manage.py first_accounts``: asks for the first people of a real installation, shows their passwords once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from duban.ops import start
from duban.ops.first import PLACES, first_account
from duban.ops.spoken import SpokenCommand
from duban.orgs.enums import PostKind
from duban.orgs.permissions import Invalid


class Command(SpokenCommand):
    help = "首次设置：开立督查室主任和三类管理员的账号，各给一次性密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--post", choices=[str(kind) for kind in PLACES], help="只开这一个岗位的账号")
        parser.add_argument("--username", help="登录名（与 --post 同用）")
        parser.add_argument("--name", help="姓名（与 --post 同用）")

    def handle(self, *args: Any, **options: Any) -> None:
        start.migrate()
        if options["post"]:
            if not (options["username"] and options["name"]):
                raise Invalid("用了 --post，还须写明 --username 和 --name。")
            self.open(PostKind(options["post"]), options["username"], options["name"])
            return
        self.stdout.write("依次填写姓名和登录名；不填姓名就跳过。三类管理员不得由一人兼任。")
        for kind in PLACES:
            name = input(f"{kind.label}的姓名：").strip()
            if name:
                self.open(kind, input(f"{name}的登录名：").strip(), name)

    def open(self, kind: PostKind, username: str, name: str) -> None:
        """Open one account and show the one-time password; it is kept nowhere."""
        opened = first_account(kind=kind, username=username, name=name, at=timezone.now())
        self.stdout.write(f"{opened.post}  登录名 {opened.username}  一次性密码 {opened.password}（首次登录须修改）")
