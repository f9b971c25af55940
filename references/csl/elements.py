"""citeproc-py's model of a style, mended where it makes the citation of a translated document wrong.

Each class replaces one element of the model, and its docstring says what it mends. What citeproc-py cannot do and such a
citation does not need is left as it is. Elements render into the marked text of :mod:`references.csl.markup`.
"""

# ruff: noqa: D102 -- methods override the model's; what each class changes is said once, by the class

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from citeproc import model
from citeproc.source import VariableError
from citeproc.string import String, join
from lxml import etree

from provenance.scripts import is_east_asian

from ..errors import StyleError
from . import markup
from .name_rules import NameRules, is_static, write_name

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"


class _Tallied:
    """Counts the variables a group calls while it renders. citeproc-py decides from the style alone whether a group calls a
    variable, counts variables that are only tested, and so drops ``[EB]`` from GB/T 7714 entries."""

    def render(self, item: Any, *args: Any, **kwargs: Any) -> Any:
        calls = self.attrib.get("variable") is not None or "variable" in kwargs  # type: ignore[attr-defined]
        try:
            text = super().render(item, *args, **kwargs)  # type: ignore[misc]
        except VariableError:
            if calls:
                _tally(item, False)
            raise
        if calls:
            _tally(item, text not in (None, ""))
        return text


def _tally(item: Any, rendered: bool) -> None:
    counts = item.__dict__.setdefault("_tally", [0, 0])
    counts[0] += 1
    counts[1] += rendered


class _Cased:
    """Text case for every value; citeproc-py knows it for its own strings only and fails on names and years."""

    def case(self, text: Any, language: str | None = None) -> Any:
        known = isinstance(text, String) or hasattr(text, "words")
        return super().case(text if known else String(text), language)  # type: ignore[misc]


class Text(_Cased, _Tallied, model.Text):  # type: ignore[misc]
    """Marks the style's quotation marks, so that those of a title can be nested in them afterwards."""

    def quote(self, string: Any) -> Any:
        if self.get("quotes", "false").lower() == "true":
            return markup.OPEN_QUOTE + string + markup.CLOSE_QUOTE
        return string


class Date(_Tallied, model.Date):  # type: ignore[misc]
    """A date is a variable; the delimiter of a date that a style localizes is that of the localization: 2019 Apr 5."""

    def render_single_date(self, date: Any, show_parts: Any = None, context: Any = None) -> Any:
        parts = self.parts(date, show_parts, context) if context is not self else self.parts(date, show_parts)
        return join(parts, self.get("delimiter") or context.get("delimiter", "")) if parts else None


class Number(_Cased, _Tallied, model.Number):  # type: ignore[misc]
    """A number is a variable."""


class DatePart(_Cased, model.Date_Part):  # type: ignore[misc]
    """A part of a date, which may be a number."""

    def strip_periods(self, text: Any) -> Any:
        return super().strip_periods(String(text))


class Names(_Tallied, model.Names):  # type: ignore[misc]
    """Names are a variable."""


class Group(model.Group):  # type: ignore[misc]
    """Suppressed only if variables are called and all of them are empty (CSL 1.0.2, "Group")."""

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        outer = item.__dict__.setdefault("_tally", [0, 0])
        item.__dict__["_tally"] = inner = [0, 0]
        delimiter = self.get("delimiter", "")
        pieces = []
        for child in self.iterchildren():
            try:
                if isinstance(child, model.Choose):
                    piece = child.render(item, context=context, delimiter=delimiter, **kwargs)
                else:
                    piece = child.render(item, context=context, **kwargs)
            except VariableError:
                continue
            if piece is not None and str(piece):
                pieces.append(piece)
        item.__dict__["_tally"] = outer
        kept = bool(pieces) and (inner[0] == 0 or inner[1] > 0)
        outer[0] += inner[0]
        outer[1] += inner[1]
        if not kept:
            raise VariableError
        return self.join(pieces)


