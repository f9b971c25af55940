"""The marks by which a writer says what was changed in a quotation: ellipses and square brackets.

Rules after the Chicago Manual of Style (18th ed.), 12.7 (permissible changes), 12.59–12.69 (ellipses), 12.70–12.72
(brackets), and GB/T 15834—2011, 4.11 (Chinese ellipsis).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .folding import visible
from .patterns import Words
from .scripts import is_east_asian_character

_ELLIPSIS = re.compile(
    r"(?:[\[(（［〔]\s*(?:…+|\.{3,}|(?:\.\s){2,}\.)\s*[\])）］〕]|[…⋯]+\.?|\.{3,}|\.(?:[ \u00a0\u202f]\.){2,3})\s*"
)
#: What every ellipsis and bracket begins with.
_OPENS_MARK = re.compile("[\\[(（［〔….⋯]")
#: [3], [3, 4]: what may be footnote markers.
_NOTE_NUMBERS = re.compile(r"\s*\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*\s*")
_BRACKET = re.compile(r"[\[［〔]([^\[\]［］〔〕]*)[\]］〕]")
#: Bracketed remarks about the quotation itself, which say nothing in the author's name.
_REMARK = r"(?:added|omitted|removed|mine|ours|supplied|in (?:the )?original|in source)(?: by [\w .]+)?"
_EDITORIAL = re.compile(
    r"sic[.!]?|(?:my |our |the author's )?(?:emphasis|emphases|italics|underlining|bold(?:face)?|citations?|footnotes?|notes?"
    rf"|internal (?:quotation marks|citations?)|quotation marks|parentheses|brackets|ellipsis) {_REMARK}"
    r"|(?:my|our) (?:emphasis|italics)|原文如此"
    r"|(?:着重号|黑体|强调|下划线|引号)?(?:为|系|由)?(?:引者|笔者|作者|译者|原文)?(?:所)?(?:加|注)"
    r"|(?:引者|笔者|译者|编者)[注按]?",
    re.I,
)

#: The remarks that say that something is missing here.
_OMITTED = re.compile(r".*\b(?:omitted|removed)\b.*", re.I)

#: More marks than this are no quotation that a person would read; it is then only searched for as it stands.
_MOST_MARKS = 400

Join = Literal["start", "ellipsis", "bracket", "end"]


@dataclass(frozen=True)
class Fragment:
    """A run of words that must stand in the source as it is, and what joins it to the one before."""

    words: Words
    join: Join
    bracket: str | None = None
    """For ``bracket``: what the brackets hold."""


@dataclass(frozen=True)
class Marked:
    """A quotation cut at its marks."""

    fragments: tuple[Fragment, ...]
    closing: str | None = None
    """What a bracket at the very end holds."""
    open_ended: bool = False
    """Whether it begins or ends with an ellipsis, which leaves out nothing between quoted words."""

    @property
    def has_marks(self) -> bool:
        """Whether there is anything that a plain search would not find."""
        first = self.fragments[0]
        single = len(self.fragments) == 1 and self.closing is None and not self.open_ended
        return not single or first.join != "start" or bool(first.words.free_case)


def is_editorial(bracket: str) -> bool:
    """Whether a bracket is a remark such as [sic] or [emphasis added]."""
    return _EDITORIAL.fullmatch(bracket.strip()) is not None


def is_omission(bracket: str) -> bool:
    """Whether a bracket says that a citation or note was left out where it stands: [citation omitted]."""
    return is_editorial(bracket) and _OMITTED.fullmatch(bracket.strip()) is not None


def parse(quotation: str, keep: frozenset[int] = frozenset(), markers: bool = True) -> Marked | None:
    """The fragments of a quotation; None when it has no words outside its marks, or too many marks.

    ``keep`` are the ordinals (from 0) of brackets that are taken as the source's own and stay in the text; ``markers``: so do
    numbers in brackets, which may repeat footnote markers.
    """
    if quotation.count("[") + quotation.count("…") + quotation.count("...") > _MOST_MARKS:
        return None
    quotation = visible(quotation)
    fragments: list[Fragment] = []
    text: list[str] = []
    free: set[int] = set()
    join: Join = "start"
    held: str | None = None
    ordinal = -1
    open_ended = False

    def close() -> None:
        nonlocal text, free
        whole = "".join(text)
        if any(c.isalnum() for c in whole):
            fragments.append(Fragment(Words(whole, frozenset(free)), join, held))
        text, free = [], set()

    def words_before() -> bool:
        return any(c.isalnum() for piece in reversed(text) for c in piece)

    i = 0
    while i < len(quotation):
        if not _OPENS_MARK.match(quotation, i):
            # nothing of the kind begins before the next character that could
            following = _OPENS_MARK.search(quotation, i)
            end = following.start() if following else len(quotation)
            text.append(quotation[i:end])
            i = end
            continue
        if ellipsis := _ELLIPSIS.match(quotation, i):
            if words_before():
                close()
                join, held = "ellipsis", None
            open_ended = open_ended or not fragments or ellipsis.end() == len(quotation)
            i = ellipsis.end()
            continue
        if bracket := _BRACKET.match(quotation, i):
            ordinal += 1
            inner = bracket.group(1)
            if ordinal in keep or (markers and _NOTE_NUMBERS.fullmatch(inner)):
                text.append(bracket.group())
            elif _is_part_of_word(inner, quotation[: bracket.start()][-1:], quotation[bracket.end() :][:1]):
                begin = sum(map(len, text))
                text.append(inner)
                free.update(range(begin, begin + len(inner)))
            elif words_before():
                close()
                join, held = "bracket", inner
            elif join == "start" and not fragments:
                join, held = "bracket", inner
            else:
                held = f"{held} {inner}" if held else inner
                join = "bracket" if join == "start" else join
            i = bracket.end()
            continue
        text.append(quotation[i])
        i += 1
    open_bracket = held if fragments else None
    before = len(fragments)
    close()
    if not fragments:
        return None
    closing = open_bracket if len(fragments) == before else None
    return Marked(tuple(fragments), closing, open_ended)


def brackets(quotation: str) -> list[str]:
    """What each bracketed group of the quotation holds, in order."""
    return _BRACKET.findall(quotation)


def has_note_numbers(quotation: str) -> bool:
    """Whether a bracketed group of the quotation holds numbers alone, which may be footnote markers."""
    return any(map(_NOTE_NUMBERS.fullmatch, brackets(quotation)))


def _is_part_of_word(inner: str, before: str, after: str) -> bool:
    """[T]he, T[he], [dis]agree, loan[s]: letters glued to a word, which as a whole must stand in the source up to case."""
    glued = any(c.isalpha() and not is_east_asian_character(c) for c in (before, after))
    return glued and inner != "" and not is_editorial(inner)
