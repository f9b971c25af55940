"""Citation keys: ``cao2023china`` – first author's family name, year, first significant word of the title, in ASCII.

What is written in Han is romanized in pinyin: a key is a name for a record and no fact about it, so a guess may stand there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice

from provenance import Agent, Source
from provenance.scripts import HAN, is_han

from .errors import UnknownPattern

#: Words a title's key word is not taken from.
_STOP = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}
_STOP |= {"der", "die", "das", "ein", "eine", "und", "le", "la", "les", "un", "une", "et", "de", "del", "el", "los", "las"}
_MAPPED = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "þ": "th"}
    | {"’": ""}
)
_WORD = re.compile(r"[a-z0-9]+")
_HAN_OR_OTHER = re.compile(rf"([{HAN}]+)|[^\s{HAN}]+")
_TWO_HAN = re.compile(f"[{HAN}]{{2}}")
_PLACEHOLDER = re.compile(r"\{([A-Za-z]+)\}")

#: Characters of a text in Han that a key is made of, at most.
_LONGEST = 200
#: Words of a title that are looked at one by one, before the rest of it.
_MANY_WORDS = 8

DEFAULT_PATTERN = "{author}{year}{word}"


def key(source: Source, pattern: str = DEFAULT_PATTERN) -> str:
    """The key of one source. ``pattern`` is text with ``{author}`` (first family name), ``{authors}`` (all of them),
    ``{year}``, ``{word}`` (first significant word of the title), ``{words}`` (first three) and ``{id}``; what is unknown is
    left out, and so is any character but ASCII letters, digits and ``-_:.``. Raises :class:`UnknownPattern`."""
    return _key(source, _parsed(pattern))


def _key(source: Source, parts: Sequence[Callable[[Source], str]]) -> str:
    made = "".join([part(source) for part in parts])
    return (made if made.isalnum() and made.isascii() else _FORBIDDEN.sub("", made)) or "ref"


_FORBIDDEN = re.compile(r"[^A-Za-z0-9_:.-]")


@lru_cache
def _parsed(pattern: str) -> tuple[Callable[[Source], str], ...]:
    parts: list[Callable[[Source], str]] = []
    for i, piece in enumerate(_PLACEHOLDER.split(pattern)):
        if i % 2 and piece not in _PARTS:
            raise UnknownPattern(piece, tuple(_PARTS))
        if piece:
            parts.append(_PARTS[piece] if i % 2 else lambda _, piece=piece: piece)  # type: ignore[misc]
    return tuple(parts)


def keys(sources: Sequence[Source], pattern: str = DEFAULT_PATTERN, known: Mapping[str, str] | None = None) -> list[str]:
    """A key for each source, in order.

    Of sources with the same key, the first by id keeps it and the others get a, b, c …, so that the order of the export does
    not matter, and a key stays when a record comes in behind. A source whose id is in ``known`` keeps the key given there, so
    that keys that manuscripts already use stay.
    """
    known = known or {}
    parts = _parsed(pattern)
    ids, made = [], []
    # each record is looked at once: a large library is in no cache
    for source in sources:
        ids.append(identity := source.id)
        made.append(known.get(identity) or _key(source, parts))
    taken = set(made)
    if len(taken) == len(made):
        return made
    lengths = [len(id_) for id_ in ids]
    alike: dict[str, list[int]] = {base: [] for base, count in Counter(made).items() if count > 1}
    for place, base in enumerate(made):
        if base in alike:
            alike[base].append(place)
    for base, places in alike.items():
        free = [place for place in places if ids[place] not in known]
        free.sort(key=ids.__getitem__)
        free.sort(key=lengths.__getitem__)
        if len({ids[place] for place in free}) < len(free):
            free.sort(key=lambda place: _rank(sources[place]))
        number = 0
        for place in free[len(free) == len(places) :]:
            while (lettered := base + _letters(number)) in taken:
                number += 1
            made[place] = lettered
            number += 1
    return made


def _rank(source: Source) -> tuple[int, str, str]:
    """By id, shorter ones first, as letters behind an id are counted: a … z, aa; and by content where ids are the same."""
    return len(source.id), source.id, source.model_dump_json()


@cache
def _letters(number: int) -> str:
    """0, 1, … 25, 26 as a, b, … z, aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def _agents(source: Source) -> Sequence[Agent]:
    return source.authors or source.editors or ((source.publisher,) if source.publisher else ())


def _family(agent: Agent) -> str:
    """A person's family name as one word, even if it has several; the first word of a body's name."""
    name = agent.name("Latn")
    return _whole_word(family) if (family := name.family) else next(_ascii_words(name.literal or name.given or ""), "")


@lru_cache(maxsize=10_000)
def _whole_word(family: str) -> str:
    return "".join(_ascii_words(family, whole=True))


def _title_words(source: Source, count: int) -> str:
    """The first significant words of the title; the language where there are none."""
    text = source.title.text if source.title else ""
    if count == 1:
        # as most titles begin
        first = found.group() if (found := _TWO_HAN.match(text)) else text.partition(" ")[0]
        word = _pinyin(first) if found else first.lower() if first.isascii() and first.isalpha() else ""
        if len(word) > 1 and word not in _STOP:
            return word
    words = (word for word in _ascii_words(text) if len(word) > 1 and word not in _STOP)
    return "".join(islice(words, count)) or (source.language or "").split("-")[0].lower()


def _year(source: Source) -> str:
    shown = source.date_shown
    if shown is None:
        return ""
    year = shown[:4]
    if not year.isdecimal():
        year = shown.lstrip("Y-")[:4]
    return year if year.isdecimal() and len(year) == 4 else ""


_PARTS: dict[str, Callable[[Source], str]] = {
    "author": lambda source: _family(agents[0]) if (agents := _agents(source)) else "",
    "authors": lambda source: "".join(_family(agent) for agent in _agents(source)),
    "year": _year,
    "word": lambda source: _title_words(source, 1),
    "words": lambda source: _title_words(source, 3),
    "id": lambda source: source.id,
}


def romanized(agent: Agent) -> str:
    """A name to sort by, family name first, in ASCII: its romanized form where one is known, else pinyin."""
    return " ".join(_ascii_words(agent.name("Latn").family_first)).title()


def _ascii_words(text: str, *, whole: bool = False) -> Iterator[str]:
    """The words of ``text`` in lower-case ASCII letters and digits. Of Han two characters make a word, as most Chinese words
    have two; ``whole`` keeps them together, as in a name."""
    for piece in text.split(" ", _MANY_WORDS):
        if piece.isascii() or not is_han(piece):
            yield from _folded_words(piece)
            continue
        for found in _HAN_OR_OTHER.finditer(piece[:_LONGEST]):
            run = found[1]
            if run is None:
                yield from _folded_words(found[0])
            elif whole:
                yield _pinyin(run)
            else:
                # three words are the most a pattern takes
                for at in range(0, min(len(run), 6), 2):
                    yield _pinyin(run[at : at + 2])


@lru_cache(maxsize=20_000)
def _folded_words(text: str) -> tuple[str, ...]:
    if text.isascii():
        return (text.lower(),) if text.isalpha() else tuple(_WORD.findall(text.replace("'", "").lower()))
    plain = unicodedata.normalize("NFKD", text.translate(_MAPPED))
    return tuple(_WORD.findall("".join([c for c in plain if not unicodedata.combining(c)]).replace("'", "").lower()))


@lru_cache(maxsize=20_000)
def _pinyin(word: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(_folded_words("".join(lazy_pinyin(word, errors="ignore", v_to_u=True))))
