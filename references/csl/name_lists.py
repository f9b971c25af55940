"""``cs:names``, compiled: the name lists of an item, their labels and substitutes (CSL 1.0.2, "Names")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import names
from .context import Context, RenderedNames, joined
from .formatting import Formatting
from .locales import Locale
from .pinyin import is_pinyin_name
from .rendering import Choose, Date, Element, Group, Macro, Number, Term, Text, Value
from .repetition import RepeatedNames
from .tree import Pieces, Span, is_empty, plain

#: Languages in whose lists all names stand family name first, in CSL-M styles.
_FAMILY_FIRST = frozenset(["zh", "ja", "ko"])


class NameLabel:
    """``cs:label`` inside ``cs:names``."""

    __slots__ = ("before", "form", "formatting", "plural")

    def __init__(self, form: str, plural: str, formatting: Formatting, before: bool) -> None:
        self.form = form
        self.plural = plural
        self.formatting = formatting
        self.before = before

    def render(self, ctx: Context, term: str, count: int) -> Pieces:
        """The role's term for so many names."""
        plural = count > 1 if self.plural == "contextual" else self.plural == "always"
        value = ctx.locale.term(term, self.form, plural)
        return self.formatting.apply([value], ctx, ctx.locale.tag) if value else []


class Names:
    """``cs:names`` with its ``cs:name``, ``cs:et-al``, ``cs:label`` and ``cs:substitute``."""

    __slots__ = ("_sorting", "delimiter", "formatting", "label", "options", "substitute", "variables")

    def __init__(
        self,
        variables: Sequence[str],
        options: names.NameOptions,
        label: NameLabel | None,
        substitute: Sequence[Element],
        delimiter: str,
        formatting: Formatting,
    ) -> None:
        self.variables = variables
        self.options = options
        self.label = label
        self.substitute = substitute
        self.delimiter = delimiter
        self.formatting = formatting
        self._sorting: dict[tuple[int | None, int | None, bool | None], names.NameOptions] = {}

    def render(self, ctx: Context) -> Pieces:
        """The names; where there are none, the first substitute that prints something."""
        return ctx.marked(self._printed(ctx))

    def _printed(self, ctx: Context) -> Pieces:
        lists = [(v, ctx.item.names(v)) for v in self.variables if v not in ctx.suppressed]
        lists = [(v, people) for v, people in lists if people]
        if ctx.suppress_author and lists:
            ctx.suppress_author = False
            ctx.author_suppressed = True
            ctx.called_variable(True)
            ctx.name_lists += [RenderedNames(Span(), variable, people) for variable, people in lists]
            return []
        if not lists:
            if ctx.sorting and self.options.form == "count" and not self.substitute:
                ctx.called_variable(True)
                return ["0"]
            return self._substituted(ctx)
        ctx.called_variable(True)
        merged = _merged_roles(lists, ctx.locale)
        if self.options.form == "count":
            total = sum(self._counted(ctx, people) for _, people in merged)
            return [str(total)] if total else []
        parts = [self._one(ctx, variable, people) for variable, people in merged]
        return self.formatting.apply(joined(parts, self.delimiter), ctx)

    def _counted(self, ctx: Context, people: list[dict[str, Any]]) -> int:
        _, shown = names.render_names(people, self._options(ctx), ctx.locale, subsequent=ctx.later or ctx.position != "first")
        return shown

    def _options(self, ctx: Context) -> names.NameOptions:
        if not ctx.sorting:
            return self.options
        if ctx.sort_names not in self._sorting:
            self._sorting[ctx.sort_names] = names.for_sorting(self.options, *ctx.sort_names)
        return self._sorting[ctx.sort_names]

    def _one(self, ctx: Context, variable: str, people: list[dict[str, Any]]) -> Pieces:
        people = self._ordered(people, ctx.item.language[:2].lower())
        index = len(ctx.name_lists)
        state = ctx.name_state
        shown_at_least = state.shown[index] if index < len(state.shown) else 0
        levels = state.given[index] if index < len(state.given) else None
        pieces, shown = names.render_names(
            people,
            self._options(ctx),
            ctx.locale,
            et_al_min_override=shown_at_least or None,
            given_levels=levels,
            subsequent=ctx.later or ctx.position != "first",
        )
        if ctx.repeated is not None and not index:
            pieces = self._repeated(ctx, people, pieces, ctx.repeated)
        span = Span(children=pieces)
        ctx.name_lists.append(RenderedNames(span, variable, people, shown, self.options.initialize_with is not None))
        if ctx.in_substitute:
            ctx.suppressed |= {variable, *(("editor", "translator") if variable == "editortranslator" else ())}
        if self.label is None or ctx.sorting:
            return [span]
        label = self.label.render(ctx, variable, len(people))
        return [*label, span] if self.label.before else [span, *label]

    def _ordered(self, people: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
        """The names, those marked that stand family name first because of the item's language.

        In CSL-M styles these are all names; else, in a Chinese work, romanized Chinese ones: Feng Yujun, but Julia Hart
        (Chicago 18, 8.16).
        """
        if self.options.multilingual and language in _FAMILY_FIRST:
            return [{**person, "static-ordering": True} for person in people]
        if language == "zh":
            return [{**person, "family-first": True} if _is_unmarked_pinyin(person) else person for person in people]
        return people

    def _repeated(self, ctx: Context, people: list[dict[str, Any]], pieces: Pieces, repeated: RepeatedNames) -> Pieces:
        """The first names of an entry, replaced where they are those of the entry before."""
        count, substitute = repeated.names(people), repeated.substitute
        if count is None:
            return [substitute] if substitute else []
        if not count:
            return pieces
        stand_ins: list[dict[str, Any]] = [{"literal": substitute}] * count if substitute else []
        return names.render_names([*stand_ins, *people[count:]], self._options(ctx), ctx.locale)[0]

    def _substituted(self, ctx: Context) -> Pieces:
        if not self.substitute:
            ctx.called_variable(False)
            return []
        called, filled = ctx.called, ctx.filled
        for element in self.substitute:
            if ctx.sorting and ctx.multilingual and _is_wording(element):
                continue  # a word in the place of names is no name to sort by
            suppressed_before = ctx.author_suppressed
            ctx.in_substitute += 1
            pieces = element.render(ctx)
            ctx.in_substitute -= 1
            if ctx.author_suppressed and not suppressed_before:
                return []
            if isinstance(element, Term) or (pieces and not is_empty(pieces)):
                ctx.suppressed |= variables_of(element, ctx)
                ctx.called, ctx.filled = called, filled
                ctx.called_variable(True)
                # a substitute that is no name list stands where the names would, for collapsing and repeated authors
                if not ctx.name_lists and pieces:
                    if ctx.repeated is not None and ctx.repeated.text(plain(pieces)):
                        pieces = [ctx.repeated.substitute]
                    span = Span(children=pieces)
                    ctx.name_lists.append(RenderedNames(span, "", []))
                    pieces = [span]
                if ctx.suppress_author and pieces:
                    ctx.suppress_author, ctx.author_suppressed = False, True
                    return []
                return pieces
        ctx.called, ctx.filled = called, filled
        ctx.called_variable(False)
        return []


def _is_wording(element: Element) -> bool:
    """Whether a substitute is a term or a text of the style, or a choice of such."""
    if isinstance(element, Choose):
        return all(_is_wording(child) for _, children in element.branches for child in children)
    return isinstance(element, Term | Value)


def _is_unmarked_pinyin(person: dict[str, Any]) -> bool:
    """Whether a name is romanized Chinese and its data does not say itself which order it has."""
    return "static-ordering" not in person and is_pinyin_name(person)


def _merged_roles(lists: list[tuple[str, list[dict[str, Any]]]], locale: Locale) -> list[tuple[str, list[dict[str, Any]]]]:
    """An editor who is also the translator is named once, with the term "editortranslator" ("Names")."""
    by_role = dict(lists)
    together = "editor" in by_role and by_role["editor"] == by_role.get("translator")
    if together and locale.term("editortranslator") != "":
        return [("editortranslator" if v == "editor" else v, p) for v, p in lists if v != "translator"]
    return lists


def variables_of(element: Any, ctx: Context) -> set[str]:
    """The variables an element prints for the context's item, which a substitution suppresses afterwards."""
    if isinstance(element, Names):
        used = {v for v in element.variables if ctx.item.names(v)}
        return used or {v for e in element.substitute for v in variables_of(e, ctx)}
    if isinstance(element, Text | Number | Date):
        return {element.variable}
    if isinstance(element, Macro | Group):
        return {v for c in element.children for v in variables_of(c, ctx)}
    if isinstance(element, Choose):
        for condition, children in element.branches:
            if condition is None or condition.holds(ctx):
                return {v for c in children for v in variables_of(c, ctx)}
    return set()
