"""单位, 要求与时限, 确认: what is proposed, what is decided, and the one button."""

from __future__ import annotations

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from duban.ledger.models import Assignment, Matter
from duban.notices.enums import DraftState
from duban.notices.models import Notice, NoticeDraft
from duban.orgs.models import GroupMember, Unit, UnitAlias
from tests.factories.orgs import UnitAliasFactory, UnitFactory
from tests.notices.documents import NOTICE
from tests.support.queries import captured
from tests.web.notices.conftest import read_draft

pytestmark = pytest.mark.django_db


def words(response) -> str:
    return response.content.decode()


def sent(response, form: str = "#units-form") -> dict[str, str]:
    """The fields of a form as the page carries them."""
    data = {}
    for node in LexborHTMLParser(words(response)).css_first(form).css("input, select, textarea"):
        given = node.attributes
        if not given.get("name") or given.get("type") == "checkbox":
            continue
        if node.tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            data[given["name"]] = chosen.attributes.get("value") or ""
        else:
            data[given["name"]] = node.text() if node.tag == "textarea" else given.get("value") or ""
    return data


def field(data: dict[str, str], name: str, key: str) -> str:
    """The name of a field of the row of a printed name."""
    row = next(k for k, v in data.items() if k.endswith("-name") and v == name)
    return row.removesuffix("name") + key


def decisions(draft) -> dict:
    return NoticeDraft.objects.get(pk=draft.pk).decisions


def settle(office, draft) -> None:
    """Everything that a person has to say, said."""
    data = sent(office.get(f"/notices/{draft.pk}/units"))
    assert office.post(f"/notices/{draft.pk}/units", data).status_code == 302
    office.post(f"/notices/{draft.pk}/rules", {"bulk": "use"})


def confirm(office, draft):
    revision = NoticeDraft.objects.get(pk=draft.pk).revision
    return office.post(f"/notices/{draft.pk}/confirm", {"revision": revision})


class TestUnits:
    def test_what_is_known_and_what_will_be_new(self, office, draft):
        UnitAliasFactory(unit=UnitFactory(name="区住房局"), text="区房管局")
        page = words(office.get(f"/notices/{draft.pk}/units"))
        assert "与名册同名" in page  # 区建设局, 区民政局 are of the cast
        assert "是名册里“区住房局”的别名" in page
        assert "名册里没有，将新建" in page  # 区园林局
        assert "请列出成员" in page  # 各街道办事处

    def test_a_likely_unit_waits_for_a_person(self, office, draft):
        UnitFactory(name="测试区园林局")
        data = sent(office.get(f"/notices/{draft.pk}/units"))
        assert data[field(data, "区园林局", "to")] == "alias"
        assert data[field(data, "区园林局", "target")] == "测试区园林局"
        assert "还有 1 个单位名称须先认定" in words(office.get(f"/notices/{draft.pk}/confirm"))

    def test_all_with_good_grounds_at_once(self, office, draft, cast):
        data = sent(office.get(f"/notices/{draft.pk}/units"))
        office.post(f"/notices/{draft.pk}/units", {**data, "bulk": "sure"})
        chosen = decisions(draft)["units"]
        assert chosen["区建设局"] == {"to": "unit", "id": cast.lead_unit.pk}
        assert chosen["区园林局"]["to"] == "new"
        assert "各街道办事处" not in chosen

    def test_a_group_with_members_answers_its_finding(self, office, draft):
        street = UnitFactory(name="东湖街道办事处", kind="street")
        data = sent(office.get(f"/notices/{draft.pk}/units"))
        assert data[field(data, "各街道办事处", "members")] == "东湖街道办事处"
        one = field(data, "各街道办事处", "to").split("-")[1]
        office.post(f"/notices/{draft.pk}/units", {**data, "one": one})
        assert decisions(draft)["units"] == {
            "各街道办事处": {"to": "group", "name": "各街道办事处", "members": [street.pk], "names": []}
        }
        assert decisions(draft)["findings"]["units.group:各街道办事处"]["note"] == "已在“单位”中选定"

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"to": "alias", "target": "区外星局"}, "既不在名册里，也不在来文里"),
            ({"to": "alias", "target": ""}, "请写明“区园林局”是哪个单位的别名"),
            ({"to": "unit", "target": "区外星局"}, "不在单位名册里"),
            ({"to": "new", "kind": "moon"}, "请为新单位“区园林局”选择类别"),
            ({"to": "group", "members": "区外星局"}, "的成员“区外星局”"),
        ],
    )
    def test_what_cannot_be_is_refused(self, office, draft, changes, said):
        data = sent(office.get(f"/notices/{draft.pk}/units"))
        data |= {field(data, "区园林局", key): value for key, value in changes.items()}
        response = office.post(f"/notices/{draft.pk}/units", data)
        assert response.status_code == 422 and said in words(response)
        assert decisions(draft) == {}

    def test_two_names_that_point_at_each_other(self, office, draft):
        data = sent(office.get(f"/notices/{draft.pk}/units"))
        for name, other in (("区园林局", "区房管局"), ("区房管局", "区园林局")):
            data[field(data, name, "to")], data[field(data, name, "target")] = "alias", other
        assert "互相指向" in words(office.post(f"/notices/{draft.pk}/units", data))

    def test_queries_do_not_grow_with_the_names(self, office):
        few = read_draft()
        lines = "".join(f"{n}.建桥{n}座。(区级责任单位:区第{n}局)\n" for n in range(5, 65))
        many = read_draft(NOTICE + lines)
        office.get(f"/notices/{few.pk}/units")
        counts = [len(captured(lambda d=d: office.get(f"/notices/{d.pk}/units"))) for d in (few, many)]
        assert counts[0] == counts[1]


