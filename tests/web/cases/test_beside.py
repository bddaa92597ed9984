"""Open directives and difficulties stand beside the line in every later report, until the office has ended them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from duban.orgs.models import Post
from duban.oversight.actions import cases as actions
from duban.oversight.actions import directives, instructions
from duban.oversight.actions.cases import Order
from duban.oversight.actions.instructions import Saying
from duban.oversight.models import Directive
from tests.oversight.test_cases import SAID
from tests.support.client import client_for as make_client
from tests.web.cases.test_cases import SOON, now, text

pytestmark = pytest.mark.django_db
WORDS = "6月底前确认地块权属。"


@pytest.fixture
def decided(stage):
    """A difficulty of an earlier day with a directive to the unit itself, and one that still waits."""
    row = actions.raise_case(matter=stage.counted, unit=stage.cast.lead_unit, said=SAID, **now(stage, "lead_clerk"))
    order = Order(WORDS, stage.cast.lead_unit, timezone.localdate() + SOON)
    return actions.answer(row=row, text="由区建设局办理。", directives=(order,), **now(stage, "supervisor"))


def test_in_filling_checking_signing_and_acceptance(stage, decided):
    clerk, office = make_client(stage.cast.lead_clerk), make_client(stage.cast.supervisor)
    report = stage.draft()
    page = clerk.get(f"/reports/{report.pk}/")
    assert WORDS in text(page) and text(page).count(WORDS) == 1
    assert "/cases/new?line=" in page.content.decode()
    stage.to_sign(report)
    assert WORDS in text(make_client(stage.cast.lead_principal).get(f"/reports/{report.pk}/sign/"))
    report.refresh_from_db()
    report = stage.sign(report)
    assert WORDS in text(office.get(f"/reviews/{report.pk}/"))
    made = Directive.objects.get()
    made = directives.decide(row=made, move="report", comment="已确认", **now(stage, "lead_clerk"))
    assert "已报办理结果，待核" in text(office.get(f"/reviews/{report.pk}/"))
    directives.decide(row=made, move="confirm", comment="已看到批复", **now(stage, "supervisor"))
    assert WORDS not in text(office.get(f"/reviews/{report.pk}/"))


def test_on_the_page_of_the_matter_with_instructions(stage, decided):
    post = Post.objects.get(kind="leader")
    for shown in (False, True):
        said = Saying(post, f"请抓紧{'办理' if shown else '核查'}。", timezone.localdate(), shown)
        instructions.note(about=stage.counted, said=said, **now(stage, "supervisor"))
    address = f"/ledger/{stage.counted.pk}/"
    clerk, office = make_client(stage.cast.lead_clerk), make_client(stage.cast.supervisor)
    page, seen = text(clerk.get(address)), text(office.get(address))
    assert WORDS in page and "请抓紧办理。" in page and "请抓紧核查。" not in page and "提请协调" in page
    assert "请抓紧核查。" in seen and "登记批示" in seen and "仅督查室和区领导可见" in seen
    assert "请抓紧核查。" not in text(clerk.get("/instructions/")) and "请抓紧核查。" in text(
        office.get("/instructions/")
    )


def test_instructions_on_the_screen(stage, decided):
    office, leader = make_client(stage.cast.supervisor), make_client(stage.cast.leader)
    post = Post.objects.get(kind="leader")
    typed = {"leader": post.pk, "given_on": timezone.localdate().isoformat(), "text": "请依法办理。", "shown": ""}
    answer = leader.post(f"/instructions/new/case/{decided.pk}", typed, follow=True)
    assert "批示已登记" in text(answer) and "请依法办理。" in text(answer)
    row = decided.instructions.get()
    assert "请依法办理" not in text(make_client(stage.cast.lead_clerk).get(f"/cases/{decided.pk}/"))
    assert "可见范围已调整" in text(leader.post(f"/instructions/{row.pk}/change", {"do": "show"}, follow=True))
    assert "请依法办理" in text(make_client(stage.cast.lead_clerk).get(f"/cases/{decided.pk}/"))
    future = {**typed, "given_on": (timezone.localdate() + SOON).isoformat()}
    assert "晚于今天" in text(office.post(f"/instructions/new/matter/{stage.counted.pk}", future))
    assert office.post(f"/instructions/{row.pk}/change", {"do": "withdraw", "reason": ""}).status_code == 422
    office.post(f"/instructions/{row.pk}/change", {"do": "withdraw", "reason": "登记错了"})
    assert office.get(f"/instructions/{row.pk}/").status_code == 404
    assert office.get("/instructions/new/other/1").status_code == 404
