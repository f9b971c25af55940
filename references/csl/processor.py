"""The engine "pinquote": a compiled style over one document's items and clusters.

Order of work (CSL 1.0.2, "Citation-specific Options"): items are registered and sorted, positions follow from the clusters,
cites are made unlike each other (disambiguation), then every cluster is rendered, collapsed and joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from ..errors import StyleError
from . import locales, numbers
from .collapsing import NOTHING, Cited, join_cluster
from .compiler import NAMESPACE, Area, CompiledStyle, Layout, compile_style, whole_number
from .context import Context, ItemData, TermText, joined
from .disambiguation import Disambiguated, Draft, disambiguate
from .fitting import fitted
from .positions import positioned
from .rendering import parts_of
from .repetition import RepeatedNames
from .shapes import find_shapes
from .sorting import sorted_items
from .tree import Pieces, Span, is_empty, parse_field, serialize
from .variables import locator_of

#: What stands for the author where a cite does not begin with one.
_NO_AUTHOR = "[NO_PRINTED_FORM]"


class Formatted:
    """A rendered cluster or entry, written out when an output is asked for."""

    __slots__ = ("_locale", "_pieces")

    def __init__(self, locale: locales.Locale, pieces: Pieces) -> None:
        self._locale = locale
        self._pieces = pieces

    @property
    def pieces(self) -> Pieces:
        """What is written."""
        return self._pieces

    def written(self, output: str) -> str:
        """In ``text``, ``html``, ``markdown`` or ``latex``."""
        locale = self._locale
        return serialize(self._pieces, output, locale.quote_marks, locale.punctuation_in_quote)

    @property
    def text(self) -> str:
        """Without styles."""
        return self.written("text")

    @property
    def html(self) -> str:
        """As HTML."""
        return self.written("html")

    @property
    def markdown(self) -> str:
        """As CommonMark."""
        return self.written("markdown")

    @property
    def latex(self) -> str:
        """As LaTeX."""
        return self.written("latex")


class Pinquote:
    """Renders one document; see :class:`references.csl.Processor` for the arguments."""

    def __init__(
        self, style: Any, items: Sequence[Mapping[str, Any]], locale: str | None = None, keep_locators: bool = False
    ) -> None:
        self.style: CompiledStyle = compile_style(_root(style))
        self.keep_locators = keep_locators and not self.style.prints_locators
        self.tag = locale or self.style.default_locale
        self.locale = locales.load(self.tag, self.style.locales)
        self.year_suffix_explicit = any(self.style.year_suffix_explicit.values())
        sort_tag = self.style.options.get("default-locale-sort") or self.tag
        self.han_first = sort_tag.lower().startswith("zh")
        self.han_by_code = self.style.multilingual and not self.han_first
        self.items = {str(i["id"]): ItemData(i) for i in items}
        self.warnings: list[str] = []
        self.cited: list[str] = []
        self.numbers: dict[str, int] = {}
        self.decided: dict[str, Disambiguated] = {}
        self.sort_values: dict[tuple[Any, ...], Any] = {}
        self._locales: dict[str, locales.Locale] = {}
        self._later_names: dict[str, tuple[int, ...]] = {}
        for item in self.items.values():
            self.warnings += item.problems()
        find_shapes(self.items.values(), self.style.variables)

    # -- rendering one item -------------------------------------------------------------------------------------------------

    def context(self, item: ItemData, cite: Mapping[str, Any], area: Area) -> Context:
        """A fresh context for one rendering."""
        ctx = Context(item, cite, self._locale_of(area.layout_for(item.language)), area.name)
        ctx.citation_number = self.numbers.get(item.id)
        ctx.year_suffix_explicit = self.year_suffix_explicit
        ctx.locale_for = self.locale_for
        ctx.multilingual = self.style.multilingual
        decided = self.decided.get(item.id)
        if decided is not None:
            ctx.year_suffix = decided.suffix
            ctx.disambiguate = decided.condition
            ctx.name_state = decided.names
        return ctx

    def _locale_of(self, layout: Layout) -> locales.Locale:
        return self.locale_for(layout.locales[0]) if layout.locales else self.locale

    def locale_for(self, tag: str) -> locales.Locale:
        """The locale of a layout or of the branch of a condition (CSL-M)."""
        if tag not in self._locales:
            self._locales[tag] = locales.load(tag, self.style.locales).within(self.locale)
        return self._locales[tag]

    def render_item(self, ctx: Context, area: Area) -> Pieces:
        """The layout's elements for one item, without the layout's own affixes."""
        return joined(self.fields(ctx, area), "")

    def fields(self, ctx: Context, area: Area) -> list[Pieces]:
        """What each element of the layout prints for one item, those that print nothing left out.

        With ``second-field-align`` there are two fields: what stands in the margin, which may be empty, and the rest.
        """
        layout = area.layout_for(ctx.item.language)
        if area.second_field_align:
            parts = parts_of(fitted(layout.first, ctx.item), ctx) or [[]]
            return [parts[0], joined([*parts[1:], *parts_of(fitted(layout.rest, ctx.item), ctx)], "")]
        return [field for field in parts_of(fitted(layout.children, ctx.item), ctx) if field]

    # -- the document -------------------------------------------------------------------------------------------------------

    def register(self, clusters: Sequence[Mapping[str, Any]]) -> dict[str, Draft]:
        """Take note of the items in the order they are cited, number them, and tell their cites apart.

        The clusters have positions. Gives, by item, the first cites that were rendered for that and can be printed.
        """
        self.cited = list(dict.fromkeys(str(c["id"]) for cluster in clusters for c in cluster["citationItems"]))
        self.cited = [i for i in self.cited if i in self.items]
        self._number(self.cited or list(self.items))
        self.decided = {}
        self._later_names = {}
        later = any(cite["position"] != "first" for cluster in clusters for cite in cluster["citationItems"])
        return disambiguate(self, self.cited, later)

    def _number(self, order: Sequence[str]) -> None:
        """Citation numbers, where the style asks for them: in the bibliography's order, else that of first cites.

        A bibliography that is itself sorted by numbers, the highest first, is numbered from its end.
        """
        self.numbers = {i: n for n, i in enumerate(order, 1)}
        area = self.style.bibliography
        if area is not None and area.sort and self.style.asks_number:
            ranked = sorted_items(self, [self.items[i] for i in order], area)
            if any(key.by_number and key.descending for key in area.sort):
                ranked = ranked[::-1]
            self.numbers = {item.id: n for n, item in enumerate(ranked, 1)}

    def cite(self, clusters: Sequence[Any]) -> Iterator[Formatted]:
        """Every cluster of the document, in order; each is rendered when it is taken."""
        placed = positioned([_cluster(c) for c in clusters], self.style)
        drafts = self.register(placed)
        return (self.render_cluster(cluster, drafts) for cluster in placed)

    def render_cluster(self, cluster: Mapping[str, Any], drafts: dict[str, Draft]) -> Formatted:
        """One cluster whose cites have positions; a draft that can be printed is taken from ``drafts``."""
        area = self.style.citation
        cites = [c for c in cluster["citationItems"] if str(c["id"]) in self.items]
        properties = cluster.get("properties", {})
        mode = properties.get("mode")
        if mode == "composite" and cites:
            return self._narrative(cites, cluster, str(properties.get("infix") or ""))
        if mode in ("author-only", "suppress-author") and cites:
            cites[0] = {**cites[0], mode: True}
        author = next((cite for cite in cites if cite.get("author-only")), None)
        if author is not None:
            return Formatted(self.locale, self.affixed_author(author) or [_NO_AUTHOR])
        if area.sort and len(cites) > 1 and not properties.get("unsorted"):
            cites = self._sorted_cites(cites, area)
        cited = [self._cited(c, area, not n, drafts) for n, c in enumerate(cites)]
        pieces = join_cluster(self, cited, area)
        if not pieces or is_empty(pieces):
            if not cites:
                return Formatted(self.locale, [])
            pieces = [NOTHING]
        layout = area.layout_for(cited[0].item.language)
        suffix = area.suffix_of(area.layout_for(cited[-1].item.language))
        affixed = Span(children=pieces, prefix=area.prefix, suffix=suffix)
        whole: Pieces = [Span(children=[affixed], **layout.formatting.font)]
        if self.keep_locators and layout.formatting.font.get("vertical_align") == "sup":
            whole.append("; ".join(text for c in cited if (text := self._pinpoint(c.ctx))))
        return Formatted(self._locale_of(layout), whole)

    def _narrative(self, cites: list[Mapping[str, Any]], cluster: Mapping[str, Any], infix: str) -> Formatted:
        """A cluster in a sentence: the first cite's author, words between, and the rest as it is in parentheses: Doe (2001)."""
        bare = {"id": cites[0]["id"], "position": cites[0].get("position", "first")}
        author = self._author(bare) or [_NO_AUTHOR]
        rest = {**cluster, "properties": {**cluster["properties"], "mode": "suppress-author"}, "citationItems": cites}
        between = f"{'' if not infix or infix[0] in ',.;:!?' else ' '}{infix} "
        return Formatted(self.locale, [*author, between, *self.render_cluster(rest, {}).pieces])

    def affixed_author(self, cite: Mapping[str, Any]) -> Pieces:
        """A cite's author alone, with the cite's own prefix and suffix where the style has no form of its own for it."""
        pieces = self._author(cite)
        return pieces if self.style.intext else self.affixed(cite, pieces)

    def _author(self, cite: Mapping[str, Any]) -> Pieces:
        """A cite's author alone: what the style says for it, else the names or the date that its cites begin with."""
        item = self.items[str(cite["id"])]
        if self.style.intext is not None:
            return self.render_item(self.context(item, {"id": item.id}, self.style.intext), self.style.intext)
        return self._marked(cite)[1]

    def _marked(self, cite: Mapping[str, Any]) -> tuple[Context, Pieces]:
        """A cite cut down to the names or the date that it begins with; empty where it begins with something else."""
        ctx = self._placed(cite, self.style.citation)
        ctx.marks_author = True
        return ctx, _alone(self.render_item(ctx, self.style.citation), ctx.author)

    def _sorted_cites(self, cites: list[Mapping[str, Any]], area: Area) -> list[Mapping[str, Any]]:
        ranked = sorted_items(self, [self.items[str(c["id"])] for c in cites], area)
        rank = {item.id: n for n, item in enumerate(ranked)}
        return sorted(cites, key=lambda c: rank[str(c["id"])])

    def _rendered(self, cite: Mapping[str, Any], area: Area, drafts: dict[str, Draft]) -> tuple[Context, Pieces]:
        """A cite's elements; a first cite that says nothing of its own is its draft, which is taken once."""
        item = self.items[str(cite["id"])]
        if cite["position"] == "first" and len(cite) == 2 and (draft := drafts.pop(item.id, None)):
            return draft.ctx, draft.pieces
        ctx = self._placed(cite, area)
        if cite.get("suppress-author"):
            whole, author = self._marked(cite)
            ctx.suppress_author = bool(author)
            pieces = self.render_item(ctx, area)
            # the cite still belongs to those of the same names
            ctx.name_lists = whole.name_lists
            return ctx, pieces
        return ctx, self.render_item(ctx, area)

    def _placed(self, cite: Mapping[str, Any], area: Area) -> Context:
        """The context of a cite that has a position."""
        ctx = self.context(self.items[str(cite["id"])], cite, area)
        ctx.position = str(cite.get("position") or "first")
        ctx.near_note = bool(cite.get("near-note"))
        ctx.first_note = cite.get("first-reference-note-number")
        if ctx.position == "first" and self.style.first_follows_later and ctx.item.has_lists:
            ctx.name_state = ctx.name_state.showing(self._later_shown(ctx.item, area))
        return ctx

    def _later_shown(self, item: ItemData, area: Area) -> tuple[int, ...]:
        """How many names of each list a later cite of the item shows: in CSL-M styles the first cite shows no fewer."""
        if item.id not in self._later_names:
            ctx = self.context(item, {"id": item.id}, area)
            ctx.position, ctx.near_note, ctx.first_note = "subsequent", True, 1
            self.render_item(ctx, area)
            self._later_names[item.id] = tuple(names.shown for names in ctx.name_lists)
        return self._later_names[item.id]

    def _cited(self, cite: Mapping[str, Any], area: Area, leads: bool, drafts: dict[str, Draft]) -> Cited:
        ctx, pieces = self._rendered(cite, area, drafts)
        item = ctx.item
        raised = area.layout_for(item.language).formatting.font.get("vertical_align") == "sup"
        if self.keep_locators and not raised and (pinpoint := self._pinpoint(ctx)):
            pieces = [*pieces, ", ", pinpoint]
        prefix = str(cite.get("prefix") or "").rstrip()
        words = prefix.rstrip("”’\"')»")
        begins = words[-1:] in (".", "!", "?") and " " in words if prefix else leads
        if begins and self.style.options.get("class") == "note":
            pieces = capitalised(pieces)
        return Cited(item, cite, ctx, pieces)

    def _pinpoint(self, ctx: Context) -> str:
        """The locator with its short term, for a style that has no place for it."""
        label, value = locator_of(ctx)
        if not value:
            return ""
        term = ctx.locale.term(label, "short", numbers.locator_is_plural(value)) or label
        return f"{term} {value}"

    def affixed(self, cite: Mapping[str, Any], pieces: Pieces) -> Pieces:
        """A cite's own prefix and suffix, with the space that belongs between them and it."""
        prefix, suffix = str(cite.get("prefix") or ""), str(cite.get("suffix") or "")
        if prefix:
            gap = "" if not pieces or prefix[-1:].isspace() or prefix[-1:] in "([“‘'\"/" else " "
            pieces = [*parse_field(prefix + gap), *pieces]
        if suffix:
            gap = "" if suffix[:1].isspace() or suffix[:1] in ",.;:!?)]”’'\"/" else " "
            pieces = [*pieces, *parse_field(gap + suffix)]
        return pieces

    # -- the bibliography -----------------------------------------------------------------------------------------------------

    def bibliography(self) -> Iterator[tuple[str, Formatted]]:
        """(id, entry) in order, of what was cited, or of all items; each is rendered when it is taken."""
        area = self.style.bibliography
        if area is None:
            return
        if not self.cited:
            self._number(list(self.items))
            if not self.decided:
                disambiguate(self, list(self.items), later=False)
        order = [self.items[i] for i in (self.cited or self.items)]
        ranked = sorted_items(self, order, area) if area.sort else order
        repeated = _repeated_names(area)
        for item in ranked:
            ctx = self.context(item, {"id": item.id}, area)
            if repeated is not None:
                repeated.begin_entry()
                ctx.repeated = repeated
            fields = self.fields(ctx, area)
            if all(map(is_empty, fields)):
                if not self.style.numbered["bibliography"]:
                    missing = f"{item.id}: the style has no form for it in its bibliography (type {item.type!r})"
                    self.warnings += [missing] if missing not in self.warnings else []
                    continue
                fields = [[f"{self.numbers.get(item.id)}. "], [NOTHING]]
            yield item.id, self._entry(fields, area, item)

    def _entry(self, fields: list[Pieces], area: Area, item: ItemData) -> Formatted:
        layout = area.layout_for(item.language)
        formatting, locale = layout.formatting, self._locale_of(layout)
        first = capitalised(fields[0])
        if area.second_field_align:
            number = Span(children=first, prefix=area.prefix)
            rest = Span(children=fields[1], suffix=area.suffix_of(layout))
            blocks = (("left-margin", number), ("right-inline", rest))
            shown: Pieces = [Span(children=[part], display=name) for name, part in blocks if not is_empty(part.children)]
            return Formatted(locale, [Span(children=shown, **formatting.font)])
        pieces = joined([first, *fields[1:]], "")
        return Formatted(locale, [Span(children=pieces, prefix=area.prefix, suffix=area.suffix_of(layout), **formatting.font)])

    def term(self, name: str, form: str | None = None) -> str:
        """A term of the locale; empty where there is none."""
        return self.locale.term(name, form or "long") or ""

    def parameters(self) -> dict[str, Any]:
        """Layout of the bibliography (CSL 1.0.2, "Bibliography-specific Options")."""
        area = self.style.bibliography
        if area is None:
            return {}
        options = area.options
        return {
            "hanging-indent": options.get("hanging-indent") == "true",
            "entry-spacing": whole_number(options.get("entry-spacing"), 1),
            "line-spacing": whole_number(options.get("line-spacing"), 1),
            "second-field-align": area.second_field_align or False,
        }


