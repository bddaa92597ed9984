"""Home: what waits for each person, the nearest deadline first; done things leave the list."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from duban.ledger.enums import ClauseStatus, LinkStatus
from duban.ledger.kept import KEPT
from duban.ledger.models import Clause, MatterLink
from duban.notices.models import NoticeRule
from duban.orgs.enums import PostKind
from duban.orgs.models import User
from duban.web.home.providers import PROVIDERS
from duban.web.home.waiting import Waiting, in_order
from tests.factories.ledger import AssignmentFactory, ClauseFactory, MatterFactory, MatterLinkFactory, ProgrammeFactory
from tests.factories.notices import NoticeDraftFactory, NoticeFactory
from tests.factories.orgs import GroupMemberFactory, UnitFactory, UserFactory, appoint
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries

pytestmark = pytest.mark.django_db


def home(person) -> str:
    return make_client(person).get("/").content.decode()


def titles(person) -> list[str]:
    return re.findall(r"<b data-verbatim>([^<]+)</b>", home(person))


@pytest.fixture
def used(cast):
    """Everybody has logged in and every unit has its people, so that nothing waits."""
    User.objects.update(last_login=timezone.now())
    appoint(UserFactory(last_login=timezone.now()), cast.outsider_unit, PostKind.PRINCIPAL)
    return cast


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("supervisor", "待校对的来文"),
        ("leader", "报送期限"),
        ("lead_clerk", "报送期限"),
        ("system_admin", "从未登录的账号"),
        ("security_admin", "到期的任职"),
    ],
)
def test_nothing_to_do_says_what_will_appear(used, who, words):
    html = home(getattr(used, who))
    assert "现在没有要办的事" in html and words in html


def test_somebody_without_a_post_learns_whom_to_ask(db):
    assert "联系督查室" in home(UserFactory())


class TestOffice:
    def test_drafts_by_their_state(self, used):
        NoticeDraftFactory(file__name="甲.docx")
        NoticeDraftFactory(file__name="乙.docx", ready=True)
        NoticeDraftFactory(file__name="丙.docx", failed=True)
        NoticeDraftFactory(confirmed=True)
        assert titles(used.supervisor) == ["《丙.docx》无法识别", "《乙.docx》待校对", "《甲.docx》排队识别"]
        html = home(used.supervisor)
        assert "文件是空的" in html and "事项 1 项" in html

    def test_many_drafts_are_counted(self, used):
        NoticeDraftFactory.create_batch(13)
        assert titles(used.supervisor)[-1] == "另有 3 份来文待处理"

    def test_proposals_lead_to_their_list_and_leave_when_decided(self, used):
        link, clause = MatterLinkFactory(), ClauseFactory()
        ClauseFactory(matter=clause.matter)
        assert titles(used.supervisor) == [
            "1 对事项可能是同一目标，待确认",
            "1 项事项建议拆分，待确认",
            "2023年逐项对账还有 3 项",
        ]
        client = make_client(used.supervisor)
        assert link.a.code in client.get("/pairs").content.decode()
        assert clause.matter.code in client.get("/splits").content.decode()
        MatterLink.objects.update(status=LinkStatus.CONFIRMED)
        Clause.objects.update(status=ClauseStatus.REJECTED)
        assert titles(used.supervisor) == ["2023年逐项对账还有 3 项"]
        assert "没有待确认的" in client.get("/pairs").content.decode()
        assert "没有待确认的" in client.get("/splits").content.decode()

    def test_inferred_leads(self, used):
        AssignmentFactory(unit=used.lead_unit, lead=True, role_source="inferred")
        assert titles(used.supervisor) == ["1 项事项的牵头单位是推定的，待确认", "2023年逐项对账还有 1 项"]
        client = make_client(used.supervisor)
        assert "1 项" in client.get("/ledger/?inferred=yes").content.decode()

    def test_groups_and_units_with_gaps(self, used):
        group = UnitFactory(is_group=True, name="各街道办事处")
        AssignmentFactory(unit=group)
        UnitFactory(name="区新局")
        book = "2023年逐项对账还有 1 项"
        assert titles(used.supervisor) == ["单位组“各街道办事处”还没有成员", "1 个单位缺主要领导或经办人", book]
        assert "1 项事项分给了这个组" in home(used.supervisor)
        GroupMemberFactory(group=group, unit=used.lead_unit)
        assert titles(used.supervisor) == ["1 个单位缺主要领导或经办人", book]

    def test_the_numbers_by_level_lead_to_the_ledger(self, used):
        MatterFactory(programme=ProgrammeFactory(level="city"))
        MatterFactory()
        MatterFactory(withdrawn=True)
        for person in (used.supervisor, used.leader):
            html = home(person)
            assert "2023年台账" in html and 'href="/ledger/?year=2023&amp;level=city"><b>1</b>市级' in html
            assert "<b>2</b>全部" in html

    def test_before_the_first_notice(self, used):
        assert "还没有台账" in home(used.supervisor)


class TestUnit:
    def test_matters_by_role_agree_with_the_ledger(self, used):
        AssignmentFactory(unit=used.lead_unit, leads=True)
        AssignmentFactory(unit=used.lead_unit, role="cooperating")
        group = GroupMemberFactory(unit=used.lead_unit).group
        AssignmentFactory(unit=group)
        AssignmentFactory(unit=used.outsider_unit)
        html = home(used.lead_clerk)
        assert "<b>3</b>承办事项" in html
        for role, label in (("lead", "牵头"), ("responsible", "责任"), ("cooperating", "配合")):
            assert f'href="/ledger/?role={role}"><b>1</b>{label}' in html
            KEPT.clear()
            assert "1 项" in make_client(used.lead_clerk).get(f"/ledger/?role={role}").content.decode()

    def test_without_matters(self, used):
        assert "还没有分给本单位的事项" in home(used.lead_clerk)

    def test_nothing_of_the_office(self, used):
        NoticeDraftFactory(ready=True)
        MatterLinkFactory()
        UnitFactory(is_group=True)
        assert titles(used.lead_clerk) == []


class TestDeadlines:
    @pytest.fixture
    def notice(self, used):
        today = timezone.localdate()
        notice = NoticeFactory(year=today.year, document_number="测政办〔2023〕7号")
        soon, later = today + dt.timedelta(days=1), today + dt.timedelta(days=400)
        past = today - dt.timedelta(days=1)
        for kind, due in (
            ("handling_plan", later),
            ("liaison_list", soon),
            ("liaison_list", past),
            ("appraisal", soon),
        ):
            NoticeRule.objects.create(notice=notice, kind=kind, sentence="…", data={"due": due.isoformat()})
        return notice

    def test_the_nearest_first_and_past_ones_not(self, used, notice):
        year = notice.year
        expected = [f"报送联络员名单（{year}年）", f"报送办理方案（{year}年）"]
        assert titles(used.lead_clerk) == titles(used.supervisor)[:2] == expected
        html = home(used.lead_clerk)
        assert "测政办〔2023〕7号" in html and ("个工作日" in html or "期间无工作日" in html)

    def test_the_line_opens_for_whoever_sees_it(self, used, notice):
        for person in (used.supervisor, used.leader, used.lead_clerk):
            href = re.search(r'class="waiting-line" href="([^"]+)"', home(person))[1].replace("&amp;", "&")
            assert make_client(person).get(href).status_code == 200

    def test_administrators_are_told_of_none(self, used, notice):
        assert titles(used.security_admin) == []


class TestAdministrators:
    def test_accounts_never_used_or_without_a_post(self, used):
        UserFactory(last_login=None)
        assert titles(used.system_admin) == ["1 个账号从未登录", "1 个账号没有岗位"]
        assert titles(used.security_admin) == []

    def test_appointments_that_end_soon(self, used):
        today = timezone.localdate()
        appoint(UserFactory(name="王敏"), used.lead_unit, PostKind.CLERK, end=today + dt.timedelta(days=10))
        appoint(UserFactory(name="李四"), used.lead_unit, PostKind.CLERK, end=today + dt.timedelta(days=40))
        assert titles(used.security_admin) == ["王敏任区建设局 经办人即将到期"]
        assert titles(used.supervisor) == ["王敏任区建设局 经办人即将到期"]

    def test_the_state_of_the_trail(self, used):
        assert titles(used.audit_admin) == ["还没有校验过留痕"]
        make_client(used.audit_admin).post("/trail/verify")
        assert titles(used.audit_admin) == []

    def test_no_business_content(self, used):
        MatterFactory()
        for person in (used.system_admin, used.security_admin, used.audit_admin):
            html = home(person)
            assert "台账" not in html and "搜索事项" not in html


def test_the_order():
    day = dt.date(2023, 4, 10)
    lines = [
        Waiting("无期一", ""),
        Waiting("后", "", due=day),
        Waiting("先", "", due=dt.date(2023, 3, 1)),
        Waiting("无期二", ""),
    ]
    assert [line.title for line in in_order(lines)] == ["先", "后", "无期一", "无期二"]


@pytest.mark.parametrize("who", ["supervisor", "leader", "lead_clerk", "system_admin"])
def test_home_takes_the_same_queries(used, who):
    client = make_client(getattr(used, who))

    def add(n: int) -> None:
        for _ in range(n):
            link = MatterLinkFactory()
            AssignmentFactory(matter=link.a, unit=used.lead_unit)
            ClauseFactory(matter=link.b)
            appoint(UserFactory(), UnitFactory(), PostKind.CLERK)
        AssignmentFactory.create_batch(n // 3, unit__is_group=True)

    # About one query an area, and a few for the door.
    assert assert_same_queries(lambda: client.get("/"), add) < len(PROVIDERS) + 10
