"""The rendering elements of CSL 1.0.2, compiled: each knows its attributes and renders into the tree.

Section names in the docstrings are those of the specification ("Rendering Elements").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from provenance.scripts import is_han

from . import dates, names, numbers, schema
from .context import Context, ItemData, RenderedNames, TermText, joined
from .locales import Locale
from .tree import Pieces, Span, change_case, is_empty, parse_field, plain, strip_periods

#: Languages in whose lists all names stand family name first, in CSL-M styles.
_FAMILY_FIRST = frozenset(["zh", "ja", "ko"])
_POSITIONS = {"first": 0, "subsequent": 1, "ibid": 2, "ibid-with-locator": 3}


class Element(Protocol):
    """A compiled element."""

    def render(self, ctx: Context) -> Pieces:
        """What it prints for the context's item; empty for nothing."""


class Formatting:
    """Attributes that many elements share: affixes, quotes, fonts, display, text-case, strip-periods."""

    __slots__ = ("case", "display", "font", "prefix", "quotes", "strip", "suffix")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.prefix = attributes.get("prefix", "")
        self.suffix = attributes.get("suffix", "")
        self.quotes = attributes.get("quotes") == "true"
        self.display = attributes.get("display")
        self.case = attributes.get("text-case")
        self.strip = attributes.get("strip-periods") == "true"
        self.font = font_of(attributes)

    def apply(self, pieces: Pieces, ctx: Context, language: str = "") -> Pieces:
        """``pieces`` with all of it; nothing stays nothing. ``language``: theirs, where it is not the item's."""
        if not pieces:
            return pieces
        if self.strip:
            pieces = strip_periods(pieces)
        if self.case:
            pieces = change_case(pieces, self.case, self._case_language(ctx, language))
        if self.font or self.prefix or self.suffix or self.quotes or self.display:
            if is_empty(pieces):
                return []
            font = self.font
            if font.get("font_style") in ("italic", "oblique") and _begins_in_han(plain(pieces)):
                # Han has no italic (Chicago 18, 11.88; GB/T 7714 sets none)
                font = {name: value for name, value in font.items() if name != "font_style"}
            return [
                Span(
                    children=pieces,
                    prefix=self.prefix,
                    suffix=self.suffix,
                    quotes=self.quotes,
                    display=self.display,
                    **font,
                )
            ]
        return pieces

    def _case_language(self, ctx: Context, language: str) -> str:
        """The item's language for its data; a style's own words are in title case wherever the style asks for it."""
        if not language:
            return case_language(ctx)
        return "en" if self.case == "title" else language


def _begins_in_han(text: str) -> bool:
    """Whether the first letter is a Han character: a Chinese title, also one with its translation behind it."""
    return is_han(next((c for c in text if c.isalpha()), ""))


_FONT = ("font-style", "font-variant", "font-weight", "text-decoration", "vertical-align")


def font_of(attributes: dict[str, str]) -> dict[str, Any]:
    """The font attributes as keywords of :class:`~references.csl.tree.Span`."""
    return {name.replace("-", "_"): attributes[name] for name in _FONT if name in attributes}


def case_language(ctx: Context) -> str:
    """The language title case goes by: the item's, else the locale's."""
    return ctx.item.language or ctx.locale.tag


class Text:
    """``cs:text`` with a variable."""

    __slots__ = ("form", "formatting", "page_delimiter", "page_format", "short", "variable")

    def __init__(self, variable: str, form: str | None, formatting: Formatting, page_format: str | None) -> None:
        self.variable = variable
        self.form = form
        self.formatting = formatting
        self.page_format = page_format
        self.short = f"{variable}-short" if form == "short" and variable in ("title", "container-title") else None

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
            return [value + ctx.year_suffix] if value else []
        if variable == "page-first":
            value = number_text(ctx, variable)
            return parse_field(value) if value else []
        value = (ctx.item.text(self.short) if self.short else "") or ctx.item.text(variable)
        if not value and self.form == "short" and not self.short:
            value = ctx.item.text(f"{variable}-short")
        if not value:
            return []
        if variable == "page":
            return parse_field(numbers.locator(value, ctx.locale, self.page_format))
        if variable in ("URL", "DOI"):
            return [Span(children=[value], literal=True)]
        if variable in schema.NUMBERS and variable not in ("edition", "number"):
            # the number of a standard or report is a name, GB/T 7714—2015, whose dash is no range
            return parse_field(numbers.locator(value, ctx.locale, self.page_format))
        return parse_field(value.replace("\\-", "-") if variable == "number" else value)


