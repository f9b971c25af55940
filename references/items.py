"""A bibliographic record as a CSL-JSON item (CSL 1.0.2, appendix "Variables").

Names. A person is known under a romanized and a Han name, and the manuals differ in what a reference gives:

- a translation is cited under the romanized names its page prints;
- an original in Chinese is cited
  in styles that write given names in full under both: Cao Ting 曹廷 (so Chicago 18 and MLA 9),
  in styles that write initials under the romanized name alone: Cao, T. (APA 7, 9.8 and 9.38; IEEE; Vancouver; Harvard),
  in Chinese styles and locales under the Han name alone: 曹廷 (GB/T 7714-2015, 8.1);
- a Chinese name keeps the family name first; :mod:`references.csl.name_rules` says when it takes a comma.

Titles. An original's title is given as it is printed and followed by the title of the translation in square brackets where
that is known (Chicago 18 and MLA 9 on titles in other languages; APA 7, 9.38); Chinese styles need no translation. A
romanized title is nowhere on the page, and so never given.

Dates. A translation without a date of its own has the date its page prints, the original's, and then no original date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from provenance import Agent, Name, Source, Title
from provenance.scripts import HAN, is_han, is_mainly_han

from .styles import Style

Names = Literal["latin", "both", "han", "page"]
#: The ways a name in two scripts can be given: Cao Ting; Cao Ting 曹廷; 曹廷; 曹廷 (Cao Ting).
NAMES: tuple[Names, ...] = ("latin", "both", "han", "page")
_CHINESE = frozenset({"zh", "cmn", "yue", "wuu", "nan", "hak", "lzh"})
_OWN_SCRIPT = _CHINESE | {"ja", "ko"}
_QUOTE = "“”‘’《》〈〉「」『』"
_STRAY_SPACE = re.compile(rf"(?<=[{_QUOTE}])[ \t\u00a0\u3000]+(?=[{HAN}])|(?<=[{HAN}])[ \t\u00a0\u3000]+(?=[{_QUOTE}])")
_QUOTED = re.compile(f"[{_QUOTE}]")
_SEASONS = {21: 1, 22: 2, 23: 3, 24: 4}


@dataclass(frozen=True, slots=True)
class Presentation:
    """Which of the facts in several languages a reference gives; see the module."""

    names: Names = "latin"
    translated_titles: bool = True
    as_printed: bool = False
    """Titles to the character, with the stray spaces a page prints inside Chinese quotation marks."""
    site_as_publisher: bool = False
    """GB/T 7714-2015 has no place for the name of a site but that of its publisher (8.4)."""


def presentation(style: Style, locale: str) -> Presentation:
    """How references in ``style`` and ``locale`` present names and titles."""
    if style.id == "csis-interpret":
        return Presentation("page", translated_titles=False, as_printed=True)
    if style.is_chinese or locale.split("-", maxsplit=1)[0].lower() == "zh":
        return Presentation("han", translated_titles=False, site_as_publisher=style.is_chinese)
    return Presentation("both" if style.writes_full_names else "latin")


def tidy(title: str) -> str:
    """``title`` without the spaces that extraction leaves between Han and quotation marks, and with the second of two
    nested pairs of the same marks made single; other titles are unchanged."""
    if title.isascii():
        return title
    if is_han(title) and _QUOTED.search(title) and is_mainly_han(title):
        title = _STRAY_SPACE.sub("", title)
    if title.count("“") < 2:
        return title
    out, depth = [], 0
    for character in title:
        depth += character == "“"
        out.append({"“": "‘", "”": "’"}.get(character, character) if depth % 2 == 0 else character)
        depth -= character == "”"
        if depth < 0:  # a mark that closes nothing: leave the title alone
            return title
    return "".join(out) if depth == 0 else title


def item(
    source: Source,
    shown: Presentation | None = None,
    translation: Source | None = None,
    item_id: str | None = None,
) -> dict[str, Any]:
    """``source`` as a CSL-JSON item; unknown facts are absent.

    Without ``shown`` it is the plain exchange form: names in the script of the work, the title alone, and what CSL-JSON has
    no variable for in ``note``. With it, it is made for rendering. ``translation`` is the work's translation, whose title
    may be given in brackets. There is never an ``original-author``: reference managers make it one more author.
    """
    own_script = _language(source) in _OWN_SCRIPT
    printed = shown is not None and shown.as_printed
    fields: dict[str, Any] = {
        "id": item_id or source.id,
        "type": source.type,
        "title": _text(source.title, printed),
        "author": _names(source.authors, source, shown, own_script),
        "editor": _names(source.editors, source, shown, own_script),
        "translator": _names(source.translators, None, shown, own_script=False),
        "container-title": source.container_title,
        "collection-title": source.collection_title,
        "publisher": source.publisher and _body(source.publisher, shown, own_script),
        "publisher-place": source.place,
        "issued": csl_date(source.date_shown),
        "accessed": csl_date(source.accessed),
        "language": source.language,
        "genre": source.genre,
        "volume": source.volume,
        "issue": source.issue,
        "page": source.pages,
        "edition": source.edition,
        "number": source.number,
        "DOI": source.doi,
        "URL": source.url,
        "ISBN": source.isbn,
        "ISSN": source.issn,
        "abstract": source.abstract,
        "keyword": ", ".join(source.keywords),
        "note": source.note,
    }
    if original := source.translation_of:
        fields["original-title"] = _original_title(original, shown)
        fields["original-publisher"] = original.publisher and _body(original.publisher, shown, own_script=True)
        fields["original-publisher-place"] = original.place
        if source.issued:
            fields["original-date"] = csl_date(original.date_shown)
        if shown is None:
            fields["note"] = ". ".join(part for part in (source.note, original_statement(original)) if part)
    if shown is not None:
        _shorten_title(fields)
        if shown.translated_titles and (translated := _translated_title(source, translation)):
            fields["title-short"] = fields.get("title-short") or fields["title"]
            fields["title"] = f'{fields["title"]} <span style="font-style:normal;">[{translated}]</span>'
        if shown.site_as_publisher and source.type in ("webpage", "post-weblog") and not source.publisher:
            fields["publisher"] = source.container_title
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


def _language(source: Source) -> str:
    return (source.language or "").split("-")[0].lower()


def _text(title: Title | None, as_printed: bool = False) -> str | None:
    if title is None:
        return None
    return title.text if as_printed else tidy(title.text)


def _original_title(original: Source, shown: Presentation | None) -> str | None:
    text = _text(original.title, shown is not None and shown.as_printed)
    if text and shown is not None and not shown.as_printed and _language(original) != "en":
        # a style's title case is meant for the language of the translation
        return f'<span class="nocase">{text}</span>'
    return text


def _translated_title(source: Source, translation: Source | None) -> str | None:
    """The title in English of a work in another language: its own, or that of its translation."""
    if source.title is None or source.translation_of is not None or _language(source) in ("en", ""):
        return None
    titles = [*source.other_titles, *([translation.title] if translation and translation.title else [])]
    return next((t.text for t in titles if (t.language or "").split("-")[0].lower() == "en"), None)


def _shorten_title(fields: dict[str, Any]) -> None:
    """Short notes give the main title without its subtitle (Chicago 18 on short forms of titles)."""
    main, colon, _ = (fields.get("title") or "").partition(": ")
    if colon and main.count("“") == main.count("”"):
        fields["title-short"] = main


def _names(agents: tuple[Agent, ...], work: Source | None, shown: Presentation | None, own_script: bool) -> list[dict[str, Any]]:
    """CSL-JSON names; ``work`` is given for authors and editors, whose name order follows the work's first language."""
    return [_name(agent, work, shown, own_script) for agent in agents]


