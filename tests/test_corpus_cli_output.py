"""What is printed for people."""

from __future__ import annotations

import pytest

from corpus.cli.output import difference
from provenance.differences import difference as tokens_that_differ

LONG = "a sentence that begins a long way off and goes on until it is somewhere and says it is"


@pytest.mark.parametrize(
    ("source", "quoted", "shown"),
    [
        ("lost 46 of them, a loss", "lost 46 books, a loss", "lost 46 [-of them-]{+books+}, a loss"),
        ("我们不预测河，我们预测海。", "我们也预测河，我们预测海。", "我们[-不-]{+也+}预测河，我们预测海。"),
        (f"{LONG} no, {LONG}", f"{LONG} yes, {LONG}", "… somewhere and says it is [-no-]{+yes+}, a sentence that begins …"),
    ],
)
def test_a_difference_in_one_line(source: str, quoted: str, shown: str) -> None:
    assert difference(tokens_that_differ(source, quoted)) == shown
