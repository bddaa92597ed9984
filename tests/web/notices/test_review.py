"""校对: what is shown, filters, corrections in place, findings, two people at once."""

from __future__ import annotations

import re

import pytest

from duban.notices.models import NoticeDraft
from tests.notices.documents import NOTICE
from tests.support.queries import captured
from tests.web.notices.conftest import read_draft

pytestmark = pytest.mark.django_db

FORM = re.compile(r'<input[^>]*name="([^"]+)"[^>]*?(?:value="([^"]*)")?[^>]*>')


def words(response) -> str:
    return response.content.decode()


def current(draft) -> dict:
    return NoticeDraft.objects.get(pk=draft.pk).current


def item(draft, n=0) -> dict:
    return current(draft)["programmes"][0]["items"][n]


def fields(client, draft, n=0, **changes) -> dict[str, str]:
    """The form of an item as it comes, with changes."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(words(client.get(f"/notices/{draft.pk}/items/0/{n}")))
    form = tree.css_first("form.item-form")
    data = {}
    for node in form.css("input, select, textarea"):
        given = node.attributes
        if given.get("type") == "checkbox" or not given.get("name"):
            continue
        if node.tag == "select":
            chosen = node.css_first("option[selected]") or node.css_first("option")
            data[given["name"]] = chosen.attributes.get("value") or ""
        elif node.tag == "textarea":
            data[given["name"]] = node.text()
        else:
            data[given["name"]] = given.get("value") or ""
    return {**data, **changes}


def save(client, draft, n=0, *, fragment=False, data=None, **changes):
    sent = data or fields(client, draft, n, **changes)
    address = f"/notices/{draft.pk}/items/0/{n}"
    return client.fragment(address, sent, method="post") if fragment else client.post(address, sent)


class TestPage:
    def test_counts_source_and_items(self, office, draft):
        page = words(office.get(f"/notices/{draft.pk}/review"))
        assert "<strong>4</strong> 项、<strong>6</strong> 条承办、<strong>5</strong> 个指标" in page
        assert 'id="s0-0" data-goes="i0-0"' in page and 'id="i0-0" data-item data-goes="s0-0"' in page
        assert '<mark class="unit">区建设局</mark>' in page
        assert '<mark class="fig">1200个</mark>' in page
        assert "区-1" in page and "推定牵头" in page

    def test_the_source_is_whole_and_escaped(self, office, cast):
        text = NOTICE.replace("测试区人民政府办公室文件", "<script>alert(1)</script>&文件")
        draft = read_draft(text)
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(words(office.get(f"/notices/{draft.pk}/review")))
        assert tree.css_first("#source").text() == text

    def test_findings_come_first_and_say_where(self, office, draft):
        page = words(office.get(f"/notices/{draft.pk}/review"))
        assert page.index('id="findings"') < page.index('id="items"')
        assert "4项没有写明牵头单位" in page or "项没有写明牵头单位" in page

    def test_only_what_is_doubtful_and_search_down_to_one_character(self, office, draft):
        def shown(query: str) -> list[str]:
            return re.findall(r'id="(i\d+-\d+)"', words(office.get(f"/notices/{draft.pk}/review?{query}")))

        assert shown("") == ["i0-0", "i0-1", "i0-2", "i0-3"]
        assert shown("q=绿道") == ["i0-1"]
        assert shown("q=床") == ["i0-2"]
        assert shown("q=区民政局 老化") == ["i0-3"]
        assert shown("q=区-2") == ["i0-1"]
        assert shown("only=doubt") == ["i0-2"]  # 各街道办事处 is a group

    def test_the_filter_is_a_fragment_of_the_same_page(self, office, draft):
        whole = words(office.get(f"/notices/{draft.pk}/review?q=绿道"))
        part = words(office.fragment(f"/notices/{draft.pk}/review?q=绿道", target="items"))
        assert part.strip() in whole
        assert "source" not in part.split("data-goes")[0]

    def test_queries_do_not_grow_with_the_notice(self, office, cast):
        few = read_draft()
        lines = "".join(f"{n}.新增停车泊位{n}个。(区级责任单位:区建设局)\n" for n in range(5, 105))
        many = read_draft(NOTICE + lines)
        office.get(f"/notices/{few.pk}/review")
        counts = [len(captured(lambda d=d: office.get(f"/notices/{d.pk}/review"))) for d in (few, many)]
        assert counts[0] == counts[1] <= 8

    def test_the_sample_stays_light(self, office, sample):
        draft = read_draft(sample.decode())
        assert len(office.get(f"/notices/{draft.pk}/review").content) < 500_000

    def test_read_only_once_it_is_in_the_ledger(self, office, cast):
        from duban.notices.enums import DraftState

        draft = read_draft()
        NoticeDraft.objects.filter(pk=draft.pk).update(
            state=DraftState.DISCARDED, finished_at=draft.uploaded_at, finished_by=cast.supervisor
        )
        page = words(office.get(f"/notices/{draft.pk}/review"))
        assert "这份草稿已放弃" in page and "item-edit" not in page and "data-accept" not in page


class TestCorrecting:
    def test_saving_nothing_changes_nothing(self, office, draft):
        assert save(office, draft).status_code == 302
        assert NoticeDraft.objects.get().revision == 0

    def test_a_unit_by_hand_and_back(self, office, draft):
        response = save(office, draft, **{"u-0-name": "区城建局"})
        assert response["Location"] == f"/notices/{draft.pk}/review#i0-0"
        assert [u["unit"] for u in item(draft)["units"]] == ["区城建局", "区房管局"]
        page = words(office.get(f"/notices/{draft.pk}/review"))
        assert "已保存" in page and "改承办单位：区城建局" in page
        office.post(f"/notices/{draft.pk}/undo", {"revision": 1})
        assert current(draft) == draft.current
        office.post(f"/notices/{draft.pk}/redo", {"revision": 2})
        assert item(draft)["units"][0]["unit"] == "区城建局"

    def test_in_place_the_card_the_bar_and_the_findings_come_back(self, office, draft):
        response = words(save(office, draft, fragment=True, **{"u-0-name": "区城建局"}))
        assert response.count('id="i0-0"') == 1 and "区城建局" in response
        assert 'id="bar" hx-swap-oob="true"' in response
        assert 'name="revision" value="1"' in response
        assert 'hx-swap-oob="true"' in response.split('id="findings"')[1][:120]

    def test_several_changes_of_one_save_are_undone_as_one(self, office, draft):
        changes = {"number": "1-1", "u-1-drop": "1", "u-2-name": "区财政局", "u-2-role": "cooperating", "t-0-op": ">="}
        save(office, draft, **changes)
        changed = item(draft)
        assert changed["number"] == "1-1"
        assert [(u["unit"], u["role"]) for u in changed["units"]] == [
            ("区建设局", "lead"),
            ("区财政局", "cooperating"),
        ]
        assert changed["targets"][0]["op"] == ">="
        office.post(f"/notices/{draft.pk}/undo", {"revision": 1})
        assert current(draft) == draft.current

    def test_an_inferred_lead_moves(self, office, draft):
        assert [u["lead"] for u in item(draft, 2)["units"]] == [True, False]
        save(office, draft, 2, **{"u-0-role": "responsible", "u-1-role": "head"})
        assert [u["lead"] for u in item(draft, 2)["units"]] == [False, True]

    def test_a_target_by_its_very_words(self, office, draft):
        save(office, draft, **{"t-0-phrase": "停车泊位1200个", "t-0-value": "1200", "t-1-drop": "1"})
        targets = item(draft)["targets"]
        assert [(t["phrase"], t["value"]) for t in targets] == [("停车泊位1200个", 1200)]
        response = save(office, draft, **{"t-0-phrase": "停车泊位1300个"})
        assert response.status_code == 422
        assert "一字不差" in words(response) and 'value="停车泊位1300个"' in words(response)

    def test_bounds_by_the_text(self, office, draft):
        text = item(draft)["text"]
        save(office, draft, text=text.split("，")[0])
        assert item(draft)["text"] == "新增停车泊位1200个"
        assert "没有承办单位" in words(office.get(f"/notices/{draft.pk}/review"))
        refused = save(office, draft, text="自己编的话")
        assert refused.status_code == 422 and "原文里没有这段文字" in words(refused)

    def test_split_merge_delete_add(self, office, draft):
        page = words(office.get(f"/notices/{draft.pk}/items/0/2"))
        assert "在此拆成两项" not in page  # one sentence only
        shape = f"/notices/{draft.pk}/shape"
        office.post(shape, {"kind": "item.merge", "programme": 0, "item": 2, "revision": 0})
        assert len(current(draft)["programmes"][0]["items"]) == 3
        cuts = re.findall(r'<option value="(\d+)">…', words(office.get(f"/notices/{draft.pk}/items/0/2")))
        assert cuts
        office.post(shape, {"kind": "item.split", "programme": 0, "item": 2, "at": cuts[0], "revision": 1})
        assert len(current(draft)["programmes"][0]["items"]) == 4
        office.post(shape, {"kind": "item.delete", "programme": 0, "item": 3, "revision": 2})
        assert len(current(draft)["programmes"][0]["items"]) == 3

    def test_a_missed_item_is_added_by_its_very_words(self, office, draft):
        office.post(f"/notices/{draft.pk}/shape", {"kind": "item.delete", "programme": 0, "item": 1, "revision": 0})
        address = f"/notices/{draft.pk}/items/0/add"
        assert "补一项" in words(office.get(address))
        added = {"text": "完成绿道建设30公里。(区级责任单位:区园林局)", "number": "2", "section": "0", "revision": "1"}
        refused = office.post(address, {**added, "text": "建桥两座。"})
        assert refused.status_code == 422 and "原文里没有这段文字" in words(refused)
        assert ">建桥两座。</textarea>" in words(refused)
        assert office.post(address, added)["Location"] == f"/notices/{draft.pk}/review#i0-1"
        made = current(draft)["programmes"][0]["items"]
        assert [i["number"] for i in made] == ["1", "2", "3", "4"]
        assert made[1]["section"] == "一、城市建设"
        assert "改动后这一项没有承办单位" in words(office.get(f"/notices/{draft.pk}/review"))

    def test_the_head_and_the_programme(self, office, draft):
        office.post(
            f"/notices/{draft.pk}/frame",
            {"revision": 0, "header-document_number": "测政办〔2023〕9号", "p-0-year": "2024", "p-0-level": "city"},
        )
        changed = current(draft)
        assert changed["header"]["document_number"]["text"] == "测政办〔2023〕9号"
        assert (changed["programmes"][0]["year"], changed["programmes"][0]["level"]) == (2024, "city")

    def test_rename_a_name_everywhere(self, office, draft):
        sent = {"revision": 0, "rename-from": "区民政局", "rename-to": "区民政和人社局", "back": "units"}
        assert office.post(f"/notices/{draft.pk}/frame", sent)["Location"] == f"/notices/{draft.pk}/units"
        assert [u["unit"] for u in item(draft, 3)["units"]] == ["区民政和人社局"]

    def test_what_is_not_there_is_404(self, office, draft):
        for place in ("items/9/0", "items/0/99", "items/9/add"):
            assert office.get(f"/notices/{draft.pk}/{place}").status_code == 404


class TestTwoPeople:
    def test_the_slower_one_keeps_what_was_typed_and_sees_what_stands(self, office, client_for, cast, draft):
        mine = fields(office, draft, 0, **{"u-0-name": "我改的单位"})
        save(client_for(cast.supervisor_head), draft, **{"u-0-name": "他改的单位"})
        refused = save(office, draft, data=mine, fragment=True)
        page = words(refused)
        assert "刚被他人改动" in page and "我改的单位" in page and "他改的单位" in page
        assert item(draft)["units"][0]["unit"] == "他改的单位"
        mine["revision"] = "1"  # as the returned form carries it: knowingly
        assert 'name="revision" value="1"' in page
        save(office, draft, data=mine)
        assert item(draft)["units"][0]["unit"] == "我改的单位"

    def test_a_form_never_lands_on_another_item(self, office, client_for, cast, draft):
        mine = fields(office, draft, 2, **{"u-0-name": "写给第三项"})
        other = client_for(cast.supervisor_head)
        other.post(f"/notices/{draft.pk}/shape", {"kind": "item.delete", "programme": 0, "item": 0, "revision": 0})
        mine["revision"] = "1"
        refused = save(office, draft, 2, data=mine)
        assert refused.status_code == 422 and "位置刚被他人改动" in words(refused)
        assert "写给第三项" not in str(current(draft))

    def test_answers_of_two_people_both_stay(self, office, client_for, cast, draft):
        ids = [f["id"] for f in draft.current["findings"] if f["severity"] != "hint"]
        assert len(ids) >= 2
        office.post(f"/notices/{draft.pk}/answer", {"finding": ids[0], "answer": "accepted"})
        client_for(cast.supervisor_head).post(
            f"/notices/{draft.pk}/answer", {"finding": ids[1], "answer": "ignored", "note": "不要紧"}
        )
        given = NoticeDraft.objects.get().decisions["findings"]
        assert {k: v["answer"] for k, v in given.items()} == {ids[0]: "accepted", ids[1]: "ignored"}
        assert given[ids[1]]["note"] == "不要紧"
        assert (given[ids[0]]["by"], given[ids[1]]["by"]) == (cast.supervisor.pk, cast.supervisor_head.pk)


class TestFindings:
    def test_accept_in_place_and_open_again(self, office, draft):
        finding = next(f["id"] for f in draft.current["findings"] if f["code"] == "units.inferred-lead")
        address = f"/notices/{draft.pk}/answer"
        part = words(office.fragment(address, {"finding": finding, "answer": "accepted"}, method="post"))
        assert part.lstrip().startswith('<section id="findings"') and 'id="bar" hx-swap-oob="true"' in part
        assert "已处理的和提示" in part and "重新打开" in part
        office.post(address, {"finding": finding, "answer": ""})
        assert NoticeDraft.objects.get().decisions["findings"] == {}

    def test_all_of_one_sort(self, office, sample):
        draft = read_draft(sample.decode())
        office.post(f"/notices/{draft.pk}/answer", {"code": "units.inferred-lead", "answer": "accepted"})
        assert len(NoticeDraft.objects.get(pk=draft.pk).decisions["findings"]) == 2

    def test_the_items_that_a_finding_speaks_of(self, office, draft):
        finding = next(f for f in draft.current["findings"] if f["code"] == "units.inferred-lead")
        page = words(office.get(f"/notices/{draft.pk}/review", {"of": finding["id"]}))
        shown = re.findall(r'id="i0-(\d+)"', page)
        assert shown == [str(n) for n in finding["data"]["items"]]

    def test_an_unknown_one_is_refused_with_its_sentence(self, office, draft):
        response = office.fragment(
            f"/notices/{draft.pk}/answer", {"finding": "x:1", "answer": "accepted"}, method="post"
        )
        assert response.status_code == 422 and "已不在识别结果里" in words(response)

    def test_correcting_an_item_for_a_finding_answers_it(self, office, draft):
        finding = next(f for f in draft.current["findings"] if f["item"] is not None)
        sent = fields(office, draft, finding["item"], finding=finding["id"], number="33")
        save(office, draft, finding["item"], data=sent)
        assert NoticeDraft.objects.get().decisions["findings"][finding["id"]]["answer"] == "corrected"