def citation_label(item: ItemData) -> str:
    """The label of an item that has none: letters of up to four authors and two digits of the year, ``Doe65``, ``RoNo78``."""
    people = item.names("author") or item.names("editor")
    families = [str(p.get("family") or p.get("literal") or "") for p in people][:4]
    letters = {1: (4,), 2: (2, 2), 3: (2, 1, 1), 4: (1, 1, 1, 1)}.get(len(families), ())
    issued = item.date("issued")
    year = issued.start.year if issued is not None else None
    label = "".join(f.replace(" ", "")[:n] for f, n in zip(families, letters, strict=True))
    return label + (f"{abs(year) % 100:02}" if year is not None else "")


class Value:
    """``cs:text`` with a verbatim value."""

    __slots__ = ("formatting", "value")

    def __init__(self, value: str, formatting: Formatting) -> None:
        self.value = value
        self.formatting = formatting

    def render(self, ctx: Context) -> Pieces:
        """The value."""
        return self.formatting.apply(parse_field(self.value), ctx, ctx.locale.tag)


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
        if self.variable in ("page", "page-first"):
            return self.formatting.apply([numbers.locator(value, ctx.locale, self.page_format)], ctx)
        number = numbers.Number.parse(value)
        gender = ctx.locale.gender(self.variable)
        if not number.numbers and not number.is_labelled:
            return self.formatting.apply(parse_field(value), ctx)
        text = numbers.render(number, self.form, ctx.locale, gender)
        # the terms of ordinals may hold markup: 2<sup>e</sup>
        return self.formatting.apply(parse_field(text) if "<" in text and "<" not in value else [text], ctx)


def locator_of(ctx: Context) -> tuple[str, str]:
    """The cite's locator: the term that names its kind, and the value; a label that begins the value comes first."""
    value = str(ctx.cite.get("locator") or "").strip()
    given = str(ctx.cite.get("label") or "")
    if not given or given == "page":
        label, rest = numbers.split_label(value)
        if label:
            return label, rest
    return given or "page", value


def number_text(ctx: Context, variable: str) -> str:
    """The value of a number variable, those of the cite included."""
    if variable == "locator":
        return locator_of(ctx)[1]
    if variable == "citation-number":
        return str(ctx.citation_number or "")
    if variable == "first-reference-note-number":
        return str(ctx.first_note or "") if ctx.position != "first" else ""
    if variable == "page-first" and not ctx.item.text("page-first"):
        return numbers.page_first(ctx.item.text("page"))
    return ctx.item.text(variable)


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

    __slots__ = ("delimiter", "form", "formatting", "parts", "shown", "variable")

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

    def render(self, ctx: Context) -> Pieces:
        """The date, in its own parts or the locale's format."""
        value = ctx.item.date(self.variable) if self.variable not in ctx.suppressed else None
        if ctx.disambiguating and self.variable == "accessed":
            # when a page was looked at does not tell one work from another
            value = None
        ctx.called_variable(value is not None)
        if value is None:
            return []
        delimiter, parts = self.delimiter, self.parts
        if self.form:
            delimiter, parts = dates.localized(self.form, ctx.locale, self.shown, self.parts)
        if ctx.sorting:
            return [dates.sort_key(value, {p.name for p in parts})]
        letters = "" if ctx.year_suffix_explicit or ctx.suffix_done else ctx.year_suffix
        has_year = value.start.year is not None and any(p.name == "year" for p in parts)
        if letters and has_year:
            # the letter follows the year inside its affixes; in a range the later year
            parts = [replace(p, suffix=letters + p.suffix) if p.name == "year" else p for p in parts]
        pieces = dates.render(value, parts, delimiter, ctx.locale)
        if letters and pieces and (has_year or value.literal):
            ctx.suffix_done = True
            pieces = pieces if has_year else [*pieces, letters]
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


