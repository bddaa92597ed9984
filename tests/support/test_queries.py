"""The guard of queries sees a query in a loop."""

import pytest

from duban.orgs.models import Post
from tests.factories.orgs import PostFactory
from tests.support.queries import assert_same_queries


def test_a_list_without_a_loop_passes(db):
    number = assert_same_queries(
        lambda: [str(p.unit) for p in Post.objects.select_related("unit")], PostFactory.create_batch
    )
    assert number == 1


def test_a_query_in_a_loop_fails_and_is_named(db):
    with pytest.raises(AssertionError, match=r'27 more: .*"orgs_unit"'):
        assert_same_queries(lambda: [str(p.unit) for p in Post.objects.all()], PostFactory.create_batch)


def test_a_visit_that_looks_at_nothing_fails(db):
    with pytest.raises(AssertionError, match="no query"):
        assert_same_queries(lambda: None, PostFactory.create_batch)