class Label(_Cased, model.Label):  # type: ignore[misc]
    """No label without a value (CSL 1.0.2, "Label"); title case belongs to English labels too ("Trans."); and a label is
    plural only for several numbers."""

    def process(self, item: Any, variable: str | None = None, plural: Any = None, context: Any = None, **kwargs: Any) -> Any:
        own = self.get("variable")
        if variable is None and own is not None:
            there = item.has_locator if own == "locator" else own.replace("-", "_") in item.reference
            if not there:
                return None
        return super().process(item, variable, plural, context, **kwargs)

    def case(self, text: Any, language: str | None = None) -> Any:
        return super().case(text, language or "en")

    def _is_plural(self, item: Any) -> bool:
        if self.get("variable") == "locator" and item.has_locator:
            return bool(getattr(item.locator, "plural", False))
        return bool(super()._is_plural(item))


class If(model.If):  # type: ignore[misc]
    """Knows ``disambiguate``, which citeproc-py takes for always true, and a position the caller gives."""

    def render(self, item: Any, context: Any = None, delimiter: str = "", **kwargs: Any) -> Any:
        if self.get("disambiguate") is not None:
            ambiguous = item.key in self.get_root().ambiguous
            if ambiguous == (self.get("match") == "none"):
                raise model.ConditionFailed
            if set(self.attrib) <= {"disambiguate", "match"}:
                return self.render_children(item, context=context, delimiter=delimiter, **kwargs)
        return super().render(item, context=context, delimiter=delimiter, **kwargs)

    def _position(self, item: Any, context: Any) -> list[bool]:
        given = item.get("position")
        if given is None or (context is not None and context.xpath_search("./ancestor::*[self::cs:bibliography]")):
            found: list[bool] = super()._position(item, context)
            return found
        implied = {"ibid-with-locator": {"ibid", "subsequent"}, "ibid": {"subsequent"}}.get(given, set())
        return [position == given or position in implied for position in self.get("position").split()]


class ElseIf(If, model.Else_If):  # type: ignore[misc]
    """The same for cs:else-if."""


class Layout(model.Layout):  # type: ignore[misc]
    """Puts a space between the number of an entry and the entry, and prints locators the style has no place for."""

    def render_bibliography(self, items: Iterable[Any]) -> list[Any]:
        align = self.getparent().get("second-field-align") is not None
        entries = []
        for item in items:
            self.repressed: dict[str, list[str]] = {}
            pieces: list[Any] = []
            for child in self.iterchildren():
                try:
                    text = child.render(item)
                except VariableError:
                    continue
                if text:
                    pieces.append(markup.FIELD + text if align and len(pieces) == 1 else text)
            whole = String("")
            for piece in pieces:
                whole = whole + piece
            entries.append(self.format(self.wrap(whole)))
        return entries

    def render_citation(self, citation: Any, callback: Any) -> Any:
        """One cluster: its cites in their own order unless the style sorts them (citeproc-py always sorts)."""
        cites = list(citation.cites)
        if self.getparent().sort is not None:
            cites = self.getparent().sort.sort(cites, self)
        superscript = self.get("vertical-align") == "sup"
        outside = superscript and not self.get_root().prints_locators and any(cite.has_locator for cite in cites)
        pieces = []
        for cite in cites:
            self.repressed = {}
            text = self.render_children(cite)
            if text is None:
                continue
            if outside:
                text = self.wrap(text) + (self._beside(cite) if cite.has_locator else "")
            elif cite.has_locator and not self.get_root().prints_locators:
                text = text + ", " + self._pinpoint(cite)
            pieces.append(cite.get("prefix", "") + text + cite.get("suffix", ""))
            self.getparent().cites.append(cite)
        whole = self.join(pieces)
        return self.format(whole if outside else self.wrap(whole))

    def _beside(self, item: Any) -> str:
        """Beside a superscript number: after its bracket, [1]p. 12 (GB/T 7714-2015, 10.1.3), or in one of its own."""
        text = self._pinpoint(item)
        return text if self.get("suffix") else f"({text})"

    def _pinpoint(self, item: Any) -> str:
        locator = item.locator
        term = self.get_plural_term if getattr(locator, "plural", False) else self.get_single_term
        return f"{term(name=locator.label, form='short') or term(name=locator.label)} {locator.identifier}".strip()


