"""The rendering elements of CSL 1.0.2, compiled: each knows its attributes and renders into the tree.

Section names in the docstrings are those of the specification ("Rendering Elements"). ``cs:names`` is in
:mod:`references.csl.name_lists`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from . import dates, numbers, schema
from .conditions import Condition
from .context import Context, TermText, joined
from .formatting import Formatting
from .locales import Locale
from .tree import Pieces, Span, parse_field
from .variables import citation_label, locator_of, number_text

_POINTS = frozenset(".,;:!?")


class Element(Protocol):
    """A compiled element."""

    def render(self, ctx: Context) -> Pieces:
        """What it prints for the context's item; empty for nothing."""


class Text:
    """``cs:text`` with a variable."""

    __slots__ = ("form", "formatting", "page_delimiter", "page_format", "short", "variable")

    def __init__(self, variable: str, form: str | None, formatting: Formatting, page_format: str | None) -> None:
        self.variable = variable
        self.form = form
        self.formatting = formatting
        self.page_format = page_format
        self.short = f"{variable}-short" if form == "short" else None

    def render(self, ctx: Context) -> Pieces:
        """The variable's value."""
        pieces = self._value(ctx)
        if self.variable != "year-suffix" or pieces:
            ctx.called_variable(bool(pieces))
        return self.formatting.apply(pieces, ctx)

    def _value(self, ctx: Context) -> Pieces:
        variable = self.variable
        if variable in ctx.suppressed:
            return []
        if variable == "year-suffix":
            if not ctx.year_suffix or ctx.suffix_done:
                return []
            ctx.suffix_done = True
            return [ctx.year_suffix]
        if variable == "citation-number":
            return [str(ctx.citation_number)] if ctx.citation_number else []
        if variable == "first-reference-note-number":
            return [str(ctx.first_note)] if ctx.first_note and ctx.position != "first" else []
        if variable == "locator":
            value = locator_of(ctx)[1]
            return parse_field(numbers.locator(value, ctx.locale, self.page_format)) if value else []
        if variable == "citation-label":
            value = ctx.item.text(variable) or citation_label(ctx.item)
            ctx.suffix_done = ctx.suffix_done or bool(value and ctx.year_suffix)
            return [value + ctx.year_suffix] if value else []
        if variable == "page-first":
            value = number_text(ctx, variable)
            return parse_field(value) if value else []
        value = (ctx.item.text(self.short) if self.short else "") or number_text(ctx, variable)
        if not value:
            return []
        if variable == "page":
            return parse_field(numbers.locator(value, ctx.locale, self.page_format))
        if variable in ("URL", "DOI"):
            return [Span(children=[value], literal=True)]
        if variable in schema.NUMBERS:
            return parse_field(numbers.written(value, variable, ctx.locale))
        return parse_field(value)


class Value:
    """``cs:text`` with a verbatim value."""

    __slots__ = ("formatting", "value")

    def __init__(self, value: str, formatting: Formatting) -> None:
        self.value = value
        self.formatting = formatting

    def render(self, ctx: Context) -> Pieces:
        """The value."""
        pieces = parse_field(self.value)
        if pieces and self.value[0] in _POINTS:
            # text of its own, no affix: its point does not merge with one before it
            pieces = [Span(pieces, inline=True)]
        return self.formatting.apply(pieces, ctx, ctx.locale.tag)


class Term:
    """``cs:text`` with a term."""

    __slots__ = ("form", "formatting", "plural", "term")

    def __init__(self, term: str, form: str, plural: bool, formatting: Formatting) -> None:
        self.term = term
        self.form = form
        self.plural = plural
        self.formatting = formatting

    def render(self, ctx: Context) -> Pieces:
        """The term in the locale."""
        value = ctx.locale.term(self.term, self.form, self.plural)
        if not value:
            return []
        return self.formatting.apply([TermText(value)], ctx, ctx.locale.tag)


class Macro:
    """``cs:text`` with a macro."""

    __slots__ = ("children", "formatting")

    def __init__(self, children: Sequence[Element], formatting: Formatting) -> None:
        self.children = children
        self.formatting = formatting

    def render(self, ctx: Context) -> Pieces:
        """What the macro prints; as with a group, nothing where it calls variables and all of them are empty."""
        called, filled = ctx.called, ctx.filled
        pieces = joined([c.render(ctx) for c in self.children], "")
        if ctx.called > called and ctx.filled == filled:
            return []
        if pieces:
            # like a group, a macro that prints something keeps the group around it
            ctx.called_variable(True)
        return self.formatting.apply(pieces, ctx)


class Number:
    """``cs:number``."""

    __slots__ = ("form", "formatting", "page_format", "variable")

    def __init__(self, variable: str, form: str, formatting: Formatting, page_format: str | None) -> None:
        self.variable = variable
        self.form = form
        self.formatting = formatting
        self.page_format = page_format

    def render(self, ctx: Context) -> Pieces:
        """The number, or the text where it is none."""
        value = number_text(ctx, self.variable)
        ctx.called_variable(bool(value))
        if not value or self.variable in ctx.suppressed:
            return []
        if self.form == "numeric" and self.variable in ("page", "page-first", "locator"):
            return self.formatting.apply([numbers.locator(value, ctx.locale, self.page_format)], ctx)
        number = numbers.Number.parse(value)
        gender = ctx.locale.gender(self.variable)
        if not number.numbers and not number.is_labelled:
            return self.formatting.apply(parse_field(numbers.written(value, self.variable, ctx.locale)), ctx)
        text = numbers.render(number, self.form, ctx.locale, gender)
        # the terms of ordinals may hold markup: 2<sup>e</sup>
        return self.formatting.apply(parse_field(text) if "<" in text and "<" not in value else [text], ctx)


