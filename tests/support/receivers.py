"""Real receivers on this machine: a mail server (SMTP, RFC 5321) and an HTTP server for robots."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Mailbox:
    """What arrived. ``refuse``: recipient → answer; ``on_data``: what to answer to a letter; ``hang``: seconds."""

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    on_data: str = "250 taken"
    drop_after_data: bool = False
    hold_after_data: float = 0.0
    hold_greeting: float = 0.0
    connections: int = 0

    @property
    def subjects(self) -> list[str]:
        return [letter["Subject"].strip() for letter in self.letters]

    @property
    def people(self) -> list[str]:
        return [letter["To"] for letter in self.letters]

    @staticmethod
    def text(letter: EmailMessage) -> str:
        return letter.get_content()


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        box.connections += 1
        time.sleep(box.hold_greeting)
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.split(b" ")[0].strip().upper()
            if word in {b"EHLO", b"HELO"}:
                self.say("250-test", "250-SMTPUTF8", "250 8BITMIME")
            elif word == b"RCPT":
                to = line.split(b"<")[1].split(b">")[0].decode()
                self.say(box.refuse.get(to, "250 ok"))
            elif word == b"DATA":
                if not self.letter(box):
                    return
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def letter(self, box: Mailbox) -> bool:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b"..") else line)
        if box.on_data.startswith("2"):
            box.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        time.sleep(box.hold_after_data)
        if box.drop_after_data:
            return False
        self.say(box.on_data)
        return True

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: Any, address: Any) -> None:
        """A client that was killed in the middle is what some tests are about."""


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server on a free port of 127.0.0.1."""
    with _Server(("127.0.0.1", 0), _Smtp) as server:
        server.box = Mailbox(port=server.server_address[1])  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.box  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join(5)


@dataclass
class Hook:
    """What a robot's address was sent, and what it answers."""

    port: int = 0
    status: int = 200
    hang: float = 0.0
    said: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    moved_to: str = ""

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.port}/robot/secret-word"


@contextmanager
def web_hook() -> Iterator[Hook]:
    """An HTTP server on a free port of 127.0.0.1 that takes JSON."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.paths.append(self.path)
            hook.said.append(json.loads(body))
            time.sleep(hook.hang)
            self.send_response(hook.status)
            if hook.moved_to:
                self.send_header("Location", hook.moved_to)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hook.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield hook
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()
