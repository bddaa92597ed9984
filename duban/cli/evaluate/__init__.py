"""``duban evaluate``: the reader against annotations made by hand."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys
from pathlib import Path

from duban.cli.evaluate import mutating
from duban.cli.evaluate.gold import GoldDocument, GoldMissing, load
from duban.cli.evaluate.report import markdown, text_lines
from duban.cli.evaluate.scoring import Score, score
from duban.core.notice import read
from duban.readers import read_path
from duban.readers.errors import Unreadable

FAILED = 2
BY_HAND = "<!-- below: written by hand, kept by the command -->"
_SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def run(options: argparse.Namespace) -> int:
    """The command: 0, or 2 where annotations or documents are not there."""
    try:
        documents = load(Path(options.annotations), [Path(each) for each in options.corpus])
        if options.mutate:
            return _mutate(documents, options)
        scores = [_score(gold, number, len(documents)) for number, gold in enumerate(documents, 1)]
    except GoldMissing as error:
        print(error, file=sys.stderr)
        return FAILED
    except Unreadable as error:
        print(error.message, file=sys.stderr)
        return FAILED
    for line in text_lines(scores, options.differences, shutil.get_terminal_size((160, 24)).columns):
        print(line)
    if options.markdown:
        page = markdown(scores, options.differences, dt.datetime.now(_SHANGHAI).date())
        target = Path(options.markdown)
        target.write_text(page + _written_by_hand(target), encoding="utf-8")
    return 0


def _mutate(documents: list[GoldDocument], options: argparse.Namespace) -> int:
    """``--mutate``: the texts in other dresses and layouts; with ``--markdown`` a page of its own."""
    found = mutating.mutate(documents)
    for line in mutating.text_lines(found, options.differences, shutil.get_terminal_size((160, 24)).columns):
        print(line)
    if options.markdown:
        Path(options.markdown).write_text(mutating.markdown(found), encoding="utf-8")
    return 0


def _written_by_hand(page: Path) -> str:
    """What a person wrote under the figures of an earlier run; it stays."""
    if not page.is_file():
        return ""
    _, mark, rest = page.read_text(encoding="utf-8").partition(BY_HAND)
    return f"\n{mark}{rest}" if mark else ""


def _score(gold: GoldDocument, number: int, total: int) -> Score:
    print(f"[{number}/{total}] {gold.name}", file=sys.stderr)
    document = read_path(gold.path)
    return score(gold, document, read(document))
