import json

import bibtexparser
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance import Agent, Name, Source, Title, body
from references import cite
from references.biblatex import is_plain
from references.errors import UnknownFormat, UnreadableRecords
from references.records import FORMATS, READABLE, export, losses, read, stream
from references.remainder import prepared

from .any_source import SOURCES, TEXT, without_ids
from .csl_data_schema import schema
from .reference_samples import article, journal_article


def parsed(text):
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks, library.failed_blocks
    return {entry.key: entry for entry in library.entries}


def test_bibtex():
    entries = parsed(export([article(), journal_article(), article().original], "bibtex"))
    assert list(entries) == ["cao2023china", "vanderberg2019reading", "cao2023bainian"]
    translation = entries["cao2023china"]
    assert translation.entry_type == "misc"
    assert translation["author"] == "Cao, Ting and Cheng, Yiyang"
    assert translation["title"].startswith("{China}--{Latin} {America} ``{Belt} and {Road}'' {Cooperation} in the")
    assert "曹廷, 程弋洋, 百年变局下的中拉“一带一路”合作 (复旦大学国际问题研究院, 2023-08-05)" in translation["note"]
    assert "url" not in translation.fields_dict
    original = entries["cao2023bainian"]
    assert original["author"] == "{曹廷} and {程弋洋}"
    assert original["key"] == "Cao Ting, Cheng Yiyang"
    assert original["title"] == "百年变局下的中拉“一带一路”合作"
    other = entries["vanderberg2019reading"]
    assert other["title"] == r"{Reading} {Ports} \& {Tides}: {A} 50\% {Solution}"
    assert (other["pages"], other["doi"], other["month"]) == ("101--118", "10.1000/xyz_123", "apr")


def test_biblatex_relates_the_translation_to_its_original():
    entries = parsed(export([article()], "biblatex"))
    translation, original = entries["cao2023china"], entries["cao2023bainian"]
    assert (translation.entry_type, original.entry_type) == ("online", "report")
    assert translation["related"] == original.key
    assert translation["relatedtype"] == "translationof"
    assert translation["author+an"] == '1="曹廷"; 2="程弋洋"'
    assert translation["pagination"] == "paragraph"
    assert original["sortname"] == "Cao, Ting and Cheng, Yiyang"
    assert original["institution+an"] == '1="Fudan University Institute of International Studies"'
    assert translation["translator"] == "{CSIS Interpret: China}"
    assert translation["origtitle"] == "百年变局下的中拉“一带一路”合作"
    assert translation["origpublisher"] == "复旦大学国际问题研究院"
    assert translation["date"] == "2023-08-05"
    assert "origdate" not in translation.fields_dict
    assert original["author"] == "{曹廷} and {程弋洋}"
    assert original["langid"] == "chinese"
    both = parsed(export([article(), article().original], "biblatex"))
    assert list(both) == ["cao2023china", "cao2023bainian"]


def test_csl_json():
    items = json.loads(export([article(), article().original], "csl-json"))
    assert [i["id"] for i in items] == ["cao2023china", "cao2023bainian"]
    assert items[1]["author"] == [{"family": "曹", "given": "廷"}, {"family": "程", "given": "弋洋"}]
    assert not any("original-author" in i for i in items)
    assert "曹廷" in items[0]["note"]
    assert items[0]["original-title"] == "百年变局下的中拉“一带一路”合作"
    assert items[0]["original-publisher"] == "复旦大学国际问题研究院"
    assert "original-date" not in items[0]


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_sources_give_the_same_bytes(form):
    assert export([article(), journal_article()], form) == export([article(), journal_article()], form)
    assert export([article(), article()], form) == export([article()], form)
    empty = export([], form)
    assert form not in READABLE or read(empty, form).sources == ()


def test_unknown_format():
    with pytest.raises(UnknownFormat, match="bibtex, biblatex, csl-json"):
        export([article()], "docx")
    with pytest.raises(UnknownFormat, match=r"csl-json, ris, endnote-xml, mods, json-ld$"):
        read("", "coins")


NASTY = st.text(alphabet='aB {}\\"@%#&_$~^\n,=“”‘’–曹。', max_size=25)


