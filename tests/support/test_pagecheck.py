"""The page check finds what it says it finds, and leaves a good page alone."""

import pytest

from tests.support.pagecheck import problems

GOOD = """<!doctype html><html lang="zh-Hans"><head><title>台账 · 督办</title>
<script src="/static/a.js"></script><script type="application/json">{"a": 1}</script></head>
<body><h1>台账</h1><form><label for="q">搜索，全部</label><input id="q" name="q"><input type="hidden" name="t">
<label>级别 <select name="l"></select></label><input aria-label="页码" name="p"></form>
<p data-verbatim>各街道办事处,区人民政府各部门</p><textarea aria-label="原文">套(间),个</textarea>
<p>3,000 项（a:b）</p></body></html>"""


def test_a_good_page_passes():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("<title>台账 · 督办</title>", "<title>台账</title>", "title"),
        ("<h1>台账</h1>", "", "one h1"),
        ("</form>", "", "inside <form>"),
        ("<h1>", "<div><h1>", "inside <div>"),
        ("<h1>台账</h1>", "<h1>台账</h1></div>", "</div> closes nothing"),
        ("<h1>台账</h1>", "<h1>台账</h1><h1>又一个</h1>", "one h1"),
        ('lang="zh-Hans"', 'lang="en"', "lang"),
        ("<h1>台账</h1>", '<h1>台账</h1><i id="q"></i>', "stands 2 times"),
        ('<label for="q">搜索，全部</label>', "", "no label for input name=q"),
        ("<label>级别 ", "<div>级别 ", "no label for select"),
        ('aria-label="页码"', 'aria-label=" "', "no label for input name=p"),
        ('aria-label="页码"', 'aria-labelledby="nowhere"', "no label for input name=p"),
        ("<h1>", '<h1 style="color:red">', "inline style on h1"),
        ("<h1>", '<h1 onclick="x()">', "inline onclick"),
        ("<h1>", '<h1 hx-on:click="x()">', "inline hx-on"),
        ("</form>", "</form><style>a{}</style>", "style element"),
        ("</form>", "</form><script>x()</script>", "script element"),
        ("</form>", '</form><a href="javascript:x()">a</a>', "script address"),
        ("搜索，全部", "搜索,全部", "half-width"),
        ("搜索，全部", "搜索(全部)件", "half-width"),
        ("3,000 项", "{{ count }} 项", "template marks"),
        ("3,000 项", "{% if %} 项", "template marks"),
    ],
)
def test_each_mistake_is_found(old, new, word):
    broken = GOOD.replace(old, new)
    assert broken != GOOD
    assert any(word in each for each in problems(broken)), problems(broken)


def test_a_fragment_needs_no_head_but_everything_else():
    assert problems("<ul><li>一项</li></ul>", fragment=True) == []
    assert problems('<input name="q">', fragment=True) == ["no label for input name=q id=None"]


def test_a_table_row_as_fragment_is_looked_at():
    assert problems('<tr><td><input name="q"></td></tr>', fragment=True)
    assert problems('<tr id="a"></tr><tr id="a"></tr>', fragment=True)
