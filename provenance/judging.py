"""Judging a quotation against one passage: the ladder from verbatim to conventional.

Each rung is strict: either the words stand there, up to what the rung allows, or they do not. What does not pass here is
compared in :mod:`provenance.differences`, which explains and never accepts.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .conventions import Fragment, Marked, brackets, has_note_numbers, is_editorial, is_omission, parse
from .folding import MARKER, SEGMENT, fold
from .negations import clips_end, clips_start, ends_sentence, has_negation, omits_negation
from .passages import Bracketed, Passage, Span, is_asked
from .patterns import Words
from .quotations import Flag, Verdict
from .scripts import is_han
from .tokens import has_number, keys

_CLOSING = re.compile(r"(?<=[\w%”’'\")\]])[.,;:。，；：、]$")
_SOURCE_BRACKET = re.compile(r"\[[^\[\]]*\]")
_QUOTED = re.compile(r"[“\"‘'「『«](?P<inner>.+)[”\"’'」』»]", re.S)
_MOVED_STOP = "a stop or comma stands on the other side of a closing quotation mark, or is left out there"
#: Places kept for each fragment of an elliptic quotation; more only occur for a word or two.
_MOST_PLACES = 60
#: Letters and digits that a bracket may have taken the place of before it is no longer one place in the source.
_BRACKET_REACH = 60
#: Words of a fragment that could hardly stand in two sentences by chance.
_LEAST_WORDS = 3
#: Characters of the source beside a bracket at the edge of a quotation that it may repeat.
_NEAR = 200


@dataclass(frozen=True)
class Finding:
    """One place where the quotation stands, on the first rung of the ladder that holds."""

    passage: Passage
    verdict: Verdict
    spans: tuple[Span, ...]
    flags: frozenset[Flag]
    notes: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """First code point of the passage."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """One past the last."""
        return self.spans[-1].end


def judge(quotation: str, passage: Passage) -> list[Finding]:
    """Every place of ``passage`` where ``quotation`` stands, all on the same rung; empty when it is not there.

    The whole quotation is tried before it is cut at marks, since sources have ellipses and brackets of their own.
    """
    for attempt, notes in _readings(quotation):
        for script in (False, True) if Words(attempt).is_han else (False,):
            spans = [s for s in passage.find(Words(attempt), script) if not (notes and _is_asked(passage, s))]
            if spans:
                return [_plain(attempt, passage, span, notes) for span in spans]
    for attempt, notes in _readings(quotation):
        for script in (False, True) if Words(attempt).is_han else (False,):
            found = _conventional(attempt, passage, script, notes)
            if found:
                return found
    return []


def _readings(quotation: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The quotation as given; without quotation marks around it; without a closing mark that belongs to the quoting sentence."""
    whole = quotation.strip()
    yield whole, ()
    inner = _QUOTED.fullmatch(whole)
    if inner:
        whole = inner.group("inner").strip()
        yield whole, ()
    if _CLOSING.search(whole):
        note = f"the closing “{whole[-1]}” is the quoting sentence's, not the source's"
        yield whole[:-1], (note,)


def _is_asked(passage: Passage, span: Span) -> bool:
    return is_asked(passage.folded(span.script).text, span.folded_end)


def _plain(quotation: str, passage: Passage, span: Span, notes: tuple[str, ...]) -> Finding:
    source = passage.text[span.start : span.end].replace(MARKER, "")
    verdict: Verdict
    if span.moves_stop:
        notes = (*notes, _MOVED_STOP)
    if span.repeats_markers or notes:
        verdict = "conventional"
    elif source == quotation:
        verdict = "verbatim"
    elif span.script:
        verdict = "script-folded"
    else:
        verdict = "typographic"
    return Finding(passage, verdict, (span,), _span_flags(passage, (span,)), notes)