@given(NASTY, NASTY, NASTY)
def test_nothing_in_a_field_breaks_the_file(title, family, publisher):
    source = Source(
        id="n",
        type="book",
        title=Title(text=title, language="en"),
        authors=(Agent(names=(Name(family=family or "X", given="G"),)),),
        publisher=body(publisher or "P"),
        issued="2001",
        url=f"https://example.org/{title}",
    )
    for form in ("bibtex", "biblatex"):
        text = export([source, journal_article()], form)
        entries = parsed(text)
        assert len(entries) == 2
        assert next(iter(entries.values()))["year" if form == "bibtex" else "date"] == "2001"


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        (Agent(names=(Name(family="Gogh", given="Vincent", non_dropping_particle="van"),)), "van Gogh, Vincent"),
        (Agent(names=(Name(family="Reed", given="Jo", suffix="Jr."),)), "Reed, Jr., Jo"),
        (Agent(names=(Name(family="van Gogh", given="V"),)), "{van Gogh}, V"),
        (body("Barnes and Noble, Inc."), "{Barnes and Noble, Inc.}"),
        (Agent(names=(Name(family="曹", given="廷"),)), "{曹廷}"),
    ],
)
def test_bibtex_names(agent, expected):
    entries = parsed(export([Source(id="x", type="book", authors=(agent,), issued="2001")], "bibtex"))
    assert next(iter(entries.values()))["author"] == expected


@pytest.mark.parametrize("form", READABLE)
class TestRoundTrip:
    def test_the_article(self, form):
        for source in (article(), article().original, journal_article()):
            text = export([source], form)
            reading = read(text, form)
            assert reading.problems == ()
            assert without_ids(reading.sources[0]) == without_ids(prepared(source))
            assert export(reading.sources, form) == text

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(sources=st.lists(SOURCES, min_size=1, max_size=3))
    def test_any_record_whatever(self, form, sources):
        text = export(sources, form)
        reading = read(text, form)
        assert reading.problems == ()
        assert without_ids(reading.sources[0]) == without_ids(prepared(sources[0]))
        assert export(reading.sources, form) == text

    def test_reading_tells_how_far_it_is(self, form):
        told = []
        reading = read(export([article(), journal_article()], form), form, lambda done, total: told.append((done, total)))
        assert len(reading.sources) >= 2
        assert told == [(n, len(told)) for n in range(1, len(told) + 1)]
        assert len(told) >= 2

    def test_a_translation_dated_by_its_original_in_words(self, form):
        original = Source(id="a-original", type="article-journal", issued="202X")
        text = export([Source(id="a", type="article-journal", translation_of=original)], form)
        assert read(text, form).problems == ()

    def test_what_was_read_is_cited(self, form):
        (source, *_) = read(export([journal_article()], form), form).sources
        assert cite(source, "apa").bibliography.text == cite(journal_article(), "apa").bibliography.text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sources=st.lists(SOURCES, max_size=3))
def test_csl_json_is_as_its_schema_wants(sources):
    validator = jsonschema.Draft7Validator(schema())
    assert not [error.message for error in validator.iter_errors(json.loads(export(sources, "csl-json")))]
    for wrong in ({"id": "x"}, {"id": "x", "type": "book", "isbn": "1"}, {"id": "x", "type": "book", "issued": "2001"}):
        assert not validator.is_valid([wrong])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(family="Żak", given="Łukasz Ö."), r"{\.Z}ak, {\L}ukasz {\"O}."),
        (Name(family="Ørsted", given="Jean-Émile"), r"{\O}rsted, Jean-{\'E}mile"),
        (Name(family="Петров", given="Иван"), r"{\relax П}етров, {\relax И}ван"),
        (Name(family="Weiß", given="Jörg"), "Weiß, Jörg"),
    ],
)
def test_a_letter_that_begins_a_name_is_one_for_bibtex(name, written):
    source = Source(id="x", type="book", authors=(Agent(names=(name,)),), issued="2001")
    (entry,) = parsed(export([source], "bibtex")).values()
    assert entry["author"] == written
    (entry,) = parsed(export([source], "biblatex")).values()
    assert entry["author"] == f"{name.family}, {name.given}"
    assert read(export([source], "bibtex"), "bibtex").sources[0].authors[0].names == (name,)


