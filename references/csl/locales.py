"""What a language contributes to a citation: terms, ordinals, date formats, quotation marks and options.

A :class:`Locale` is put together once per language from the locale files and the ``cs:locale`` elements of the style, in the
order of CSL 1.0.2, "Locale Fallback"; after that every question is one look-up. The locale files are those that the package
citeproc-py carries as data; its code is not imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..errors import CitationError, UnknownLocale
from .dates import DatePartConfig, read_date_format
from .tree import QuoteMarks

FALLBACK = "en-US"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: The dialect that stands for its language ("Locale Fallback"); a language with one file has that file.
_PRIMARY = {
    "de": "de-DE",
    "en": "en-US",
    "es": "es-ES",
    "fr": "fr-FR",
    "no": "nb-NO",
    "pt": "pt-PT",
    "sr": "sr-Latn-RS",
    "zh": "zh-CN",
}
#: Tags whose script decides the file, not the language alone.
_BY_SCRIPT = {"zh-hant": "zh-TW", "zh-hk": "zh-TW", "zh-mo": "zh-TW", "sr-cyrl": "sr-Cyrl-RS"}
#: "Terms": the form used when a term lacks the one asked for.
_NEXT_FORM = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}

DateFormat = tuple[str, list[DatePartConfig]]


class Locale:
    """Terms, date formats and options of one language, as one style sees them."""

    __slots__ = (
        "_date_affixes",
        "_dates",
        "_genders",
        "_long_ordinals",
        "_memo",
        "_options",
        "_ordinals",
        "_terms",
        "is_part",
        "page_sign",
        "tag",
    )

    def __init__(self, tag: str, base: Locale | None = None) -> None:
        self.tag = tag
        self.is_part = False
        """Whether it is for a part of a document in another language."""
        self.page_sign: str | None = None
        """What stands between pages, where it is not the locale's own term."""
        self._terms: dict[tuple[str, str], tuple[str, str]] = dict(base._terms) if base else {}
        self._genders: dict[str, str] = dict(base._genders) if base else {}
        self._ordinals: dict[tuple[str, str], tuple[str, str]] = dict(base._ordinals) if base else {}
        self._long_ordinals: dict[tuple[str, str], str] = dict(base._long_ordinals) if base else {}
        self._dates: dict[str, DateFormat] = dict(base._dates) if base else {}
        self._date_affixes: dict[str, tuple[str, str]] = dict(base._date_affixes) if base else {}
        self._memo: dict[tuple[str, str, bool], str | None] = {}
        self._options: dict[str, bool] = dict(base._options) if base else {}

    def term(self, name: str, form: str = "long", plural: bool = False) -> str | None:
        """The text of a term, "" where it is defined as empty, None where it is not defined in any form."""
        key = (name, form, plural)
        if key not in self._memo:
            self._memo[key] = self._find(name, form, plural)
        return self._memo[key]

    def _find(self, name: str, form: str, plural: bool) -> str | None:
        name = _canonical(name)
        wanted: str | None = form
        while wanted:
            if found := self._terms.get((name, wanted)):
                return found[plural]
            wanted = _NEXT_FORM.get(wanted, None if wanted == "long" else "long")
        return None

    def gender(self, name: str) -> str | None:
        """``masculine`` or ``feminine``, None for neuter ("Gender-specific Ordinals")."""
        return self._genders.get(_canonical(name))

    def ordinal(self, number: int, form: str = "ordinal", gender: str | None = None) -> str:
        """``2nd``, or ``second`` with the form ``long-ordinal`` ("Ordinal Suffixes", "Long Ordinals")."""
        if form == "long-ordinal" and 1 <= number <= 10:
            name = f"{number:02}"
            long = self._long_ordinals.get((name, gender or ""), self._long_ordinals.get((name, "")))
            if long is not None:
                return long
        return f"{number}{self._suffix(number, gender or '')}"

    def _suffix(self, number: int, gender: str) -> str:
        if ("", "") not in self._ordinals and ("04", "") in self._ordinals:
            return self._suffix_of_1_0(number)
        names = (f"{number % 100:02}",) if number % 100 >= 10 else ()
        for name in (*names, f"0{number % 10}"):
            for variant in dict.fromkeys((gender, "")):
                found = self._ordinals.get((name, variant))
                if found and _matches(number, int(name), found[1]):
                    return found[0]
        return (self._ordinals.get(("", gender)) or self._ordinals.get(("", "")) or ("", ""))[0]

    def _suffix_of_1_0(self, number: int) -> str:
        """The scheme of CSL 1.0: 01 to 03 by the last digit but not in the teens, 04 for all others."""
        digit = number % 10
        name = f"0{digit}" if 1 <= digit <= 3 and number % 100 // 10 != 1 else "04"
        return (self._ordinals.get((name, "")) or ("", ""))[0]

    def date_format(self, form: str) -> DateFormat:
        """The delimiter and the parts of the localized date format ``text`` or ``numeric``."""
        return self._dates.get(form, ("", []))

    def date_affixes(self, form: str) -> tuple[str, str]:
        """Prefix and suffix of the localized date format, for dates to which the style gives none."""
        return self._date_affixes.get(form, ("", ""))

    @property
    def punctuation_in_quote(self) -> bool:
        """Whether a comma or full stop moves inside a closing quotation mark ("Locale Options")."""
        return self._options.get("punctuation-in-quote", False)

    @property
    def limit_day_ordinals_to_day_1(self) -> bool:
        """Whether only the first day of a month is written as an ordinal ("Locale Options")."""
        return self._options.get("limit-day-ordinals-to-day-1", False)

    @property
    def quote_marks(self) -> QuoteMarks:
        """The quotation marks, outer and inner."""
        names = ("open-quote", "close-quote", "open-inner-quote", "close-inner-quote")
        return QuoteMarks(*(self.term(name) or "" for name in names))

    def _merge(self, element: Any) -> None:
        """Let a ``cs:locale`` element override what is there, unit by unit."""
        for child in _children(element):
            name = _local_name(child)
            if name == "style-options":
                self._merge_options(child)
            elif name == "date":
                form = child.get("form", "text")
                self._dates[form] = read_date_format(child)
                self._date_affixes[form] = child.get("prefix", ""), child.get("suffix", "")
            elif name == "terms":
                self._merge_terms(child)
            elif name == "term":  # styles of the time before 1.0 had no cs:terms
                self._merge_terms(element)

    def over(self, other: Locale) -> Locale:
        """This locale with all that ``other`` defines put over it, under the tag of ``other``."""
        merged = Locale(other.tag, self)
        # a form that other can do without for its other forms is not taken from here
        merged._terms = {key: texts for key, texts in self._terms.items() if not other._stands_in_for(*key)} | other._terms
        merged._genders |= other._genders
        merged._ordinals = dict(other._ordinals or self._ordinals)
        merged._long_ordinals |= other._long_ordinals
        merged._dates |= other._dates
        merged._date_affixes |= other._date_affixes
        merged._options |= other._options
        return merged

    def within(self, other: Locale) -> Locale:
        """This locale for a part of a document in ``other``, which decides on the sign between pages and on options."""
        copy = Locale(self.tag, self)
        copy.is_part = self.tag != other.tag
        copy.page_sign = other.term("page-range-delimiter")
        copy._options = other._options
        return copy

    def _stands_in_for(self, name: str, form: str) -> bool:
        """Whether a form of a term is not defined, but one that is used in its place; "&" is not "and" in words."""
        wanted = _NEXT_FORM.get(form)
        while wanted and name != "and":
            if (name, wanted) in self._terms:
                return (name, form) not in self._terms
            wanted = _NEXT_FORM.get(wanted)
        return False

    def _merge_options(self, element: Any) -> None:
        for name in ("punctuation-in-quote", "limit-day-ordinals-to-day-1"):
            if value := element.get(name):
                self._options[name] = value == "true"

    def _merge_terms(self, terms: Any) -> None:
        self._memo.clear()
        replaced = False
        for term in _children(terms):
            if _local_name(term) != "term":
                continue
            name, form = _canonical(term.get("name", "")), term.get("form", "long")
            texts = _texts(term)
            if name == "ordinal" or name.startswith("ordinal-"):
                # "(re)defining any of the ordinal terms replaces all previously defined ordinal terms"
                if not replaced:
                    self._ordinals.clear()
                    replaced = True
                self._ordinals[name[8:], _variant(term)] = (texts[0], term.get("match") or "")
            elif name.startswith("long-ordinal-"):
                self._long_ordinals[name[13:], _variant(term)] = texts[0]
                if not _variant(term):
                    self._terms[name, form] = texts
            else:
                self._terms[name, form] = texts
                if gender := term.get("gender"):
                    self._genders[name] = gender


