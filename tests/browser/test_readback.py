"""回填 in a real browser: download, write in Word, upload, look, take over, undo; narrow, and without a script."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from duban.progress.models import Report
from tests.support.browsing import assert_accessible
from tests.support.near import bring_near

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def report(transactional_db: None, stage: Any) -> Report:
    bring_near(stage)
    return stage.draft()


def written(data: bytes, folder: Path, text: str) -> Path:
    """The downloaded form with other words in its last row."""
    made = docx.Document(io.BytesIO(data))
    made.tables[0].rows[-1].cells[2].text = text
    made.tables[0].rows[-2].cells[2].text = "本季度完成方案评审。\n存在问题及原因：用地手续未办结。"
    made.save(folder / "附件5.docx")
    return folder / "附件5.docx"


@pytest.mark.parametrize(("width", "script"), [(1440, True), (390, True), (1440, False)])
def test_a_form_filled_in_word(
    report: Report, stage: Any, page_for: Any, tmp_path: Path, width: int, script: bool
) -> None:
    page = page_for(stage.cast.lead_clerk, width=width, script=script)
    page.goto(reverse("report", args=[report.pk]))
    page.get_by_role("link", name="用 Word 或 Excel 填").click()
    if script:
        assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载附件5（Word）").click()
    target = stage.measure.uses.get().target
    text = f"截至目前新增{target.what}{int(target.value) - 7}{target.unit}。"
    file = written(Path(download.value.path()).read_bytes(), tmp_path, text)
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()
    expect(page.get_by_text("读到 2 项，还没有填入。")).to_be_visible()
    if script:
        assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth") if script else True
    page.get_by_label("完成值").check()
    page.get_by_role("button", name="填入勾选的内容").click()
    expect(page.get_by_text("已填入 2 项，完成值 1 个。")).to_be_visible()
    assert report.lines.get(matter=stage.counted).done == text
    page.goto(reverse("report_readback", args=[report.pk]))
    page.get_by_role("button", name="撤回这次回填").click()
    expect(page.get_by_text("已撤回这次回填")).to_be_visible()
    assert report.lines.get(matter=stage.counted).done != text
