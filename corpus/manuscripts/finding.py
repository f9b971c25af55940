"""The quotations of a manuscript.

What stands in quotation marks, or is set as a block quotation, is a quotation, unless it is one of these; they are passed
over, each with its reason, and counted:

- ``no words``: nothing but punctuation;
- ``single word``: one word, or one Chinese term of two characters or fewer;
- ``few words``: fewer than four words, or fewer than eight Chinese characters without a mark of punctuation inside: scare
  quotes, terms, nicknames;
- ``title``: every longer word of it begins with a capital letter (a work's title, a name), it stands inside 《》, or it is the
  first in an entry of a list of works ("References", 参考文献);
- ``callout``: a Markdown block that begins with ``[!NOTE]`` or the like;
- ``attribution``: a block set as a quotation that only says whose the block before it is;
- ``unbalanced mark``: a mark that belongs to no other; what it opens or closes is not guessed at.

A short one with a citation right behind it is still a quotation: the writer says where it stands. A title in marks is one only
where a citation names a paragraph. What stands inside a quotation belongs to it. Words of the writer in the middle (“…,” he
said, “…”) part two quotations; each paragraph of a quotation that runs over several is one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from provenance.scripts import count_han, is_mainly_han

from .attaching import BESIDE, SPACE, Found, attach_inline, attach_notes, attach_to_blocks, introduced
from .citations import Citation, citations, is_citation
from .claims import Works
from .listing import cited_by_number, entries_of, numbered
from .marks import Loose, Pair, opening_mark, pair_marks
from .model import Block, Claim, Manuscript, Passed, Quoted

_FEWEST_WORDS = 4
_FEWEST_HAN = 8
#: Letters of a word that begins with a capital in a title, which prepositions and articles may not.
_LONGER = 4
_WORD = re.compile(r"[^\W_]+(?:[’'.,:/-][^\W_]+)*")
#: Marks that make a sentence of Chinese words; 、 and · also join terms.
_HAN_PUNCTUATION = re.compile("[，。；：！？,;:!?…—]")
_CALLOUT = re.compile(r"\[![A-Za-z]+\]")
_DASHED_END = re.compile(r"\s*(?:[—–―]{1,2}|--+)\s*$")


def find_quotations(manuscript: Manuscript, works: Works) -> tuple[tuple[Quoted, ...], tuple[Passed, ...]]:
    """The quotations of a manuscript in reading order, each with the citation that stands with it, and what is passed over."""
    blocks = manuscript.blocks
    entries = entries_of(blocks)
    labels = numbered(blocks, entries)
    cited = [[c for one in _citations(block, labels) if (c := _of_caller(one, works))] for block in blocks]
    found: list[Found] = []
    passed: list[tuple[int, int, Passed]] = []
    for i, block in enumerate(blocks):
        if block.is_quotation:
            one = _whole(i, block, cited[i])
            if one.reason:
                passed.append((i, 0, Passed(block.text, block, one.reason)))
            found.append(one)
            continue
        pairs, loose = pair_marks(block.text, block.literal, continued=_continued(blocks, i))
        inline = [_inline(i, block.text, pair, works) for pair in pairs]
        if i in entries and inline:
            inline[0].reason = inline[0].reason or "title"
        found += inline
        cited[i] = [introduced(one, block.text, pairs, cited[i]) for one in cited[i]]
        passed += [(i, mark.at, Passed(_around(block.text, mark), block, "unbalanced mark")) for mark in loose]
    attach_inline(found, blocks, cited)
    attach_notes(found, blocks, cited)
    attach_to_blocks(found, blocks, cited)
    claims = _claims(cited, works)
    lines = _Lines(manuscript.source)
    quoted: list[Quoted] = []
    for one in found:
        block = blocks[one.block]
        text = block.text[one.start : one.end]
        claim = claims[one.cited] if one.cited else None
        reason = _with_claim(one, claim)
        if reason is None:
            line, column = lines.position(block, one.start)
            quoted.append(Quoted(text, block, one.start, one.end, one.way, line, column, claim))
        elif one.way == "inline":
            passed.append((one.block, one.outer_start, Passed(text, block, reason)))
    return tuple(quoted), tuple(p for _, _, p in sorted(passed, key=lambda p: p[:2]))


def _citations(block: Block, labels: Mapping[int, str]) -> list[Citation]:
    """The citations in a block, those by the number of a work in the list among them."""
    found = citations(block)
    other = [one for one in cited_by_number(block, labels) if all(one.end <= c.start or c.end <= one.start for c in found)]
    return sorted([*found, *other], key=lambda c: (c.start, c.end))


def _inline(number: int, text: str, pair: Pair, works: Works) -> Found:
    start, end = _stripped(text, pair.start, pair.end)
    words = text[start:end]
    titled = text.rfind("《", 0, pair.start) > text.rfind("》", 0, pair.start) and "》" in text[pair.end :]
    reason = "title" if titled else _reason(words, works)
    return Found(number, start, end, pair.outer_start, pair.outer_end, "inline", reason)


def _reason(words: str, works: Works) -> str | None:
    """Why words in marks are no quotation by themselves."""
    tokens = _WORD.findall(words)
    if not tokens:
        return "no words"
    if works.is_title(words):
        return "title"
    if is_mainly_han(words):
        han = count_han(words)
        if han <= 2:
            return "single word"
        return "few words" if han < _FEWEST_HAN and not _HAN_PUNCTUATION.search(words[:-1]) else None
    if len(tokens) == 1:
        return "single word"
    if len(tokens) < _FEWEST_WORDS:
        return "few words"
    longer = [t for t in tokens if len(t) >= _LONGER and t[0].isalpha()]
    return "title" if len(longer) > 1 and all(t[0].isupper() for t in longer) else None


def _with_claim(one: Found, claim: Claim | None) -> str | None:
    """Why it is no quotation, now that its citation is known."""
    if one.reason == "title":
        # a title often has a citation behind it; one that names a paragraph is not the title's
        return None if one.is_beside and claim and claim.anchor and claim.anchor.segment else one.reason
    return None if one.is_beside and one.way == "inline" and one.reason != "no words" else one.reason


def _whole(number: int, block: Block, cited: Sequence[Citation]) -> Found:
    """A block that is set as a quotation: without the citation at its end and marks around the whole."""
    text = block.text
    start, end = _stripped(text, 0, len(text))
    own: tuple[int, int] | None = None
    for i in range(len(cited) - 1, -1, -1):
        if BESIDE.fullmatch(text[cited[i].end : end]):
            own = (number, i)
            if cited[i].start < cited[i].end:
                start, end = _stripped(text, start, cited[i].start)
    if end < len(text):
        end = max(start, len(_DASHED_END.sub("", text[:end])))
    if _CALLOUT.match(text):
        reason = "callout"
    elif not any(c.isalnum() for c in text[start:end]):
        reason = "attribution" if own else "no words"
    else:
        reason = None
    pairs, _ = pair_marks(text[start:end], continued=opening_mark(text[start:end]))
    if len(pairs) == 1 and pairs[0].outer_start == 0 and pairs[0].outer_end == end - start:
        start, end = _stripped(text, start + pairs[0].start, start + pairs[0].end)
    return Found(number, start, end, start, end, "block", reason, own, own is not None)


def _of_caller(one: Citation, works: Works) -> Citation | None:
    """A citation as it is that of the words in front of it: where a note quotes other words, what stands behind their beginning
    is theirs."""
    if one.start < one.end:
        return one
    pairs, _ = pair_marks(one.written)
    quoting = next((p for p in pairs if _reason(one.written[p.start : p.end], works) is None), None)
    if quoting is None:
        return one
    head = one.written[: quoting.outer_start].rstrip(SPACE)
    return replace(one, written=head) if is_citation(head) else None


def _claims(cited: Sequence[Sequence[Citation]], works: Works) -> dict[tuple[int, int], Claim]:
    names = [(i, c) for i, ones in enumerate(cited) for c in range(len(ones))]
    return dict(zip(names, works.claims(cited[i][c] for i, c in names), strict=True))


def _continued(blocks: Sequence[Block], i: int) -> str:
    """The opening mark of the block that a quotation in block ``i`` could run on into."""
    for block in blocks[i + 1 :]:
        if block.role != "note" or blocks[i].role == "note":
            same = block.role == blocks[i].role and block.part == blocks[i].part and not block.is_quotation
            return opening_mark(block.text) if same else ""
    return ""


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and text[start] in SPACE:
        start += 1
    while start < end and text[end - 1] in SPACE:
        end -= 1
    return start, end


def _around(text: str, mark: Loose) -> str:
    return text[max(0, mark.at - 20) : mark.at + 40]


class _Lines:
    """Line and column, from 1, of places in a file's text."""

    def __init__(self, source: str) -> None:
        self.starts = [0, *(m.end() for m in re.finditer(r"\r\n?|\n", source))]

    def position(self, block: Block, offset: int) -> tuple[int | None, int | None]:
        """Of a character of a block; only the line of the block where there is no way back to the file."""
        span = block.source_span(offset, offset + 1) if block.line is not None else None
        if span is None:
            return block.line, None
        line = bisect_right(self.starts, span[0])
        return line, span[0] - self.starts[line - 1] + 1
