"""A token diff laid onto the two texts it compares: which characters of the quotation stand for which of the source.

A diff says which words differ, not where they stand; marking them in a page and replacing them in a file needs the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from provenance import Change, Quotation
from provenance.scripts import is_east_asian


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch that differs, with the white space around it: code points of the quotation and of the source's words.

    Either may be white space alone, or empty: then the other one has words too many.
    """

    quoted: tuple[int, int]
    source: tuple[int, int]


def gaps(quotation: Quotation) -> tuple[Gap, ...]:
    """What differs, in order; empty where nothing does or where the source's words are not one piece of text."""
    source = quotation.text
    if source is None or len(quotation.matches) != 1:
        return ()
    theirs = _placed([c.source for c in quotation.diff], source)
    ours = _placed([c.quoted for c in quotation.diff], quotation.quoted)
    if theirs is None or ours is None:
        return ()
    out = []
    at = (0, 0)
    for is_equal, group in groupby(range(len(quotation.diff)), key=lambda i: quotation.diff[i].op == "equal"):
        indices = list(group)
        if is_equal:
            at = ours[indices[-1]][1], theirs[indices[-1]][1]
            continue
        following = indices[-1] + 1
        last = following == len(quotation.diff)
        ends = (len(quotation.quoted), len(source)) if last else (ours[following][0], theirs[following][0])
        out.append(Gap((at[0], ends[0]), (at[1], ends[1])))
    return tuple(out)


def _placed(pieces: list[str], text: str) -> list[tuple[int, int]] | None:
    """Where each piece stands in ``text``, one behind the other; None when one is not there."""
    out, at = [], 0
    for piece in pieces:
        start = text.find(piece, at) if piece else at
        if start < 0:
            return None
        at = start + len(piece)
        out.append((start, at))
    return out


def marked(quotation: Quotation) -> list[str | Change]:
    """The quotation cut into pieces for display: its own text, white space included, and in its place each change.

    Words that the quotation lacks get a space of their own where their script has any.
    """
    ours = _placed([c.quoted for c in quotation.diff], quotation.quoted)
    if ours is None:
        return [quotation.quoted]
    out: list[str | Change] = []
    at = 0
    for change, (start, end) in zip(quotation.diff, ours, strict=True):
        if change.op == "equal":
            out.append(quotation.quoted[at:end])
        elif change.quoted:
            out += [quotation.quoted[at:start], change]
        else:
            space = " " if change.source[:1].isalnum() and not is_east_asian(change.source) else ""
            out += [space, change] if at else [change, space]
        at = end
    return [piece for piece in (*out, quotation.quoted[at:]) if piece]
