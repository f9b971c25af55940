"""Joining the cites of a cluster: grouping, collapsing of numbers and years, delimiters (CSL 1.0.2, "Cite Collapsing")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .collation import collate
from .compiler import Area
from .context import Context, ItemData
from .sorting import sort_values
from .tree import Pieces, Span, is_empty, plain

if TYPE_CHECKING:
    from .processor import Pinquote

#: What stands for a cite that prints nothing (the wording the CSL test suite expects).
NOTHING = "[CSL STYLE ERROR: reference with no printed form.]"


class Cited:
    """One cite of a cluster, rendered."""

    __slots__ = ("cite", "ctx", "item", "pieces")

    def __init__(self, item: ItemData, cite: Any, ctx: Context, pieces: Pieces) -> None:
        self.item = item
        self.cite = cite
        self.ctx = ctx
        self.pieces = pieces

    @property
    def names(self) -> str:
        """The text of the first name list, by which cites are grouped; empty where there is none."""
        return plain([self.ctx.name_lists[0].span]) if self.ctx.name_lists else ""


def join_cluster(engine: Pinquote, cites: list[Cited], area: Area) -> Pieces:
    """All cites of a cluster as one run of pieces; the delimiter after a cite is that of its layout."""
    options = area.options
    collapse = options.get("collapse")
    cites = _printed(cites)
    if collapse == "citation-number":
        return _numbers(engine, cites, area)
    if collapse in ("year", "year-suffix", "year-suffix-ranged") or "cite-group-delimiter" in options:
        in_text = engine.style.options.get("class") != "note"
        # the order of a cluster that the style does not sort is the author's
        if area.sort and (in_text or "cite-group-delimiter" in options):
            cites = _grouped(engine, cites, area)
        return _years(engine, cites, area, in_text and collapse is not None)
    out: Pieces = []
    for i, cited in enumerate(cites):
        if i:
            out += _before(cited, area.delimiter_after(cites[i - 1].item.language))
        out.extend(engine.affixed(cited.cite, cited.pieces))
    return out


def _printed(cites: list[Cited]) -> list[Cited]:
    """The cites that print something, be it their own prefix or suffix; one that prints nothing is reported where it leads."""
    shown = [c for c in cites if not is_empty(c.pieces) or c.cite.get("prefix") or c.cite.get("suffix")]
    if shown and shown[0] is not cites[0]:
        cites[0].pieces = [NOTHING]
        return [cites[0], *shown]
    return shown


def _before(cited: Cited, delimiter: str) -> Pieces:
    """The delimiter before a cite; none where its prefix begins with a point of its own."""
    return [] if str(cited.cite.get("prefix") or "").lstrip()[:1] in (*",.;:!?…",) else [delimiter]


@dataclass(frozen=True, slots=True)
class _Delimiters:
    """What stands between cites: within a group, between year suffixes, after a collapsed group, else."""

    group: str
    suffix: str
    after: str
    other: str

    @classmethod
    def of(cls, options: dict[str, str], layout: str, in_text: bool) -> _Delimiters:
        """The defaults of the specification ("Cite Grouping", "Cite Collapsing"), which speaks of cites in the text; in notes
        cites of a group are divided as any others. Suffixes are divided as the group where the style says how.
        """
        group = options.get("cite-group-delimiter", ", " if in_text else layout)
        suffix = options.get("year-suffix-delimiter", options.get("cite-group-delimiter", layout))
        return cls(group, suffix, options.get("after-collapse-delimiter", layout), layout)


def _grouped(engine: Pinquote, cites: Sequence[Cited], area: Area) -> list[Cited]:
    """Cites with the same names brought together at the place of the first; groups that the style ranks equal by their names."""
    order: dict[Any, list[Cited]] = {}
    for i, cited in enumerate(cites):
        order.setdefault(cited.names or i, []).append(cited)
    if len(order) < 2:
        return list(cites)
    out: list[Cited] = []
    for _, equal in groupby(order.values(), lambda group: sort_values(engine, group[0].item, area)):
        for group in sorted(equal, key=lambda group: collate(group[0].names, engine.han_first, engine.han_by_code)):
            out += group
    return out


def _numbers(engine: Pinquote, cites: list[Cited], area: Area) -> Pieces:
    """Three or more numbers in a row as a range, where the cites have nothing but their number."""
    after = area.options.get("after-collapse-delimiter")
    dash = engine.locale.term("citation-range-delimiter") or "–"
    out: Pieces = []
    i = 0
    collapsed = False
    while i < len(cites):
        j = i
        while j + 1 < len(cites) and _continues(cites[j], cites[j + 1]):
            j += 1
        if out:
            out.append(after if collapsed and after is not None else area.delimiter_after(cites[i - 1].item.language))
        if j - i >= 2:
            out += [*engine.affixed(cites[i].cite, cites[i].pieces), dash, *engine.affixed(cites[j].cite, cites[j].pieces)]
            collapsed = True
            i = j + 1
        else:
            out += engine.affixed(cites[i].cite, cites[i].pieces)
            collapsed = False
            i += 1
    return out


def _continues(one: Cited, other: Cited) -> bool:
    """Whether a range of numbers may go on from one cite to the next; words of the author stand only before the first."""
    a, b = one.ctx.citation_number, other.ctx.citation_number
    if a is None or b != a + 1 or one.cite.get("suffix") or other.cite.get("prefix") or other.cite.get("suffix"):
        return False
    return _inner(one.pieces) == str(a) and _inner(other.pieces) == str(b)


def _inner(pieces: Pieces) -> str:
    """The text of pieces without affixes."""
    return "".join(piece if isinstance(piece, str) else _inner(piece.children) for piece in pieces)


def _has_affixes(cited: Cited) -> bool:
    return bool(cited.cite.get("prefix") or cited.cite.get("suffix") or cited.cite.get("locator"))


def _years(engine: Pinquote, cites: list[Cited], area: Area, in_text: bool) -> Pieces:
    """Cites of the same names: the names once, then years; with ``year-suffix`` the year once, then letters."""
    collapse = area.options.get("collapse")
    out: Pieces = []
    previous: Cited | None = None
    collapsed = False
    i = 0
    while i < len(cites):
        cited = cites[i]
        delimiters = _Delimiters.of(area.options, area.delimiter_after((previous or cited).item.language), in_text)
        like = previous is not None and bool(cited.names) and cited.names == previous.names
        if collapse and like and is_empty(_without_names(engine, cited)):
            i += 1
            continue
        same = like and not cited.cite.get("prefix")
        if previous is not None:
            out += _before(cited, delimiters.group if same else delimiters.after if collapsed else delimiters.other)
        collapsed = bool(same and collapse)
        pieces = _without_names(engine, cited) if collapsed else cited.pieces
        run = _suffix_run(cites, i) if collapse in ("year-suffix", "year-suffix-ranged") else [cited]
        out += engine.affixed(cited.cite, pieces)
        if len(run) > 1:
            out += _letters(run, delimiters.suffix, collapse == "year-suffix-ranged")
            collapsed = True
        previous = run[-1]
        i += len(run)
    return out


def _without_names(engine: Pinquote, cited: Cited) -> Pieces:
    """The cite again, its first name list left out."""
    ctx = engine.context(cited.item, cited.cite, engine.style.citation)
    ctx.position, ctx.near_note, ctx.first_note = cited.ctx.position, cited.ctx.near_note, cited.ctx.first_note
    ctx.suppress_author = True
    return engine.render_item(ctx, engine.style.citation)


def _suffix_run(cites: Sequence[Cited], start: int) -> list[Cited]:
    """The cites from ``start`` on that differ in their year suffix alone."""
    first = cites[start]
    run = [first]
    if not first.ctx.suffix_done or _has_affixes(first):
        return run
    for cited in cites[start + 1 :]:
        if not cited.ctx.suffix_done or _has_affixes(cited) or cited.names != first.names or _bare(cited) != _bare(first):
            break
        run.append(cited)
    return run


def _bare(cited: Cited) -> str:
    text = plain(cited.pieces)
    suffix = cited.ctx.year_suffix
    at = text.rfind(suffix)
    return text[:at] + text[at + len(suffix) :] if at >= 0 else text


def _letters(run: Sequence[Cited], delimiter: str, ranged: bool) -> Pieces:
    """The suffixes of all but the first cite of a run."""
    letters = [c.ctx.year_suffix for c in run]
    out: Pieces = []
    i = 1
    while i < len(letters):
        j = i
        while ranged and j + 1 < len(letters) and _after(letters[j], letters[j + 1]):
            j += 1
        begins = i - 1 if ranged and _after(letters[i - 1], letters[i]) else i
        if ranged and j - begins >= 2:
            out += ["–", letters[j]] if begins == i - 1 else [delimiter, letters[i], "–", letters[j]]
        else:
            for cited in run[i : j + 1]:
                out += [delimiter, *(_suffix_of(cited.pieces, cited.ctx.year_suffix) or [cited.ctx.year_suffix])]
        i = j + 1
    return out


def _suffix_of(pieces: Pieces, suffix: str) -> Pieces:
    """The year suffix in the look that it has in the cite; as plain text where it is part of the year."""
    for piece in pieces:
        if piece == suffix:
            return [suffix]
        if isinstance(piece, Span) and (inner := _suffix_of(piece.children, suffix)):
            return [replace(piece, children=inner, prefix="", suffix="")]
    return []


def _after(one: str, other: str) -> bool:
    return len(one) == len(other) == 1 and ord(other) == ord(one) + 1
