"""Which stretches of a block are citations: by their form alone, whatever they cite.

Forms: an anchor (``shen-lu-2024/p3@en``), author and date (“(Shen and Lu 2024, para. 3)”, “（沈砚舟、陆听潮，2024，第3段）”), a
Pandoc citation (``[@key, ¶ 3]``, ``@key [¶ 3]``; pandoc.org, "Citation syntax"; the LaTeX reader writes ``\\\\autocite`` and its
like so), a note called whose text is one of these, a link to an anchor.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from provenance.scripts import HAN

from .model import Block

_ANCHOR = (
    r"[a-z0-9]+(?:-\n?[a-z0-9]+)*/[hpskn][1-9]\d*(?:@[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)?(?:!fn[1-9]\d*)?"
    r"(?:;v=[a-z2-7]{12,52}|;cp=\d+-\d+)*(?![\w/])"
)
ANCHOR = re.compile(rf"(?<![\w/.-]){_ANCHOR}")
_TARGET = re.compile(rf"(?<![\w-]){_ANCHOR}")
KEY = re.compile(r"(?<![\w.])-?@(?:\{(?P<braced>[^{}\s]+)\}|(?P<bare>\w(?:[\w]|[:.#$%&+?<>~/-](?=[\w/]))*))")
#: A year, as a date of publication is written; a letter tells works of one year apart.
YEAR = re.compile(r"(?<![\d.,/:–-])(?:1[5-9]|20)\d\d(?:[a-z]\b)?(?![\d%])|(?<=\d{4}/)(?:1[5-9]|20)\d\d(?!\d)")
_NUMBERS = r"\d+(?:\s*[-–—,，、&至到]\s*\d+|\s+and\s+\d+)*"
PARAGRAPH = re.compile(
    rf"(?:¶{{1,2}}|\b(?:paras?|pars?|¶s)\.|\bparas?\b|\bparagraphs?\b)\s*(?P<latin>{_NUMBERS})"
    rf"|第\s*(?P<han>{_NUMBERS}|[一二三四五六七八九十百千]+)\s*(?:个)?(?:自然)?段",
    re.I,
)
NOTE = re.compile(r"\b(?:nn?\.|notes?|fnn?\.?)\s*(?P<latin>\d+)|[注註](?:释|釋)?\s*(?P<han>\d+)", re.I)
IBID = re.compile(r"\bibid\b|\bloc\. ?cit\b|同上|同前", re.I)
_NAMED = rf"[A-Z\u00c0-\u00de]\w|[{HAN}]"
_PARENTHESIS = re.compile(r"[(（][^()（）\n]{2,200}[)）]")
_BRACKET = re.compile(r"\[[^\[\]\n]*?(?<![\w.])-?@[^\[\]\n]+\]")
#: Whose words a block quotation is, behind a dash at its end.
_ATTRIBUTED = re.compile(r"(?:^|\s)(?:[—–―]{1,2}|--+)\s*(?P<written>[^—–]{3,200})$")
_LOCATED = re.compile(r"\s*\[[^\[\]\n]{1,60}\]")


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation at ``start``–``end`` of a block (a note called has no width): as written, the words before it, which may name
    the authors of “Shen and Lu (2024)”, and the citation that “(para. 3)” behind a quotation goes on from."""

    start: int
    end: int
    written: str
    before: str = ""
    goes_on: str = ""


def citations(block: Block) -> list[Citation]:
    """The citations in a block in order of place, none inside another."""
    found: list[Citation] = []
    taken: list[tuple[int, int]] = []
    for one in _every(block):
        i = bisect_left(taken, (one.end,))
        if i and taken[i - 1][1] > one.start:
            continue
        found.append(one)
        if one.start < one.end:
            insort(taken, (one.start, one.end))
    return sorted(found, key=lambda c: (c.start, c.end))


def is_citation(text: str) -> bool:
    """Whether a text, such as that of a note, cites something."""
    return any(p.search(text) for p in (ANCHOR, KEY, PARAGRAPH, IBID)) or bool(YEAR.search(text) and re.search(_NAMED, text))


def is_only_pinpoint(text: str) -> bool:
    """Whether a text says where in a work, and not in which: “(para. 3)”."""
    rest = NOTE.sub("", PARAGRAPH.sub("", text))
    return rest != text and not any(c.isalnum() for c in rest)


def anchor_in(address: str) -> str:
    """The anchor in a link's address, empty without one."""
    found = _TARGET.search(unquote(address))
    return found.group() if found else ""


def _every(block: Block) -> Iterator[Citation]:
    text = block.text
    for call in block.notes:
        if is_citation(call.text):
            yield Citation(call.offset, call.offset, call.text)
    for link in block.links:
        if named := anchor_in(link.target):
            yield Citation(link.start, link.end, named)
    attributed = _ATTRIBUTED.search(text) if block.is_quotation else None
    if attributed and is_citation(attributed.group("written")):
        yield Citation(attributed.start("written"), len(text), attributed.group("written"))
    for m in _BRACKET.finditer(text):
        yield Citation(m.start(), m.end(), m.group())
    for m in _PARENTHESIS.finditer(text):
        if _is_parenthetical(m.group()):
            yield Citation(m.start(), m.end(), m.group(), text[max(0, m.start() - 100) : m.start()])
    # a line may end behind one of the hyphens of a document's id
    for m in ANCHOR.finditer(text):
        start, end = m.span()
        if text[start - 1 : start] in "([（［<" and text[end : end + 1] in ")]）］>" and text[start - 1 : start]:
            start, end = start - 1, end + 1
        yield Citation(start, end, text[start:end])
    for m in KEY.finditer(text):
        located = _LOCATED.match(text, m.end())
        end = located.end() if located else m.end()
        yield Citation(m.start(), end, text[m.start() : end])


def _is_parenthetical(text: str) -> bool:
    inside = text[1:-1].strip()
    if ANCHOR.search(inside) or PARAGRAPH.search(inside) or IBID.search(inside) or KEY.search(inside):
        return True
    year = YEAR.search(inside)
    if not year:
        return False
    # "(2024)", "(2024, 3)", "(Shen and Lu 2024)", and not "(in the dry winter of 2019)"
    if inside.startswith(year.group()):
        return bool(re.fullmatch(r"(?:[12]\d{3}[a-z]?[/, ]*)+(?:[,:，：].{0,40})?", inside))
    head = inside[: year.start()]
    return bool(re.search(_NAMED, head)) and not re.search(
        r"\b(?:in|since|until|from|of|by|during|after|before|between|to|on)\s+(?:the\s|early\s|late\s|mid-|[A-Z][a-z]+\s)*$", head
    )
