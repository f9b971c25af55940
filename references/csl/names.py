"""Names in a citation: one name in its order and form, and lists of names with "and" and "et al.".

The rules are those of CSL 1.0.2 ("Name", "Name-part", "Name-part Order", "Et-al") and, where it is silent, of the manuals:

- a name in Han, kana or Hangul is family and given name together, in that order, without space, comma or initials
  (Chicago 18 on Chinese names in characters; GB/T 7714-2015, 8.1.1), and 和 and 等 take no space beside such letters;
- a romanized name that its bearer writes family first (CSL-JSON ``static-ordering``) keeps that order and takes no comma,
  in running text and in a list of works alike: Cao Ting (Chicago 18 and MLA 9 on Chinese names); but where given names
  are shortened to initials it is inverted as any other, because the comma is then the only sign of which part is the
  family name: Cao, T. (APA 7, 9.8);
- a romanized Chinese name in a work in Chinese whose data says nothing of its order (``family-first``) follows Chinese usage:
  family name first in running text also with initials, Feng Y. (GB/T 7714-2015, 8.1.1);
- the name in its own script follows the romanized one where the name stands in full, not in a short form
  (Chicago 18 on Chinese in citations). It comes in as ``multi``: ``{"_key": {"zh": {"family": "曹", "given": "廷"}}}``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from provenance.scripts import is_east_asian

from .name_parts import initialize, is_static, joint, name_sort_key, normalise
from .tree import Pieces, Span, change_case, last_char, parse_field

if TYPE_CHECKING:
    from .locales import Locale

__all__ = [
    "NameOptions",
    "count_names",
    "for_sorting",
    "initialize",
    "is_static",
    "name_sort_key",
    "normalise",
    "render_names",
]


@dataclass(slots=True)
class NameOptions:
    """The attributes of ``cs:name`` with what it inherits, its ``cs:name-part`` and ``cs:et-al`` elements."""

    and_: str | None = None
    """``text`` or ``symbol``; None for the delimiter alone."""
    delimiter: str = ", "
    delimiter_precedes_last: str = "contextual"
    delimiter_precedes_et_al: str = "contextual"
    et_al_min: int | None = None
    et_al_use_first: int | None = None
    et_al_subsequent_min: int | None = None
    et_al_subsequent_use_first: int | None = None
    et_al_use_last: bool = False
    form: str = "long"
    """``long``, ``short`` or ``count``."""
    initialize: bool = True
    initialize_with: str | None = None
    """None: given names stand in full."""
    initialize_with_hyphen: bool = True
    name_as_sort_order: str | None = None
    """``first`` or ``all``."""
    sort_separator: str = ", "
    demote_non_dropping_particle: str = "display-and-sort"
    name_part: dict[str, dict[str, Any]] = field(default_factory=dict)
    """For ``family`` and ``given``: ``formatting`` (keywords of a Span), ``text_case``, ``prefix``, ``suffix``."""
    prefix: str = ""
    suffix: str = ""
    formatting: dict[str, Any] = field(default_factory=dict)
    multilingual: bool = False
    """Whether the style is Chinese or has layouts for languages (CSL-M): names then follow the customs of the item's language."""
    institution: bool = False
    """Whether there is a ``cs:institution`` (CSL-M): the look of family names is then not that of bodies."""
    institution_and: str | None = None
    institution_delimiter: str | None = None
    """What stands before a body that comes last; None as before a person."""
    last_delimiter: str | None = None
    """The delimiter before the last name, where it is another."""
    et_al: dict[str, Any] = field(default_factory=dict)
    """``term`` and ``formatting`` of ``cs:et-al``."""


def for_sorting(
    options: NameOptions,
    names_min: int | None = None,
    names_use_first: int | None = None,
    names_use_last: bool | None = None,
) -> NameOptions:
    """The options while a sort key is rendered: all names in sort order, et al. as ``cs:key`` says ("Sorting")."""
    return replace(
        options,
        and_=None,
        name_as_sort_order="all",
        prefix="",
        suffix="",
        et_al_min=options.et_al_min if names_min is None else names_min,
        et_al_use_first=options.et_al_use_first if names_use_first is None else names_use_first,
        et_al_subsequent_min=None,
        et_al_subsequent_use_first=None,
        et_al_use_last=options.et_al_use_last if names_use_last is None else names_use_last,
        demote_non_dropping_particle="never" if options.demote_non_dropping_particle == "never" else "display-and-sort",
    )


