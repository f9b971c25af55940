"""The list of works at the end of a manuscript ("References", 参考文献), and citations by the number of a work in it: “[3]”,
“[3, para. 12]”, as ISO 690 and GB/T 7714 have them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from .citations import Citation
from .model import Block

_LIST_OF_WORKS = re.compile(
    r"\W*(?:[\dIVX]+\.?\s+)?(?:(?:select(?:ed)? )?(?:references|bibliography|works cited|works consulted)"
    r"|(?:引用|参考|參考)(?:文[献獻]|[书書]目)|literatur(?:verzeichnis)?|bibliographie|références|bibliograf[ií]a|referencias)\W*",
    re.I,
)
#: The length up to which a line without a full stop can be a heading.
_HEADLINE = 60
_LABEL = re.compile(r"\s*[\[［](\d{1,3})[\]］]\s*")
_NUMBER = re.compile(r"[\[［](?P<number>\d{1,3})(?:\s*[,:，：]\s*(?P<place>[^\[\]［］\n]{1,40}))?[\]］](?!\()")


def entries_of(blocks: Sequence[Block]) -> set[int]:
    """The blocks under a heading such as "References", up to the next heading; where a format has no headings, to the next
    short line that is no sentence."""
    entries: set[int] = set()
    has_headings = any(b.role == "heading" for b in blocks)
    inside = False
    for i, block in enumerate(blocks):
        if _LIST_OF_WORKS.fullmatch(block.text) and (block.role == "heading" or not has_headings):
            inside = True
        elif block.role == "heading" or (not has_headings and _is_headline(block)):
            inside = False
        elif inside:
            entries.add(i)
    return entries


def _is_headline(block: Block) -> bool:
    return block.role == "paragraph" and len(block.text) < _HEADLINE and block.text[-1:].isalnum()


def numbered(blocks: Sequence[Block], entries: Collection[int]) -> dict[int, str]:
    """Number → entry of a list of works whose entries begin with ``[1]``, or are items of a list that is numbered by itself."""
    listed = [blocks[i] for i in sorted(entries)]
    labelled = [(found, block) for block in listed if (found := _LABEL.match(block.text))]
    if not labelled and listed and all(block.role == "item" for block in listed):
        return {n: block.text for n, block in enumerate(listed, 1)}
    return {int(found.group(1)): block.text[found.end() :] for found, block in labelled}


def cited_by_number(block: Block, labels: Mapping[int, str]) -> Iterator[Citation]:
    """The citations in a block that name one entry by its number."""
    own = _LABEL.match(block.text)
    for found in _NUMBER.finditer(block.text, own.end() if own else 0):
        entry = labels.get(int(found.group("number")))
        # "[1, 2]" names two works
        if entry and not re.fullmatch(r"[\d\s,，、–-]+", found.group("place") or "-x"):
            # semicolons part the works of one citation
            yield Citation(found.start(), found.end(), found.group(), goes_on=entry.replace(";", ",").replace("；", "，"))