class Condition:
    """The tests of one ``cs:if`` or ``cs:else-if``; in CSL-M they may stand in ``cs:condition`` elements inside it."""

    __slots__ = ("match", "tests")

    def __init__(self, attributes: dict[str, str], nested: Sequence[Condition] = ()) -> None:
        self.match = attributes.get("match", "all")
        self.tests: list[Callable[[Context], bool]] = []
        for name, text in attributes.items():
            if name == "type":
                # an item has one type, so that with match="all" too several types can only mean one of them
                self.tests.append(_type_test(frozenset(text.split())))
            elif name != "match":
                self.tests += [_tester(name, value) for value in text.split()]
        self.tests += [condition.holds for condition in nested]

    def holds(self, ctx: Context) -> bool:
        """Whether the tests hold: all, any or none of them; with ``nand`` (CSL-M) not all of them."""
        if self.match == "nand":
            return not all(holds(ctx) for holds in self.tests)
        deciding = self.match in ("any", "none")
        for holds in self.tests:
            if holds(ctx) is deciding:
                return self.match == "any"
        return self.match != "any"


def _type_test(types: frozenset[str]) -> Callable[[Context], bool]:
    return lambda ctx: ctx.item.type in types


def _tester(name: str, value: str) -> Callable[[Context], bool]:
    """A test as a function; the frequent ones know at once where to look."""
    if name == "type":
        return lambda ctx: ctx.item.type == value
    if name == "variable" and value in schema.NAMES:
        return lambda ctx: bool(ctx.item.names(value))
    if name == "variable" and value in schema.DATES:
        return lambda ctx: ctx.item.date(value) is not None
    if name == "variable":
        return lambda ctx: has_variable(ctx, value)
    return lambda ctx: test(name, value, ctx)


def test(name: str, value: str, ctx: Context) -> bool:
    """One test of a condition ("Choose")."""
    item = ctx.item
    if name == "type":
        return item.type == value
    if name == "variable":
        return has_variable(ctx, value)
    if name == "is-numeric":
        text = number_text(ctx, value)
        return bool(text) and numbers.Number.parse(text).is_numeric
    if name == "is-uncertain-date":
        date = item.date(value)
        return date is not None and date.circa
    if name == "locator":
        label, text = locator_of(ctx)
        return bool(text) and label.replace(" ", "-") == value.replace(" ", "-")
    if name == "position":
        return _position(ctx, value)
    if name == "disambiguate":
        ctx.disambiguation_tests += 1
        return (ctx.disambiguation_tests <= ctx.disambiguate) is (value == "true")
    if name == "is-plural":
        return len(item.names(value)) > 1
    if name == "context":
        return ctx.area == value
    if name == "locale":
        return item.language.lower().startswith(value.lower())
    if name.startswith("has-"):
        return _has_part(name, item.date(value))
    return False


def _has_part(test_name: str, date: dates.DateValue | None) -> bool:
    """The tests of CSL-M for the parts of a date: has-year-only, has-month-or-season, has-day, and for the end of a range."""
    point = date and (date.end if test_name.startswith("has-to-") else date.start)
    if not point:
        return False
    month = point.month is not None or point.season is not None
    if test_name == "has-year-only":
        return point.year is not None and not month
    return point.day is not None if test_name == "has-day" else month and test_name.endswith("month-or-season")


def _position(ctx: Context, wanted: str) -> bool:
    if ctx.area == "bibliography":
        return False
    if wanted == "near-note":
        return ctx.near_note
    if wanted == "far-note":
        return ctx.position != "first" and not ctx.near_note
    have = _POSITIONS.get(ctx.position, 0)
    return have == 0 if wanted == "first" else have >= _POSITIONS.get(wanted, 9)


def has_variable(ctx: Context, name: str) -> bool:
    """Whether a variable is there and not empty."""
    if name in schema.NAMES:
        return bool(ctx.item.names(name))
    if name in schema.DATES:
        return ctx.item.date(name) is not None
    if name == "year-suffix":
        return bool(ctx.year_suffix)
    if name in schema.NUMBERS:
        return bool(number_text(ctx, name))
    value = ctx.item.data.get(name)
    return bool(ctx.item.text(name)) or (isinstance(value, list | dict) and bool(value))


def parts_of(children: Sequence[Element], ctx: Context) -> list[Pieces]:
    """What each child prints; those of a ``cs:choose`` stand in its place, so that the group's delimiter comes between them."""
    out: list[Pieces] = []
    for child in children:
        if isinstance(child, Choose):
            out += parts_of(child.chosen(ctx), ctx)
        else:
            out.append(child.render(ctx))
    return out