class Name(model.Name):  # type: ignore[misc]
    """Names by the rules of :mod:`references.csl.name_rules`. citeproc-py ignores ``initialize="false"``, prints Han names with a
    space or as initials, and joins names with a comma whatever the delimiter."""

    def option(self, name: str, context: Any, sort_options: Any) -> Any:
        try:
            return self.get_option(name, context, sort_options)
        except KeyError:
            return None

    def process(self, item: Any, variable: str, context: Any = None, sort_options: Any = None, **kwargs: Any) -> Any:
        def option(name: str) -> Any:
            return self.option(name, context, sort_options)

        names = item.reference.get(variable.replace("-", "_"), [])
        shown, rest = self._truncate(names, option)
        form = option("form")
        if form == "count":
            return len(shown)
        full = self.get("initialize") == "false"
        rules = NameRules(
            form=form,
            initialize_with=None if full else option("initialize-with"),
            initialize_with_hyphen=option("initialize-with-hyphen"),
            sort_separator=option("sort-separator"),
            demote_non_dropping_particle=option("demote-non-dropping-particle"),
        )
        order = option("name-as-sort-order")
        written = [
            write_name(name, rules, order == "all" or (order == "first" and i == 0), self._style_part)
            for i, name in enumerate(shown)
        ]
        keeps_order = bool(shown) and is_static(shown[0]) and rules.initialize_with is None
        inverted = not shown or (order in ("all", "first") and not keeps_order)
        return String(self._list(written, rest, inverted, option))

    def _truncate(self, names: list[Any], option: Callable[[str], Any]) -> tuple[list[Any], list[Any]]:
        """The names that are shown, and those that et al. stands for."""
        least, first = option("et-al-min"), option("et-al-use-first")
        if least and len(names) >= least and 0 < first < len(names):
            return names[:first], names[first:]
        return names, []

    def _style_part(self, text: str, part: str) -> str:
        for element in self.findall("cs:name-part", self.nsmap):
            if element.get("name") == part and text:
                return str(element.wrap(element.format(element.case(String(text)))))
        return text

    def _list(self, written: list[str], rest: list[Any], inverted: bool, option: Callable[[str], Any]) -> str:
        """The names joined (CSL 1.0.2, "delimiter-precedes-last", "delimiter-precedes-et-al").

        A style that always sets the comma does so for the sake of the inverted first name; beside a name that keeps its
        order it would be wrong: Cao Ting and Cheng Yiyang (Chicago 18 and MLA 9 on several authors).
        """
        delimiter = str(option("delimiter"))
        if rest:
            et_al = str(self.et_al() or "")
            if option("et-al-use-last") and len(rest) > 1:
                return delimiter.join([*written, f"… {self._last(rest, option)}"])
            if not et_al:
                return delimiter.join(written)
            comma = self._precedes(option("delimiter-precedes-et-al"), len(written), inverted)
            return delimiter.join(written) + (delimiter if comma else " ") + et_al
        joiner = {"text": str(self.get_single_term(name="and")), "symbol": "&"}.get(option("and"))
        if joiner is None or len(written) < 2:
            return delimiter.join(written)
        rule = option("delimiter-precedes-last")
        if rule == "always" and option("name-as-sort-order") == "first":
            rule = "contextual" if not inverted else rule
        comma = self._precedes(rule, len(written) - 1, inverted)
        before, last = delimiter.join(written[:-1]), written[-1]
        # 和 takes no spaces between Han
        gap = delimiter if comma else "" if is_east_asian(joiner) and is_east_asian(before[-1:]) else " "
        return before + gap + joiner + ("" if is_east_asian(joiner) and is_east_asian(last[:1]) else " ") + last

    def _precedes(self, rule: str | None, before: int, inverted: bool) -> bool:
        if rule == "after-inverted-name":
            return inverted
        return rule == "always" or (rule in (None, "contextual") and before > 1)

    def _last(self, rest: list[Any], option: Callable[[str], Any]) -> str:
        rules = NameRules(form=option("form"), initialize_with=option("initialize-with"))
        return write_name(rest[-1], rules, option("name-as-sort-order") == "all", self._style_part)


