import json
import re

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Agent, Name, Source, Title, body
from references.errors import UnknownFormat
from references.keys import key, keys
from references.latex import escape_text
from references.records import FORMATS, export

from .reference_samples import article, journal_article


def parsed(text):
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks, library.failed_blocks
    return {entry.key: entry for entry in library.entries}


def test_bibtex():
    entries = parsed(export([article(), journal_article(), article().original], "bibtex"))
    assert list(entries) == ["cao2023china", "vanderberg2019reading", "cao2023zh"]
    translation = entries["cao2023china"]
    assert translation.entry_type == "misc"
    assert translation["author"] == "Cao, Ting and Cheng, Yiyang"
    assert translation["title"].startswith("{China}--{Latin} {America} ``{Belt} and {Road}'' {Cooperation} in the")
    assert "曹廷, 程弋洋, 百年变局下的中拉“一带一路”合作 (复旦大学国际问题研究院, 2023-08-05)" in translation["note"]
    assert "url" not in translation.fields_dict
    original = entries["cao2023zh"]
    assert original["author"] == "{曹廷} and {程弋洋}"
    assert original["title"] == "百年变局下的中拉“一带一路”合作"
    other = entries["vanderberg2019reading"]
    assert other["title"] == r"{Reading} {Ports} \& {Tides}: {A} 50\% {Solution}"
    assert (other["pages"], other["doi"], other["month"]) == ("101--118", "10.1000/xyz_123", "apr")


def test_biblatex_relates_the_translation_to_its_original():
    entries = parsed(export([article()], "biblatex"))
    translation, original = entries["cao2023china"], entries["cao2023zh"]
    assert (translation.entry_type, original.entry_type) == ("online", "report")
    assert translation["related"] == original.key
    assert translation["relatedtype"] == "translationof"
    assert translation["translator"] == "{CSIS Interpret: China}"
    assert translation["origtitle"] == "百年变局下的中拉“一带一路”合作"
    assert translation["origpublisher"] == "复旦大学国际问题研究院"
    assert translation["date"] == "2023-08-05"
    assert "origdate" not in translation.fields_dict
    assert original["author"] == "{曹廷} and {程弋洋}"
    assert original["langid"] == "chinese"
    both = parsed(export([article(), article().original], "biblatex"))
    assert list(both) == ["cao2023china", "cao2023zh"]


def test_csl_json():
    items = json.loads(export([article(), article().original], "csl-json"))
    assert [i["id"] for i in items] == ["cao2023china", "cao2023zh"]
    assert items[1]["author"] == [{"family": "曹", "given": "廷"}, {"family": "程", "given": "弋洋"}]
    assert not any("original-author" in i for i in items)
    assert "曹廷" in export([article()], "csl-json")


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_sources_give_the_same_bytes(form):
    assert export([article(), journal_article()], form) == export([article(), journal_article()], form)
    assert export([article(), article()], form) == export([article()], form)
    assert export([], form) in ("", "[]\n")


def test_unknown_format():
    with pytest.raises(UnknownFormat, match="bibtex, biblatex, csl-json"):
        export([article()], "docx")


def test_keys_collide_the_same_way_in_any_order():
    a = article()
    b, c = a.model_copy(update={"id": "b"}), a.model_copy(update={"id": "a"})
    assert keys([a, b, c]) == ["cao2023chinac", "cao2023chinab", "cao2023chinaa"]
    assert keys([c, b, a]) == ["cao2023chinaa", "cao2023chinab", "cao2023chinac"]
    assert key(Source(id="x")) == "ref"
    oersted = Source(id="y", title=Title(text="Der Über-Blick"), authors=(Agent(names=(Name(family="Ørsted", given="H"),)),))
    assert key(oersted) == "orsteduber"


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


@given(NASTY)
def test_escaped_text_is_balanced_and_keeps_the_letters(text):
    escaped = escape_text(text)
    assert escaped.count("{") == escaped.count("}")
    assert not escaped.endswith("\\")
    plain = re.sub(r"\\(?:text\w+|ldots)\{\}", "", escaped)
    assert [c for c in plain if c in "aB曹"] == [c for c in text if c in "aB曹"]


def test_quotation_marks_follow_the_script_they_stand_in():
    assert escape_text("A “b” – 中拉“一带一路”合作 [“Belt”]") == "A ``b'' -- 中拉“一带一路”合作 [``Belt'']"
    assert escape_text("it’s 50% & x_y") == r"it's 50\% \& x\_y"


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
