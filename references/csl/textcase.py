"""Change of case over rich text (CSL 1.0.2, "Text-case"), and removal of periods ("Strip-periods").

Words are found in the text of all pieces together, so that a word may run through several spans; a position keeps its case
where its span says so. Capitals in the data are respected: a word that has any beyond its first letter is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from .nodes import Pieces, Span

#: The stop words of title case: the list published with the specification ("stop-words.json"), the coordinating
#: conjunctions and articles of the specification's text, and the particles of names that titles quote.
_STOP_WORDS = frozenset(
    """a à about above across afore after against along alongside amid amidst among amongst an and anenst apropos apud around
    as aside astride at athwart atop barring before behind below beneath beside besides between beyond but by circa de
    despite down during e.g. et except for forenenst from given i.e. in inside into lest like modulo near next nor
    notwithstanding of off on onto or out over per plus pro qua sans since so than the through throughout thru thruout
    till to toward towards under underneath until unto up upon v v. van versus via vis-à-vis von vs vs. with within
    without yet""".split()
)
_STOP_PHRASES = frozenset(
    """according to|ahead of|apart from|as regards|back to|because of|close to|due to|far from|instead of|outside of|prior to
    |pursuant to|rather than|regardless of|such as|that of|where as""".replace("\n    ", "").split("|")
)
_WORD = re.compile(r"[^\W_](?:[\w\u0300-\u036f]|[.’'`](?=\w))*")
#: What capitalize-first and capitalize-all go by: each part of know-how and and/or; no tag (#sea) and no handle (@sea).
_PART = re.compile(r"(?<![\w#@’'`])[^\W_](?:[\w\u0300-\u036f]|[’'`](?=\w))*")
_ELIDED = re.compile(r"[dD][’']\w")
_OPEN, _CLOSE = "“", "”"
#: Marks after which a title begins anew.
_BEGINNERS = frozenset(":?!“‘")
_ENDERS = frozenset(":?!")


def change_case(pieces: Pieces, case: str | None, language: str | None = "en") -> Pieces:
    """The pieces in the case that ``text-case`` names; unchanged where it is None or unknown.

    ``case`` is ``lowercase``, ``uppercase``, ``capitalize-first``, ``capitalize-all``, ``sentence`` or ``title``, or what CSL-M
    styles mean by the last two: ``sentence-lower``, ``title-kept`` and ``title-edges``.
    ``language`` is the item's (or else the style's) language tag: title case changes English only, None counts as English,
    and Turkish and Azerbaijani have their own dotted and dotless i.
    """
    if not case or case not in _CHANGES:
        return pieces
    primary = re.split(r"[-_\s]", (language or "en").strip().lower(), maxsplit=1)[0]
    if case.startswith("title") and primary not in ("en", "eng", "english", ""):
        return pieces
    if case in ("lowercase", "uppercase"):
        leaves = _leaves(pieces, True)
        return _rebuilt(pieces, iter([_whole(text, case, primary) if free else text for text, free in leaves]))
    if len(pieces) == 1 and isinstance(pieces[0], str):
        kept = case == "capitalize-first" and pieces[0][:1].isupper()
        return pieces if kept else [_cased(pieces[0], case)]
    return _rebuilt(pieces, iter(_Cases(list(_leaves(pieces, True))).changed(case)))


@lru_cache(maxsize=1 << 14)
def _cased(text: str, case: str) -> str:
    """One string, all of which may change; the same title comes in a cite, in sort keys and in the entry."""
    return _Cases([(text, True)]).changed(case)[0]


def strip_periods(pieces: Pieces) -> Pieces:
    """The pieces without periods, each of the kind it was; affixes and addresses (a DOI) keep theirs."""
    out: Pieces = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(type(piece)(piece.replace(".", "")))
        else:
            out.append(piece if piece.literal else replace(piece, children=strip_periods(piece.children)))
    return out


def _whole(text: str, case: str, primary: str) -> str:
    turkic = primary in ("tr", "az")
    if case == "uppercase":
        return (text.replace("i", "İ") if turkic else text).upper()
    return (text.replace("İ", "i").replace("I", "ı") if turkic else text).lower()


def _leaves(pieces: Iterable[str | Span], free: bool) -> Iterator[tuple[str, bool]]:
    """Each string with whether it may change, affixes included; quotation marks come as leaves that may not."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece, free
            continue
        changes = free and not piece.nocase and not piece.literal
        yield piece.prefix, free
        yield _OPEN if piece.quotes else "", False
        yield from _leaves(piece.children, changes)
        yield _CLOSE if piece.quotes else "", False
        yield piece.suffix, free


def _rebuilt(pieces: Iterable[str | Span], texts: Iterator[str]) -> Pieces:
    """The pieces with the texts of :func:`_leaves` in the same order."""
    out: Pieces = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(next(texts))
            continue
        prefix = next(texts)
        next(texts)
        children = _rebuilt(piece.children, texts)
        next(texts)
        out.append(replace(piece, prefix=prefix, children=children, suffix=next(texts)))
    return out


