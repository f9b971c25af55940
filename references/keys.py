"""Citation keys: ``cao2023china`` – first author's family name, year, first significant word of the title, in ASCII."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from provenance import Source

#: Words a title's key word is not taken from.
_STOP = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}
_STOP |= {"der", "die", "das", "ein", "eine", "und", "le", "la", "les", "un", "une", "et", "de", "del", "el", "los", "las"}
_MAPPED = str.maketrans({"ß": "ss", "æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "þ": "th"})


def key(source: Source) -> str:
    """The key of one source: letters and digits only. A title without Latin letters gives its language instead, because a
    romanization is not known."""
    agents = source.authors or source.editors or ((source.publisher,) if source.publisher else ())
    name = agents[0].name("Latn") if agents else None
    words = _ascii_words((name.family or name.literal or name.given or "") if name else "")
    # a person's family name is one word of the key even if it has several; a body gives its first
    family = "".join(words) if name and name.family else "".join(words[:1])
    year = re.match(r"[Y-]*(\d{4})", source.date_shown or "")
    title = _ascii_words(source.title.text if source.title else "")
    word = next((w for w in title if w not in _STOP and len(w) > 1), "") or (source.language or "").split("-")[0].lower()
    return f"{family}{year.group(1) if year else ''}{word}" or "ref"


def keys(sources: Sequence[Source]) -> list[str]:
    """A key for each source, in order. Sources with the same key get a, b, c …, in the order of their ids, so that the order
    of the export does not matter."""
    plain = [key(source) for source in sources]
    rank: dict[str, list[str]] = {}
    for base, source in zip(plain, sources, strict=True):
        rank.setdefault(base, []).append(source.id)
    taken: dict[tuple[str, str], int] = {}
    result = []
    for base, source in zip(plain, sources, strict=True):
        ids = rank[base]
        if len(ids) == 1:
            result.append(base)
            continue
        again = taken.get((base, source.id), 0)
        taken[base, source.id] = again + 1
        result.append(base + _letters(sorted(ids).index(source.id) + again))
    return result


def _letters(number: int) -> str:
    """0, 1, … 25, 26 as a, b, … z, aa."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(97 + rest) + text
    return text


def _ascii_words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.translate(_MAPPED))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", "")
    return [word.lower() for word in re.findall(r"[A-Za-z0-9]+", plain)]
