"""Tokens: what a word, a number or a negation is, for fingerprints, diffs and flags.

A token is a word with its inner apostrophes, a number with its separators and ``%``, or one Han, kana or Hangul character.
Punctuation is no token. A hyphen separates tokens: pages write "China–Latin America" with a dash where people type a hyphen, and
either may be quoted from "Latin" on. Token text is folded (:mod:`provenance.folding`); case is kept, compare with
:meth:`str.casefold` where case does not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .folding import MARKER, MINUS, SEGMENT, SOFT_BREAK, WORDLESS, Folded
from .scripts import HAN, KANA_HANGUL

_LETTER = rf"(?:(?![{HAN}{KANA_HANGUL}])[^\W_])"
_TOKEN = re.compile(
    rf"[{HAN}{KANA_HANGUL}]"
    rf"|{MINUS}?\d++(?:[.,:/]\d++)*+%?(?!{_LETTER})"
    rf"|{_LETTER}++(?:['{SOFT_BREAK}]{_LETTER}++)*+"
)
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿兆")

_NEGATIONS = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "nor",
        "neither",
        "cannot",
        "without",
        "nothing",
        "nobody",
        "nowhere",
        "hardly",
        "scarcely",
        "barely",
        "seldom",
        "rarely",
        "unless",
        "unlikely",
        "impossible",
        "lack",
        "lacks",
        "lacked",
        "lacking",
        "non",
    ]
)
_NEGATIVE_VERB = re.compile(r"(?:fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|ing|al)|den(?:y|ies|ied|ying|ial)|prevent(?:s|ed)?)")
#: Words that may stand between a negation and what it negates: "not to be …", "no such …".
_CARRIERS = frozenset(
    [
        "a",
        "an",
        "the",
        "any",
        "to",
        "be",
        "been",
        "being",
        "have",
        "has",
        "had",
        "even",
        "yet",
        "really",
        "always",
        "fully",
        "completely",
        "simply",
        "necessarily",
        "particularly",
        "very",
        "so",
        "such",
        "longer",
        "also",
        "ever",
        "entirely",
        "quite",
        "just",
        "again",
    ]
)
_MOST_CARRIERS = 3
_HAN_NEGATION = re.compile(
    r"不(?!断|仅|但|同|少|论|管|过|久|禁|愧|妨|料|知不觉|只|光|单|惟|唯|特)|(?<![沉淹埋吞出])没(?!收)|未(?!来)"
    r"|无(?!论|疑|线|锡|数|限|私|人机|花果|产阶级)|(?<![南北东西中])非(?!常|洲|凡|遗|亚|裔)|勿|毋|切莫|莫(?!斯|桑|名|过|大)|否(?!则)|并未|从未"
    r"|禁止|拒绝|缺乏|难以|(?<![分特级区个类性识辨派国])别(?!的|人|墅|具|样|国)"
)
_HAN_CLIP = re.compile(
    r"(?:不|没有?|未|非|无|勿|莫|毋|别|禁止|拒绝|难以)(?:能够?|得|会|可以?|应该?|当|要|必|曾|敢|愿意?|想|是|宜|该|许|准|再|予|被|让|使)?$"
)
_HAN_NOT_CLIP = re.compile(
    r"(?:特别|级别|区别|分别|个别|类别|性别|识别|辨别|派别|国别|除非|南非|北非|东非|西非|中非|是否|沉没|淹没|埋没|出没|毫无|莫非|绝非)$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a folded text; ``start``–``end`` are its code points in the original."""

    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """What is compared where case does not matter; a hyphen at a line's end is left out."""
        return self.text.replace(SOFT_BREAK, "").replace(MARKER, "").casefold()

    @property
    def is_number(self) -> bool:
        """Whether the token has a digit."""
        return any(c.isdigit() for c in self.text)


def tokens(folded: Folded) -> tuple[Token, ...]:
    """The tokens of a folded text in order."""
    return tuple(
        Token(m.group(), *folded.span(m.start(), m.end()))
        for m in _TOKEN.finditer(folded.text.replace(MARKER, " ").replace(SEGMENT, " "))
    )