def count_names(total: int, options: NameOptions, show_at_least: int | None = None, subsequent: bool = False) -> int:
    """How many of ``total`` names are shown before "et al." (CSL 1.0.2, "et-al-min", "et-al-subsequent-min")."""
    least, first = options.et_al_min, options.et_al_use_first
    if subsequent:
        least = options.et_al_subsequent_min if options.et_al_subsequent_min is not None else least
        first = options.et_al_subsequent_use_first if options.et_al_subsequent_use_first is not None else first
    if not least or not first or total < least or first >= total or first > least:
        return total
    return min(total, max(first, show_at_least or 0))


def render_names(
    names: Sequence[Mapping[str, Any]],
    options: NameOptions,
    locale: Locale,
    et_al_min_override: int | None = None,
    given_levels: Sequence[int] | None = None,
    subsequent: bool = False,
) -> tuple[Pieces, int]:
    """A list of normalised names as pieces, and how many of them are shown.

    ``et_al_min_override`` is the least number of names to show although et al. would shorten the list;
    ``given_levels`` says for each name how much of the given name disambiguation wants: 0 as the form says, 1 initials
    (where the style has them, else in full), 2 in full; ``subsequent`` is true for later cites of an item.
    """
    total = len(names)
    shown = count_names(total, options, et_al_min_override, subsequent)
    if not total:
        return [], 0
    order = options.name_as_sort_order
    written: list[Pieces] = []
    inverted: list[bool] = []
    for at in range(shown):
        level = given_levels[at] if given_levels and at < len(given_levels) else 0
        pieces, turned = _name(names[at], options, locale, order == "all" or (order == "first" and at == 0), level)
        written.append(_formatted(pieces, options, bool(names[at].get("literal"))))
        inverted.append(turned)
    last: Pieces = []
    if options.et_al_use_last and total - shown >= 2:
        level = given_levels[total - 1] if given_levels and total <= len(given_levels) else 0
        last = _formatted(_name(names[-1], options, locale, order == "all", level)[0], options, bool(names[-1].get("literal")))
    rule = options.delimiter_precedes_last
    if shown < total:
        listed = _with_rest(written, inverted, last, options, locale)
        if options.multilingual and (options.prefix or options.suffix):
            # in CSL-M a shortened list has the affixes as a whole, too: 甲, 乙, 等 译
            listed = [Span(children=listed, prefix=options.prefix, suffix=options.suffix)]
    else:
        if options.multilingual:
            # in CSL-M the delimiter before a body is that of cs:institution, contextual where it does not say otherwise
            rule, options = _before_body(rule, options) if names[-1].get("literal") else (rule, options)
        elif rule == "always" and order == "first" and not inverted[0] and _keeps_order(names[0]):
            # the comma of a style that always sets it belongs to the inverted first name: Cao Ting and Cheng Yiyang
            # (Chicago 18 and MLA 9 on several authors)
            rule = "contextual"
        listed = _with_and(written, inverted, rule, options, locale)
    return listed, shown


def _before_body(rule: str, options: NameOptions) -> tuple[str, NameOptions]:
    """The rule for the delimiter before a body that comes last, and the options with those of ``cs:institution`` (CSL-M)."""
    changes: dict[str, Any] = {}
    if options.institution_and:
        changes["and_"] = options.institution_and
    if options.institution_delimiter is not None:
        changes["last_delimiter"] = options.institution_delimiter
    return rule if rule == "after-inverted-name" else "contextual", replace(options, **changes) if changes else options


def _with_and(written: list[Pieces], inverted: list[bool], rule: str, options: NameOptions, locale: Locale) -> Pieces:
    """All the names, the last after "and"."""
    pieces = _joined(written[:-1], options.delimiter)
    last = written[-1]
    joiner = _and_term(options, locale)
    if not pieces:
        return last
    comma = options.delimiter if options.last_delimiter is None else options.last_delimiter
    if not joiner:
        return [*pieces, comma, *last]
    if is_east_asian(joiner):
        # neither space nor comma stands beside 和, except between two where a Chinese style always sets one
        two = options.multilingual and len(written) == 2
        between = f"{comma}{joiner}" if two and _precedes(rule, False, inverted[0]) else joiner
    else:
        between = joiner if joiner != joiner.strip() else f" {joiner} "
        if _precedes(rule, len(written) > 2, inverted[-2] or (options.multilingual and inverted[-1])):
            between = comma + between.lstrip(" ")
    return [*pieces, between, *last]


