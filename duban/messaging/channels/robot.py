"""Group robots by apprise. Addresses come from administrators alone; schemes are those of the settings.

apprise says yes or no and logs why, with the address in the log: its logger is silenced in the settings, and only the
reasons that are recognised here leave this module.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import quote, urlsplit

import apprise
from django.conf import settings

from duban.messaging.channels import SENT, Outcome
from duban.messaging.composing import Letter
from duban.messaging.enums import RobotKind
from duban.orgs.permissions import Invalid

CONNECT, READ = 5, 15  # seconds
_TOKEN = {  # where each platform's own address carries the robot's token
    RobotKind.DINGTALK: re.compile(r"[?&]access_token=([0-9A-Za-z]+)"),
    RobotKind.WECOM: re.compile(r"[?&]key=([0-9A-Za-z-]+)"),
    RobotKind.FEISHU: re.compile(r"/bot/v2/hook/([0-9A-Za-z-]+)"),
}
_EXAMPLE = {
    RobotKind.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=…",
    RobotKind.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    RobotKind.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/…",
    RobotKind.OTHER: "jsons://主机/路径",
}


@cache
def _load() -> None:
    """Have apprise load its plug-ins once; one of them imports what Python will drop, and keeps going without it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        apprise.Apprise.instantiate("json://127.0.0.1")


def address(kind: RobotKind, given: str, secret: str = "") -> str:
    """What a person pasted (the robot's own https address, or one of apprise) as an address of apprise.

    Raises :class:`Invalid`, which never repeats what was pasted.
    """
    _load()
    given = given.strip()
    if kind in _TOKEN and given.startswith("https://"):
        found = _TOKEN[kind].search(given)
        if found is None:
            raise Invalid(f"地址里没有找到机器人的令牌。{kind.label}机器人的地址应是“{_EXAMPLE[kind]}”的样子。")
        given = f"{kind.value}://{_secret(kind, secret)}{found[1]}"
    scheme = urlsplit(given).scheme
    if scheme not in settings.ROBOT_SCHEMES:
        allowed = "、".join(settings.ROBOT_SCHEMES)
        raise Invalid(f"不能使用这种地址。允许的开头：{allowed}（由 DUBAN_ROBOT_SCHEMES 设置），后接 ://。")
    if kind is not RobotKind.OTHER and scheme != kind.value:
        raise Invalid(f"这不是{kind.label}机器人的地址，应是“{_EXAMPLE[kind]}”的样子。")
    with _silence():
        good = apprise.Apprise.instantiate(given, suppress_exceptions=True) is not None
    if not good:
        raise Invalid(f"地址不完整或写法不对。应是“{_EXAMPLE[kind]}”的样子。")
    return given


def _secret(kind: RobotKind, secret: str) -> str:
    return f"{quote(secret.strip(), safe='')}@" if secret.strip() and kind is RobotKind.DINGTALK else ""


def host(given: str) -> str:
    """The machine to which a self-made address leads, to be recognised by; of a platform's robot nothing is shown."""
    parts = urlsplit(given)
    return parts.hostname or "" if parts.scheme in {"json", "jsons", "xml", "xmls", "form", "forms"} else ""


def send(letter: Letter, to: str) -> Outcome:
    """Say it to one robot."""
    _load()
    asset = apprise.AppriseAsset(async_mode=False, secure_logging=True, http_redirects=False, app_id="duban")
    robot = apprise.Apprise(asset=asset)
    with _silence() as said:
        joint = "&" if "?" in to else "?"
        if not robot.add(f"{to}{joint}cto={CONNECT}&rto={READ}") or len(robot) != 1:
            return Outcome(sent=False, reason="地址已不能使用，请重新登记这个机器人。")
        try:
            taken = robot.notify(title=letter.title, body=letter.text)
        except Exception as error:  # a fault of a plug-in must not stop the others
            return Outcome(sent=False, reason=f"机器人程序出错（{type(error).__name__}）。", again=True)
    return SENT if taken else _why(said.getvalue())


def _why(said: str) -> Outcome:
    """From apprise's words to a reason without any address."""
    if "Read timed out" in said:
        return Outcome(sent=False, reason="发出后没有等到答复，可能已经送达，不再重发。", doubt=True)
    code = re.search(r"error=(\d{3})", said)
    if code:
        again = code[1].startswith("5") or code[1] == "429"
        return Outcome(sent=False, reason=f"机器人服务器没有接受（{code[1]}）。", again=again)
    if "onnection error" in said:
        return Outcome(sent=False, reason="连不上机器人服务器。", again=True)
    return Outcome(sent=False, reason="机器人服务器没有接受。", again=True)


@contextmanager
def _silence() -> Iterator[io.StringIO]:
    """Hold back what apprise logs, for :func:`_why` to look at."""
    logger = logging.getLogger("apprise")
    before, logger.propagate = logger.propagate, False
    try:
        with apprise.LogCapture(level=logging.DEBUG) as said:
            yield said
    finally:
        logger.propagate = before
