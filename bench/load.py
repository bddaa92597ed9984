"""A small load generator: keep-alive clients on one asyncio loop, bounded in count and in time."""

from __future__ import annotations

import asyncio
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field


@dataclass
class Load:
    """What came back. ``times`` in seconds, ``size`` in bytes as sent over the wire."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    size: int = 0

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """A percentile of the answer times, in milliseconds."""
        if not self.times:
            return 0.0
        ordered = sorted(self.times)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def median(self) -> float:
        """Median answer time in milliseconds."""
        return 1000 * statistics.median(self.times) if self.times else 0.0


class Client:
    """One connection."""

    def __init__(self, host: str, port: int, path: str, cookie: str) -> None:
        self.host, self.port = host, port
        head = f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n"
        self.head = head.encode()
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self) -> tuple[int, int]:
        """One request; status and size of the body."""
        if self.writer is None or self.reader is None:
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(self.head)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status = int(head.split(" ", 2)[1])
        size = 0
        if "transfer-encoding: chunked" in head:
            while length := int((await self.reader.readline()).strip() or b"0", 16):
                await self.reader.readexactly(length + 2)
                size += length
            await self.reader.readline()
        elif "content-length: " in head:
            size = int(head.split("content-length: ")[1].split("\r\n")[0])
            await self.reader.readexactly(size)
        if "connection: close" in head:
            self.close()
        return status, size

    def close(self) -> None:
        """Hang up."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def _run(host: str, port: int, path: str, cookie: str, clients: int, seconds: float, most: int) -> Load:
    load = Load()
    start = time.perf_counter()

    async def work(client: Client) -> None:
        while len(load.times) < most and time.perf_counter() - start < seconds:
            asked = time.perf_counter()
            status, size = await client.ask()
            load.times.append(time.perf_counter() - asked)
            load.statuses[status] = load.statuses.get(status, 0) + 1
            load.size = size
        client.close()

    await asyncio.gather(*(work(Client(host, port, path, cookie)) for _ in range(clients)))
    load.seconds = time.perf_counter() - start
    return load


def run(port: int, path: str, *, cookie: str = "", clients: int = 1, seconds: float = 3.0, most: int = 20_000) -> Load:
    """Ask for ``path`` on 127.0.0.1 with so many clients, at most so long and so often."""
    # In a thread of its own: the caller may already run a loop (a browser driver of the tests does).
    with ThreadPoolExecutor(max_workers=1) as own:
        return own.submit(lambda: asyncio.run(_run("127.0.0.1", port, path, cookie, clients, seconds, most))).result()
