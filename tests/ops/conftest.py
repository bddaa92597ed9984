"""The simulated year once a session, as rows that every test may look at and none may change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone

from duban.ops import demo

SMALL = """武政办〔2023〕9号
关于印发2023年区《政府工作报告》责任分解方案的通知
区政府各部门：
各责任单位于2023年2月28日前将工作联络员名单报区政府督查室。
从2023年第二季度起，每个季度第1个月的10日前，各责任单位要将完成情况，经单位主要领导签字同意后报区政府督查室。
2023年2月6日
附件1
2023年区《政府工作报告》责任分解方案
一、经济发展
1.社会消费品零售总额增长7%。（责任单位：区商务局）
2.新增市场主体2500家。（责任单位：区市场监管局、区商务局）
3.引进总部企业30家。（责任单位：区商务局）
二、城市建设
4.新增停车泊位1200个。（责任单位：区建设局、区城管局）
5.完成老旧小区改造60个。（责任单位：区房管局、区建设局）
6.新建社区公园24个。（责任单位：区城管局）
三、民生事业
7.新增城镇就业12000人。（责任单位：区人社局）
8.建成社区养老服务中心40个。（责任单位：区民政局、区卫健局）
9.健全医疗卫生服务体系，提升社区卫生服务能力。（责任单位：区卫健局）
10.加强安全生产监管，不发生较大以上事故。（责任单位：区应急局、区市场监管局）
11.深化“放管服”改革，优化营商环境。（责任单位：区行政审批局）
12.推进义务教育优质均衡发展，新增学位3000个。（责任单位：区教育局）
"""


@dataclass
class Year:
    """What was said while it was made."""

    said: list[str] = field(default_factory=list)


def simulate(folder: Path, sample: Path, said: list[str]) -> None:
    """A demo with the year on this sample, as ``make run`` makes it at its first start."""
    with override_settings(DEMO=True, DEMO_PASSWORD="demo-demo-demo", MEDIA_ROOT=folder):
        demo.prepare(demo.Plan(year=True, sample=sample), at=timezone.now(), say=said.append)


@pytest.fixture
def small_notice(tmp_path: Path) -> Path:
    """A notice of twelve items and ten units."""
    path = tmp_path / "小来文.txt"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def year(django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """The whole year on the sample notice, rolled back at the end of the module."""
    made = Year()
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        simulate(tmp_path_factory.mktemp("year"), demo.SAMPLE, made.said)
        yield made
        transaction.set_rollback(True)
