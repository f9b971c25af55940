"""Manuscripts made by hand for the tests of what is said of them, and the library they quote from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import corpus
from corpus.manuscripts.model import Block, Claim, Manuscript, Passed, Quoted, Run
from provenance import Anchor

from .conftest import ROOT

TRUE = "By 2022 it was lending 19,600 books a year"
WRONG_NUMBER = "By 2022 it was lending 16,900 books per year"
NO_NEGATION = "The request was about learning a foreign language"
CHINESE_TRUE = "这个要求与学外语无关"
CHINESE_WRONG = "这个要求与学外语有关"
NOWHERE = "the captain kept a parrot that could recite the customs tariff"


def sample_library(path: Path) -> corpus.Library:
    """A library that holds the bilingual sample document (``shen-lu-2024``)."""
    library = corpus.Library(path)
    library.add(corpus.read(ROOT / "corpus" / "samples" / "sample.txt"))
    return library


def said(written: str, anchor: str | None = None) -> Claim:
    return Claim(written, Anchor.parse(anchor) if anchor else None)


def sentence(
    text: str, line: int, claim: Claim | None = None, before: str = "They write: “", behind: str = "” and more."
) -> Quoted:
    """A quotation in a sentence that is a line, and a block, of its own."""
    whole = before + text + behind
    block = Block(whole, line, line=line, runs=(Run(0, 0, len(whole)),))
    return Quoted(text, block, len(before), len(before) + len(text), "inline", line, len(before) + 1, claim)


def manuscript(found: Sequence[Quoted] = (), name: str = "paper.md") -> Manuscript:
    blocks = tuple(q.block for q in found)
    return Manuscript(Path(name), "markdown", blocks, "\n".join(b.text for b in blocks))


def passed(text: str, reason: str = "a single word", line: int = 90) -> Passed:
    return Passed(text, Block(f"A so-called “{text}” it was.", line, line=line), reason)