class _Cases:
    """The characters of all leaves in one row, and which of them may change."""

    def __init__(self, leaves: list[tuple[str, bool]]) -> None:
        self.leaves = leaves
        self.text = "".join(text for text, _ in leaves)
        self.characters = list(self.text)
        self.free = [free for text, free in leaves for _ in text]

    def changed(self, case: str) -> list[str]:
        _CHANGES[case](self)
        out, at = [], 0
        for text, _ in self.leaves:
            out.append("".join(self.characters[at : at + len(text)]))
            at += len(text)
        return out

    def capitalize(self, start: int, end: int) -> None:
        """Capital for the first letter or digit between the places, if all letters are lower case."""
        if not self.text[start:end].islower():
            return
        for at in range(start, end):
            if self.text[at].isalnum():
                if self.free[at]:
                    self.characters[at] = _capital(self.text[at])
                return

    def capitalize_letter(self, at: int) -> None:
        if self.free[at]:
            self.characters[at] = _capital(self.text[at])

    def lower(self, start: int, end: int) -> None:
        for at in range(start, end):
            if self.free[at]:
                self.characters[at] = self.text[at].lower()

    def capitalize_first(self) -> None:
        if first := _PART.search(self.text):
            self.capitalize(*first.span())

    def capitalize_all(self) -> None:
        for part in _PART.finditer(self.text):
            self.capitalize(*part.span())

    def sentence(self) -> None:
        """The specification keeps the case of later words, the test suite lowers their first letter; both agree on words
        with several capitals, which stay unless the whole text is in capitals."""
        all_capitals = self.text.isupper() and len(self.text.split()) > 1
        for count, word in enumerate(_WORD.finditer(self.text)):
            start, end = word.span()
            if count == 0:
                self.capitalize(start, end)
                if all_capitals:
                    self.lower(start + 1, end)
            elif all_capitals or (word[0].istitle() and word[0] != "I"):
                self.lower(start, end)

    def sentence_lower(self) -> None:
        """A capital for the first letter, and none after the first word."""
        for count, word in enumerate(_WORD.finditer(self.text)):
            if not count:
                self.capitalize_letter(word.start())
            else:
                self.lower(*word.span())

    def title_kept(self) -> None:
        """Title case that leaves stop words their capitals."""
        self.title(lowers=False)

    def title_edges(self) -> None:
        """Title case where all words are stop words: capitals for the first, the last, and those after a colon and the like."""
        words = list(_WORD.finditer(self.text))
        for at, word in enumerate(words):
            start, end = word.span()
            begins = at == 0 or not _ENDERS.isdisjoint(self.text[words[at - 1].end() : start])
            last = at == len(words) - 1 and end - start > 1
            if (begins or last) and not _is_symbol(self.text, start, end):
                self.capitalize(start, end)

    def title(self, lowers: bool = True) -> None:
        words = list(_WORD.finditer(self.text))
        stops = list(self._stop_words(words))
        for at, word in enumerate(words):
            start, end = word.span()
            before = self.text[words[at - 1].end() if at else 0 : start]
            begins = at == 0 or not _BEGINNERS.isdisjoint(before)
            edge = begins or at == len(words) - 1
            if end - start == 1 and not begins and not stops[at] and not self._opens_compound(start, end):
                continue  # x, y, or the "and" of another language: Clínica y Salud
            if not edge and stops[at] and not self._opens_compound(start, end):
                ends = self.text[end : end + 1] in (":", ",", ";", "!", "?", ")")  # "Moving On: …", "Book A, …"
                if lowers and word[0][:1].isupper() and "." not in before and not ends and not word[0][1:].isupper():
                    self.lower(start, end)
            elif not _is_symbol(self.text, start, end):
                self.capitalize(start, end)

    def _stop_words(self, words: list[re.Match[str]]) -> Iterator[bool]:
        """Which words are stop words, by themselves or as part of a phrase of two."""
        lowered = [word[0].lower() for word in words]
        phrase_before = False
        for at, word in enumerate(lowered):
            pointed = word + "." if self.text[words[at].end() : words[at].end() + 1] == "." else ""
            phrase = at + 1 < len(words) and f"{word} {lowered[at + 1]}" in _STOP_PHRASES
            alone = word in _STOP_WORDS or pointed in _STOP_WORDS or _ELIDED.match(word) is not None
            yield alone or phrase or phrase_before
            phrase_before = phrase

    def _opens_compound(self, start: int, end: int) -> bool:
        """``pro-environmental``: the first part of a compound is capitalized, ``of`` within one is not."""
        return self.text[end : end + 1] in ("-", "‐", "‑") and self.text[start - 1 : start] not in ("-", "‐", "‑")


_CHANGES = {
    "lowercase": lambda cases: None,
    "uppercase": lambda cases: None,
    "capitalize-first": _Cases.capitalize_first,
    "capitalize-all": _Cases.capitalize_all,
    "sentence": _Cases.sentence,
    "title": _Cases.title,
    "sentence-lower": _Cases.sentence_lower,
    "title-kept": _Cases.title_kept,
    "title-edges": _Cases.title_edges,
}


def _capital(letter: str) -> str:
    """One letter: ``ß`` and the ligatures have no capital of their own."""
    capital = unicodedata.normalize("NFC", letter.title())
    return capital if len(capital) == 1 else letter


def _is_symbol(text: str, start: int, end: int) -> bool:
    """``β-carotene``, ``07-x``, ``#sea``: letters that stand as symbols in an English title keep their case."""
    if text[start - 1 : start] in ("#", "@"):
        return True
    name = "LATIN" if text[start].isascii() else unicodedata.name(text[start], "LATIN")
    if not name.startswith(("LATIN", "FULLWIDTH LATIN", "DIGIT", "MODIFIER")):
        return True
    return end - start == 1 and re.search(r"\d[-‐‑–]$", text[max(0, start - 2) : start]) is not None