def _name(agent: Agent, work: Source | None, shown: Presentation | None, own_script: bool) -> dict[str, Any]:
    mode = shown.names if shown else ("han" if own_script else "latin")
    if agent.kind == "organization":
        return {"literal": _body(agent, shown, own_script)}
    han, latin = agent.name("Hani"), agent.name("Latn")
    both = han is not latin and han.script == "Hani" and latin.script != "Hani"
    if mode == "page":
        return {"literal": f"{han.text} ({_in_order(agent, latin, work)})" if both else _in_order(agent, latin, work)}
    if mode == "han" and own_script:
        # Chinese author-date styles give Chinese names in full in the text too (GB/T 7714-2015, 10.2.1)
        whole = shown is not None and han.script == "Hani"
        return {"literal": han.text} if whole else _parts(han)
    name = _parts(latin)
    if shown is not None and "family" in name and _family_first(agent, work):
        name["static-ordering"] = True
        if both and mode == "both" and own_script:
            name["multi"] = {"_key": {"und-Hani": _parts(han)}}
    return name


def _family_first(agent: Agent, work: Source | None) -> bool:
    """Whether the romanized name is written family first: its bearer has a Han name, or writes in Chinese."""
    return agent.is_east_asian or (work is not None and _language(work.original) in _CHINESE)


