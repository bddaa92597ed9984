"""From draft to issue: frozen with its source, shown part by part, heard before it is approved, corrected anew."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from duban.circulars import checking, drafts, naming, unsourced
from duban.circulars.actions import drafting, moving, replying
from duban.circulars.candidates import candidates
from duban.circulars.models import Circular, Exemption, Part
from duban.core.circulars.placeholders import Faulty
from duban.core.circulars.texts import Template
from duban.core.workflow import circular as flow
from duban.core.workflow.table import TransitionRefused
from duban.dispatch.models import Dispatch
from duban.ledger.naming import item
from duban.orgs.permissions import Invalid, NotAllowed, Stale
from duban.oversight.enums import Found, Grade
from duban.progress.actions import periods
from duban.progress.models import Obligation
from tests.factories import circulars as play
from tests.factories.dispatch import make_letterhead
from tests.factories.progress import give_matter, moment


def office(stage, when=play.DAY):
    return stage.act(stage.cast.supervisor, when)


@pytest.fixture
def late(stage):
    """The lead unit has not reported: it is named for that."""
    make_letterhead(stage.cast)
    return stage


def test_a_draft_reads_as_a_circular_and_follows_the_ledger(late):
    row = play.begin(late)
    reading = drafts.read(row, now=moment(play.DAY))
    text = "\n".join(each.text for each in reading.paragraphs)
    assert row.name == reading.title == "关于2023年《政府工作报告》责任事项第一季度落实情况的通报"
    assert "2023年责任事项共2项" in text and "逾期报送1个" in text and "{" not in text
    assert [each.text for each in reading.paragraphs if each.text[1:2] == "、"][-1] == "六、下一步要求"
    give_matter(late.cast.cooperating_unit)
    again = drafts.read(row, now=moment(play.DAY))
    assert any("责任事项共3项" in each.text for each in again.paragraphs)
    key = next(run for each in again.paragraphs for run in each.runs if run.key == "事项总数")
    assert key.text == "3" and len(again.values["事项总数"].rows) == 3


def test_what_cannot_be_begun(late):
    with pytest.raises(Invalid, match="还没有到"):
        play.begin(late, as_of=dt.date(2023, 5, 1))
    with pytest.raises(Invalid, match="没有台账"):
        play.begin(late, year=2022, period=None)
    with pytest.raises(Invalid, match="已印发"):
        play.begin(late, name="更正")
    with pytest.raises(NotAllowed, match="督查室起草"):
        drafting.begin(
            kind="circular", year=2023, as_of=play.AS_OF, template=Template("circular", "甲", "甲", "乙"),
            **late.act(late.cast.lead_clerk, play.DAY),
        )  # fmt: skip


def test_editing_by_hand_keeps_numbers_as_references_and_points_out_typed_ones(late):
    row = play.begin(late)
    old = row.revision
    row = play.edit(late, row, body=row.body + "\n各单位要对照17项任务抓紧推进。")
    found = checking.remarks(row, drafts.read(row, now=moment(play.DAY)))
    assert [each.stops for each in found] == [True] and "“17”" in found[0].text
    with pytest.raises(Faulty, match="没有名为“事项数”的数据。可用的有：年度"):
        play.edit(late, row, body="共{事项数}项。")
    with pytest.raises(Stale, match="已被他人修改"):
        drafting.save(row=row, words=play.words(row), revision=old, **office(late))


def test_a_text_that_is_too_long_is_told_once_with_what_would_shorten_it(late):
    row = play.begin(late)
    for more, said in ((4200, "一般不超过4000字。“{未达序时清单}”可换成"), (900, "一般不超过4000字，最多5000字")):
        row = play.edit(late, row, body=row.body + "\n" + "字" * more)
        found = [e for e in checking.remarks(row, drafts.read(row, now=moment(play.DAY))) if "不超过" in e.text]
        assert len(found) == 1 and said in found[0].text and not found[0].stops
    row = play.edit(late, row, body=row.body.replace("{未达序时清单}", "{未达序时单位清单}"))
    (found,) = [e for e in checking.remarks(row, drafts.read(row, now=moment(play.DAY))) if "不超过" in e.text]
    assert "能短则短" in found.text


SAID = "据区统计局2023年第一季度月报。"


def answered(stage, row, sentence, number="17", source=SAID):
    return drafting.give_source(row=row, number=number, sentence=sentence, source=source, **office(stage))


def test_a_typed_number_goes_out_only_with_a_sentence_on_its_source(late):
    sentence = "区建设局要对照17项任务抓紧推进。"
    row = play.begin(late)
    row = play.edit(late, row, body=row.body + "\n" + sentence)
    with pytest.raises(Invalid, match="“17”是手写的，没有引用数据，请改用引用，或者写明出处：区建设局要对照"):
        play.show(late, row)
    with pytest.raises(Invalid, match="用一句话写明出处"):
        answered(late, row, sentence, source="月报")
    with pytest.raises(Stale, match="已没有这一句"):
        answered(late, row, "对照17项。")
    with pytest.raises(NotAllowed):
        drafting.give_source(
            row=row, number="17", sentence=sentence, source=SAID, **late.act(late.cast.lead_clerk, play.DAY)
        )
    answered(late, row, sentence)
    answered(late, row, sentence, source=SAID + "附表一。")  # the last one counts
    row = play.edit(late, row, body=row.body.replace("抓紧推进", "加快推进"))
    with pytest.raises(Invalid, match="“17”是手写的"):
        play.show(late, row)  # another sentence is another answer
    answered(late, row, sentence.replace("抓紧", "加快"))
    row = play.show(late, row)
    with pytest.raises(Stale, match="已送出"):
        answered(late, row, sentence)
    play.reply(late, row)
    row = play.issue(late, play.approve(late, play.submit(late, row)))
    (kept,) = row.issued.sources["typed"]
    assert (kept["number"], kept["source"], kept["given_by"]) == ("17", SAID, str(late.cast.supervisor))


def test_what_was_submitted_without_sources_is_not_approved(late):
    row = play.show(late, play.begin(late))
    play.reply(late, row)
    row = play.submit(late, row)
    Circular.objects.filter(pk=row.pk).update(body=row.body + "\n已完成999项。")
    row.refresh_from_db()
    with pytest.raises(Invalid, match="“999”是手写的"):
        play.approve(late, row)


def test_classes_are_added_up_as_the_text_says_them(late):
    row = play.begin(late)
    row = play.edit(late, row, body=row.body.replace("已完成{已完成项数}项", "已完成999项"))
    first = next(e for e in unsourced.findings(row, drafts.read(row, now=moment(play.DAY))) if e.number == "999")
    answered(late, row, first.sentence, "999")
    found = unsourced.findings(row, drafts.read(row, now=moment(play.DAY)))
    wrong = [each for each in found if each.number == unsourced.SUM]
    assert wrong[0].sure and "总数为2项" in wrong[0].text
    answered(late, row, wrong[0].sentence, unsourced.SUM)
    with pytest.raises(Invalid, match="各类相加为.*请改正"):
        play.show(late, row)  # two and a thousand is not a matter of sources


def test_an_unfinished_text_does_not_go_out(late):
    row = play.begin(late)
    row = play.edit(late, row, body="（请在此写明原文怎样写。）{逾期报送清单}")
    with pytest.raises(Invalid, match="没有改写"):
        play.show(late, row)


def test_the_way_of_a_circular(late):
    cast = late.cast
    row = play.show(late, play.begin(late))
    assert (row.state, row.reply_by, row.round) == (flow.SHOWN, dt.date(2023, 4, 25), 1)
    part = Part.objects.get()
    assert part.unit == cast.lead_unit and [line["naming"] for line in part.lines] == ["schedule", "late"]
    with pytest.raises(Invalid, match="还有1个单位没有回复"):
        play.submit(late, row)
    assert replying.see(part=part, **late.act(cast.lead_principal, "2023-04-22 09:00:00"))
    assert not replying.see(part=part, **late.act(cast.lead_clerk, "2023-04-22 10:00:00"))
    play.reply(late, row, agrees=False, text="报告已于4月10日送签，请核实。")
    with pytest.raises(Invalid, match="区建设局提出了异议"):
        play.submit(late, row)
    replying.handle(
        part=part_of(row), text="经核实4月20日前没有签字，不予采纳。", **office(late, "2023-04-24 08:00:00")
    )
    row = play.submit(late, row)
    with pytest.raises(NotAllowed, match="区领导批准"):
        moving.approve(row=row, **office(late, "2023-04-24 10:00:00"))
    row = play.issue(late, play.approve(late, row))
    made = Dispatch.objects.get()
    assert row.state == flow.ISSUED and row.issued == made and made.number == 1
    assert made.sources["values"]["逾期报送单位数"]["text"] == "1" and made.sources["at"].startswith("2023-04-20")
    assert made.approved_by == cast.leader
    assert set(made.receipts.values_list("unit__name", flat=True)) == {"区建设局"}


def part_of(row):
    return Part.objects.get(circular=row, round=row.round)


def test_figures_stand_still_from_the_showing_and_a_change_is_noticed(late):
    row = play.show(late, play.begin(late))
    assert drafts.recheck(row) == []
    obligation = Obligation.objects.get()
    later = late.act(late.cast.supervisor, "2023-04-21 12:00:00")
    periods.extend(obligation=obligation, due_on=dt.date(2023, 4, 25), reason="系统切换", **later)
    reading = drafts.read(row, now=moment("2023-04-26 09:00:00"))
    assert reading.values["逾期报送单位数"].text == "1" and not reading.live
    differences = {each.key: (each.frozen, each.now) for each in drafts.recheck(row)}
    assert differences["逾期报送单位数"] == ("1", "0") and "逾期报送清单" in differences
    row = moving.recall(row=row, **office(late, "2023-04-22 09:00:00"))
    assert row.frozen is None and drafts.read(row, now=moment(play.DAY)).values["逾期报送单位数"].text == "0"
    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.filter(pk=row.pk).update(state=flow.SHOWN)


def test_a_unit_reads_its_own_part_alone(late):
    cast = late.cast
    Obligation.objects.create(period=late.periods[0], unit=cast.cooperating_unit, due_on=dt.date(2023, 4, 10))
    row = play.begin(late)
    row = play.edit(late, row, body=row.body + "\n区建设局要会同区民政局加快进度；区气象局配合。")
    row = play.show(late, row)
    parts = {part.unit.name: [line["text"] for line in part.lines] for part in Part.objects.all()}
    assert set(parts) == {"区建设局", "区民政局", "区气象局"}
    assert parts["区建设局"][-1] == "区建设局要会同（其他单位）加快进度；"
    assert all("区建设局" not in text and "区气象局" not in text for text in parts["区民政局"])
    own = Part.objects.visible_to(late.actor(cast.outsider_clerk, play.DAY))
    assert [part.unit.name for part in own] == ["区气象局"]
    assert not Circular.objects.visible_to(late.actor(cast.lead_clerk, play.DAY)).exists()
    assert not Circular.objects.visible_to(late.actor(cast.leader, play.DAY)).exists()
    assert not Part.objects.visible_to(late.actor(cast.leader, play.DAY)).exists()
    moving.recall(row=row, **office(late, "2023-04-22 09:00:00"))
    assert not Part.objects.visible_to(late.actor(cast.outsider_clerk, play.DAY)).exists()


def test_a_reply_is_given_once_in_time_by_the_unit_itself(late):
    cast = late.cast
    row = play.show(late, play.begin(late))
    part = part_of(row)
    with pytest.raises(NotAllowed, match="不是本单位"):
        replying.reply(part=part, agrees=True, text="", **late.act(cast.outsider_clerk, "2023-04-23 09:00:00"))
    with pytest.raises(Invalid, match="写明哪一处"):
        play.reply(late, row, agrees=False, text="不对")
    with pytest.raises(Stale, match="2023年4月25日已过"):
        play.reply(late, row, when="2023-04-26 09:00:00")
    play.reply(late, row)
    with pytest.raises(Stale, match="已回复过"):
        play.reply(late, row)


def test_when_the_day_is_past_it_goes_on_without_a_reply(late):
    row = play.show(late, play.begin(late))
    assert play.submit(late, row, when="2023-04-26 09:00:00").state == flow.SUBMITTED


def test_naming_is_withdrawn_with_a_reason_and_nobody_is_named_unheard(late):
    cast = late.cast
    row = play.show(late, play.begin(late))
    given = {"row": row, "unit": cast.lead_unit, "naming": "late", "matter": None}
    with pytest.raises(Invalid, match="写明理由"):
        drafting.exempt(reason="", **given, **office(late))
    drafting.exempt(reason="系统故障当日无法签字", **given, **office(late, "2023-04-22 09:00:00"))
    with pytest.raises(Stale, match="已撤销点名"):
        drafting.exempt(reason="系统故障当日无法签字", **given, **office(late, "2023-04-22 09:00:00"))
    play.reply(late, row)
    row = play.submit(late, row)
    reading = drafts.thawed(row)
    text = "".join(each.text for each in reading.paragraphs)
    assert "经核实，均不予点名" in text and "逾期报送1个" in text
    assert [line["naming"] for line in naming.named(reading)[cast.lead_unit.pk]] == ["schedule"]
    with pytest.raises(Stale, match="已报批"):
        drafting.exempt(reason="再撤销一次", **given, **office(late))
    row = moving.recall(row=row, **office(late, "2023-04-24 10:00:00"))
    drafting.restore(row=Exemption.objects.get(), **office(late, "2023-04-24 10:00:00"))
    again = naming.named(drafts.read(row, now=moment("2023-04-24 10:00:00")))
    assert [line["naming"] for line in again[cast.lead_unit.pk]] == ["schedule", "late"]


def test_who_comes_to_be_named_after_the_showing_is_shown_first(late):
    row = play.show(late, play.begin(late))
    play.reply(late, row)
    Obligation.objects.create(period=late.periods[0], unit=late.cast.cooperating_unit, due_on=dt.date(2023, 4, 10))
    with pytest.raises(Invalid, match="涉及区民政局的内容有变化"):
        play.submit(late, row)
    row = moving.recall(row=row, **office(late, "2023-04-24 10:00:00"))
    row = play.show(late, row, when="2023-04-24 11:00:00")
    old, new = Part.objects.filter(unit=late.cast.lead_unit).order_by("round")
    assert new.round == 2 and new.replied_at == old.replied_at  # the same part is not asked twice
    assert Part.objects.waiting().get().unit == late.cast.cooperating_unit


def test_a_leader_returns_it_and_the_office_begins_again(late):
    row = play.show(late, play.begin(late))
    play.reply(late, row)
    row = play.submit(late, row)
    leader = late.act(late.cast.leader, "2023-04-24 15:00:00")
    with pytest.raises(TransitionRefused, match="须填写意见"):
        moving.send_back(row=row, comment=" ", **leader)
    row = moving.send_back(row=row, comment="要求部分再具体一些。", **leader)
    assert (row.state, row.comment, row.frozen) == (flow.DRAFT, "要求部分再具体一些。", None)
    with pytest.raises(TransitionRefused, match="没有点名单位"):
        play.submit(late, row)


def test_two_leaders_one_approval(late):
    row = play.show(late, play.begin(late))
    play.reply(late, row)
    row = play.submit(late, row)
    other = Circular.objects.get(pk=row.pk)
    play.approve(late, row)
    with pytest.raises(Stale):
        play.approve(late, other)


def test_without_anybody_named_it_goes_to_the_leader_at_once(late):
    row = play.begin(late)
    row = play.edit(late, row, body="{年度}年责任事项共{事项总数}项。")
    with pytest.raises(Invalid, match="可以直接报批"):
        play.show(late, row)
    row = play.submit(late, row, when=play.DAY)
    assert row.state == flow.SUBMITTED and row.frozen["values"]["事项总数"]["number"] == 2
    row = play.approve(late, row)
    row = moving.reopen(row=row, comment="漏写报送情况。", **office(late, "2023-04-24 16:00:00"))
    assert row.state == flow.DRAFT and row.approved_by is None
    row = moving.cancel(row=row, comment="另行起草。", **office(late, "2023-04-24 17:00:00"))
    assert row.state == flow.CANCELLED


def test_a_correction_is_a_new_document_that_names_the_old_number(late):
    row = play.issued(late)
    number = row.issued.full_number
    with pytest.raises(Invalid, match="写明原因"):
        drafting.correct(row=row, reason="", **office(late, "2023-05-04 09:00:00"))
    new = drafting.correct(row=row, reason="报送情况统计有误", **office(late, "2023-05-04 09:00:00"))
    assert new.name == f"关于更正{number}有关内容的通报" and new.corrects == row
    with pytest.raises(Stale, match="已有一份更正"):
        drafting.correct(row=row, reason="再更正", **office(late, "2023-05-04 10:00:00"))
    body = new.body.replace("（请在此写明原文怎样写、更正为怎样写。）", "“逾期报送1个”更正为“逾期报送0个”。")
    new = play.edit(late, new, when="2023-05-04 09:30:00", body=body)
    with pytest.raises(Invalid, match="“0”是手写的"):
        play.submit(late, new, when="2023-05-04 10:00:00")
    said = {"sentence": "“逾期报送1个”更正为“逾期报送0个”。", "source": "区建设局4月10日的签字记录"}
    for each in ("1", "0"):
        drafting.give_source(row=new, number=each, **said, **office(late, "2023-05-04 09:50:00"))
    new = play.submit(late, new, when="2023-05-04 10:00:00")
    new = play.issue(late, play.approve(late, new, "2023-05-04 11:00:00"), "2023-05-04 12:00:00")
    assert new.issued.corrects == row.issued and new.issued.number == row.issued.number + 1
    assert number in new.name and Circular.objects.get(pk=row.pk).state == flow.ISSUED


@pytest.fixture
def praised(stage):
    """A commendation on a unit that reported in time and closed a matter, verified true."""
    make_letterhead(stage.cast, "commendation")
    stage.filed()
    play.close(stage, stage.plain, grade=Grade.EXCEEDED)
    return stage


def proposed(stage, row):
    return candidates(drafts.scope_of(row, moment("2023-04-20 23:59:59")))


def test_who_is_commended_is_proposed_from_results(praised):
    row = play.begin(praised, kind="commendation", name="表彰决定")
    unit = praised.cast.lead_unit
    found = proposed(praised, row)
    said = item(praised.plain)
    assert [(each.unit, each.faults) for each in found] == [(unit, ())]
    assert found[0].reason == f"牵头的1项责任事项按期办结（{said}），其中超额完成1项，应报1期均按期，核查1次均属实。"
    assert {each.model for each in found[0].rows} == {
        "oversight.closing", "progress.obligation", "oversight.verification",
    }  # fmt: skip
    with pytest.raises(Invalid, match="还没有选择"):
        play.submit(praised, row, when=play.DAY)
    with pytest.raises(Invalid, match="没有按期或超额办结"):
        drafting.praise(row=row, units=[praised.cast.outsider_unit.pk], **office(praised))
    row = drafting.praise(row=row, units=[unit.pk], **office(praised))
    text = "".join(each.text for each in drafts.read(row, now=moment(play.DAY)).paragraphs)
    assert "对以下1个单位予以表彰" in text and "区建设局：牵头的1项责任事项按期办结" in text
    row = play.issue(praised, play.approve(praised, play.submit(praised, row, when=play.DAY)))
    assert row.issued.kind == "commendation"


def test_a_unit_that_was_late_or_found_untrue_is_not_commended(stage):
    play.close(stage, stage.plain, found=Found.PARTLY)
    row = play.begin(stage, kind="commendation", name="表彰决定")
    found = proposed(stage, row)[0]
    assert found.faults[0] == "2023年第一季度未按期报送。" and "核查结果不是属实" in found.faults[1]
    with pytest.raises(Invalid, match="区建设局不能表彰：2023年第一季度未按期报送"):
        drafting.praise(row=row, units=[stage.cast.lead_unit.pk], **office(stage))


def test_templates_are_versions_and_unknown_references_are_refused(late):
    given = Template("circular", "季度通报", "关于{年度}年的通报", "共{事项总数}项。")
    with pytest.raises(Faulty, match="正文：没有名为“总数”"):
        drafting.publish(
            template=Template("circular", "季度通报", "标题", "共{总数}项。"), reason="精简", **office(late)
        )
    with pytest.raises(Invalid, match="修改理由"):
        drafting.publish(template=given, reason="", **office(late))
    row = play.begin(late)
    for version in (1, 2):
        assert drafting.publish(template=given, reason="精简", **office(late)).version == version
    assert row.template == "季度通报（系统自带）" and "现将有关情况通报如下" in row.body
    assert play.begin(late).template == "季度通报（第2版）"
