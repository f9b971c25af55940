"""The parts of a personal name: particles and suffixes told apart, and given names shortened to initials.

CSL-JSON may give a name's particles and suffix in fields of their own; where it does not, they are read from ``family`` and
``given`` as CSL-JSON allows (documentation of CSL-JSON, "Name fields": particles are the lowercase words before the family
name and after the given name, a suffix stands after a comma in the given name, ``!`` keeps that comma).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from provenance.scripts import is_east_asian

_APOSTROPHES = "'’ʼ"
#: A particle written together with the name: d'Alembert, al-Aswānī.
_ELIDED = re.compile(rf"([^\W\d_]{{1,4}}[{_APOSTROPHES}]|[^\W\d_]{{1,4}}-)(?=\w)")
_SUFFIX = re.compile(r"^(?P<given>[^,]+),(?P<comma>!?)\s*(?P<suffix>\S.*)$")
_SEPARATORS = re.compile(r"([\s.\u2010-]+)")
_TAG = re.compile(r"(<[^<>]*>)")
_HYPHENS = "-\u2010"


def is_static(name: Mapping[str, Any]) -> bool:
    """Whether the family name comes first without a comma: names in Han, kana and Hangul (CSL 1.0.2, "Name-part Order")."""
    text = f"{name.get('family') or ''}{name.get('given') or ''}{name.get('literal') or ''}"
    return not text.isascii() and is_east_asian(text) and not any(c.isupper() or c.islower() for c in text)


def normalise(name: Mapping[str, Any]) -> dict[str, Any]:
    """A CSL-JSON name with its particles and its suffix in fields of their own; empty fields are left out.

    The result has some of ``literal``, ``family``, ``given``, ``dropping-particle``, ``non-dropping-particle``, ``suffix``,
    ``comma-suffix``, ``static-ordering``, ``multi``. A name with nothing but a literal, or a family name alone, is not
    taken apart; nor is a family name in quotation marks.
    """
    done: dict[str, Any] = {}
    for key in ("literal", "family", "given", "dropping-particle", "non-dropping-particle", "suffix"):
        value = name.get(key)
        text = "" if value is None else re.sub(r"[ \t\r\n\f\v]+", " ", str(value)).strip(" ")
        if text:
            done[key] = text
    for key in ("comma-suffix", "static-ordering", "multi"):
        if name.get(key) not in (None, "", False, 0, "false"):
            done[key] = name[key]
    if "literal" in done and not ("family" in done or "given" in done):
        return done
    done.pop("literal", None)
    if "given" in done and "suffix" not in done and (found := _SUFFIX.match(done["given"])):
        done["given"], done["suffix"] = found["given"].strip(), found["suffix"]
        if found["comma"]:
            done["comma-suffix"] = True
    family = done.get("family", "")
    if len(family) > 2 and family[0] == family[-1] == '"':
        done["family"] = family[1:-1]
    elif "given" in done and family and not ({"dropping-particle", "non-dropping-particle"} & done.keys()):
        _take_particles(done)
    return done


def _take_particles(name: dict[str, Any]) -> None:
    """Move the lowercase words before the family name and after the given name into fields of their own."""
    words = name["family"].split(" ")
    count = _leading_lowercase(words)
    particle, rest = " ".join(words[:count]), " ".join(words[count:])
    if elided := _ELIDED.match(rest):
        if elided.group(1).islower():
            particle, rest = f"{particle} {elided.group(1)}".strip(), rest[elided.end() :]
    elif particle and particle[-1] in _APOSTROPHES:
        particle += " "  # de' Medici: the apostrophe does not join
    if particle and rest:
        name["non-dropping-particle"], name["family"] = particle, rest
    words = name["given"].split(" ")
    count = _leading_lowercase(words[::-1])
    if 0 < count < len(words):
        name["dropping-particle"], name["given"] = " ".join(words[-count:]), " ".join(words[:-count])


def _leading_lowercase(words: list[str]) -> int:
    """How many words there are before the first that is not lowercase; none if all are."""
    count = 0
    while count < len(words) and words[count].islower() and not words[count].startswith("<"):
        count += 1
    return count if count < len(words) else 0


def joint(particle: str) -> str:
    """What stands between a particle and what follows it: nothing after d', dell' and al-, else a space."""
    if particle[-1:] in _HYPHENS:
        return ""
    return "" if particle[-1:] in _APOSTROPHES and particle.lower()[:-1] not in ("de", "da") else " "


@lru_cache(maxsize=16384)
def initialize(given: str, mark: str, initialize_all: bool = True, with_hyphen: bool = True) -> str:
    """A given name shortened to initials, each followed by ``mark`` (CSL 1.0.2, "initialize-with").

    ``Jean-Luc`` with ``. `` gives ``J.-L.``, without hyphen ``J. L.``; lowercase words stay whole (``J. B. de C.``), and so
    does what the data marks as an abbreviation (``Ph. M.``). Without ``initialize_all`` only the initials that the data
    already has are written with ``mark``, and full names stay (``initialize="false"``). A name in Han, kana or Hangul has no
    initials and is returned as it is.
    """
    if is_east_asian(given):
        return given
    if "<" in given and _TAG.search(given):
        return _initialize_markup(given, mark, initialize_all, with_hyphen)
    out = ""
    pieces = _SEPARATORS.split(given)
    for at in range(0, len(pieces), 2):
        word, before, after = pieces[at], pieces[at - 1] if at else "", pieces[at + 1] if at + 1 < len(pieces) else ""
        if not word:
            continue
        hyphen = bool(out) and any(h in before for h in _HYPHENS)
        dotted = after.startswith(".")
        short = word if dotted else _initial(word)
        if not short or not (initialize_all or dotted or len(word) == 1):
            if not hyphen:
                out = f"{out.rstrip()} {word}{'.' if dotted else ''} "
            elif not initialize_all:
                out = f"{out.rstrip()}{before.strip()}{word} "
            # else a second half in small letters: Guo-ping has one initial
        elif hyphen and with_hyphen:
            out = f"{out.rstrip()}-{short}{mark}"
        else:
            out = f"{out}{short}{mark}"
    return out.strip()


def _initial(word: str) -> str:
    """The first letter of a word, with a mark of ʿayn or hamza before it; nothing for a lowercase or bracketed word."""
    for at, character in enumerate(word):
        if unicodedata.category(character) != "Lm" and character not in _APOSTROPHES:
            return "" if character.islower() or not character.isalpha() else word[: at + 1]
    return ""


def _initialize_markup(given: str, mark: str, initialize_all: bool, with_hyphen: bool) -> str:
    """The same for a name with tags, piece by piece between them."""
    out = ""
    for at, piece in enumerate(_TAG.split(given)):
        core = piece.lstrip(" .-\u2010")
        if at % 2 or not core:
            out += piece
            continue
        before = piece[: len(piece) - len(core)]
        hyphen = with_hyphen and any(h in before for h in _HYPHENS)
        gap = "-" if hyphen else mark[len(mark.rstrip()) :] if before else ""
        out += gap + initialize(core, mark, initialize_all, with_hyphen)
    return out.strip()


def name_sort_key(name: Mapping[str, Any], demote: bool = True) -> str:
    """What a name is sorted by (CSL 1.0.2, "Name-part Order", sorting): family name, particles, given name, suffix.

    ``demote``: false where the style says ``demote-non-dropping-particle="never"``; the non-dropping particle then precedes the
    family name, as a word of its own even where it is printed together with it (d' Alembert). Between the parts stands U+001F
    after a space, which comes before all letters, so that a short family name comes before a longer one that begins with it.
    """
    if literal := name.get("literal"):
        return str(literal)
    dropping, particle = name.get("dropping-particle") or "", str(name.get("non-dropping-particle") or "")
    family = str(name.get("family") or "")
    if particle and not demote:
        family, particle = f"{particle.rstrip()} {family}", ""
    parts = (family, f"{dropping} {particle}".strip(), name.get("given") or "", name.get("suffix") or "")
    return " \x1f".join(str(part) for part in parts if part).lstrip(_APOSTROPHES)