def _in_order(agent: Agent, name: Name, work: Source | None) -> str:
    return name.family_first if _family_first(agent, work) else name.text


def _parts(name: Name) -> dict[str, Any]:
    fields = {
        "family": name.family,
        "given": name.given,
        "dropping-particle": name.dropping_particle,
        "non-dropping-particle": name.non_dropping_particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    parts: dict[str, Any] = {key: value for key, value in fields.items() if value}
    return {"literal": parts["literal"]} if "literal" in parts else parts


def _body(agent: Agent, shown: Presentation | None, own_script: bool) -> str:
    """A body's name: both forms where persons get both, else the one in the script of the work."""
    han, latin = agent.name("Hani").text, agent.name("Latn").text
    if han == latin or not own_script:
        return latin
    mode = shown.names if shown else "han"
    return {"latin": latin, "both": f"{latin} {han}", "han": han, "page": f"{latin} [{han}]"}[mode]


def original_statement(original: Source) -> str:
    """One sentence that names a translation's original in its own script: authors, title, publisher, date."""
    authors = ", ".join(agent.name("Hani").text for agent in original.authors)
    publisher = original.publisher and original.publisher.name("Hani").text
    imprint = ", ".join(part for part in (original.container_title, publisher, original.date_shown) if part)
    named = ", ".join(part for part in (authors, _text(original.title)) if part)
    return f"Translation of {named}{f' ({imprint})' if imprint else ''}" if named else ""


def csl_date(edtf: str | None) -> dict[str, Any] | None:
    """An EDTF date (ISO 8601-2, level 1) as a CSL-JSON date; what has no date parts becomes a literal."""
    if not edtf:
        return None
    ends = edtf.split("/")
    if len(ends) == 2 and any(end in ("", "..") for end in ends):
        return {"literal": f"{_plain(ends[0])}–{_plain(ends[1])}"}
    parts, season, circa = [], None, False
    for end in ends:
        circa = circa or end[-1:] in "~?%"
        numbers = end.rstrip("~?%").removeprefix("Y").lstrip("-").split("-")
        negative = end.startswith(("-", "Y-"))
        known = []
        for number in numbers:
            if "X" in number:
                break
            known.append(int(number))
        if not known:
            return {"literal": _plain(end)}
        if negative:
            known[0] = -known[0]
        if len(known) > 1 and known[1] in _SEASONS:
            season = _SEASONS[known[1]]
            known = known[:1]
        parts.append(known)
    date: dict[str, Any] = {"date-parts": parts}
    if season:
        date["season"] = season
    if circa:
        date["circa"] = True
    return date


def _plain(end: str) -> str:
    """An end of an interval as people write it: ``202X`` is the 2020s, an open end is nothing."""
    text = end.strip("~?%").replace("..", "")
    return f"{text[:-1]}0s" if re.fullmatch(r"\d{3}X", text) else text
