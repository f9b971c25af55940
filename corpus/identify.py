"""The id of a document: what stands before the “/” of its anchors."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from provenance import Agent, Source

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: With more authors than this the first stands for all.
_MOST_AUTHORS = 3
_MOST_WORDS = 6
#: Left out of a title's slug.
_ARTICLES = frozenset({"a", "an", "the"})
#: Latin letters that no decomposition turns into ASCII.
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "æ": "ae", "Æ": "ae", "œ": "oe"})


def is_work_id(text: str) -> bool:
    """Whether ``text`` can be the id of a document: lower-case letters and digits, joined by single hyphens."""
    return _ID.fullmatch(text) is not None


def work_id(source: Source) -> str:
    """An id for the document with this record: ``cao-cheng-2023``.

    The authors' family names in Latin letters (three at most, else the first and ``et-al``) and the year that citations
    show; where an author's name is not known in Latin letters, the first words of a title; where there is no title in Latin
    letters either, ``work-`` and eight characters of a hash of the title. The same record always gives the same id.
    """
    names = [_family(agent) for agent in source.authors]
    year = re.match(r"\d{4}", source.date_shown or "")
    if names and all(names):
        kept = names if len(names) <= _MOST_AUTHORS else [names[0], "et-al"]
        return "-".join([*kept, year.group()] if year else kept)
    titles = [t for t in (source.title, *source.other_titles) if t]
    for title in titles:
        words = [w for w in slug(title.text).split("-") if w]
        words = [w for w in words if w not in _ARTICLES] or words
        if any(re.search("[a-z]{2}", w) for w in words):
            return "-".join(words[:_MOST_WORDS])
    seed = titles[0].text if titles else source.model_dump_json(exclude={"id"})
    return f"work-{hashlib.sha256(seed.encode()).hexdigest()[:8]}"


def slug(text: str) -> str:
    """``Líng Àn’s Tides`` → ``ling-ans-tides``; characters of other scripts are left out."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    plain = re.sub("[\u0300-\u036f'’ʼ]", "", plain).lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def _family(agent: Agent) -> str:
    """An author's family name in ASCII letters; for a body the first words of its name; empty where there is none."""
    name = agent.name("Latn")
    if name.literal:
        return "-".join([w for w in slug(name.literal).split("-") if w not in _ARTICLES][:_MOST_WORDS])
    return slug(name.family or name.given or "")