def _conventional(quotation: str, passage: Passage, script: bool, notes: tuple[str, ...]) -> list[Finding]:
    """The quotation cut at its marks; every bracket that the source has too may be its own, so both readings are tried."""
    own = [i for i, held in enumerate(brackets(quotation)) if _has_bracket(passage, held, script)]
    kept = itertools.chain.from_iterable(itertools.combinations(own, n) for n in range(len(own), -1, -1))
    best: list[Finding] = []
    for keep in itertools.islice(kept, 64):
        for markers in (True, False) if has_note_numbers(quotation) else (True,):
            marked = parse(quotation, frozenset(keep), markers)
            if marked is None or not marked.has_marks:
                continue
            found = _shortest(_places(marked, passage, script, notes))
            clean = [f for f in found if "substitution" not in f.flags]
            if clean and markers:
                return clean
            # a number in brackets that repeats no marker is never fair: "[400]" for 300, a "[2]" where note 3 stands
            best = best or [f for f in found if "substitution" in f.flags]
    return best


def _has_bracket(passage: Passage, held: str, script: bool) -> bool:
    """Whether the source has a bracket with these words, or with these words and a mark among them."""
    said = keys(fold(held, script=script).text)
    return any(keys(m.group()) == said for m in _SOURCE_BRACKET.finditer(passage.folded(script).text))


def _shortest(findings: Iterable[Finding]) -> list[Finding]:
    """Of places that end alike only the one that begins last: the others merely start at an earlier "the"."""
    by_end = {f.end: f for f in sorted(findings, key=lambda f: f.start)}
    return list(by_end.values())


def _places(marked: Marked, passage: Passage, script: bool, notes: tuple[str, ...]) -> Iterator[Finding]:
    places: list[list[Span]] = []
    beside = [_bracketed(f.bracket if f.join == "bracket" else None, inside=i > 0) for i, f in enumerate(marked.fragments)]
    closed = [*beside[1:], _bracketed(marked.closing, inside=False)]
    for fragment, bracketed in zip(marked.fragments, zip(beside, closed, strict=True), strict=True):
        places.append(passage.find(fragment.words, script, bracketed)[:_MOST_PLACES])
        if not places[-1]:
            return
    for first in places[0]:
        chain = _chain(marked.fragments, places, first, passage)
        if chain is None or (notes and marked.closing is None and _is_asked(passage, chain[-1])):
            continue
        flags = set(_span_flags(passage, chain)) | _mark_flags(marked, passage, chain)
        yield Finding(passage, "conventional", chain, frozenset(flags), notes)


def _bracketed(bracket: str | None, inside: bool) -> Bracketed:
    """Whether a bracket may stand inside a number; at the beginning or end of a quotation a remark may not."""
    if bracket is None or not any(map(str.isalnum, bracket)) or (not inside and is_editorial(bracket)):
        return ""
    return "number" if has_note_numbers(f"[{bracket}]") else "words"


def _chain(fragments: tuple[Fragment, ...], places: list[list[Span]], first: Span, passage: Passage) -> tuple[Span, ...] | None:
    """The fragments in order after ``first``, each at its nearest place; None where the order or the reach is wrong.

    An ellipsis may reach into the next segment and no further, a few words by themselves not beyond their sentence, and none
    from one speaker's words into another's or the author's; a bracket holds to one place.
    """
    chain = [first]
    for fragment, options in zip(fragments[1:], places[1:], strict=True):
        last = chain[-1]
        following = next((s for s in options if s.start >= last.end), None)
        if following is None:
            return None
        if passage.segment_at(following.start) - passage.segment_at(last.start) > 1:
            return None
        if fragment.join == "ellipsis" and not _holds_together(passage, last, following):
            return None
        if fragment.join == "bracket" and sum(c.isalnum() for c in _gap(passage, last, following)) > _BRACKET_REACH:
            return None
        chain.append(following)
    return tuple(chain)


def _holds_together(passage: Passage, last: Span, following: Span) -> bool:
    if passage.crosses_speech(last.end, following.start):
        return False
    text = passage.folded(last.script).text
    least = min(_weight(text[s.folded_start : s.folded_end]) for s in (last, following))
    return least >= _LEAST_WORDS or not ends_sentence(text, last.folded_end, following.folded_start)


