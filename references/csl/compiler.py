"""CSL XML → compiled style: parsed once, nothing of the XML is left at rendering time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from . import dates, names
from .conditions import Condition
from .formatting import Formatting, font_of
from .locales import FALLBACK, is_same, is_within
from .name_lists import NameLabel, Names
from .rendering import Choose, Date, Element, Group, Label, Macro, Number, Term, Text, Value

NAMESPACE = "{http://purl.org/net/xbiblio/csl}"

#: Attributes of cs:name that cs:style, cs:citation and cs:bibliography may give for all names inside ("Name Options").
_NAME_OPTIONS = {
    "and": "and_",
    "delimiter-precedes-et-al": "delimiter_precedes_et_al",
    "delimiter-precedes-last": "delimiter_precedes_last",
    "et-al-min": "et_al_min",
    "et-al-use-first": "et_al_use_first",
    "et-al-use-last": "et_al_use_last",
    "et-al-subsequent-min": "et_al_subsequent_min",
    "et-al-subsequent-use-first": "et_al_subsequent_use_first",
    "initialize": "initialize",
    "initialize-with": "initialize_with",
    "name-as-sort-order": "name_as_sort_order",
    "sort-separator": "sort_separator",
    "name-form": "form",
    "name-delimiter": "delimiter",
}
#: How attributes begin that test a variable, beside ``variable``.
_ABOUT = ("is-", "has-")
#: Elements that may say for which languages they are.
_BY_LANGUAGE = frozenset(["layout", "if", "else-if", "condition"])
_AREAS = ("citation", "intext", "bibliography")
_NUMERIC = frozenset(["et-al-min", "et-al-use-first", "et-al-subsequent-min", "et-al-subsequent-use-first"])


@dataclass(slots=True)
class SortKey:
    """One ``cs:key``: a variable or a macro, and how names count while it is rendered."""

    variable: str | None
    macro: Sequence[Element] | None
    descending: bool
    names_min: int | None = None
    names_use_first: int | None = None
    names_use_last: bool | None = None
    by_number: bool = False
    """Whether it is the citation number, itself or printed by the macro."""


@dataclass(slots=True)
class Layout:
    """One ``cs:layout``; CSL-M allows several, each for the languages of its ``locale``."""

    children: list[Element]
    formatting: Formatting
    delimiter: str
    locales: tuple[str, ...] = ()
    first: list[Element] = field(init=False)
    rest: list[Element] = field(init=False)
    """The first element, which ``second-field-align`` sets apart, and the others."""

    def __post_init__(self) -> None:
        self.first, self.rest = self.children[:1], self.children[1:]


@dataclass(slots=True)
class Area:
    """``cs:citation`` or ``cs:bibliography``."""

    name: str
    options: dict[str, str]
    layouts: list[Layout]
    sort: list[SortKey] = field(default_factory=list)
    default_locale: str = "en-US"
    """The locale of the layout that has none of its own."""
    _by_language: dict[str, Layout] = field(default_factory=dict)

    @property
    def second_field_align(self) -> str:
        """``flush`` or ``margin``; empty where entries are not divided."""
        value = self.options.get("second-field-align", "")
        return value if value in ("flush", "margin") else ""

    @property
    def prefix(self) -> str:
        """What stands before a cluster or an entry: that of the last layout, the one for all languages."""
        return self.layouts[-1].formatting.prefix

    def suffix_of(self, layout: Layout) -> str:
        """What ends a cluster whose last cite has this layout, or an entry; a cluster has that of the last layout, else."""
        own = layout.formatting.suffix
        return own or self.layouts[-1].formatting.suffix if self.name == "citation" else own

    def delimiter_after(self, language: str) -> str:
        """What stands after a cite in a language."""
        return self.layout_for(language).delimiter or self.layouts[-1].delimiter

    def layout_for(self, language: str) -> Layout:
        """The layout for an item's language (CSL-M): the first whose locale is or begins it, else the one without a locale.

        That one is also for the style's default locale, whatever the others are for.
        """
        found = self._by_language.get(language)
        if found is None:
            found = self._by_language[language] = self._find_layout(language)
        return found

    def _find_layout(self, language: str) -> Layout:
        default = next((one for one in self.layouts if not one.locales), None)
        if default is not None and is_same(language, self.default_locale):
            return default
        for layout in self.layouts:
            if any(is_within(language, tag) for tag in layout.locales):
                return layout
        return default or self.layouts[-1]


@dataclass(slots=True)
class CompiledStyle:
    """A style ready to render."""

    options: dict[str, str]
    default_locale: str
    locales: list[Any]
    citation: Area
    intext: Area | None
    """How a cite's author stands in the sentence, where a style says so for itself (``intext`` of CSL-M)."""
    bibliography: Area | None
    year_suffix_explicit: dict[str, bool]
    numbered: dict[str, bool]
    """For each area: whether it prints citation numbers."""
    prints_locators: bool
    """Whether citations have a place for a locator."""
    variables: frozenset[str]
    """The variables that anything prints or tests, short forms included."""
    asks_disambiguate: dict[str, bool]
    """For each area: whether a condition asks for ``disambiguate``."""
    asks_position: bool = True
    """Whether any condition asks for the position of a cite."""
    shortens_later: bool = False
    """Whether names are shortened otherwise in later cites of an item ("et-al-subsequent-min")."""
    asks_number: bool = True
    """Whether anything prints or tests the citation number."""
    multilingual: bool = False
    """Whether it is a Chinese style, or has layouts or conditions for languages, as CSL-M allows."""
    first_follows_later: bool = False
    """Whether a first cite shows no fewer names than a later one (CSL-M), and the style shortens them differently."""


