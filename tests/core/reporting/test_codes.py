"""The code on paper: typed as people type, bound to the content."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.reporting.codes import PaperCode, code_of, grouped, read_code, short_of


@given(st.integers(1, 10**9), st.text())
def test_what_is_printed_is_read_back(report, content):
    digest = hashlib.sha256(content.encode()).hexdigest()
    found = read_code(code_of(report, digest))
    assert found == PaperCode(report, short_of(digest)) and found.fits(digest)


@given(st.integers(1, 10**6), st.text(), st.text())
def test_other_content_does_not_fit(report, one, other):
    a, b = (hashlib.sha256(each.encode()).hexdigest() for each in (one, other))
    assert read_code(code_of(report, a)).fits(b) is (one == other)


@pytest.mark.parametrize(
    "typed",
    ["7-ABCD-1234-0E0F", "7 abcd 1234 0e0f", "７－ＡＢＣＤ－１２３４－０Ｅ０Ｆ", "7-ABCD12340E0F", "7—abcd—l234—OEOF"],
)
def test_ways_of_typing(typed):
    assert read_code(typed) == PaperCode(7, "ABCD12340E0F")


@pytest.mark.parametrize("typed", ["", "7", "ABCD-1234-0E0F", "7-ABCD-1234", "7-ABCD-1234-0E0F-11", "7-WXYT-1234-0E0F"])
def test_what_is_no_code(typed):
    assert read_code(typed) is None


@given(st.text())
def test_any_text_is_answered(typed):
    found = read_code(typed)
    assert found is None or len(found.short) == 12


def test_short_form_for_people():
    assert grouped("7f3a91bc02de" + "0" * 52) == "7F3A-91BC-02DE"
