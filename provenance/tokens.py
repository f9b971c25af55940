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
_NEGATIVE_VERB = re.compile(
    r"fail(?:s|ed|ing|ure)?|refus(?:e|es|ed|ing|al)|den(?:y|ies|ied|ying|ial)|prevent(?:s|ed)?|reject(?:s|ed|ing|ion)?"
    r"|prohibit(?:s|ed|ing|ion)?|forbid(?:s|den|ding)?|forbade"
)
#: Negations of more than one word, and a negative prefix before a hyphen ("un-American", but not "UN-backed").
_NEGATIVE_PHRASE = re.compile(r"\b(?:[Ff]ar from|[Aa]nything but|[Uu]n-)")
#: "No. 5" is a number's name.
_NUMBER_SIGN = re.compile(r"\.[ ]?\d")
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
        "of",
        "all",
        "one",
        "every",
        "each",
        "than",
        "more",
        "less",
        "fewer",
        "later",
        "earlier",
    ]
)
_MOST_CARRIERS = 3
#: "no evidence of", "without permission for": what follows is what there is none of.
_NO_SUCH = re.compile(r"\b(?:no|without)[ ][^\W\d_]+[ ](?:of|for)$", re.I)
#: What may stand, between marks, between a negation and what it negates: "did not, however, approve", "did not (yet) say".
_PARENTHESIS = re.compile(r",[^\W\d_ ]+(?:[ ][^\W\d_ ]+){0,4},$|\([^()]{1,60}\)$")
#: Between a quotation's end and a negation that governs it: "was supported by no minister", "holds in no case".
_AFTER_PREPOSITION = re.compile(r"(?:by|in|to|at|on|for|of|with|under)[ ](no|nobody|none|nothing|neither)\b", re.I)
_HAN_NEGATION = re.compile(
    r"不(?!断|仅|但|同(?!意)|少(?!于)|论|管|过|久|禁(?!止)|愧|妨(?!碍)|料|知不觉|只|光|单|惟|唯|特)|(?<![沉淹埋吞出])没(?!收)|未(?!来(?!得及|过))"
    r"|无(?!论|疑|线|锡|数|限|私|人机|花果|产阶级)|(?<![南北东西中])非(?!常(?![任规设])|洲|凡|遗|亚|裔)|勿|毋|切莫|莫(?!斯|桑|名|过|大)|否(?!则)|并未|从未"
    r"|禁止|拒绝|缺乏|难以|(?<![分特级区个类性识辨派国])别(?!的|人|墅|具|样|国)"
)
_HAN_CLIP = re.compile(
    r"(?:不|没有?|未|非|无|无法|勿|莫|毋|别|禁止|拒绝|难以)(?:能够?|得|会|可以?|应该?|当|要|必|曾|敢|愿意?|想|是|宜|该|许|准|再|予|被|让|使)?(?:正式|完全|真正|再次|立即|直接|公开|充分|全面|明确|根本)?$"
)
_HAN_NOT_CLIP = re.compile(
    r"(?:特别|级别|区别|分别|个别|类别|性别|识别|辨别|派别|国别|除非|南非|北非|东非|西非|中非|是否|沉没|淹没|埋没|出没|毫无|莫非|绝非)$"
)
#: The traditional forms of the characters in the patterns above: a text that is not folded has them.
_SIMPLIFIED = str.maketrans(
    "沒無別並從絕難斷僅論過線數錫產階級慣類個國區識養麼華們樣具淪貫",
    "没无别并从绝难断仅论过线数锡产阶级惯类个国区识养么华们样具沦贯",
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


def keys(text: str) -> list[str]:
    """The tokens of a folded text as they are compared where case does not matter."""
    return [m.group().replace(SOFT_BREAK, "").casefold() for m in _TOKEN.finditer(text.replace(MARKER, "").replace(SEGMENT, " "))]


def is_negation(word: str) -> bool:
    """Whether an English word negates: not, never, cannot, isn't, without, hardly, fails, refused, non-…"""
    key = word.casefold()
    return key in _NEGATIONS or key.endswith("n't") or key.startswith("non-") or _NEGATIVE_VERB.fullmatch(key) is not None


def has_negation(text: str) -> bool:
    """Whether folded ``text`` contains a negation, English or Chinese.

    Chinese characters that only look like one (不断, 非洲, 未来, 无论 …) do not count.
    """
    if _HAN_NEGATION.search(text.translate(_SIMPLIFIED)) or _NEGATIVE_PHRASE.search(text):
        return True
    found = list(_TOKEN.finditer(text))
    words = [m.group().casefold() for m in found]
    return any(
        is_negation(word)
        and not (word == "not" and words[i + 1 : i + 2] == ["only"])
        and not (word == "no" and _NUMBER_SIGN.match(text, found[i].end()))
        for i, word in enumerate(words)
    )


def has_number(text: str) -> bool:
    """Whether folded ``text`` contains a digit."""
    return any(c.isdigit() for c in text)


def ends_negating(before: str) -> bool:
    """Whether what follows ``before`` (folded, the same sentence) stands under a negation that ends it.

    "the landlord is not", "there is no such", "年均增速不", "不得": a quotation that begins here hides the negation.
    """
    tail = before.rstrip()
    chinese = tail[-40:].translate(_SIMPLIFIED)
    if _HAN_CLIP.search(chinese) and not _HAN_NOT_CLIP.search(chinese):
        return True
    if parenthesis := _PARENTHESIS.search(tail[-100:]):
        tail = tail[: len(tail) - len(parenthesis.group())].rstrip()
    words = list(_TOKEN.finditer(tail))
    if not words or tail[words[-1].end() :].strip(" '"):
        return tail.casefold().endswith(("non-", "un-"))
    if _NO_SUCH.search(tail[-100:]) or re.search(r"\b(?:far from|anything but)$", tail, re.I):
        return True
    for m in words[: -_MOST_CARRIERS - 2 : -1]:
        word = m.group().casefold()
        if is_negation(word):
            return True
        # adverbs carry a negation ("did not formally approve"); "not only" negates nothing
        if word not in _CARRIERS and not (word.endswith("ly") and word != "only"):
            return False
    return False


def begins_negating(after: str) -> bool:
    """Whether the text right after a quotation's end, without a punctuation mark between, is a negation."""
    after = after[:60].lstrip(" ")
    first = _TOKEN.match(after)
    if first is None:
        return False
    if not first.group()[0].isascii():
        return _HAN_NEGATION.match(after.translate(_SIMPLIFIED)) is not None
    return is_negation(first.group()) or any(p.match(after) for p in (_AFTER_PREPOSITION, _NEGATIVE_PHRASE))


def cuts_token(text: str, at: int) -> bool:
    """Whether position ``at`` of a folded text lies inside a word or number, so that no quotation may begin or end there.

    A number reaches over its separators, its sign or currency, its ``%``, a magnitude or a currency (万, 亿, 美元, million …),
    the words of a number in words (twenty-five) and the other end of a range (10–15); a hyphen does not bind
    words ("China-Latin America" may be quoted from "Latin"), except behind a negative prefix, which is flagged elsewhere.
    """
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before in WORDLESS or after in WORDLESS:
        # a marker or a segment's edge ends a word; a hyphen at a line's end stands inside one
        return SOFT_BREAK in (before, after)
    left, right = text[max(0, at - 24) : at], text[at : at + 24]
    if _letter(before) and _letter(after):
        return True
    if _letter(before) and after == "'" and len(right) > 1 and _letter(right[1]) and right[1].isalpha():
        return True
    if before == "'" and _letter(after) and len(left) > 1 and _letter(left[-2]) and left[-2].isalpha():
        return True
    return _cuts_number(left, right)


_SEPARATED_RIGHT = re.compile(
    r"[.,:/]\d|%|‰|°|-\d|%-\d|\s?(?:hundred|thousand|million|billion|trillion|dozen|percent|per cent|percentage points?)\b"
    r"|个百分点|個百分點|百分点|百分點"
)
_SEPARATED_LEFT = re.compile(rf"(?:\d[.,:/]|\d%?-|[{MINUS}+±<>≤≥≈~$€£¥￥])$")
#: Behind a number, digits or Chinese: its magnitude, then its currency.
_HAN_UNIT = re.compile(r"[十百千万萬亿億兆]|(?:美|欧|歐|日|港|韩|韓|澳)?元|人民币|人民幣|英镑|英鎊|卢布|盧布")
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|billion|trillion)"
)
_NUMBER_WORDS_LEFT = re.compile(rf"\b{_NUMBER_WORD}[- ]$|\b{_NUMBER_WORD}$", re.I)
_NUMBER_WORDS_RIGHT = re.compile(rf"[- ]?{_NUMBER_WORD}\b", re.I)