def capitalised(pieces: Pieces) -> Pieces:
    """The pieces with a term that begins them in a capital, as at the start of a note or an entry: "Ibid.", "(N.d.)"."""
    if not pieces:
        return pieces
    first = pieces[0]
    if isinstance(first, TermText):
        return [first[:1].upper() + first[1:], *pieces[1:]]
    if isinstance(first, Span):
        first.children = capitalised(first.children)
    return pieces


def _alone(pieces: Pieces, author: Span | None) -> Pieces:
    """The author, in the affixes and the look of what it stands in; empty where something is printed before it."""
    for piece in pieces:
        if piece is author:
            return [piece]
        if not is_empty([piece]):
            inner = [] if isinstance(piece, str) else _alone(piece.children, author)
            return [replace(piece, children=inner)] if inner and isinstance(piece, Span) else []
    return []


def _root(style: Any) -> Any:
    """The ``cs:style`` element of a style given as a path or as XML. Raises :class:`StyleError` with file and line."""
    name = "style" if isinstance(style, str) else str(style)

    def fault(line: Any, what: str) -> StyleError:
        return StyleError(f"{name}, line {(line or 1) + lines_before}: {what}")

    text = style if isinstance(style, str) else style.read_text(encoding="utf-8")
    declared = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    lines_before = text[: len(text) - len(declared)].count("\n")
    try:
        root = etree.fromstring(declared.encode())
    except etree.XMLSyntaxError as error:
        raise fault(error.lineno, f"not well-formed XML: {error.msg}") from None
    if root.tag != f"{NAMESPACE}style":
        raise fault(root.sourceline, "not a CSL style: expected <style> of the CSL namespace")
    if root.find(f"{NAMESPACE}citation/{NAMESPACE}layout") is None:
        raise fault(root.sourceline, "not a CSL style: it has no <citation> with a <layout>")
    macros = {macro.get("name") for macro in root.iterfind(f"{NAMESPACE}macro")}
    for call in root.iterfind(f".//{NAMESPACE}text[@macro]"):
        if call.get("macro") not in macros:
            raise fault(call.sourceline, f"there is no macro {call.get('macro')!r}")
    return root


def _cluster(cluster: Any) -> dict[str, Any]:
    if isinstance(cluster, Mapping):
        return {**cluster, "citationItems": list(cluster["citationItems"]), "properties": dict(cluster.get("properties") or {})}
    return {"citationItems": list(cluster), "properties": {}}


def _repeated_names(area: Area) -> RepeatedNames | None:
    substitute = area.options.get("subsequent-author-substitute")
    if substitute is None:
        return None
    return RepeatedNames(substitute, area.options.get("subsequent-author-substitute-rule", "complete-all"))