def compile_style(root: Any) -> CompiledStyle:
    """The compiled form of a ``cs:style`` element (lxml)."""
    return _Compiler(root).compiled()


def _tag(element: Any) -> str:
    tag = element.tag
    return tag[len(NAMESPACE) :] if isinstance(tag, str) and tag.startswith(NAMESPACE) else ""


class _Compiler:
    def __init__(self, root: Any) -> None:
        self.root = root
        self.macro_elements = {m.get("name"): m for m in root if _tag(m) == "macro"}
        self.page_format = root.get("page-range-format")
        self.macros: dict[tuple[str, str], list[Element]] = {}
        self.area = "citation"
        self.inherited: dict[str, str] = {}
        self.names_delimiter = ""
        chinese = str(root.get("default-locale") or "").startswith("zh")
        self.multilingual = chinese or any(e.get("locale") and _tag(e) in _BY_LANGUAGE for e in root.iter())
        """Whether it is a Chinese style, or has layouts or conditions for languages, as CSL-M allows."""
        self.in_macro: list[str] = []
        self.substituted: Names | None = None
        """The ``cs:names`` whose ``cs:substitute`` is being read; its ``cs:names`` without ``cs:name`` take after it."""
        self.year_suffix = dict.fromkeys(_AREAS, False)
        self.numbered = dict.fromkeys(_AREAS, False)
        self.locators = dict.fromkeys(_AREAS, False)
        self.disambiguating = dict.fromkeys(_AREAS, False)

    def compiled(self) -> CompiledStyle:
        areas: dict[str, Area] = {}
        for element in self.root:
            if _tag(element) in _AREAS and any(_tag(child) == "layout" for child in element):
                areas[_tag(element)] = self._area(element)
        attributes = {(name, value) for element in self.root.iter() for name, value in element.attrib.items()}
        return CompiledStyle(
            options=dict(self.root.attrib),
            default_locale=self.root.get("default-locale") or FALLBACK,
            locales=[e for e in self.root if _tag(e) == "locale"],
            citation=areas["citation"],
            intext=areas.get("intext"),
            bibliography=areas.get("bibliography"),
            year_suffix_explicit=self.year_suffix,
            numbered=self.numbered,
            prints_locators=self.locators["citation"],
            variables=_variables(attributes),
            asks_disambiguate=self.disambiguating,
            asks_position=any(name == "position" for name, _ in attributes),
            shortens_later=any(name.startswith("et-al-subsequent-") for name, _ in attributes),
            asks_number=any("citation-number" in value for _, value in attributes),
            multilingual=self.multilingual,
            first_follows_later=self.multilingual and self._shortens_by_position(),
        )

    def _shortens_by_position(self) -> bool:
        """Whether the position of a cite may decide on how many names it shows."""
        names = {name for element in self.root.iter() if _tag(element) == "name" for name in element.attrib}
        everywhere = {name for element in self.root.iter() for name in element.attrib}
        own = any(name.startswith("et-al-") for name in names)
        return "position" in everywhere and (own or any(name.startswith("et-al-subsequent-") for name in everywhere))

    def _area(self, element: Any) -> Area:
        self.area = _tag(element)
        self.inherited = {
            name: value
            for source in (self.root.attrib, element.attrib)
            for name, value in source.items()
            if name in _NAME_OPTIONS or name in ("initialize-with-hyphen", "demote-non-dropping-particle")
        }
        self.inherited.setdefault("demote-non-dropping-particle", "display-and-sort")
        self.names_delimiter = element.get("names-delimiter") or self.root.get("names-delimiter") or ""
        layouts, sort = [], []
        for child in element:
            if _tag(child) == "layout":
                layouts.append(
                    Layout(
                        self._children(child),
                        Formatting(dict(child.attrib)),
                        child.get("delimiter", ""),
                        tuple((child.get("locale") or "").split()),
                    )
                )
            elif _tag(child) == "sort":
                sort = [self._key(k) for k in child if _tag(k) == "key"]
        default = self.root.get("default-locale") or FALLBACK
        return Area(self.area, dict(element.attrib), layouts, sort, default)

    def _key(self, element: Any) -> SortKey:
        def number(name: str) -> int | None:
            return whole_number(element.get(name))

        last = element.get("names-use-last")
        return SortKey(
            variable=element.get("variable"),
            macro=self._macro(element.get("macro")) if element.get("macro") else None,
            descending=element.get("sort") == "descending",
            names_min=number("names-min"),
            names_use_first=number("names-use-first"),
            names_use_last=None if last is None else last == "true",
            by_number="citation-number" in (element.get("variable"), *self._variables_of(element.get("macro"))),
        )

    def _variables_of(self, macro: str | None) -> set[str]:
        """The variables that a macro prints itself, without the macros that it calls."""
        element = self.macro_elements.get(macro)
        return set() if element is None else {called for one in element.iter() if (called := one.get("variable"))}

    def _macro(self, name: str) -> list[Element]:
        key = (self.area, name)
        if key not in self.macros:
            element = self.macro_elements.get(name)
            if element is None or name in self.in_macro:
                return []
            self.in_macro.append(name)
            outer, self.substituted = self.substituted, None
            self.macros[key] = self._children(element)
            self.substituted = outer
            self.in_macro.pop()
        return self.macros[key]

    def _children(self, parent: Any) -> list[Element]:
        return [made for child in parent if (made := self._element(child)) is not None]

    def _element(self, element: Any) -> Element | None:
        make = getattr(self, f"_make_{_tag(element).replace('-', '_')}", None)
        return make(element) if make and _tag(element) else None

    def _make_text(self, element: Any) -> Element:
        formatting = Formatting(dict(element.attrib))
        if (variable := element.get("variable")) is not None:
            if variable == "year-suffix":
                self.year_suffix[self.area] = True
            if variable == "locator":
                self.locators[self.area] = True
            if variable == "citation-number":
                self.numbered[self.area] = True
            return Text(variable, element.get("form"), formatting, self.page_format)
        if (macro := element.get("macro")) is not None:
            if self.multilingual:
                # the case of what a macro prints is the macro's own in CSL-M
                formatting = Formatting({name: value for name, value in element.attrib.items() if name != "text-case"})
            return Macro(self._macro(macro), formatting)
        if (term := element.get("term")) is not None:
            return Term(term, element.get("form", "long"), element.get("plural") == "true", formatting)
        return Value(element.get("value", ""), formatting)

    def _make_number(self, element: Any) -> Element:
        formatting = Formatting(dict(element.attrib))
        if element.get("variable") == "locator":
            self.locators[self.area] = True
        return Number(element.get("variable", ""), element.get("form", "numeric"), formatting, self.page_format)

    def _make_label(self, element: Any) -> Element:
        formatting = Formatting(dict(element.attrib))
        return Label(element.get("variable", ""), element.get("form", "long"), element.get("plural", "contextual"), formatting)

    def _make_date(self, element: Any) -> Element:
        parts = [p for p in element if _tag(p) == "date-part"]
        form = element.get("form")
        if form not in (None, "text", "numeric"):
            # "imperial" (CSL-M) needs a calendar: the date is printed in its own parts, else as the locale writes it
            form = None if parts else "text"
        return Date(
            variable=element.get("variable", ""),
            form=form,
            shown=element.get("date-parts", "year-month-day"),
            parts=[dates.read_part(p) for p in parts],
            delimiter=element.get("delimiter", ""),
            formatting=Formatting(dict(element.attrib)),
        )

    def _make_group(self, element: Any) -> Element:
        return Group(self._children(element), element.get("delimiter", ""), Formatting(dict(element.attrib)))

    def _make_choose(self, element: Any) -> Element:
        branches: list[tuple[Condition | None, Sequence[Element]]] = []
        for child in element:
            tag = _tag(child)
            if tag in ("if", "else-if"):
                condition = _condition(child)
                self.disambiguating[self.area] |= condition.asks_disambiguate
                branches.append((condition, self._children(child)))
            elif tag == "else":
                branches.append((None, self._children(child)))
        return Choose(branches)

    def _make_names(self, element: Any, parent: Names | None = None) -> Element:
        parent = parent or self.substituted
        variables = (element.get("variable") or "").split()
        parts = {_tag(c): c for c in element}
        delimiter = element.get("delimiter")
        shorthand = parent is not None and not ({"name", "et-al", "label"} & set(parts))
        if parent is not None and shorthand:
            options, label = parent.options, parent.label
        else:
            options, label = self._name_options(parts), self._name_label(element, parts)
            if parent is not None and "label" not in parts and "name" not in parts:
                label = parent.label
        made = Names(
            variables,
            options,
            label,
            [],
            delimiter if delimiter is not None else parent.delimiter if parent else self.names_delimiter,
            parent.formatting if parent and shorthand else Formatting(dict(element.attrib)),
        )
        if "substitute" in parts:
            outer, self.substituted = self.substituted, made
            substitutes: list[Element] = []
            for child in parts["substitute"]:
                found = self._make_names(child, made) if _tag(child) == "names" else self._element(child)
                if found is not None:
                    substitutes.append(found)
            made.substitute = substitutes
            self.substituted = outer
        return made

    def _name_label(self, element: Any, parts: dict[str, Any]) -> NameLabel | None:
        label = parts.get("label")
        if label is None:
            return None
        order = [_tag(c) for c in element]
        before = "name" in order and order.index("label") < order.index("name")
        formatting = Formatting(dict(label.attrib))
        return NameLabel(label.get("form", "long"), label.get("plural", "contextual"), formatting, before)

    def _name_options(self, parts: dict[str, Any]) -> names.NameOptions:
        attributes = dict(self.inherited)
        name = parts.get("name")
        if name is not None:
            own = dict(name.attrib)
            if "form" in own:
                own["name-form"] = own.pop("form")
            if "delimiter" in own:
                own["name-delimiter"] = own.pop("delimiter")
            attributes.update(own)
        options = names.NameOptions()
        changes: dict[str, Any] = {}
        for attribute, python in _NAME_OPTIONS.items():
            if attribute in attributes:
                changes[python] = _typed(attribute, attributes[attribute])
        changes["initialize_with_hyphen"] = attributes.get("initialize-with-hyphen", "true") == "true"
        changes["demote_non_dropping_particle"] = attributes["demote-non-dropping-particle"]
        changes["multilingual"] = self.multilingual
        if (institution := parts.get("institution")) is not None:
            changes["institution"] = True
            changes["institution_and"], changes["institution_delimiter"] = institution.get("and"), institution.get("delimiter")
        if name is not None:
            changes["prefix"], changes["suffix"] = name.get("prefix", ""), name.get("suffix", "")
            changes["formatting"] = font_of(dict(name.attrib))
            changes["name_part"] = {
                p.get("name", ""): {
                    "formatting": font_of(dict(p.attrib)),
                    "text_case": p.get("text-case"),
                    "prefix": p.get("prefix", ""),
                    "suffix": p.get("suffix", ""),
                }
                for p in name
                if _tag(p) == "name-part"
            }
        et_al = parts.get("et-al")
        if et_al is not None:
            changes["et_al"] = {"term": et_al.get("term", "et-al"), "formatting": font_of(dict(et_al.attrib))}
        return replace(options, **changes)


def _variables(attributes: set[tuple[str, str]]) -> frozenset[str]:
    asked = (value for name, value in attributes if name == "variable" or name.startswith(_ABOUT))
    named = {name for value in asked for name in value.split()}
    return frozenset(named | {f"{name}-short" for name in named})


def _condition(element: Any) -> Condition:
    """The tests of an element, and those of the ``cs:conditions`` and ``cs:condition`` inside it (CSL-M)."""
    return Condition(dict(element.attrib), [_condition(c) for c in element if _tag(c) in ("conditions", "condition")])


def whole_number(value: str | None, otherwise: int | None = None) -> int | None:
    """The number that an attribute gives; ``otherwise`` where it gives none."""
    return int(value) if value and value.isdecimal() else otherwise


def _typed(attribute: str, value: str) -> Any:
    if attribute in _NUMERIC:
        return whole_number(value)
    if attribute in ("initialize", "et-al-use-last"):
        return value == "true"
    return value
