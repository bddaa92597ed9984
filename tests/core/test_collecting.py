"""Collecting is paused for the work alone, also where it fails, and where somebody paused it before."""

from __future__ import annotations

import gc

import pytest

from duban.core.collecting import uncollected


def test_it_goes_on_afterwards_even_when_the_work_fails() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ValueError, match="x"), uncollected():
        raise ValueError("x")
    assert gc.isenabled()


def test_who_paused_it_before_keeps_it_paused() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
