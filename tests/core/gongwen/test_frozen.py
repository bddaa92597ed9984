"""A paper comes back from JSON as it went in, on any day and under later code."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.core.gongwen.document import (
    Align,
    Attachment,
    AttachmentNote,
    Cell,
    Document,
    Form,
    Head,
    Imprint,
    Labelled,
    Page,
    PageBreak,
    Paragraph,
    Role,
    Row,
    Signature,
    Spread,
    Table,
)
from duban.core.gongwen.frozen import KINDS, digest, freeze, thaw

TEXT = st.text(max_size=20)
LINES = st.lists(TEXT, max_size=3).map(tuple)
SIZES = st.floats(0, 300, allow_nan=False)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    columns = draw(st.integers(1, 4))
    rows = draw(
        st.lists(
            st.builds(
                Row,
                cells=st.lists(
                    st.builds(Cell, paragraphs=LINES, align=st.none() | st.sampled_from(Align)),
                    min_size=columns,
                    max_size=columns,
                ).map(tuple),
                role=st.sampled_from([Role.CELL, Role.HEAD]),
            ),
            max_size=4,
        )
    )
    return Table(tuple(draw(SIZES) for _ in range(columns)), tuple(rows), tuple(draw(st.lists(st.sampled_from(Align)))))


INNER = st.one_of(
    st.builds(
        Paragraph,
        text=TEXT,
        role=st.sampled_from(Role),
        align=st.none() | st.sampled_from(Align),
        keep=st.booleans(),
    ),
    st.builds(Spread, left=TEXT, right=TEXT, room=SIZES),
    tables(),
    st.builds(Signature, lines=LINES, sealed=st.booleans()),
    st.builds(Labelled, label=TEXT, text=TEXT),
    st.builds(AttachmentNote, names=LINES),
    st.just(PageBreak()),
)
ENCLOSED = st.builds(
    Attachment, mark=TEXT, title=LINES, parts=st.lists(INNER, max_size=3).map(tuple), landscape=st.booleans()
)
HEADS = st.builds(
    Head,
    mark=st.text(min_size=1, max_size=9, alphabet="某区人民政府文件"),
    number=TEXT,
    signer=TEXT,
    secrecy=TEXT,
    urgency=TEXT,
    form=st.sampled_from(Form),
)
IMPRINTS = st.builds(Imprint, issuer=TEXT, issued_on=st.none() | st.dates(), copies=LINES, recipients=LINES)
PAPERS = st.builds(
    Document,
    title=LINES,
    parts=st.tuples(st.lists(INNER, max_size=4), st.lists(ENCLOSED, max_size=2)).map(lambda two: (*two[0], *two[1])),
    mark=TEXT,
    page=st.builds(Page, landscape=st.booleans(), top=SIZES, numbers=st.booleans()),
    header=TEXT,
    about=TEXT,
    head=st.none() | HEADS,
    imprint=st.none() | IMPRINTS,
)


@given(PAPERS)
def test_a_paper_comes_back_as_it_went_in(paper):
    stored = json.loads(json.dumps(freeze(paper), ensure_ascii=False))
    assert thaw(stored) == paper
    assert digest(freeze(thaw(stored))) == digest(stored)


def test_what_has_its_default_is_left_out():
    """So a field that is added later does not change the digest of what was issued before."""
    data = freeze(Document(("题",), (Paragraph("甲"),)))
    assert data == {"kind": "Document", "title": ["题"], "parts": [{"kind": "Paragraph", "text": "甲"}]}


def test_every_class_of_a_paper_can_be_frozen():
    import dataclasses

    from duban.core.gongwen import document

    classes = {
        name
        for name, each in vars(document).items()
        if dataclasses.is_dataclass(each) and each.__module__ == document.__name__
    }
    assert set(KINDS) == classes


@pytest.mark.parametrize(
    "data",
    [{}, {"kind": "Nothing"}, {"kind": "Head", "mark": "甲"}, {"kind": "Document", "title": [], "colour": "red"}, []],
)
def test_what_is_no_paper_is_refused(data):
    with pytest.raises(ValueError, match="not a paper"):
        thaw(data)


def test_the_digest_sees_one_character():
    one, other = (Document(("题",), (Paragraph(text),), imprint=Imprint("甲", dt.date(2023, 1, 1))) for text in "甲乙")
    assert digest(freeze(one)) != digest(freeze(other))
