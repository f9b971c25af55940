"""Citation keys: ``cao2023china`` – first author's family name, year, first significant word of the title, in ASCII.

What is written in Han is romanized in pinyin: a key is a name for a record and no fact about it, so a guess may stand there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache

from provenance import Agent, Source
from provenance.scripts import HAN, is_han

from .errors import UnknownPattern

#: Words a title's key word is not taken from.
_STOP = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}
_STOP |= {"der", "die", "das", "ein", "eine", "und", "le", "la", "les", "un", "une", "et", "de", "del", "el", "los", "las"}
_MAPPED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "þ": "th"}
)
_HAN_RUN = re.compile(f"[{HAN}]+")
_PLACEHOLDER = re.compile(r"\{([A-Za-z]+)\}")

#: Characters of a text in Han that a key is made of, at most.
_LONGEST = 200

DEFAULT_PATTERN = "{author}{year}{word}"


def key(source: Source, pattern: str = DEFAULT_PATTERN) -> str:
    """The key of one source. ``pattern`` is text with ``{author}`` (first family name), ``{authors}`` (all of them),
    ``{year}``, ``{word}`` (first significant word of the title), ``{words}`` (first three) and ``{id}``; what is unknown is
    left out, and so is any character but ASCII letters, digits and ``-_:.``. Raises :class:`UnknownPattern`."""
    for name in _PLACEHOLDER.findall(pattern):
        if name not in _PARTS:
            raise UnknownPattern(name, tuple(_PARTS))
    made = _PLACEHOLDER.sub(lambda found: _PARTS[found.group(1)](source), pattern)
    return re.sub(r"[^A-Za-z0-9_:.-]", "", made) or "ref"


def keys(sources: Sequence[Source], pattern: str = DEFAULT_PATTERN, known: Mapping[str, str] | None = None) -> list[str]:
    """A key for each source, in order.

    Sources with the same key get a, b, c …, in the order of their ids, so that the order of the export does not matter. A
    source whose id is in ``known`` keeps the key given there, so that keys that manuscripts already use stay.
    """
    known = known or {}
    plain = [known.get(source.id) or key(source, pattern) for source in sources]
    alike: dict[str, list[int]] = {}
    for place, base in enumerate(plain):
        alike.setdefault(base, []).append(place)
    for base, places in alike.items():
        free = [place for place in places if sources[place].id not in known]
        if len(places) == 1 or not free:
            continue
        number = 0
        for place in sorted(free, key=lambda p: _rank(sources[p])):
            while base + _letters(number) in alike:
                number += 1
            plain[place] = base + _letters(number)
            number += 1
    return plain


def _rank(source: Source) -> tuple[int, str, str]:
    """By id, shorter ones first, as letters behind an id are counted: a … z, aa; and by content where ids are the same."""
    return len(source.id), source.id, source.model_dump_json()


def _letters(number: int) -> str:
    """0, 1, … 25, 26 as a, b, … z, aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def _agents(source: Source) -> Collection[Agent]:
    return source.authors or source.editors or ((source.publisher,) if source.publisher else ())


def _family(agent: Agent) -> str:
    """A person's family name as one word, even if it has several; the first word of a body's name."""
    name = agent.name("Latn")
    words = _ascii_words(name.family or name.literal or name.given or "", whole=bool(name.family))
    return "".join(words) if name.family else "".join(words[:1])


def _title_words(source: Source) -> list[str]:
    words = [w for w in _ascii_words(source.title.text if source.title else "") if w not in _STOP and len(w) > 1]
    return words or [word for word in ((source.language or "").split("-")[0].lower(),) if word]


def _year(source: Source) -> str:
    found = re.match(r"[Y-]*(\d{4})", source.date_shown or "")
    return found.group(1) if found else ""


_PARTS: dict[str, Callable[[Source], str]] = {
    "author": lambda source: next((_family(agent) for agent in _agents(source)), ""),
    "authors": lambda source: "".join(_family(agent) for agent in _agents(source)),
    "year": _year,
    "word": lambda source: "".join(_title_words(source)[:1]),
    "words": lambda source: "".join(_title_words(source)[:3]),
    "id": lambda source: source.id,
}


def romanized(agent: Agent) -> str:
    """A name to sort by, family name first, in ASCII: its romanized form where one is known, else pinyin."""
    return " ".join(_ascii_words(agent.name("Latn").family_first)).title()


def _ascii_words(text: str, *, whole: bool = False) -> list[str]:
    """The words of ``text`` in lower-case ASCII letters and digits. Of Han two characters make a word, as most Chinese words
    have two; ``whole`` keeps them together, as in a name."""
    if is_han(text):
        # three words are the most a pattern takes
        text = _HAN_RUN.sub(lambda f: f" {_pinyin(f.group(), 0) if whole else _pinyin(f.group()[:6], 2)} ", text[:_LONGEST])
    plain = unicodedata.normalize("NFKD", text.translate(_MAPPED))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return [word.lower() for word in re.findall(r"[A-Za-z0-9]+", plain)]


@lru_cache(maxsize=10_000)
def _pinyin(run: str, size: int) -> str:
    from pypinyin import lazy_pinyin

    syllables = lazy_pinyin(run, errors="ignore", v_to_u=True)
    size = size or len(syllables) or 1
    return " ".join("".join(syllables[i : i + size]) for i in range(0, len(syllables), size))