def test_a_file_in_pieces_is_the_file():
    sources = [article(), journal_article()]
    for form in FORMATS:
        pieces = list(stream(sources, form))
        assert "".join(pieces) == export(sources, form)
        assert len(pieces) >= 2


@pytest.mark.parametrize("form", ["bibtex", "biblatex", "csl-json", "ris", "json-ld"])
def test_half_a_character_is_refused(form):
    source = Source(id="x", type="book", title=Title(text="A whole \ud800"))
    with pytest.raises(UnreadableRecords, match=r"half a character \(U\+D800\) behind '.*whole'?"):
        export([source], form)


def test_losses_are_told():
    assert losses(article(), "biblatex") == ()
    assert losses(journal_article(), "bibtex") == ()
    assert set(losses(article(), "bibtex")) >= {"authors", "translators", "translation-of"}
    assert "translators" not in losses(article(), "csl-json")
    short = article().original.model_copy(update={"issued": "2023-08-05~"})
    assert "issued" in losses(short, "bibtex")
    assert "issued" not in losses(short, "biblatex")


FAMILIES = st.sampled_from(["Sand", "Ørsted", "Mac-Mahon", "And", "Others", "De La Cruz", "A曹"])
LATIN = st.builds(Name, family=FAMILIES, given=st.sampled_from(["Jo A.", "É", "J.-P. N.", "Ann-Marie"]))
HAN = st.builds(Name, family=st.sampled_from(["曹", "欧阳"]), given=st.sampled_from(["廷", "弋洋"]))
PERSONS = st.builds(Agent, names=st.tuples(LATIN) | st.tuples(HAN) | st.tuples(HAN, LATIN) | st.tuples(LATIN, HAN))
TYPES = "article-journal book chapter paper-conference report thesis manuscript dataset software webpage post-weblog".split()
ORIGINALS = st.builds(
    Source,
    id=st.just("original"),
    title=st.none() | st.builds(Title, text=TEXT, language=st.just("zh")),
    issued=st.sampled_from([None, "2020"]),
    publisher=st.none() | st.builds(body, TEXT),
)
MOSTLY_PLAIN = st.builds(
    Source,
    id=st.just("x"),
    type=st.sampled_from(TYPES),
    title=st.none() | st.builds(Title, text=TEXT),
    translators=st.lists(PERSONS | st.builds(body, TEXT), max_size=1).map(tuple),
    translation_of=st.none() | ORIGINALS,
    authors=st.lists(PERSONS | st.builds(body, TEXT), max_size=2).map(tuple),
    editors=st.lists(PERSONS, max_size=1).map(tuple),
    container_title=st.none() | TEXT,
    publisher=st.none() | st.builds(body, TEXT) | st.builds(body, TEXT, TEXT) | PERSONS,
    collection_title=st.none() | TEXT,
    place=st.none() | TEXT,
    edition=st.none() | TEXT,
    volume=st.none() | TEXT,
    issue=st.none() | TEXT,
    isbn=st.none() | TEXT,
    pages=st.sampled_from([None, "1-9", "12"]),
    issued=st.sampled_from([None, "2020", "2020-05-07", "1999/.."]),
    accessed=st.sampled_from([None, "2020-05~"]),
    doi=st.sampled_from([None, "10.1/x_y", "https://doi.org/10.1/x"]),
    url=st.none() | TEXT,
    abstract=st.none() | TEXT,
    language=st.sampled_from(["en", "zh"]),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MOSTLY_PLAIN)
def test_what_is_called_plain_loses_nothing(given_source):
    source = prepared(given_source)
    if is_plain(source, "original"):
        assert losses(source, "biblatex") == ()


def test_most_records_are_plain():
    source = prepared(journal_article().model_copy(update={"authors": (Agent(names=(Name(family="Sand", given="Jo"),)),)}))
    assert is_plain(source, "")
    assert is_plain(prepared(article()), "original")
    assert not is_plain(prepared(article()), "")
    assert not is_plain(prepared(article().original), "")
