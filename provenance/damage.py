"""What the capture lost or spoiled in a document's words: marked, explained, never repaired.

Each detector looks for something that no author writes: a percent sign with no number, a bracket that closes what nothing
opened, a Chinese paragraph without a comma. Where a segment stands in English and Chinese, the numbers of the two are compared
as well (:mod:`provenance.concordance`). On sound text nothing is marked; conventions that look like damage are known: a
quotation over several paragraphs opens in each and closes only in the last (GB/T 15834-2011, 4.8; the English usage is the
same), list items begin ``1)``, and ’ is an apostrophe as well as a closing mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from .concordance import Finding, compare
from .documents import Damage, Document, Segment
from .model import Model
from .numerals import gaps
from .scripts import count_han, is_han

#: The kinds of damage and what each says of the marked words.
DAMAGE: dict[str, str] = {
    "percent-without-number": "a percent sign with no number before it",
    "month-without-number": "a year followed by 月 with no month number",
    "magnitude-without-number": "a magnitude (万, 亿, million) with no number before it",
    "closing-bracket-without-opening": "a closing bracket that nothing opened",
    "opening-bracket-without-closing": "an opening bracket that nothing closes",
    "closing-quotation-without-opening": "a closing quotation mark that nothing opened",
    "unclosed-quotation": "an opening quotation mark that nothing closes",
    "space-inside-quotation": "a space between a Chinese quotation mark and the words it encloses",
    "punctuation-lost": "a long stretch of Chinese without any comma or stop",
    "digits-against-words": "digits fused to the word or stop before them, probably a footnote marker",
    "separator-lost": "two numbers with nothing between them",
    "decimal-point-lost": "the digits of the other language's number without its decimal point",
    "digits-lost": "only some of the digits of the other language's number",
    "percent-sign-lost": "the other language's percentage without its sign",
    "month-lost": "a year whose month only the other language gives",
    "day-lost": "a date whose day only the other language gives",
}
_GAP_KINDS = {
    "percent": "percent-without-number",
    "month": "month-without-number",
    "magnitude": "magnitude-without-number",
}


class SegmentReport(Model):
    """What is known of one segment: damage in any layer, and where the numbers of its English and Chinese disagree."""

    anchor: str
    damage: tuple[Damage, ...] = ()
    concordance: tuple[Finding, ...] = ()


def examine(document: Document) -> Document:
    """``document`` with the damage of every layer that has words marked; marks that are there already stay.

    The words do not change, and neither does any version. Examining twice gives the same as once.
    """
    unpaired = _unpaired_in(document)
    segments = []
    for segment in document.segments:
        found = _by_layer(segment, unpaired)
        layers = {
            tag: text.model_copy(update={"damage": _merged((*text.damage, *found.get(tag, ())))})
            for tag, text in segment.layers.items()
        }
        segments.append(segment.model_copy(update={"layers": layers}))
    return document.model_copy(update={"segments": tuple(segments)})


def damage_in(segment: Segment) -> dict[str, tuple[Damage, ...]]:
    """The damage in each layer of one segment by itself; layers without damage or without words are left out.

    A quotation that runs on into the next paragraph can only be told from an unclosed one in :func:`examine`.
    """
    unpaired = {(segment.id, tag): _unpaired(text.text, tag) for tag, text in segment.layers.items() if text.text is not None}
    return {tag: found for tag, found in _by_layer(segment, unpaired).items() if found}


def concordance_of(segment: Segment) -> tuple[Finding, ...]:
    """The disagreements between the numbers of a segment's English and Chinese; empty when one of them has no words."""
    pair = _bilingual(segment)
    return compare(pair[1], pair[3]) if pair else ()


def report(document: Document) -> tuple[SegmentReport, ...]:
    """Every segment in reading order with its damage and the findings of the concordance; most lists are empty in sound
    text. For a document whose words are not held, the damage that its edition records."""
    examined = examine(document)
    return tuple(
        SegmentReport(
            anchor=f"{document.id}/{segment.id}",
            damage=tuple(d for text in segment.layers.values() for d in text.damage),
            concordance=concordance_of(segment),
        )
        for segment in examined.segments
    )


# ---------------------------------------------------------------------------------------------------------------- gathering