def _weight(text: str) -> float:
    """How many words a fragment has; a Chinese character counts as three quarters of one."""
    said = keys(text)
    return sum(0.75 if is_han(k) else 1 for k in said)


def _gap(passage: Passage, last: Span, following: Span) -> str:
    return passage.folded(last.script).text[last.folded_end : following.folded_start]


def _mark_flags(marked: Marked, passage: Passage, chain: tuple[Span, ...]) -> set[Flag]:
    flags: set[Flag] = set()
    first = marked.fragments[0]
    if first.join == "bracket" and first.bracket and not _stands_before(first.bracket, passage, chain[0]):
        flags.add("substitution")
    for (last, following), fragment in zip(itertools.pairwise(chain), marked.fragments[1:], strict=True):
        gap = _gap(passage, last, following)
        if fragment.join == "ellipsis":
            if omits_negation(passage.folded(last.script).text, last.folded_end, following.folded_start):
                flags.add("omits-negation")
            if has_number(gap):
                flags.add("omits-number")
        if fragment.bracket and not _is_fair(fragment.bracket, gap, beside_ellipsis=fragment.join == "ellipsis"):
            flags.add("substitution")
    if marked.closing and not _closes(marked.closing, passage, chain[-1]):
        flags.add("substitution")
    return flags


def _is_fair(bracket: str, gap: str, beside_ellipsis: bool) -> bool:
    """Whether a bracket only adds: nothing of the source is missing where it stands, and it adds no negation.

    A bracket that repeats the missing words in another case ("[The] tenant") is the source's word too; beside an ellipsis it
    may repeat the first or the last of them. A remark never stands for words, unless an ellipsis says that some are missing
    or it says so itself ([citation omitted], for a parenthesis).
    """
    missing = keys(gap)
    if is_editorial(bracket):
        parenthesis = re.fullmatch(r"[\W\s]*\([^()]*\)[\W\s]*", gap) is not None
        return not missing or beside_ellipsis or (is_omission(bracket) and parenthesis and not has_negation(gap))
    said = keys(fold(bracket).text)
    if missing:
        return missing == said or (beside_ellipsis and bool(said) and said in (missing[: len(said)], missing[-len(said) :]))
    return not has_negation(fold(bracket).text)


def _stands_before(bracket: str, passage: Passage, span: Span) -> bool:
    """A bracket in front of everything is fair when it is a remark or repeats the word before it in another case."""
    if is_editorial(bracket):
        return True
    said = keys(fold(bracket, script=span.script).text)
    before = keys(passage.folded(span.script).text[: span.folded_start][-_NEAR:])
    return bool(said) and before[-len(said) :] == said


def _closes(bracket: str, passage: Passage, span: Span) -> bool:
    """A bracket behind everything is fair when it is a remark, repeats the next word, or follows the end of a sentence."""
    if is_editorial(bracket):
        return True
    text = passage.folded(span.script).text
    after = text[span.folded_end : span.folded_end + _NEAR].replace(MARKER, "")
    said = keys(fold(bracket, script=span.script).text)
    if said and keys(after)[: len(said)] == said:
        return True
    before = text[: span.folded_end].rstrip(MARKER)
    ended = not after or after[0] in f".!?;{SEGMENT}" or before[-1] in ".!?;"
    return ended and not has_negation(fold(bracket).text)


def _span_flags(passage: Passage, chain: tuple[Span, ...]) -> frozenset[Flag]:
    flags: set[Flag] = set()
    text = passage.folded(chain[0].script).text
    if any(s.repeats_markers for s in chain):
        flags.add("marker-included")
    if any(s.skips_markers for s in chain) or any(MARKER in _gap(passage, a, b) for a, b in itertools.pairwise(chain)):
        flags.add("markers-skipped")
    if passage.segment_at(chain[0].start) != passage.segment_at(chain[-1].end - 1):
        flags.add("spans-segments")
    if clips_start(text, chain[0].folded_start) or clips_end(text, chain[-1].folded_end):
        flags.add("clipped-negation")
    return frozenset(flags)