def _cuts_number(left: str, right: str) -> bool:
    if left[-1].isdigit() and _SEPARATED_RIGHT.match(right):
        return True
    if right[0].isdigit() and _SEPARATED_LEFT.search(left):
        return True
    if (left[-1].isdigit() or left[-1] in _NUMERALS) and _HAN_UNIT.match(right):
        return True
    if left[-1] in _NUMERALS and right[0] in _NUMERALS:
        return True
    return bool(_NUMBER_WORDS_RIGHT.match(right) and _NUMBER_WORDS_LEFT.search(left))


def _letter(c: str) -> bool:
    return c.isalnum() and not re.match(f"[{HAN}{KANA_HANGUL}]", c)


#: In folded text the space after a full stop is gone, so a stop ends a sentence before a capital letter or a quotation mark,
#: but not in "U.S.", "e.g." or "3.5"; Chinese stops are folded to Latin ones.
_SENTENCE_END = re.compile(rf"(?<![A-Z.])(?<!\.[a-z])[.!?]['\])]*(?=['(\[A-Z{HAN}{MARKER}])|;|{SEGMENT}")


def sentence_before(text: str, at: int) -> str:
    """The part of the sentence that holds position ``at`` and lies before it."""
    cut = max((m.end() for m in _SENTENCE_END.finditer(text, 0, at)), default=0)
    return text[cut:at]
