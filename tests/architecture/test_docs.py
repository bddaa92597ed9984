"""Pages that are printed from the code are what the code says."""

import pytest

from duban.core.workflow.table import Table
from duban.ops import docs
from duban.orgs.permissions import RULES, Verb
from tests.support.shared import ROOT

FOLDER = ROOT / "docs"


@pytest.mark.parametrize("name", sorted(docs.PAGES))
def test_printed_pages_are_fresh(name):
    made = docs.PAGES[name]()
    assert (FOLDER / name).read_text(encoding="utf-8") == made, "run: make docs"


def test_a_stale_page_is_noticed(tmp_path):
    assert docs.stale(tmp_path) == sorted(docs.PAGES)
    docs.write(tmp_path)
    assert docs.stale(tmp_path) == []
    (tmp_path / "workflows.md").write_text("old", encoding="utf-8")
    assert docs.stale(tmp_path) == ["workflows.md"]


def test_every_right_has_a_rule_and_a_sentence():
    assert set(RULES) == set(Verb)
    for rule in RULES.values():
        assert rule.label and rule.posts
        assert rule.otherwise.endswith("。")


TABLES = docs.workflow_tables()


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.subject)
def test_every_state_of_a_table_can_be_reached_and_every_move_is_drawn(table: Table):
    assert table.reachable() == set(table.states)
    drawn = table.as_mermaid()
    assert all(move.label in drawn for move in table.transitions)


def test_the_tables_are_found():
    assert "notice_draft" in {table.subject for table in TABLES}


def test_states_of_a_table_are_the_stored_codes():
    from duban.appraisal.enums import AppraisalState, ObjectionState
    from duban.circulars.enums import State as CircularState
    from duban.dispatch.enums import DraftState as PaperState
    from duban.notices.enums import DraftState
    from duban.oversight.enums import (
        AdjustmentState,
        CaseState,
        ClosingState,
        DirectiveState,
        InspectionState,
        MeetingState,
        UrgingState,
    )
    from duban.progress.enums import DisputeState, PlanState, ReportState

    stored = {
        "appraisal": AppraisalState,
        "appraisal_objection": ObjectionState,
        "notice_draft": DraftState,
        "report": ReportState,
        "plan": PlanState,
        "dispute": DisputeState,
        "case": CaseState,
        "directive": DirectiveState,
        "adjustment": AdjustmentState,
        "closing": ClosingState,
        "inspection": InspectionState,
        "meeting": MeetingState,
        "urging": UrgingState,
        "circular": CircularState,
        "paper": PaperState,
    }
    assert set(stored) == {table.subject for table in TABLES}
    for table in TABLES:
        assert set(stored[table.subject].values) == set(table.states), table.subject


def test_links_inside_the_documentation_lead_somewhere():
    import re

    broken = []
    for page in [*FOLDER.rglob("*.md"), *ROOT.glob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in link and not (page.parent / link).exists():
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []
