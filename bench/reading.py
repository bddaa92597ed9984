"""The reader by itself: the sample notice, documents of 1, 10 and 100 lengths, same goals; nothing of the web."""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from duban.core.document import from_text
from duban.core.notice import read
from duban.core.samegoal import GoalItem, pairs
from duban.core.targets import find_targets

ROOT = Path(__file__).resolve().parents[1]
STORY = (
    "一年来，我们坚持稳中求进，地区生产总值增长5.6%，新建改建道路{0}条，改造老旧小区{1}个，民生持续改善，各项工作取得新进展。"
    "同时也要看到，发展不平衡不充分的问题仍然存在，我们要采取有力措施，认真加以解决。\n"
)
THINGS = "停车泊位 充电桩 绿道 口袋公园 公共厕所 养老床位 婴幼儿托位 排水管网 健身步道 公办学位 路灯 窨井盖".split()


def least(work: Callable[[], object], times: int) -> float:
    """Processor milliseconds, the least of several runs."""
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(1000 * (time.process_time() - began))
    return min(found)


def naive(text: str) -> int:
    """The shortest reader one could write: numbered lines and the bracket at their end. For the ratio only."""
    items = re.findall(r"(?m)^\s*(\d+)[.．、](.+?)(?:[(（]([^()（）]*单位[^()（）]*)[)）])?\s*$", text)
    units = [unit for item in items for unit in re.split(r"[、,，;；:：]", item[2])]
    return len(items) + len(units)


def report_of(characters: int, listed: str) -> str:
    """A work report of that length that ends with a list."""
    story, at = [], 0
    while at < characters - len(listed):
        number = "一二三四五六七八九十"[len(story) % 10]
        story.append(f"{number}、回顾与安排\n" + STORY.format(len(story), len(story) + 7) * 12)
        at += len(story[-1])
    return "各位代表：\n" + "".join(story) + listed


def annex(text: str) -> str:
    """The list of a notice: from its first annex on."""
    found = re.search(r"(?m)^\s*附件\s*1\s*$", text)
    return text[found.start() :] if found else text


def growing(label: str, make: Callable[[int], str], sizes: tuple[int, ...] = (1, 10, 100)) -> list[str]:
    """Rows for several lengths of one text; the last column is the work a character, against the first row."""
    rows, first = [], 0.0
    for size in sizes:
        document = from_text(make(size))
        took = least(lambda document=document: read(document), 7 if size == 1 else 3 if size == 10 else 1)  # type: ignore[misc]
        each = took / len(document.text)
        first = first or each
        rows.append(f"| {label} ×{size} | {len(document.text)} | {took:.0f} | {each / first:.2f} |")
    return rows


def same_goals(count: int) -> tuple[float, int]:
    """Processor seconds for so many items of a country whose districts promise the same things; pairs found."""
    items = []
    for i in range(count):
        text = f"新增{THINGS[i % 12]}{i % 97 + 2}处，服务{chr(0x4E00 + i % 3000)}{chr(0x5000 + i % 2900)}片区。"
        items.append(GoalItem(str(i), "city", text, find_targets(text)))
    began = time.process_time()
    found = pairs(items)
    return time.process_time() - began, len(found)


def peak(path: Path) -> float:
    """Peak memory in MB of a process that reads one file and does nothing else."""
    script = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from duban.core.notice import read\n"
        "from duban.readers import read_path\n"
        "read(read_path(Path(sys.argv[1])))\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(re.search('VmHWM:[^0-9]+([0-9]+)', status)[1])"  # ru_maxrss would count the parent before the exec too
    )
    out = subprocess.run(
        [sys.executable, "-c", script, str(path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return int(out.stdout) / 1024


def command(path: Path, times: int = 5) -> tuple[float, float]:
    """``duban read FILE``: processor seconds of all its processes and seconds on the clock, each the least."""
    processor, clock = [], []
    for _ in range(times):
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "duban.cli.main", "read", str(path)],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        clock.append(time.perf_counter() - began)
        processor.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(processor), min(clock)


def measure(sample: Path, folder: Path) -> list[str]:
    """Tables of everything, in Chinese; ``folder`` takes a long report."""
    text = sample.read_text(encoding="utf-8")
    listed = annex(text)
    plain = least(lambda: naive(text), 15)
    whole = least(lambda: read(from_text(text)), 15)
    long = report_of(100_000, listed)
    report = folder / "report.txt"
    report.write_text(long, encoding="utf-8")
    lines = [
        "| 识别（处理器毫秒，多次取最小） | 字数 | 毫秒 | 每字用时与第一行之比 |",
        "|---|---|---|---|",
        f"| 最简正则（只认编号行） | {len(text)} | {plain:.1f} | – |",
        f"| 示例来文（目标 60），为最简正则的 {whole / plain:.0f} 倍 | {len(text)} | {whole:.0f} | – |",
        f"| 十万字报告，附同一清单（目标 250） | {len(long)} | {least(lambda: read(from_text(long)), 5):.0f} | – |",
        *growing("示例来文", lambda size: (text + "\n") * size),
        *growing("报告叙述，后附清单", lambda size: report_of(30_000 * size, listed)),
        "",
    ]
    seconds = {count: same_goals(count) for count in (1000, 10_000)}
    lines += [f"同一目标 {count} 项：{took:.2f} 秒，{found} 对。" for count, (took, found) in seconds.items()]
    processor, clock = command(sample)
    lines += [
        f"读取进程的内存峰值：示例来文 {peak(sample):.0f} MB，十万字报告 {peak(report):.0f} MB（目标 150）。",
        f"`duban read` 示例来文，两个进程合计：处理器 {processor:.2f} 秒，时钟 {clock:.2f} 秒（目标 0.3）。",
        "",
    ]
    return lines
