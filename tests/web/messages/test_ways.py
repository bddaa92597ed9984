"""消息途径: robots and what could not be sent, for the system administrator, without business content."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from duban.audit.models import Event
from duban.messaging.models import Channel, Delivery
from duban.messaging.sending import send_due
from tests.messaging.conftest import give
from tests.support.cast import AT
from tests.support.client import client_for as make_client
from tests.support.queries import assert_same_queries
from tests.support.receivers import web_hook

pytestmark = pytest.mark.django_db
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=" + "a1b2c3d4" * 8


@pytest.fixture
def client(cast):
    return make_client(cast.system_admin)


def add(client, cast, **fields):
    values = {"unit": cast.lead_unit.pk, "kind": "dingtalk", "name": "工作群", "address": DINGTALK, **fields}
    return client.post("/messages/channels", values, follow=True)


@pytest.mark.parametrize(
    ("kind", "address", "kept"),
    [
        ("dingtalk", DINGTALK, "dingtalk://" + "a1b2c3d4" * 8),
        (
            "wecombot",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7aaa-4bc4",
            "wecombot://693a91f6-7aaa-4bc4",
        ),
        ("feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/abc-123-def", "feishu://abc-123-def"),
        ("other", "jsons://relay.example.gov.cn/duban", "jsons://relay.example.gov.cn/duban"),
    ],
)
def test_the_address_is_pasted_as_the_platform_shows_it(cast, client, kind, address, kept):
    html = add(client, cast, kind=kind, address=address).content.decode()
    assert "已登记“区建设局 工作群”" in html
    assert Channel.objects.get().address == kept


def test_a_secret_of_dingtalk(cast, client):
    add(client, cast, secret=" SECabc123 ")
    assert Channel.objects.get().address.startswith("dingtalk://SECabc123@")


@pytest.mark.parametrize(
    ("kind", "address", "said"),
    [
        ("dingtalk", "https://oapi.dingtalk.com/robot/send", "没有找到机器人的令牌"),
        ("dingtalk", "wecombot://693a91f6", "这不是钉钉机器人的地址"),
        ("other", "https://internal.example/admin", "不能使用这种地址"),
        ("other", "syslog://", "不能使用这种地址"),
        ("other", "file:///etc/passwd", "不能使用这种地址"),
        ("other", "mailto://user:pass@example.com", "不能使用这种地址"),
        ("other", "json://", "地址不完整"),
        ("other", "随便", "不能使用这种地址"),
    ],
)
def test_other_addresses_are_refused_without_repeating_them(cast, client, kind, address, said):
    answer = add(client, cast, kind=kind, address=address)
    html = answer.content.decode()
    assert answer.status_code == 422 and said in html
    assert not Channel.objects.exists() and not Event.objects.exists()


def test_the_address_is_not_shown_again_nor_recorded(cast, client):
    html = add(client, cast).content.decode()
    assert "a1b2c3d4" not in html
    assert "a1b2c3d4" not in client.get("/messages/channels").content.decode()
    event = Event.objects.get(verb="channel.add")
    assert "a1b2c3d4" not in str((event.before, event.after, event.subject_label, event.reason))


def test_a_relay_is_recognised_by_its_machine(cast, client):
    html = add(client, cast, kind="other", address="json://relay.example.gov.cn/secret-path").content.decode()
    assert "relay.example.gov.cn" in html and "secret-path" not in html


def test_a_test_goes_out_by_the_worker_and_its_end_is_shown(cast, client):
    with web_hook() as hook:
        add(client, cast, kind="other", address=hook.address)
        row = Channel.objects.get()
        client.post(f"/messages/channels/{row.pk}/test")
        assert hook.said == [], "not in the request"
        send_due(timezone.now() + dt.timedelta(seconds=1))
        assert hook.said[0]["title"] == "督办：测试消息"
    assert "已发送" in client.get("/messages/channels").content.decode()


def test_ended(cast, client):
    add(client, cast)
    row = Channel.objects.get()
    client.post(f"/messages/channels/{row.pk}/end")
    row.refresh_from_db()
    assert row.address == "" and row.ended_by == cast.system_admin
    assert "还没有群机器人" in client.get("/messages/channels").content.decode()
    assert "已经停用" in client.post(f"/messages/channels/{row.pk}/end", follow=True).content.decode()


def dead(cast, n=1):
    made = Delivery.objects.create(
        medium="email", person=cast.lead_clerk, day=AT.date() + dt.timedelta(days=n), occasion="digest", state="dead",
        error="邮件服务器不接受这个收件地址（550）。", next_at=AT, created_at=AT, attempts=3,
    )  # fmt: skip
    made.messages.set([give(cast.lead_clerk, at=AT, number=n)])
    return made


def test_what_could_not_be_sent_without_what_it_said(cast, client):
    dead(cast)
    html = client.get("/messages/channels").content.decode()
    assert "钱经办" in html and "（550）" in html
    assert "报告已受理" not in html and "内部内容" not in html


def test_once_more(cast, client):
    row = dead(cast)
    client.post(f"/messages/deliveries/{row.pk}/retry")
    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == ("waiting", 0, "")
    Delivery.objects.update(state="doubt", error="x")
    assert "已不在" in client.post(f"/messages/deliveries/{row.pk}/retry", follow=True).content.decode()


def test_demo_mode_says_so_and_sends_nothing(cast, client, settings):
    add(client, cast)
    settings.DEMO = True
    assert "演示方式" in client.get("/messages/channels").content.decode()
    client.post(f"/messages/channels/{Channel.objects.get().pk}/test")
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("who", ["supervisor", "leader", "lead_principal", "security_admin", "audit_admin"])
def test_for_the_system_administrator_alone(cast, who):
    assert make_client(getattr(cast, who)).get("/messages/channels").status_code == 403


def test_the_page_takes_the_same_queries(cast, client):
    numbers = iter(range(10_000))

    def more(n):
        for _ in range(n):
            number = next(numbers)
            dead(cast, number)
            Channel.objects.create(
                unit=cast.lead_unit, kind="other", name=f"群{number}", address="json://127.0.0.1/",
                created_by=cast.system_admin, created_at=AT,
            )  # fmt: skip

    assert_same_queries(lambda: client.get("/messages/channels"), more)