_MINE: dict[str, type] = {
    "text": Text,
    "date": Date,
    "date-part": DatePart,
    "number": Number,
    "names": Names,
    "name": Name,
    "group": Group,
    "label": Label,
    "if": If,
    "else-if": ElseIf,
    "layout": Layout,
}

FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=lambda text: markup.mark(str(text), "italic"),
    Oblique=lambda text: markup.mark(str(text), "oblique"),
    Bold=lambda text: markup.mark(str(text), "bold"),
    Light=str,
    Underline=lambda text: markup.mark(str(text), "underline"),
    Superscript=lambda text: markup.mark(str(text), "sup"),
    Subscript=lambda text: markup.mark(str(text), "sub"),
    SmallCaps=lambda text: markup.mark(str(text), "small-caps"),
)


def parse(path: Path) -> Any:
    """The style in a file as citeproc-py's elements, with ours in place of theirs."""
    lookup = etree.ElementNamespaceClassLookup()
    namespace = lookup.get_namespace(_NAMESPACE.strip("{}"))
    namespace[None] = model.CitationStylesElement
    for cls in model.CitationStylesElement.__subclasses__():
        namespace[cls.__name__.replace("_", "-").lower()] = cls
    namespace.update(_MINE)
    parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
    parser.set_element_class_lookup(lookup)
    try:
        root: Any = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise StyleError(f"{path}, line {error.lineno}: not well-formed XML: {error.msg}") from None
    if root.tag != f"{_NAMESPACE}style":
        raise StyleError(f"{path}, line {root.sourceline}: not a CSL style: expected <style> of the CSL namespace")
    if root.find(f"{_NAMESPACE}citation/{_NAMESPACE}layout") is None:
        raise StyleError(f"{path}, line {root.sourceline}: not a CSL style: it has no <citation> with a <layout>")
    macros = {macro.get("name") for macro in root.iterfind(f"{_NAMESPACE}macro")}
    for call in root.iterfind(f".//{_NAMESPACE}text[@macro]"):
        if call.get("macro") not in macros:
            raise StyleError(f"{path}, line {call.sourceline}: there is no macro {call.get('macro')!r}")
    for names in root.iterfind(f".//{_NAMESPACE}names"):
        # citeproc-py would make one of its own class at its first use
        if names.name is None and names.getparent().tag != f"{_NAMESPACE}substitute":
            names.insert(0, names.makeelement(f"{_NAMESPACE}name"))
    root.prints_locators = _prints_locators(root)
    root.ambiguous = frozenset()
    return root


def _prints_locators(root: Any) -> bool:
    """Whether the layout of citations has a place for a locator, itself or in a macro it calls."""
    macros = {macro.get("name"): macro for macro in root.iterfind(f"{_NAMESPACE}macro")}
    todo, seen = [root.find(f"{_NAMESPACE}citation")], set()
    while todo:
        for element in todo.pop().iter():
            if element.get("variable") == "locator" and element.tag != f"{_NAMESPACE}label":
                return True
            called = element.get("macro")
            if called in macros and called not in seen:
                seen.add(called)
                todo.append(macros[called])
    return False
