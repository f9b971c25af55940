"""citeproc-py as an engine: items in, marked text out; see :mod:`references.csl.elements` for what is mended."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from citeproc import DATES, LANGUAGE_NAMES, LOCALES_PATH, NAMES, PRIMARY_DIALECTS, model
from citeproc.frontend import CitationStylesBibliography
from citeproc.source import BibliographySource, Citation, CitationItem, Locator, Reference
from citeproc.source.json import CiteProcJSON
from citeproc.string import String

from ..errors import CitationError, StyleError, UnknownItem, UnknownLocale
from . import markup
from .elements import FORMATTER, parse
from .markup import Quotes, Rich, settle


class _Person(dict[str, Any]):
    """A CSL-JSON name with what citeproc-py's sorting asks of one."""

    def parts(self) -> tuple[Any, ...]:
        if "literal" in self:
            return None, self["literal"], None, None, None
        keys = ("given", "family", "dropping-particle", "non-dropping-particle", "suffix")
        return tuple(self.get(key) for key in keys)


class _Entry(Reference):  # type: ignore[misc]
    """An item; unlike citeproc-py's it keeps variables of later CSL versions, and warns on no stream."""

    def __init__(self, key: str, item_type: str, fields: Mapping[str, Any]) -> None:
        self.__dict__.update(key=key, type=item_type)
        dict.update(self, fields)

    def __getattr__(self, name: str) -> Any:
        return self[name]


@cache
def known_locales() -> tuple[str, ...]:
    """The tags of the locales that citeproc-py ships."""
    return tuple(sorted(LANGUAGE_NAMES))


def _check_locale(locale: str) -> str:
    if locale in LANGUAGE_NAMES and (Path(LOCALES_PATH) / f"locales-{locale}.xml").is_file():
        return locale
    language = locale.split("-", maxsplit=1)[0].lower()
    if language in PRIMARY_DIALECTS:
        return str(PRIMARY_DIALECTS[language])
    raise UnknownLocale(locale, tuple(get_close_matches(locale, known_locales(), n=3, cutoff=0.5)))


def _date(value: Mapping[str, Any]) -> dict[str, Any]:
    """A CSL-JSON date whose parts are whole numbers, as they must be; ``raw`` dates are given as they are."""
    date = dict(value)
    if "date-parts" in date:
        date["date-parts"] = [[int(part) for part in end if part not in (None, "")] for end in date["date-parts"]]
        if not all(date["date-parts"]):
            raise ValueError("a date without a year")
    elif "raw" in date:
        date.setdefault("literal", date["raw"])
    return date