def _language(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _bilingual(segment: Segment) -> tuple[str, str, str, str] | None:
    """(English tag, English text, Chinese tag, Chinese text) of a segment that has both with their words."""
    texts = {_language(tag): (tag, text.text) for tag, text in segment.layers.items() if text.text is not None}
    if "en" not in texts or "zh" not in texts:
        return None
    (en_tag, en), (zh_tag, zh) = texts["en"], texts["zh"]
    return (en_tag, en, zh_tag, zh) if en is not None and zh is not None else None


def _by_layer(segment: Segment, unpaired: dict[tuple[str, str], list[_Mark]]) -> dict[str, tuple[Damage, ...]]:
    found: dict[str, list[Damage]] = {}
    for tag, layer in segment.layers.items():
        if layer.text is not None:
            marks = [_mark_damage(mark, layer.text, tag) for mark in unpaired.get((segment.id, tag), [])]
            found[tag] = [*_alone(layer.text, tag), *marks]
    pair = _bilingual(segment)
    if pair:
        tags = {"en": pair[0], "zh": pair[2]}
        for finding in compare(pair[1], pair[3]):
            if finding.poorer:
                tag = tags[finding.poorer]
                _add(found[tag], finding, tag)
    return {tag: _merged(damage) for tag, damage in found.items()}


def _add(found: list[Damage], finding: Finding, layer: str) -> None:
    """Add what the concordance says, or explain with it the damage that is already marked at the same place."""
    span = finding.zh_span if finding.poorer == "zh" else finding.en_span
    if span is None:
        return
    for i, damage in enumerate(found):
        same = damage.kind in _GAP_KINDS.values() or damage.kind == finding.kind
        if same and damage.start < span[1] and span[0] < damage.end:
            found[i] = damage.model_copy(update={"detail": finding.detail})
            return
    found.append(Damage(kind=finding.kind, layer=layer, start=span[0], end=span[1], detail=finding.detail))


def _merged(damage: tuple[Damage, ...] | list[Damage]) -> tuple[Damage, ...]:
    """In order of place, each kind once at a place; the later explanation stays."""
    unique = {(d.start, d.end, d.kind): d for d in damage}
    return tuple(unique[key] for key in sorted(unique))


# ------------------------------------------------------------------------------------------------------- one text by itself


def _alone(text: str, layer: str) -> Iterator[Damage]:
    def damage(kind: str, start: int, end: int, detail: str | None = None) -> Damage:
        return Damage(kind=kind, layer=layer, start=start, end=end, detail=detail or DAMAGE[kind])

    language = _language(layer)
    if language not in ("en", "zh"):
        return
    for gap in gaps(text, language):
        kind = _GAP_KINDS[gap.kind]
        yield damage(kind, gap.start, gap.end, f"“{gap.literal.strip()}”: {DAMAGE[kind]}")
    if language == "zh":
        for m in _SPACE_INSIDE.finditer(text):
            yield damage("space-inside-quotation", *m.span())
        for m in _TWO_YEARS.finditer(text):
            yield damage("separator-lost", *m.span(), f"{m[0]} has nothing between {m[1]} and {m[2]}")
        for start, end in _unpunctuated(text):
            stretch = text[start:end]
            lost = "comma" if any(_is_punctuation(stretch, i) for i in range(len(stretch))) else "punctuation"
            yield damage("punctuation-lost", start, end, f"{count_han(stretch)} Chinese characters without any {lost}")
    else:
        for m in _FUSED_DIGITS.finditer(text):
            yield damage("digits-against-words", *m.span("digits"), f"{m['digits']}: {DAMAGE['digits-against-words']}")


_SPACE_INSIDE = re.compile(r"(?<=[“‘「『《〈])\s+(?=\S)|(?<=\S)\s+(?=[”’」』》〉])")
_TWO_YEARS = re.compile(r"(?<![0-9.])((?:19|20)[0-9]{2})((?:19|20)[0-9]{2})(?=\s*年)")
#: A word of four letters or more, so that "No.3", "mp3" and "Web3" are left alone.
_FUSED_DIGITS = re.compile(
    r"(?<![A-Za-z0-9./_@#-])[A-Za-z]?[a-z]{4,}(?:[,;:!?”)]|\.[”)]?)(?P<digits>[0-9]{1,3})(?=\s+[A-Z“(]|\s*$)"
)

_CLAUSE_MARKS = frozenset(",;:、" + "\uff0c\uff1b\uff1a")
_NOT_PUNCTUATION = frozenset("·•‧・-‐%％/@#&*'’")
#: Chinese characters: a sound clause or sentence with none of the marks above is far shorter.
_LONG_STRETCH = 70
_LONG_PARAGRAPH = 80
_LONG_SENTENCE = 30


def _is_punctuation(text: str, at: int) -> bool:
    c = text[at]
    if c in _NOT_PUNCTUATION or not unicodedata.category(c).startswith("P"):
        return False
    return not (c in ".,:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit())


def _unpunctuated(text: str) -> list[tuple[int, int]]:
    """The stretches that have lost their punctuation: the whole text when it has stops but no comma, else each long run."""
    total = count_han(text)
    if total < _LONG_STRETCH:
        return []
    marks = [i for i in range(len(text)) if _is_punctuation(text, i)]
    if (
        total >= _LONG_PARAGRAPH
        and not any(text[i] in _CLAUSE_MARKS for i in marks)
        and total / (len(marks) + 1) > _LONG_SENTENCE
    ):
        return [(0, len(text))]
    edges = [-1, *marks, len(text)]
    runs = ((a + 1, b) for a, b in pairwise(edges))
    return [
        (start + len(run) - len(run.lstrip()), start + len(run.rstrip()))
        for start, end in runs
        if count_han(run := text[start:end]) >= _LONG_STRETCH
    ]


# ------------------------------------------------------------------------------------------------- brackets and quotations

_QUOTES = {"“": "”", "‘": "’", "「": "」", "『": "』", '"': '"'}
_BRACKETS = {"(": ")", "\uff08": "\uff09", "[": "]", "\uff3b": "\uff3d", "【": "】", "〔": "〕", "《": "》", "〈": "〉"}
_OPENERS = _QUOTES | _BRACKETS
_CLOSERS = {closer: opener for opener, closer in _OPENERS.items() if closer != opener}
#: A page may close with the half-width form what it opened with the full-width one.
_WIDTH = str.maketrans("\uff08\uff09\uff3b\uff3d", "()[]")
#: The label of a list item before its bracket: 1) a) iv) 一)
_LABEL = re.compile(
    r"(?:^|[\s,;:.、。(\uff0c\uff1b\uff1a\uff0e])(?:[0-9]{1,2}|[A-Za-z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})\s?$"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A bracket or quotation mark without its partner."""

    at: int
    character: str

    @property
    def opens(self) -> bool:
        return self.character in _OPENERS


def _mark_damage(mark: _Mark, text: str, layer: str) -> Damage:
    quotation = mark.character in _QUOTES or mark.character in _QUOTES.values()
    if mark.opens:
        kind = "unclosed-quotation" if quotation else "opening-bracket-without-closing"
    else:
        kind = "closing-quotation-without-opening" if quotation else "closing-bracket-without-opening"
    # the place by number, not by its words: an edition carries the detail, and it carries no words
    detail = f"{DAMAGE[kind]}: {mark.character} at character {mark.at + 1} of {len(text)}"
    return Damage(kind=kind, layer=layer, start=mark.at, end=mark.at + 1, detail=detail)


def _unpaired(text: str, layer: str) -> list[_Mark]:
    """The brackets and quotation marks of one text that have no partner in it, in order."""
    language = _language(layer)
    if language not in ("en", "zh"):
        return []
    stack: list[_Mark] = []
    lone: list[_Mark] = []
    for at, c in enumerate(text):
        if c == '"':
            _straight(text, at, stack)
        elif c == "'":
            # ‘…' with a straight end; inside words it is an apostrophe
            if stack and stack[-1].character == "‘" and not text[at + 1 : at + 2].isalpha():
                stack.pop()
        elif c in _OPENERS:
            if not (c == "‘" and _elided(text, at)):
                stack.append(_Mark(at, c))
        elif c not in _CLOSERS or (c == "’" and _apostrophe(text, at, stack)):
            continue
        elif not _close(c, stack, lone) and not _allowed_alone(text, at):
            lone.append(_Mark(at, c))
    lone.extend(stack)
    if language == "en":
        # a lone ‘ or ’ in English is as a rule an apostrophe that the typesetter turned
        lone = [m for m in lone if m.character not in "‘’" or (m.opens and _opens_words(text, m.at))]
    return sorted(lone, key=lambda m: m.at)


def _close(closer: str, stack: list[_Mark], lone: list[_Mark]) -> bool:
    """Take the opener of ``closer`` off the stack, and what was opened inside it and not closed to ``lone``."""
    opener = _CLOSERS[closer].translate(_WIDTH)
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].character.translate(_WIDTH) == opener:
            lone.extend(m for m in stack[depth + 1 :])
            del stack[depth:]
            return True
    return False


def _straight(text: str, at: int, stack: list[_Mark]) -> None:
    """A straight quotation mark opens or closes by the spaces around it; after a digit it is an inch sign."""
    open_at = next((i for i in range(len(stack) - 1, -1, -1) if stack[i].character == '"'), None)
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    opening = (not before or before.isspace() or before in "([—–") and bool(after) and not after.isspace()
    if open_at is None and before.isdigit():
        return
    if open_at is None or (opening and stack[open_at].at == at - 1):
        stack.append(_Mark(at, '"'))
    else:
        del stack[open_at:]


def _apostrophe(text: str, at: int, stack: list[_Mark]) -> bool:
    """Whether ’ is an apostrophe: inside a word, before a shortened one (’90s), or after a plural's s with nothing open."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if (before.isalpha() and not is_han(before) and after.isalpha() and not is_han(after)) or after.isdigit():
        return True
    if not any(m.character == "‘" for m in stack):
        ends_a_word = before.isalnum() and not is_han(before)
        return ends_a_word or ((not before or before.isspace() or before in "“(—–") and after.isalpha())
    # inside ‘…’ the s’ of a plural may still be an apostrophe: then another ’ follows before any new ‘
    return before == "s" and after == " " and re.match(r"[^‘”]*[^‘”\s]’(?![A-Za-z0-9])", text[at + 1 :]) is not None


def _elided(text: str, at: int) -> bool:
    """Whether ‘ is an apostrophe that was turned the wrong way: ‘90s, ‘til."""
    return re.match(r"[0-9]{2}s?\b|(?:til|tis|twas|em|cause|cos|bout|round|n)\b", text[at + 1 : at + 8], re.I) is not None


def _opens_words(text: str, at: int) -> bool:
    before = text[at - 1 : at] if at else ""
    return (not before or before.isspace() or before in "“(—–") and text[at + 1 : at + 2].isalpha()


def _allowed_alone(text: str, at: int) -> bool:
    """Whether a closing bracket ends the label of a list item."""
    return text[at].translate(_WIDTH) == ")" and _LABEL.search(text[max(0, at - 8) : at]) is not None


# ------------------------------------------------------------------------------------------------ from paragraph to paragraph


def _unpaired_in(document: Document) -> dict[tuple[str, str], list[_Mark]]:
    """The marks without a partner, by segment and layer, when quotations and brackets may run on over paragraphs."""
    found: dict[tuple[str, str], list[_Mark]] = {}
    for layer in document.layers:
        carried: tuple[str, _Mark] | None = None
        for segment, _, text in document.texts(layer):
            if text.text is None:
                continue
            marks = _unpaired(text.text, layer)
            found[segment.id, layer] = marks
            if segment.kind != "paragraph":
                carried = None
                continue
            if carried and (partner := _continued(carried[1], text.text, marks)):
                before = found[carried[0], layer]
                before.remove(carried[1])
                if not partner.opens:
                    marks.remove(partner)
            last = marks[-1] if marks and marks[-1].opens else None
            carried = (segment.id, last) if last else None
    return found


def _continued(opener: _Mark, text: str, marks: list[_Mark]) -> _Mark | None:
    """What in the next paragraph shows that ``opener`` was not forgotten: its closing mark, or the same mark at the start.

    A quotation that goes on opens its paragraph anew, and where it ends, it ends a sentence or a clause; quoted words that
    merely stand first (“New Deal” policies) do neither.
    """
    closer = _OPENERS[opener.character]
    first = marks[0] if marks else None
    if first and first.character == closer and not first.opens:
        return first
    if opener.character not in _QUOTES or not text.startswith(opener.character):
        return None
    leading = _Mark(0, opener.character)
    if leading in marks:
        return leading
    end = text.find(closer, 1)
    return leading if end > 0 and text[end - 1] in ".,!?…—。，！？" else None
