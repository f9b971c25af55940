"""Any record whatever, for properties: every field, with every character that a string can have."""

from __future__ import annotations

from hypothesis import strategies as st

from provenance import Agent, Name, Source, Title

#: Text with what breaks .bib files, XML and line formats more often than chance would give it.
TEXT = st.one_of(
    st.text(alphabet="aB Éß曹廷 {}\\\"@%#&_$~^\n\r\t\x00\x1b,;=|<>/'`“”‘’–—-…\u00a0\u00ad。.:()[]", min_size=1, max_size=20),
    st.text(min_size=1, max_size=8),
    st.sampled_from(["and", "Barnes and Noble", "others", "van", "a and b", "]]>", "\u2028"]),
    st.sampled_from(["ER  - ", "TY  - X", "שלום \u202eabc\u202c", "👩\u200d🏫🏽"]),
)
DATES = st.sampled_from(
    ["2023", "2023-08", "2023-08-05", "2020/2021", "1984~", "202X", "2021-22", "-0044", "2023-05/..", "Y12345"]
)
LANGUAGES = st.sampled_from(["en", "zh", "zh-Hans", "en-US", "ja", "qaa", "de-1996"])
TITLES = st.builds(Title, text=TEXT, language=st.none() | LANGUAGES)
NAMES = st.one_of(
    st.builds(Name, literal=TEXT),
    st.builds(
        Name,
        family=TEXT,
        given=st.none() | TEXT,
        dropping_particle=st.none() | st.sampled_from(["de", "von der", "De La"]),
        non_dropping_particle=st.none() | st.sampled_from(["van", "d’", "El"]),
        suffix=st.none() | TEXT,
    ),
    st.builds(Name, family=st.sampled_from(["曹", "程"]), given=st.sampled_from(["廷", "弋洋"])),
)
AGENTS = st.builds(
    Agent, kind=st.sampled_from(["person", "organization"]), names=st.lists(NAMES, min_size=1, max_size=2).map(tuple)
)
_FEW = st.lists(AGENTS, max_size=2).map(tuple)
_TYPES = st.sampled_from(
    "article-journal article-newspaper book chapter paper-conference report thesis webpage post-weblog manuscript dataset "
    "software document map".split()
)


def _sources(original: st.SearchStrategy[Source | None]) -> st.SearchStrategy[Source]:
    plain = "container_title collection_title place genre volume issue pages edition number doi url isbn issn abstract note"
    return st.builds(
        Source,
        id=st.text(alphabet="abc", min_size=1, max_size=3),
        type=_TYPES,
        title=st.none() | TITLES,
        other_titles=st.lists(TITLES, max_size=1).map(tuple),
        authors=_FEW,
        editors=_FEW,
        translators=_FEW,
        publisher=st.none() | AGENTS,
        issued=st.none() | DATES,
        accessed=st.none() | DATES,
        language=st.none() | LANGUAGES,
        keywords=st.lists(TEXT, max_size=2).map(tuple),
        translation_of=original,
        **{name: st.none() | TEXT for name in plain.split()},
    )


#: A record, one in three with an original.
SOURCES = _sources(st.one_of(st.none(), st.none(), _sources(st.none())))


def without_ids(source: Source) -> Source:
    """A record as it is compared: under another key it is the same record."""
    original = source.translation_of and without_ids(source.translation_of)
    return source.model_copy(update={"id": "", "translation_of": original})