def _and_term(options: NameOptions, locale: Locale) -> str:
    if options.and_ == "text":
        return locale.term("and") or ""
    if options.and_ == "symbol":
        return locale.term("and", "symbol") or "&"
    return ""


def _with_rest(written: list[Pieces], inverted: list[bool], last: Pieces, options: NameOptions, locale: Locale) -> Pieces:
    """The names that are shown, and "et al." or an ellipsis and the last name for those that are not."""
    pieces = _joined(written, options.delimiter)
    if last:
        return [*pieces, f"{options.delimiter}… ", *last]
    term = locale.term(options.et_al.get("term") or "et-al") or ""
    if not term:
        return pieces
    if _precedes(options.delimiter_precedes_et_al, len(written) > 1, inverted[-1]):
        between = options.delimiter
    else:
        between = "" if is_east_asian(term[:1]) else " "
    formatting = options.et_al.get("formatting")
    rest: Pieces = parse_field(term)
    return [*pieces, between, *([Span(children=rest, **formatting)] if formatting else rest)]


def _precedes(rule: str, several: bool, inverted: bool) -> bool:
    """Whether the delimiter stands before the last name or "et al." (contextual: after two names or more)."""
    if rule == "after-inverted-name":
        return inverted
    return rule == "always" or (rule == "contextual" and several)


def _formatted(pieces: Pieces, options: NameOptions, body: bool) -> Pieces:
    """One name in the formatting and affixes of ``cs:name``; the affixes are for persons alone (citeproc-js, not specified)."""
    if body:
        return [Span(children=pieces, **options.formatting)] if options.formatting else pieces
    if options.formatting or options.prefix or options.suffix:
        return [Span(children=pieces, prefix=options.prefix, suffix=options.suffix, **options.formatting)]
    return pieces


def _joined(parts: Sequence[Pieces], delimiter: str) -> Pieces:
    out: Pieces = []
    for part in parts:
        if out:
            out.append(delimiter)
        out.extend(part)
    return out


def _name(name: Mapping[str, Any], options: NameOptions, locale: Locale, sort_order: bool, level: int) -> tuple[Pieces, bool]:
    """One name, and whether it is inverted."""
    literal = name.get("literal")
    family, given = name.get("family") or "", name.get("given") or ""
    if literal or not (family and given):
        return _single(name, options, locale), False
    in_full = options.form != "short" or level > 0
    if is_static(name):
        text = _part(family, "family", options, locale)
        return ([*text, *_part(given, "given", options, locale)] if in_full else text), False
    if not in_full:
        return _short(name, options, locale, sort_order), False
    initials = options.initialize_with is not None and level < 2
    if options.initialize_with is not None and initials:
        given = initialize(given, options.initialize_with, options.initialize, options.initialize_with_hyphen)
        initials = options.initialize
    if _keeps_order(name) and (not initials or options.multilingual or (name.get("family-first") and not sort_order)):
        return _static(name, family, given, options, locale), False
    if sort_order:
        return _inverted(name, given, options, locale), True
    return _in_order(name, given, options, locale), False


def _short(name: Mapping[str, Any], options: NameOptions, locale: Locale, sort_order: bool) -> Pieces:
    """The family name with its particle, which follows it where the style demotes it in names in sort order."""
    particle, family = name.get("non-dropping-particle") or "", name["family"]
    if sort_order and particle and options.demote_non_dropping_particle == "display-and-sort":
        out = _affixed(_family("", family, options, locale), "family", options)
        return [*out, options.sort_separator, *_part(particle.rstrip(), "family", options, locale)]
    return _affixed(_family(particle, family, options, locale), "family", options)


def _keeps_order(name: Mapping[str, Any]) -> bool:
    """Whether a name in Latin letters stands family name first wherever it is written in full."""
    return bool(name.get("static-ordering") or name.get("family-first"))


def _single(name: Mapping[str, Any], options: NameOptions, locale: Locale) -> Pieces:
    """A name of one part: a body's in the look of a family name, a mononym, or a family name with its particle."""
    if literal := name.get("literal"):
        return parse_field(literal) if options.institution else _part(literal, "family", options, locale)
    if not name.get("family"):
        return _part(name.get("given") or "", "given", options, locale)
    pieces = _family(name.get("non-dropping-particle") or "", name["family"], options, locale)
    if options.form != "short" and (suffix := _suffix(name, options)):
        pieces = [*pieces, f" {suffix}"]
    return _affixed(pieces, "family", options)