class Label:
    """``cs:label`` outside ``cs:names``."""

    __slots__ = ("form", "formatting", "plural", "variable")

    def __init__(self, variable: str, form: str, plural: str, formatting: Formatting) -> None:
        self.variable = variable
        self.form = form
        self.plural = plural
        self.formatting = formatting

    def render(self, ctx: Context) -> Pieces:
        """The term for the variable, in the plural where its value is."""
        value = number_text(ctx, self.variable)
        if not value or self.variable in ctx.suppressed:
            return []
        name = locator_of(ctx)[0] if self.variable == "locator" else self.variable
        plural = self._is_plural(value) if self.plural == "contextual" else self.plural == "always"
        term = ctx.locale.term(name, self.form, plural)
        return self.formatting.apply([term], ctx, ctx.locale.tag) if term else []

    def _is_plural(self, value: str) -> bool:
        if self.variable in ("locator", "page"):
            return numbers.locator_is_plural(value)
        return numbers.Number.parse(value).label_is_plural(self.variable)


class Date:
    """``cs:date``."""

    __slots__ = ("_localized", "delimiter", "form", "formatting", "parts", "shown", "variable")

    def __init__(
        self,
        variable: str,
        form: str | None,
        shown: str,
        parts: Sequence[dates.DatePartConfig],
        delimiter: str,
        formatting: Formatting,
    ) -> None:
        self.variable = variable
        self.form = form
        self.shown = shown
        self.parts = parts
        self.delimiter = delimiter
        self.formatting = formatting
        self._localized: dict[Locale, tuple[str, Sequence[dates.DatePartConfig]]] = {}

    def render(self, ctx: Context) -> Pieces:
        """The date, in its own parts or the locale's format."""
        return ctx.marked(self._printed(ctx))

    def _printed(self, ctx: Context) -> Pieces:
        value = ctx.item.date(self.variable) if self.variable not in ctx.suppressed else None
        if ctx.disambiguating and self.variable == "accessed" and value is not None:
            # when a page was looked at does not tell one work from another
            value, ctx.abridged = None, True
        ctx.called_variable(value is not None)
        if value is None:
            return []
        delimiter, parts = self.delimiter, self.parts
        if self.form:
            if ctx.locale not in self._localized:
                self._localized[ctx.locale] = dates.localized(self.form, ctx.locale, self.shown, self.parts)
            delimiter, parts = self._localized[ctx.locale]
        if ctx.sorting:
            return [dates.sort_key(value, {p.name for p in parts})]
        letters = "" if ctx.year_suffix_explicit or ctx.suffix_done else ctx.year_suffix
        has_year = bool(value.start.year is not None or value.literal) and any(p.name == "year" for p in parts)
        if letters and has_year:
            # the letter follows the year inside its affixes; in a range the later year
            parts = [replace(p, suffix=letters + p.suffix) if p.name == "year" else p for p in parts]
        pieces = dates.render(value, parts, delimiter, ctx.locale)
        if letters and pieces and has_year:
            ctx.suffix_done = True
        if self.form and pieces:
            prefix, suffix = ctx.locale.date_affixes(self.form)
            if prefix or suffix:
                own = self.formatting
                pieces = [Span(pieces, prefix="" if own.prefix else prefix, suffix="" if own.suffix else suffix)]
        return self.formatting.apply(pieces, ctx)


class Group:
    """``cs:group``: its children with a delimiter, unless all variables it calls are empty ("Group")."""

    __slots__ = ("children", "delimiter", "formatting")

    def __init__(self, children: Sequence[Element], delimiter: str, formatting: Formatting) -> None:
        self.children = children
        self.delimiter = delimiter
        self.formatting = formatting

    def render(self, ctx: Context) -> Pieces:
        """The children, or nothing."""
        called, filled = ctx.called, ctx.filled
        parts = parts_of(self.children, ctx)
        if ctx.called > called and ctx.filled == filled:
            return []
        pieces = joined(parts, self.delimiter)
        if pieces:
            # a group inside a group that prints something keeps the outer one, whatever it printed
            ctx.called_variable(True)
        return self.formatting.apply(pieces, ctx)


def parts_of(children: Sequence[Element], ctx: Context) -> list[Pieces]:
    """What each child prints; those of a ``cs:choose`` stand in its place, so that the group's delimiter comes between them."""
    out: list[Pieces] = []
    for child in children:
        if isinstance(child, Choose):
            out += child.parts(ctx)
        else:
            out.append(child.render(ctx))
    return out


class Choose:
    """``cs:choose``."""

    __slots__ = ("branches",)

    def __init__(self, branches: Sequence[tuple[Condition | None, Sequence[Element]]]) -> None:
        self.branches = branches

    def parts(self, ctx: Context) -> list[Pieces]:
        """What each child of the first branch prints whose condition holds; where that asks for a language, in its locale."""
        for condition, children in self.branches:
            if condition is None or condition.holds(ctx):
                tag = condition.locale_of_branch(ctx) if condition is not None and condition.locales else None
                if tag is None or ctx.locale_for is None:
                    return parts_of(children, ctx)
                outer, ctx.locale = ctx.locale, ctx.locale_for(tag)
                parts = parts_of(children, ctx)
                ctx.locale = outer
                return parts
        return []

    def render(self, ctx: Context) -> Pieces:
        """What the chosen branch prints."""
        return joined(self.parts(ctx), "")