def is_negation(word: str) -> bool:
    """Whether an English word negates: not, never, cannot, isn't, without, hardly, fails, refused, non-…"""
    key = word.casefold()
    return key in _NEGATIONS or key.endswith("n't") or key.startswith("non-") or _NEGATIVE_VERB.fullmatch(key) is not None


def has_negation(text: str) -> bool:
    """Whether folded ``text`` contains a negation, English or Chinese.

    Chinese characters that only look like one (不断, 非洲, 未来, 无论 …) do not count.
    """
    if _HAN_NEGATION.search(text):
        return True
    words = [m.group() for m in _TOKEN.finditer(text)]
    return any(
        is_negation(word) and not (word.casefold() == "not" and words[i + 1 : i + 2] == ["only"]) for i, word in enumerate(words)
    )


def has_number(text: str) -> bool:
    """Whether folded ``text`` contains a digit."""
    return any(c.isdigit() for c in text)


def ends_negating(before: str) -> bool:
    """Whether what follows ``before`` (folded, the same sentence) stands under a negation that ends it.

    "the landlord is not", "there is no such", "年均增速不", "不得": a quotation that begins here hides the negation.
    """
    tail = before.rstrip()
    if _HAN_CLIP.search(tail) and not _HAN_NOT_CLIP.search(tail):
        return True
    words = list(_TOKEN.finditer(tail))
    if not words or tail[words[-1].end() :].strip(" '"):
        return tail.casefold().endswith(("non-", "un-"))
    for m in words[: -_MOST_CARRIERS - 2 : -1]:
        word = m.group().casefold()
        if is_negation(word):
            return True
        if word not in _CARRIERS:
            return False
    return False


def begins_negating(after: str) -> bool:
    """Whether the text right after a quotation's end, without a punctuation mark between, is a negation."""
    first = _TOKEN.match(after.lstrip(" "))
    if first is None:
        return False
    return is_negation(first.group()) if first.group()[0].isascii() else _HAN_NEGATION.match(after.lstrip(" ")) is not None


def cuts_token(text: str, at: int) -> bool:
    """Whether position ``at`` of a folded text lies inside a word or number, so that no quotation may begin or end there.

    A number reaches over its separators, its sign, its ``%`` and a magnitude word (万, 亿, million …); a hyphen does not bind
    words ("China-Latin America" may be quoted from "Latin"), except behind a negative prefix, which is flagged elsewhere.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before in WORDLESS or after in WORDLESS:
        # a marker or a segment's edge ends a word; a hyphen at a line's end stands inside one
        return SOFT_BREAK in (before, after)
    left, right = text[:at], text[at:]
    if _letter(before) and _letter(after):
        return True
    if _letter(before) and after == "'" and len(right) > 1 and _letter(right[1]) and right[1].isalpha():
        return True
    if before == "'" and _letter(after) and len(left) > 1 and _letter(left[-2]) and left[-2].isalpha():
        return True
    return _cuts_number(left, right)


_SEPARATED_RIGHT = re.compile(r"[.,:/]\d|%|\s?(?:thousand|million|billion|trillion|percent)\b|[十百千万亿]")
_SEPARATED_LEFT = re.compile(rf"(?:\d[.,:/]|{MINUS})$")


def _cuts_number(left: str, right: str) -> bool:
    if left[-1].isdigit() and _SEPARATED_RIGHT.match(right):
        return True
    if right[0].isdigit() and _SEPARATED_LEFT.search(left):
        return True
    return left[-1] in _NUMERALS and right[0] in _NUMERALS


def _letter(c: str) -> bool:
    return c.isalnum() and not re.match(f"[{HAN}{KANA_HANGUL}]", c)


#: In folded text the space after a full stop is gone, so a stop ends a sentence before a capital letter or a quotation mark,
#: but not in "U.S.", "e.g." or "3.5"; Chinese stops are folded to Latin ones.
_SENTENCE_END = re.compile(rf"(?<![A-Z.])(?<!\.[a-z])[.!?]['\])]*(?=['(\[A-Z{HAN}{MARKER}])|;|{SEGMENT}")


def sentence_before(text: str, at: int) -> str:
    """The part of the sentence that holds position ``at`` and lies before it."""
    cut = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at)), default=0)
    return text[cut:at]