def _canonical(name: str) -> str:
    """Some terms have been spelled with a space and with a hyphen ("sub verbo", "sub-verbo")."""
    return name.replace(" ", "-")


def _variant(term: Any) -> str:
    form = str(term.get("gender-form") or "")
    return "" if form == "neuter" else form


def _matches(number: int, named: int, match: str) -> bool:
    if match == "whole-number":
        return number == named
    if match == "last-two-digits":
        return number % 100 == named
    return True


def _children(element: Any) -> Iterator[Any]:
    return (child for child in element if isinstance(child.tag, str))


def _local_name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _texts(term: Any) -> tuple[str, str]:
    """Singular and plural of a term."""
    single = multiple = None
    for child in _children(term):
        if _local_name(child) == "single":
            single = _text(child)
        elif _local_name(child) == "multiple":
            multiple = _text(child)
    if single is None and multiple is None:
        text = _text(term)
        return text, text
    return (
        single if single is not None else multiple or "",
        multiple if multiple is not None else single or "",
    )


def _text(element: Any) -> str:
    """Characters of an element; line breaks come from the layout of the file, single spaces are meant."""
    text = "".join(element.itertext()).replace("'", "’")  # terms are printed with the apostrophe of typography
    return " ".join(text.split()) if "\n" in text else text


