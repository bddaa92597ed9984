"""The browser of the tests is a real one, logged in, and complains."""

import pytest

from tests.support.browsing import Watch, assert_accessible, axe_findings


def test_a_person_sees_the_home_page(page_for, cast):
    page = page_for(cast.supervisor)
    page.goto("/")
    assert page.title() == "待办 · 督办"
    assert page.locator("h1").inner_text() == "待办"
    assert "杜察" in page.locator("header").inner_text()
    assert_accessible(page)


def test_styles_and_scripts_arrive(page_for, cast):
    page = page_for(cast.supervisor)
    page.goto("/")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "14px"
    assert page.evaluate("typeof htmx.version") == "string"


def test_console_errors_and_other_hosts_are_seen(page_for, watch: Watch, cast):
    page = page_for(cast.supervisor)
    page.goto("/")
    page.evaluate("console.error('broken')")
    page.evaluate("fetch('http://192.0.2.1/x').catch(() => 0)")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.wait_for_function("true")
    page.wait_for_timeout(200)
    text = "\n".join(watch.seen)
    assert "console error: broken" in text and "192.0.2.1" in text and "thrown" in text
    watch.seen.clear()


def test_what_a_test_expects_is_allowed(watch: Watch):
    watch.allow("422")
    watch.add("console error: status of 422")
    watch.add("console error: other")
    assert watch.seen == ["console error: other"]


def test_axe_finds_a_picture_without_words(page_for, cast):
    page = page_for(cast.supervisor)
    page.goto("/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/favicon.svg\">')")
    assert any("image-alt" in each for each in axe_findings(page))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
