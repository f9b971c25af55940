"""Properties of judging on made text: what is true stays true however it is set, and no single change of it is faithful."""

from __future__ import annotations

import functools
import json
import re
import unicodedata

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bench.made_text import MadeText
from provenance import Document, Edition, verify
from provenance.tokens import TOKEN

from .conftest import MATERIAL
from .quoted import marked_document

WRITTEN = json.loads((MATERIAL / "paragraphs.json").read_text(encoding="utf-8"))
SOURCES = [(p["language"], p["source"]) for p in WRITTEN]
SOURCES += [(language, text) for language in ("en", "zh") for text in MadeText(3, language).paragraphs(12)]
#: Why a true quotation may be refused when it is cut anywhere: the cut goes through a number, or a negation governs it.
WHY_NOT = {"altered", "clipped-negation"}
_LETTERS = re.compile(r"[\W_]+")
TYPESETTING = [
    ("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), (" — ", "--"), ("—", "--"), ("，", ","), ("。", "."), ("；", ";"),
    ("：", ":"), ("（", "("), ("）", ")"), (" ", "\u00a0"), (" ", "\n"), (" ", "\u2009 "), ("ﬁ", "fi"), ("％", "%"),
]  # fmt: skip


@functools.cache
def _held(index: int) -> tuple[Document, Edition]:
    language, source = SOURCES[index]
    document = marked_document(source, language)
    return document, Edition.of(document)


@st.composite
def quotations(draw: st.DrawFn) -> tuple[int, str]:
    """(which source, words of it from one word's edge to another's)."""
    index = draw(st.integers(0, len(SOURCES) - 1))
    language, _ = SOURCES[index]
    text = _held(index)[0].segments[0].layers[language].text or ""
    found = list(TOKEN.finditer(text))
    first = draw(st.integers(0, len(found) - 5))
    last = draw(st.integers(first + 4, min(len(found) - 1, first + 30)))
    words = text[found[first].start() : found[last].end()]
    assume(sum(c.isalnum() for c in words) >= 14)
    return index, words


@settings(max_examples=60, deadline=None)
@given(quotations())
def test_a_true_quotation_is_faithful_or_it_is_said_why_not(quoted: tuple[int, str]) -> None:
    index, words = quoted
    document, edition = _held(index)
    q = verify(words, [document])
    printed = verify(words, [edition])
    if q.faithful:
        assert q.verdict in ("verbatim", "typographic")
        assert words.replace("\n", " ") in (q.text or "").replace("\n", " ") or q.verdict == "typographic"
    else:
        assert WHY_NOT & {q.verdict, *q.flags}
        assert not printed.faithful


@settings(max_examples=60, deadline=None)
@given(quotations(), st.lists(st.sampled_from(TYPESETTING), max_size=4), st.booleans())
def test_set_in_other_type_it_stays_faithful(quoted: tuple[int, str], changes: list[tuple[str, str]], apart: bool) -> None:
    index, words = quoted
    document, _ = _held(index)
    assume(verify(words, [document]).faithful)
    # a line may end behind a hyphen without it, but not the other way round
    assume("-" not in words and "\u2011" not in words)
    reset = words
    for old, new in changes:
        reset = reset.replace(old, new)
    reset = unicodedata.normalize("NFD", reset) if apart else reset
    q = verify(reset, [document])
    assert q.faithful, (reset, q.diff)
    assert q.verdict in ("verbatim", "typographic", "conventional")


@settings(max_examples=150, deadline=None)
@example((0, "Foreign investment fell by 12.5 percent, from $1.46 trillion"), 3, "negation")
@given(quotations(), st.integers(0, 200), st.sampled_from(["word", "drop", "twice", "digit", "negation", "letters", "order"]))
def test_no_single_change_is_faithful(quoted: tuple[int, str], at: int, kind: str) -> None:
    index, words = quoted
    language, _ = SOURCES[index]
    document, edition = _held(index)
    changed = _changed(words, language, at, kind)
    assume(changed is not None and changed.strip() != words)
    text = document.segments[0].layers[language].text or ""
    assume(changed is not None and changed.casefold() not in text.casefold())
    assert not verify(changed or "", [document]).faithful, (words, changed)
    # an edition has no punctuation: “not” put before the words is theirs where “not,” stands there
    if _LETTERS.sub("", changed or "").casefold() not in _LETTERS.sub("", text).casefold():
        assert not verify(changed or "", [edition]).faithful, (words, changed)


def _changed(words: str, language: str, at: int, kind: str) -> str | None:
    """The words with one thing changed, None where there is nothing of the kind to change."""
    found = list(TOKEN.finditer(words))
    m = found[at % len(found)]
    space = " " if language == "en" else ""
    before, word, after = words[: m.start()], m.group(), words[m.end() :]
    if kind == "word":
        return f"{before}{'walrus' if language == 'en' else '龘'}{after}"
    if kind == "drop":
        inner = 0 < at % len(found) < len(found) - 1
        return re.sub(" +", " ", before + after) if inner else None
    if kind == "twice":
        return f"{before}{word}{space}{word}{after}"
    if kind == "negation":
        return f"{before}{'not' if language == 'en' else '不'}{space}{word}{after}"
    if kind == "digit":
        digits = [i for i, c in enumerate(words) if c.isdecimal()]
        if not digits:
            return None
        i = digits[at % len(digits)]
        return f"{words[:i]}{(unicodedata.decimal(words[i]) + 1 + at % 9) % 10}{words[i + 1 :]}"
    if kind == "letters":
        pairs = [i for i in range(len(words) - 1) if words[i].isalnum() and words[i + 1].isalnum() and words[i] != words[i + 1]]
        if not pairs:
            return None
        i = pairs[at % len(pairs)]
        return f"{words[:i]}{words[i + 1]}{words[i]}{words[i + 2 :]}"
    following = found[(at % len(found)) + 1] if at % len(found) + 1 < len(found) else None
    if following is None or following.group().casefold() == word.casefold():
        return None
    return f"{before}{following.group()}{words[m.end() : following.start()]}{word}{words[following.end() :]}"