@cache
def _folder() -> Path | None:
    spec = find_spec("citeproc")
    places = spec.submodule_search_locations if spec else None
    return Path(next(iter(places))) / "data" / "locales" if places else None


@cache
def tags() -> tuple[str, ...]:
    """The tags of all locale files, sorted."""
    folder = _folder()
    return tuple(sorted(path.stem[8:] for path in folder.glob("locales-*.xml"))) if folder else ()


_TAG = re.compile(r"\s*([A-Za-z]+(?:[-_][A-Za-z0-9]+)*)")


@cache
def dialect(tag: str) -> str:
    """The tag of the locale file for a language tag: itself, the primary dialect of its language, or the tag unchanged.

    What follows the tag ("fr French language") is left out.
    """
    found = _TAG.match(tag)
    wanted = found[1].replace("_", "-") if found else FALLBACK
    known = {name.lower(): name for name in tags()}
    low = wanted.lower()
    if low in known:
        return known[low]
    parts = low.split("-")
    for length in range(len(parts), 0, -1):
        head = "-".join(parts[:length])
        if name := _BY_SCRIPT.get(head) or _PRIMARY.get(head) or known.get(head):
            return name
        if near := next((name for key, name in known.items() if key.startswith(f"{head}-")), None):
            return near
    return wanted


def is_within(language: str, tag: str) -> bool:
    """Whether an item's language is that of a tag or one of its dialects: ``zh-TW`` of ``zh``, not ``zhuang``.

    A language without a dialect is in its primary one: ``en`` is ``en-US``.
    """
    low, head = language.strip().lower().replace("_", "-"), tag.lower()
    return low == head or low.startswith(f"{head}-") or (low.isalpha() and dialect(low).lower() == head)


def is_same(language: str, tag: str) -> bool:
    """Whether an item's language is that of a tag, each by its primary dialect: ``en`` and ``en-US``."""
    return bool(language) and dialect(language).lower() == dialect(tag).lower()


@cache
def _from_file(tag: str) -> Locale | None:
    """One locale file, with nothing below it."""
    folder = _folder()
    if folder is None or tag not in tags():
        return None
    from lxml import etree

    locale = Locale(tag)
    locale._merge(etree.parse(folder / f"locales-{tag}.xml").getroot())
    return locale


@cache
def _base(tag: str) -> Locale:
    """The locale files of a dialect: itself over the primary dialect of its language over American English."""
    language = tag.partition("-")[0]
    chain = dict.fromkeys((FALLBACK, _PRIMARY.get(language, tag), tag))
    merged: Locale | None = None
    for name in chain:
        if found := _from_file(name):
            merged = found if merged is None else merged.over(found)
    if merged is None:
        raise CitationError("the CSL locale files are missing; they come with the package citeproc-py")
    return merged


def check_locale(tag: str) -> None:
    """Raise :class:`UnknownLocale` with the nearest tags when no locale file is for this language."""
    language = tag.replace("_", "-").partition("-")[0].lower()
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) and any(t.partition("-")[0].lower() == language for t in tags()):
        return
    raise UnknownLocale(tag, tuple(get_close_matches(tag, tags(), n=3, cutoff=0.5)))


def load(tag: str | None, overrides: Sequence[Any] = ()) -> Locale:
    """The locale for a language tag, the ``cs:locale`` elements of a style (lxml) over the locale files.

    Each unit (a form of a term, a date format, an option) comes from the first of: the style's locale for the dialect, for
    the language, for all languages; the file of the dialect, of the primary dialect, of en-US ("Locale Fallback"). A tag that
    no file has still selects the style's own elements. Raises :class:`CitationError` where no locale files are installed.
    """
    chosen = dialect(tag or FALLBACK)
    base = _base(chosen if chosen in tags() else FALLBACK)
    if not overrides and base.tag == chosen:
        return base
    locale = Locale(chosen, base)
    language = chosen.partition("-")[0].lower()
    for wanted in dict.fromkeys(("", language, chosen.lower())):
        for element in overrides:
            if (element.get(LANG) or "").lower() == wanted:
                locale._merge(element)
    return locale
