"""Lines of the trail on the pages of objects."""

from __future__ import annotations

import datetime as dt

import pytest

from duban.audit.actions import record
from duban.orgs.models import Post
from duban.web import trail
from tests.factories.ledger import MatterFactory
from tests.support.cast import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(cast):
    by = cast.actor(cast.supervisor)
    for n in range(3):
        record("unit.create", cast.lead_unit, by=by, at=AT + dt.timedelta(minutes=n), reason=f"理由{n}")
    record("unit.create", cast.outsider_unit, by=by, at=AT)


def test_of_this_object_alone_newest_first(cast, written):
    lines = trail.lines(cast.lead_unit, cast.actor(cast.supervisor))
    assert [line.reason for line in lines] == ["理由2", "理由1", "理由0"]


def test_a_limit(cast, written):
    assert len(trail.lines(cast.lead_unit, cast.actor(cast.supervisor), limit=2)) == 2


def test_with_the_trails_of_what_belongs_to_it(cast, written):
    post = Post.objects.get(unit=cast.lead_unit, kind="clerk")
    record("post.create", post, by=cast.actor(cast.supervisor), at=AT)
    lines = trail.lines(cast.lead_unit, cast.actor(cast.supervisor), also=[cast.lead_unit.posts.all()])
    assert len(lines) == 4 and lines[0].verb == "设岗位"


def test_where_an_act_came_from_is_for_office_and_administrators(cast, written):
    assert trail.lines(cast.lead_unit, cast.actor(cast.supervisor))[0].origin == "测试"
    assert trail.lines(cast.lead_unit, cast.actor(cast.lead_clerk))[0].origin == ""


def test_the_office_sees_the_content_of_business_events(cast):
    matter = MatterFactory(code="区-54", body="建成停车泊位260个。")
    by = cast.actor(cast.supervisor)
    record("matter.split", matter, by=by, at=AT, after={"clauses": ["建成停车泊位", "设充电桩"]})
    assert trail.lines(matter, by)[0].sentence == "拆分“区-54 建成停车泊位260个。”：建成停车泊位、设充电桩"


def test_one_query(cast, written, django_assert_num_queries):
    actor = cast.actor(cast.supervisor)
    with django_assert_num_queries(1):
        trail.lines(cast.lead_unit, actor, also=[cast.lead_unit.posts.all()])
