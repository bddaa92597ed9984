"""A clerk's browser that saves boxes of a report and keeps count of what was acknowledged."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from duban.web.reports.boxes import LINE_BOXES, token

TOKEN = "a" * 32  # of the form; it has to agree with the cookie, nothing else


@dataclass
class Saver:
    """Writes ever new texts into one box of one line, each from what stood there before.

    ``acknowledged``: the last number whose saving was answered with success; ``sent``: the last one sent.
    """

    port: int
    cookie: str
    report: int
    line: int
    box: str = "done"
    acknowledged: int = 0
    sent: int = 0
    clashes: int = 0
    status: int = 0  # of the last answer
    tokens: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def text(self, number: int) -> str:
        """What the box says after so many savings."""
        return f"第{number}次保存：已完成{self.line}号点位的{number}项工作，资料齐全。"

    def begin(self, stands: str) -> None:
        """What stands in the box when the page is opened."""
        self.tokens[self.box] = token(stands)

    def save(self) -> bool:
        """Save once. True where the server said that the box is kept."""
        self.sent = self.acknowledged + 1
        name = f"l{self.line}"
        body = urlencode(
            {
                f"{name}-{self.box}": self.text(self.sent),
                f"{name}-base": ".".join(self.tokens.get(box, "") for box in LINE_BOXES),
            }
        )
        status, told = self.post(f"/reports/{self.report}/autosave/", body)
        self.status = status
        if status != 200:
            return False
        self.tokens.update(told["rows"][name]["tokens"])
        if told["clashes"] or told["faults"]:
            self.clashes += 1
            return False
        self.acknowledged = self.sent
        return True

    def post(self, path: str, body: str) -> tuple[int, dict]:
        """A form sent over the connection that is kept open."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.connection.request("POST", path, body, headers)
        with self.connection.getresponse() as answer:
            data = answer.read()
        return answer.status, json.loads(data) if answer.status == 200 else {}

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None
