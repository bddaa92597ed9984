"""The one-page brief from rows, read back from both files."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from docx import Document as WordDocument

from duban.core.oversight.routes import Holder
from duban.orgs.models import Post
from duban.oversight import boards, brief
from duban.oversight.actions import cases
from duban.oversight.actions.cases import Turn
from duban.oversight.actions.lights import log_changes
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf
from tests.factories.progress import give_matter, measure_for, moment
from tests.oversight.test_yearly import SAID
from tests.support.queries import assert_same_queries
from tests.writers.pages import pages_of

LATER = "2023-04-20 20:00:00"


@pytest.fixture
def behind(stage):
    """One red matter that was grey, and a difficulty with a leader."""
    stage.plain.programme.level = "district"
    stage.plain.programme.save()
    stage.counted.targets.update(value=1000, due="", kind="amount", op=">=")
    log_changes(year=2023, at=moment("2023-03-31 20:00:00"))
    stage.filed(value="120")
    clerk = stage.act(stage.cast.lead_clerk, "2023-04-12 10:00:00")
    row = cases.raise_case(matter=stage.plain, unit=stage.cast.lead_unit, said=SAID, **clerk)
    turn = Turn(Holder.LEADER, post=Post.objects.get(kind="leader"))
    cases.route(row=row, turn=turn, **stage.act(stage.cast.supervisor, "2023-04-13 10:00:00"))
    return stage


def test_what_it_says(behind):
    found = brief.gather(year=2023, at=moment(LATER))
    assert found.sum.total == 2 and found.red_total == 1
    assert [each.code for each in found.reds] == [behind.counted.code] and "120" in found.reds[0].why
    (wait,) = found.waits
    assert wait.wanted == SAID.wanted and not wait.late
    assert (found.moved_total, found.worse, found.moved[0].after) == (2, 1, "严重滞后")  # the other turned green
    assert found.reports == ("2023年第一季度应报 1 份：按时 1 份，逾期报送 0 份，逾期未报 0 份，未到期 0 份。",)
    assert any("答复" in each for each in found.coming)


def test_an_earlier_day_knows_nothing_of_later(behind):
    found = brief.gather(year=2023, at=moment("2023-04-05 23:59:59"))
    assert found.red_total == found.worse == 0 and found.waits == ()


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="没有 LibreOffice 或 poppler")
def test_both_files_say_the_same_on_one_page(behind, tmp_path):
    for _ in range(12):
        measure_for(give_matter(behind.cast.lead_unit, programme=behind.plain.programme))
    paper = brief.paper(brief.gather(year=2023, at=moment(LATER)))
    (printed,) = pages_of(write_pdf(paper))
    word = tmp_path / "brief.docx"
    word.write_bytes(write_docx(paper))
    opened = WordDocument(str(word))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    written = re.sub(r"\s", "", "".join([*(p.text for p in opened.paragraphs), *cells]))
    for words in ("目标任务推进情况", behind.counted.code, "请明确用地主体", "应报1份：按时1份", "截至2023年4月20日"):
        assert words in printed and words in written, words
    soffice = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to", "pdf"]
    subprocess.run([*soffice, "--outdir", str(tmp_path), str(word)], check=True, capture_output=True, timeout=120)
    assert len(pages_of((tmp_path / "brief.pdf").read_bytes())) == 1


def test_the_same_queries_for_any_number(behind):
    def more(number: int) -> None:
        for _ in range(number):
            measure_for(give_matter(behind.cast.lead_unit, programme=behind.plain.programme))

    def visit() -> None:
        boards.PAST.clear()
        brief.gather(year=2023, at=moment(LATER))

    assert_same_queries(visit, more)