class TestRules:
    def test_the_sentence_the_fields_and_the_days(self, office, sample):
        draft = read_draft(sample.decode())
        page = words(office.get(f"/notices/{draft.pk}/rules"))
        for said in ("2023年2月28日（周二）", "2023年4月10日（周一）", "2024年1月10日（周三）", "区政府督查室"):
            assert said in page
        assert f'href="/notices/{draft.pk}/review#r1"' in page

    def test_a_changed_day_is_a_correction_and_the_rule_is_used(self, office, draft):
        page = office.get(f"/notices/{draft.pk}/rules")
        assert "2023年3月15日" in words(page)
        office.post(
            f"/notices/{draft.pk}/rules", {"rule": 0, "rule-0-due": "2023-03-20", "answer": "use", "revision": 0}
        )
        fresh = NoticeDraft.objects.get(pk=draft.pk)
        assert fresh.current["rules"][0]["data"]["due"] == "2023-03-20"
        assert fresh.decisions["rules"] == {"0": "use"}

    def test_not_a_date(self, office, draft):
        response = office.post(
            f"/notices/{draft.pk}/rules", {"rule": 0, "rule-0-due": "三月", "answer": "use", "revision": 0}
        )
        assert response.status_code == 422 and "不是日期" in words(response)
        assert decisions(draft) == {}

    def test_drop_and_open_again(self, office, draft):
        office.post(f"/notices/{draft.pk}/rules", {"rule": 0, "answer": "drop", "revision": 0})
        assert "不采用" in words(office.get(f"/notices/{draft.pk}/rules"))
        office.post(f"/notices/{draft.pk}/rules", {"rule": 0, "answer": "", "revision": 1})
        assert decisions(draft)["rules"] == {}


class TestConfirm:
    def test_from_the_draft_to_the_ledger(self, office, draft, cast):
        settle(office, draft)
        page = words(office.get(f"/notices/{draft.pk}/confirm"))
        assert "4 项事项、6 条承办关系、5 个指标进入 2023 年台账" in page
        assert confirm(office, draft)["Location"] == "/ledger/"
        notice = Notice.objects.get()
        assert (notice.document_number, notice.confirmed_by) == ("测政办〔2023〕8号", cast.supervisor)
        assert Matter.objects.count() == 4
        assert Assignment.objects.filter(unit=cast.lead_unit).exists()
        assert Unit.objects.filter(name="区园林局").exists()
        assert NoticeDraft.objects.get().state == DraftState.CONFIRMED
        assert "已于" in words(office.get(f"/notices/{draft.pk}/review"))

    def test_nothing_is_in_the_ledger_before(self, office, draft):
        settle(office, draft)
        assert not Matter.objects.exists() and not Notice.objects.exists()
        assert not UnitAlias.objects.exists() and not GroupMember.objects.exists()

    def test_a_blocking_finding_disables_the_button_and_says_why(self, office, draft):
        block = {**draft.current["findings"][0], "id": "x:1", "severity": "block", "message": "这里不对。"}
        current = {**draft.current, "findings": [block]}
        NoticeDraft.objects.filter(pk=draft.pk).update(current=current, reading=current)
        page = words(office.get(f"/notices/{draft.pk}/confirm"))
        assert re.search(r'<button[^>]*disabled[^>]*aria-describedby="why-not"', page)
        assert "还有 1 处问题须先处理，如：这里不对。" in page
        assert confirm(office, draft).status_code == 422
        office.post(f"/notices/{draft.pk}/answer", {"finding": "x:1", "answer": "accepted"})
        assert "why-not" not in words(office.get(f"/notices/{draft.pk}/confirm"))

    def test_what_changed_since_it_was_looked_at_is_not_confirmed(self, office, draft):
        settle(office, draft)
        seen = NoticeDraft.objects.get().revision
        office.post(f"/notices/{draft.pk}/rules", {"rule": 0, "answer": "drop", "revision": seen})
        response = office.post(f"/notices/{draft.pk}/confirm", {"revision": seen})
        assert response.status_code == 422 and "又有改动" in words(response)
        assert not Notice.objects.exists()

    def test_a_second_notice_shows_the_difference_and_takes_what_is_chosen(self, office, draft):
        settle(office, draft)
        confirm(office, draft)
        text = NOTICE.replace("8号", "9号").replace("1200个", "1500个") + "5.新建公园3座。(区级责任单位:区园林局)\n"
        second = read_draft(text)
        settle(office, second)
        page = words(office.get(f"/notices/{second.pk}/confirm"))
        assert "<del>1200</del>" in page and "<ins>1500</ins>" in page and "新建公园3座" in page
        assert "请先选择这份来文的性质" in page
        office.post(f"/notices/{second.pk}/confirm", {"act": "kind", "kind": "correction"})
        shown = re.findall(r'name="shown" value="([^"]+)"', words(office.get(f"/notices/{second.pk}/confirm")))
        assert len(shown) == 2
        office.post(f"/notices/{second.pk}/confirm", {"act": "difference", "shown": shown, "take": shown[1:]})
        assert sorted(decisions(second)["difference"].values()) == ["leave", "take"]
        assert confirm(office, second).status_code == 302
        # Of the two rows the changed text was taken, the new item was left.
        live = list(Matter.objects.live().values_list("text", flat=True))
        assert len(live) == 4
        assert [t[:13] for t in live if "停车泊位" in t] == ["新增停车泊位1500个，改"]
        assert not any("新建公园" in t for t in live)
