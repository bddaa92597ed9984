"""Merging on the screen: the preview is a link, the merger a POST, and there is a way back."""

from __future__ import annotations

import pytest
from django.utils import timezone

from duban.orgs.models import Unit
from tests.factories.ledger import AssignmentFactory
from tests.support.client import client_for as make_client

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    return make_client(cast.supervisor)


@pytest.fixture
def path(cast):
    return f"/units/{cast.cooperating_unit.pk}/merge"


def chosen(cast) -> dict[str, str]:
    return {"target": str(cast.lead_unit.pk), "on": timezone.localdate().isoformat(), "reason": "机构改革"}


def test_the_preview_says_what_will_happen_and_does_nothing(cast, client, path):
    AssignmentFactory(unit=cast.cooperating_unit)
    html = client.get(path, chosen(cast)).content.decode()
    for words in ("<b>1</b> 项事项", "<b>1</b> 个名称", "<b>2</b> 项任职", "确认合并", "裴局"):
        assert words in html
    assert Unit.objects.get(pk=cast.cooperating_unit.pk).merged_into is None


def test_without_a_choice_there_is_no_confirmation(client, path):
    assert "确认合并" not in client.get(path).content.decode()


def test_confirmed_and_undone(cast, client, path):
    assert client.post(path, chosen(cast)).url == f"/units/{cast.lead_unit.pk}/"
    source = f"/units/{cast.cooperating_unit.pk}/"
    assert "并入" in client.get(source).content.decode()
    assert "区民政局" in client.get(f"/units/{cast.lead_unit.pk}/").content.decode()
    client.post(source + "merge/undo")
    assert Unit.objects.get(pk=cast.cooperating_unit.pk).merged_into is None


def test_a_pointless_choice_says_why(cast, client, path):
    answer = client.get(path, {**chosen(cast), "target": str(cast.cooperating_unit.pk)})
    assert answer.status_code == 422 and "确认合并" not in answer.content.decode()
    future = {**chosen(cast), "on": "odd"}
    assert "日期无法识别" in client.get(path, future).content.decode()


def test_the_office_itself_has_no_such_button(cast, client):
    assert f"/units/{cast.office.pk}/merge" not in client.get(f"/units/{cast.office.pk}/").content.decode()