class CiteprocPy:
    """The engine; see :class:`references.csl.engine.Engine`."""

    def __init__(self, path: Path, items: Sequence[Mapping[str, Any]], locale: str) -> None:
        self.warnings: list[str] = []
        self.path = path
        self.root = parse(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.root.set_locale_list(_check_locale(locale), validate=False)
        self.root.formatter = FORMATTER
        self.quotes = self._read_quotes()
        self.ids: dict[str, str] = {}
        self.source = self._read(items)
        self._start()
        self._disambiguate()

    def _read_quotes(self) -> Quotes:
        def term(name: str, default: str) -> str:
            return self.term(name) or default

        inside = str(self.root.get_locale_option("punctuation-in-quote") or "false").lower() == "true"
        return Quotes(
            term("open-quote", "“"),
            term("close-quote", "”"),
            term("open-inner-quote", "‘"),
            term("close-inner-quote", "’"),
            inside,
        )

    def _read(self, items: Sequence[Mapping[str, Any]]) -> BibliographySource:
        """The items as citeproc-py's references; what it cannot read is left out, with a warning."""
        source, reader = BibliographySource(), CiteProcJSON([])
        for item in items:
            key = str(item["id"])
            fields: dict[str, Any] = {"language": str(item.get("language") or self.root.get("default-locale", "en"))}
            for name, value in item.items():
                python_name = {"shortTitle": "title_short"}.get(name, name.replace("-", "_"))
                if value in (None, "", [], {}) or name in ("id", "type", "language", "custom"):
                    continue
                try:
                    if python_name in NAMES or (isinstance(value, list) and value and isinstance(value[0], Mapping)):
                        fields[python_name] = [_Person({k: v for k, v in person.items() if v}) for person in value]
                    elif python_name in DATES or (isinstance(value, Mapping) and "date-parts" in value):
                        fields[python_name] = reader.parse_date(_date(value))
                    else:
                        fields[python_name] = reader.parse_string(markup.from_field(str(value)))
                except (TypeError, ValueError, AttributeError, KeyError) as error:
                    self.warnings.append(f"{key}: {name} cannot be read and is left out: {error}")
            self.ids[key.lower()] = key
            source.add(_Entry(key.lower(), str(item.get("type") or "document"), fields))
        return source

    def _start(self) -> None:
        """A new document: nothing cited yet."""
        self.cited = CitationStylesBibliography(SimpleNamespace(root=self.root), self.source, FORMATTER)

    def _disambiguate(self) -> None:
        """Which items look alike when cited (CSL 1.0.2, "Disambiguation"): those get the title, or a, b after the year."""
        if len(self.source) < 2:
            return
        alike: dict[str, list[str]] = {}
        for key, text in zip(self.source, self.cite([{"citationItems": [{"id": i}]} for i in self.ids.values()]), strict=True):
            alike.setdefault(text.text, []).append(key)
        groups = [keys for keys in alike.values() if len(keys) > 1]
        self.root.ambiguous = frozenset(key for keys in groups for key in keys)
        if str(self.root.citation.get("disambiguate-add-year-suffix")).lower() == "true":
            order = [item.key for item in self._sorted()]
            for keys in groups:
                for letter, key in zip("abcdefghijklmnopqrstuvwxyz", sorted(keys, key=order.index), strict=False):
                    self.source[key]["year_suffix"] = String(letter)
        self._start()

    def cite(self, clusters: Sequence[Mapping[str, Any]]) -> list[Rich]:
        """Each cluster rendered, in order."""
        self._start()
        citations = [Citation([self._cite_item(cite) for cite in cluster["citationItems"]]) for cluster in clusters]
        for citation in citations:
            self.cited.register(citation)
        self._number()
        rendered = []
        for citation in citations:
            with self._blaming_the_style():
                text = self.root.citation.render(citation, self.cited._cites, lambda item: None)
            rendered.append(settle(str(text), self.quotes))
        return rendered

    @contextmanager
    def _blaming_the_style(self) -> Iterator[None]:
        """A few styles hold what citeproc-py cannot render at all: say which one, instead of showing its insides."""
        try:
            yield
        except (AttributeError, TypeError, ValueError, LookupError, AssertionError) as error:
            if isinstance(error, CitationError):
                raise
            raise StyleError(f"{self.path}: the engine citeproc-py cannot render this style: {error}") from error

    def _number(self) -> None:
        """Entries are numbered in the order of the bibliography, which without a sort is the order of citation."""
        if self.root.bibliography is not None and self.root.bibliography.sort is not None and self.cited.items:
            self.cited.items = self.root.bibliography.layout.sort_bibliography(self.cited.items)
            self.cited.keys = [item.key for item in self.cited.items]

    def _cite_item(self, cite: Mapping[str, Any]) -> CitationItem:
        key = str(cite["id"]).lower()
        if key not in self.source:
            raise UnknownItem(f"a cluster cites {cite['id']!r}, which is not among the items")
        item = CitationItem(key)
        for name in ("prefix", "suffix", "position"):
            if cite.get(name):
                dict.__setitem__(item, name, str(cite[name]))
        if cite.get("locator"):
            value = str(cite["locator"])
            locator = Locator(str(cite.get("label") or "page"), value)
            locator.plural = cite.get("plural", model.Label.RE_MULTIPLE_NUMBERS.search(value) is not None)
            dict.__setitem__(item, "locator", locator)
        return item

    def _sorted(self) -> list[Any]:
        if not self.cited.items:
            self.cited.register(Citation([CitationItem(key) for key in self.source]))
        self._number()
        return list(self.cited.items)

    def bibliography(self) -> list[tuple[str, Rich]]:
        """(item id, entry) in the order of the style."""
        if self.root.bibliography is None:
            return []
        # afresh, because citeproc-py would print the pinpoint of an item's first cite in its entry
        items = [CitationItem(item.key) for item in self._sorted()]
        for item in items:
            item.citation = SimpleNamespace(bibliography=self.cited)
        with self._blaming_the_style():
            entries = self.root.bibliography.layout.render_bibliography(items)
        pairs = zip(items, entries, strict=True)
        return [(self.ids[item.key], settle(str(text), self.quotes)) for item, text in pairs if text]

    def parameters(self) -> dict[str, Any]:
        """Layout of the bibliography."""
        element = self.root.bibliography
        if element is None:
            return {}
        return {
            "hanging-indent": element.get("hanging-indent") == "true",
            "entry-spacing": int(element.get("entry-spacing", 1)),
            "line-spacing": int(element.get("line-spacing", 1)),
            "second-field-align": element.get("second-field-align"),
        }

    def term(self, name: str, form: str | None = None) -> str:
        """A term of the locale."""
        return str(self.root.get_single_term(name=name, form=form) or "")