def _static(name: Mapping[str, Any], family: str, given: str, options: NameOptions, locale: Locale) -> Pieces:
    """A romanized name that keeps its order, with the name in its own script after it."""
    particle = name.get("non-dropping-particle") or ""
    out = [*_affixed(_family(particle, family, options, locale), "family", options), " "]
    out += _affixed(_part(given, "given", options, locale), "given", options)
    out += [f" {part}" for part in (name.get("suffix"), _own_script(name)) if part]
    return out


def _own_script(name: Mapping[str, Any]) -> str:
    multi = name.get("multi")
    forms = multi.get("_key") if isinstance(multi, Mapping) else None
    for form in forms.values() if isinstance(forms, Mapping) else ():
        if isinstance(form, Mapping):
            return str(form.get("literal") or f"{form.get('family') or ''}{form.get('given') or ''}")
    return ""


def _in_order(name: Mapping[str, Any], given: str, options: NameOptions, locale: Locale) -> Pieces:
    """Given name, dropping particle, non-dropping particle, family name, suffix."""
    dropping = name.get("dropping-particle") or ""
    out = _family(name.get("non-dropping-particle") or "", name["family"], options, locale)
    if dropping:
        out = [*_part(dropping.rstrip(), "given", options, locale), *([" "] if joint(dropping) else []), *out]
    if suffix := _suffix(name, options):
        out = [*out, f"{',' if name.get('comma-suffix') else ''} {suffix}"]
    out = _affixed(out, "family", options)
    before = _affixed(_part(given, "given", options, locale), "given", options)
    space = "" if last_char(before).isspace() else " "
    if not options.name_part and len(out) == len(before) == 1 and isinstance(out[0], str) and isinstance(before[0], str):
        return [f"{before[0]}{space}{out[0]}"]
    return [*before, *([space] if space else []), *out]


def _inverted(name: Mapping[str, Any], given: str, options: NameOptions, locale: Locale) -> Pieces:
    """Family name, given name, suffix, with the sort separator; the particles as the style demotes them."""
    particle, dropping = name.get("non-dropping-particle") or "", name.get("dropping-particle") or ""
    demoted = options.demote_non_dropping_particle == "display-and-sort"
    out = _affixed(_family("" if demoted else particle, name["family"], options, locale), "family", options)
    after = _part(given, "given", options, locale)
    if dropping:
        after = [*after, " ", *_part(dropping.rstrip(), "given", options, locale)]
    if demoted and particle:
        after = [*after, " " if not dropping or joint(dropping) else "", *_part(particle.rstrip(), "family", options, locale)]
    after = _affixed(after, "given", options)
    out = [*out, options.sort_separator, *after]
    suffix = _suffix(name, options)
    return [*out, options.sort_separator, suffix] if suffix else out


def _family(particle: str, family: str, options: NameOptions, locale: Locale) -> Pieces:
    """The family name with a particle before it."""
    pieces = _part(family, "family", options, locale)
    if not particle:
        return pieces
    return [*_part(particle.rstrip(), "family", options, locale), *([" "] if joint(particle) else []), *pieces]


def _part(text: str, part: str, options: NameOptions, locale: Locale) -> Pieces:
    """A part of a name in the formatting and case of its ``cs:name-part``."""
    pieces: Pieces = parse_field(f"’{text[1:]}" if text[:1] in ("'", "’") else text)
    style = options.name_part.get(part)
    if style:
        if case := style.get("text_case"):
            pieces = change_case(pieces, case, locale.tag)
        if formatting := style.get("formatting"):
            pieces = [Span(children=pieces, **formatting)]
    return pieces


def _suffix(name: Mapping[str, Any], options: NameOptions) -> str:
    """The suffix; where initials take no point, neither does it: King ML Jr (Citing Medicine, ch. 1)."""
    suffix = str(name.get("suffix") or "")
    return suffix.replace(".", "") if options.initialize_with is not None and "." not in options.initialize_with else suffix


def _affixed(pieces: Pieces, part: str, options: NameOptions) -> Pieces:
    """The affixes of a ``cs:name-part``: those of the family name take in its particles and suffix ("Name-part")."""
    style = options.name_part.get(part)
    if style and (style.get("prefix") or style.get("suffix")):
        return [Span(children=pieces, prefix=style.get("prefix") or "", suffix=style.get("suffix") or "")]
    return pieces