class Choose:
    """``cs:choose``."""

    __slots__ = ("branches",)

    def __init__(self, branches: Sequence[tuple[Condition | None, Sequence[Element]]]) -> None:
        self.branches = branches

    def chosen(self, ctx: Context) -> Sequence[Element]:
        """The children of the first branch whose condition holds."""
        for condition, children in self.branches:
            if condition is None or condition.holds(ctx):
                return children
        return ()

    def render(self, ctx: Context) -> Pieces:
        """What the chosen branch prints."""
        return joined([c.render(ctx) for c in self.chosen(ctx)], "")


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

    __slots__ = ("delimiter", "formatting", "label", "options", "substitute", "variables")

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

    def render(self, ctx: Context) -> Pieces:
        """The names; where there are none, the first substitute that prints something."""
        lists = [(v, ctx.item.names(v)) for v in self.variables if v not in ctx.suppressed]
        lists = [(v, people) for v, people in lists if people]
        if ctx.suppress_author and lists:
            ctx.suppress_author = False
            ctx.author_suppressed = True
            ctx.called_variable(True)
            return []
        if not lists:
            return self._substituted(ctx)
        ctx.called_variable(True)
        merged = _merged_roles(lists, ctx.locale)
        if self.options.form == "count":
            total = sum(self._counted(ctx, people) for _, people in merged)
            return self.formatting.apply([str(total)], ctx) if total else []
        parts = [self._one(ctx, variable, people) for variable, people in merged]
        return self.formatting.apply(joined(parts, self.delimiter), ctx)

    def _counted(self, ctx: Context, people: list[dict[str, Any]]) -> int:
        _, shown = names.render_names(people, self._options(ctx), ctx.locale, subsequent=ctx.position != "first")
        return shown

    def _options(self, ctx: Context) -> names.NameOptions:
        if not ctx.sorting:
            return self.options
        return names.for_sorting(self.options, *ctx.sort_names)

    def _one(self, ctx: Context, variable: str, people: list[dict[str, Any]]) -> Pieces:
        if self.options.multilingual and ctx.item.language[:2] in _FAMILY_FIRST:
            people = [{**person, "static-ordering": True} for person in people]
        index = len(ctx.name_lists)
        state = ctx.name_state
        shown_at_least = state.shown[index] if state and index < len(state.shown) else 0
        levels = state.given[index] if state and index < len(state.given) else None
        pieces, shown = names.render_names(
            people,
            self._options(ctx),
            ctx.locale,
            et_al_min_override=shown_at_least or None,
            given_levels=levels,
            subsequent=ctx.position != "first",
        )
        if ctx.repeated is not None and not index and not ctx.sorting:
            pieces = self._repeated(ctx, people, *ctx.repeated)
        span = Span(children=pieces)
        ctx.name_lists.append(RenderedNames(span, variable, people, shown))
        if ctx.in_substitute:
            ctx.suppressed.update((variable, *(("editor", "translator") if variable == "editortranslator" else ())))
        if self.label is None or ctx.sorting:
            return [span]
        label = self.label.render(ctx, variable, len(people))
        return [*label, span] if self.label.before else [span, *label]

    def _repeated(self, ctx: Context, people: list[dict[str, Any]], substitute: str, count: int | None) -> Pieces:
        """The names of an entry whose first ``count`` names (all for None) are those of the entry before."""
        if count is None:
            return [substitute] if substitute else []
        stand_ins: list[dict[str, Any]] = [{"literal": substitute}] * count
        return names.render_names([*stand_ins, *people[count:]], self._options(ctx), ctx.locale)[0]

    def _substituted(self, ctx: Context) -> Pieces:
        if not self.substitute:
            ctx.called_variable(False)
            return []
        called, filled = ctx.called, ctx.filled
        for element in self.substitute:
            suppressed_before = ctx.author_suppressed
            ctx.in_substitute += 1
            pieces = element.render(ctx)
            ctx.in_substitute -= 1
            if ctx.author_suppressed and not suppressed_before:
                return []
            if isinstance(element, Term) or (pieces and not is_empty(pieces)):
                ctx.suppressed.update(variables_of(element, ctx))
                ctx.called, ctx.filled = called, filled
                ctx.called_variable(True)
                # a substitute that is no name list stands where the names would, for collapsing and repeated authors
                if not ctx.name_lists and pieces:
                    if ctx.repeated is not None and not ctx.sorting:
                        pieces = [ctx.repeated[0]]
                    span = Span(children=pieces)
                    ctx.name_lists.append(RenderedNames(span, "", [], 0))
                    pieces = [span]
                return pieces if isinstance(element, Names) else self.formatting.apply(pieces, ctx)
        ctx.called, ctx.filled = called, filled
        ctx.called_variable(False)
        return []


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
