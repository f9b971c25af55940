"""Which citation belongs to which quotation: by place and sentence alone, whatever they cite.

A citation belongs to the last quotation before it in its sentence, else to the first behind it; a block quotation has its own at
its end, or that of the line below or of the sentence that introduces it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .citations import Citation, is_citation, is_only_pinpoint
from .marks import Pair
from .model import Block, Way

SPACE = " \t\n\r\u00a0\u202f\u2009\u200a\u3000"
#: The end of a sentence that another one follows; a citation in brackets behind the stop still belongs to the sentence.
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b[DM]r)(?<!\bal)(?<!\bcf)[.!?…][”’\"')\]]*(?=\s+[^\sa-z(（\[—–])|[。！？][”’」』）]*(?=[^\s”’」』（(\[—])"
)
#: How many characters before a quotation may introduce it, and what stands between them and it.
_INTRODUCING, _INTRODUCED = 100, SPACE + ":：,，"
#: Words such as “he said (para. 3)” between two parts of one utterance.
_PARTED = re.compile(r"[,，—–][^“「]*[,，—–:：]\s*", re.S)
_DASHED = re.compile(r"\s*(?:[—–―]{1,2}|--+)?\s*")
#: What may stand between a quotation and a citation that is right behind it.
BESIDE = re.compile(r"[\s\u3000”’\"'」』»“‘.,;:!?…。，；：！？—–-]*")


@dataclass(slots=True)
class Found:
    """A quotation in its block, before the citation that stands with it is known."""

    block: int
    start: int
    end: int
    outer_start: int
    outer_end: int
    way: Way
    reason: str | None = None
    """Why it is none, unless a citation stands right behind it."""
    cited: tuple[int, int] | None = None
    """Its citation: block, and number in that block."""
    is_beside: bool = False
    """Whether that citation stands right behind it."""


def introduced(one: Citation, text: str, pairs: Sequence[Pair], before: Sequence[Citation]) -> Citation:
    """A citation right behind a quotation with what introduces that, where the authors may be named (Liang says that “…” (2025,
    ¶ 1)) or the work cited (Liang (2025) says that “…” (¶ 1)); ``before`` are the citations of the block."""
    at = bisect_right(pairs, one.start, key=lambda p: p.outer_end) - 1
    if at < 0 or one.start == one.end or not BESIDE.fullmatch(text[pairs[at].outer_end : one.start]):
        return one
    opening = pairs[at].outer_start
    if is_only_pinpoint(one.written):
        earlier = next((c for c in reversed(before) if c.end <= opening), None)
        if earlier is None or earlier.start == earlier.end or _SENTENCE_END.search(text[earlier.end - 1 : opening + 1]):
            return one
        return replace(one, before=earlier.before, goes_on=earlier.written)
    return replace(one, before=text[max(0, opening - _INTRODUCING) : opening].rstrip(_INTRODUCED))


def attach_inline(found: Sequence[Found], blocks: Sequence[Block], cited: Sequence[Sequence[Citation]]) -> None:
    """Gives each citation to the quotation it stands behind in its sentence, or else in front of."""
    by_block: dict[int, list[Found]] = {}
    for f in found:
        if f.way == "inline" and cited[f.block]:
            by_block.setdefault(f.block, []).append(f)
    for i, inside in by_block.items():
        block = blocks[i]
        taken = {c for c, one in enumerate(cited[i]) if _give_backward(inside, block.text, one, (i, c))}
        for c, one in enumerate(cited[i]):
            if c not in taken:
                _give_forward(inside, block.text, one, (i, c))
        for first, second in pairwise(inside):
            between = block.text[first.end - 1 : second.outer_start]
            if first.cited is None and second.cited and re.match("[,，—–]", between) and not _SENTENCE_END.search(between):
                # one utterance, parted by words such as “he said”
                first.cited = second.cited
            elif second.cited is None and first.cited and _PARTED.fullmatch(between) and not _SENTENCE_END.search(between):
                second.cited = first.cited


def _give_backward(inside: Sequence[Found], text: str, one: Citation, name: tuple[int, int]) -> bool:
    """Gives a citation to the last quotation before it in its sentence; False when there is none to take it."""
    for i in range(bisect_right(inside, one.start, key=lambda f: f.start) - 1, -1, -1):
        f = inside[i]
        if one.start < f.end and (one.end > one.start or not BESIDE.fullmatch(text[one.start : f.end])):
            # a citation inside the quoted words is theirs
            return True
        beside = BESIDE.fullmatch(text[min(f.outer_end, one.start) : one.start]) is not None
        if not beside and _SENTENCE_END.search(text[f.end - 1 : one.start + 1]):
            return False
        if f.reason and not beside:
            continue
        if f.cited is None:
            f.cited, f.is_beside = name, beside
        return True
    return False


def _give_forward(inside: Sequence[Found], text: str, one: Citation, name: tuple[int, int]) -> None:
    """Gives a citation to the first quotation behind it in its sentence, unless that has one."""
    for i in range(bisect_left(inside, one.end, key=lambda f: f.outer_start), len(inside)):
        f = inside[i]
        if _SENTENCE_END.search(text[max(0, one.end - 1) : f.outer_start + 1]):
            return
        if not f.reason:
            f.cited = f.cited or name
            return


def attach_notes(found: Sequence[Found], blocks: Sequence[Block], cited: list[list[Citation]]) -> None:
    """A note that quotes once, and whose other words cite: “…,” Liang, “Tide Tables,” para. 13."""
    by_block: dict[int, list[Found]] = {}
    for f in found:
        if blocks[f.block].role == "note" and f.way == "inline" and f.reason is None and not cited[f.block]:
            by_block.setdefault(f.block, []).append(f)
    for i, quoting in by_block.items():
        text, only = blocks[i].text, quoting[0]
        around = (text[only.outer_end :], text[: only.outer_start])
        written = next((words.strip(SPACE + ",，") for words in around if is_citation(words)), None)
        if written and len(quoting) == 1:
            cited[i] = [Citation(only.outer_end, only.outer_end, written)]
            only.cited = (i, 0)


def attach_to_blocks(found: Sequence[Found], blocks: Sequence[Block], cited: Sequence[Sequence[Citation]]) -> None:
    """A block quotation without a citation of its own has that of the attribution below it, of the paragraph that goes on
    behind it and begins with one, or of the sentence that introduces it."""
    taken = {f.cited for f in found if f.cited and f.way == "inline"}
    attributions = {f.block: f.cited for f in found if f.reason == "attribution"}
    for f in found:
        if f.way == "inline" or f.cited or f.reason:
            continue
        i = f.block
        after, before = (blocks[j] if 0 <= j < len(blocks) else None for j in (i + 1, i - 1))
        if after and after.is_quotation:
            f.cited = attributions.get(i + 1)
        elif after and cited[i + 1] and _DASHED.fullmatch(after.text[: cited[i + 1][0].start]):
            if (i + 1, 0) not in taken:
                f.cited = (i + 1, 0)
        elif before and not before.is_quotation and cited[i - 1] and before.text.rstrip(SPACE).endswith((":", "：", ",", "，")):
            last = len(cited[i - 1]) - 1
            behind = before.text[cited[i - 1][last].end :]
            if (i - 1, last) not in taken and not _SENTENCE_END.search(behind):
                f.cited = (i - 1, last)
