"""What each format writes of a translated work, what it reads of other programs' files, and how it refuses others."""

import html
import html.parser
import json
import re
import urllib.parse

import pytest

from references import read_records
from references.errors import UnreadableRecords
from references.records import export

from .conformance_table import PAGE, table
from .reference_samples import article, journal_article


def test_the_table_in_the_docs_is_what_the_formats_do():
    assert PAGE.read_text("utf-8") == table()


class TestRIS:
    def test_the_article(self):
        lines = export([article()], "ris").splitlines()
        assert lines[0] == "TY  - ELEC"
        assert "A4  - CSIS Interpret: China" in lines
        assert "OP  - 百年变局下的中拉“一带一路”合作" in lines
        assert "DA  - 2023/08/05/" in lines
        assert lines[-2:] == ["ER  - ", ""]

    def test_what_others_write(self):
        text = (
            "\ufeffTY  - JOUR\r\nA1  - Sand, George\r\nT1  - Slow\r\n  rivers\r\nJO  - River Review\r\nY1  - 2020/5/3\r\n"
            "SP  - 3\r\nEP  - 9\r\nSN  - 1234-5678\r\nU1  - x\r\nER  - \r\n\r\nstray\r\nTY  - BOOK\r\nTI  - B\r\nPY  - n.d."
        )
        reading = read_records(text, "ris")
        first, second = reading.sources
        assert first.authors[0].names[0].family == "Sand"
        assert (first.title.text, first.container_title, first.issued) == ("Slow rivers", "River Review", "2020-05-03")
        assert (first.pages, first.issn, second.type) == ("3-9", "1234-5678", "book")
        assert [str(problem) for problem in reading.problems] == [
            "line 1: ref1: no place in a record for U1",
            "line 13: outside a record: expected TY  - and a type",
            "line 14: a record without its end (ER)",
            "line 14: ref2: no place in a record for PY",
        ]

    def test_records_of_other_programs(self):
        text = (
            "TY  - JOUR\nTI  - A\nAB  - On the\nUS - China canal\nPY  - 2020///Spring\nDO  - https://doi.org/10.1/x\n"
            "LA  - Chinese\nY2  - once\nER  - \nTY - RPRT\nTI - B\nPY - 2012\nDA - 2012-03-04\nER -\n"
            "TY  - BOOK\nID  - k\nDA  - 3 May 2001\nER  -\n"
        )
        reading = read_records(text, "ris")
        first, second, third = reading.sources
        assert (first.abstract, first.issued, first.doi, first.language) == ("On the US - China canal", "2020-21", "10.1/x", "zh")
        assert (second.type, second.title.text, second.issued) == ("report", "B", "2012-03-04")
        assert (third.id, third.issued) == ("k", "2001-05-03")
        assert [str(problem) for problem in reading.problems] == ["line 1: ref1: no place in a record for Y2"]

    def test_a_key_used_twice_is_told(self):
        reading = read_records("TY  - BOOK\nID  - a\nER  - \nTY  - BOOK\nID  - a\nTI  - B\nER  - \n", "ris")
        assert [source.id for source in reading.sources] == ["a", "a-2"]
        assert [str(problem) for problem in reading.problems] == ["a: this key was used before; read as a-2"]


class TestEndNote:
    def test_the_name_of_a_body_ends_in_a_comma(self):
        text = export([article()], "endnote-xml")
        assert "<author>CSIS Interpret: China,</author>" in text
        assert "<author>Cao, Ting</author>" in text

    def test_records_of_other_programs(self):
        text = """<xml><records><record><ref-type name="Book">6</ref-type><contributors><authors><author>River Office,</author>
          </authors><translated-authors><author>Sand, George</author></translated-authors><tertiary-authors><author>X, Y</author>
          </tertiary-authors></contributors><dates><year>2001</year><pub-dates><date>May 3</date></pub-dates></dates>
          <isbn>1234-5678 (print)&#13;2345-6789</isbn><language>eng</language><access-date>3 May 2020</access-date></record>
          <record><dates><year>2010-2012</year></dates></record></records></xml>"""
        reading = read_records(text, "endnote-xml")
        first, second = reading.sources
        assert (first.authors[0].kind, first.authors[0].names[0].text) == ("organization", "River Office")
        assert first.translators[0].names[0].family == "Sand"
        assert (first.issued, first.accessed, first.issn, first.language) == ("2001-05-03", "2020-05-03", "1234-5678", "en")
        assert second.issued == "2010/2012"
        assert [problem.message for problem in reading.problems] == [
            "ref1: no place in a record for contributors/tertiary-authors"
        ]

    def test_what_others_write(self):
        text = """<xml><records><record><database>my.enl</database><ref-type name="Journal Article">17</ref-type>
          <contributors><authors><author><style face="normal">Sand, George</style></author></authors></contributors>
          <titles><title><style>Slow </style><style face="italic">rivers</style></title></titles>
          <periodical><full-title>River Review</full-title></periodical><dates><year><style>2020</style></year></dates>
          <custom1>mine</custom1></record></records></xml>"""
        reading = read_records(text, "endnote-xml")
        (source,) = reading.sources
        assert (source.title.text, source.container_title, source.issued) == ("Slow rivers", "River Review", "2020")
        assert source.authors[0].names[0].given == "George"
        assert [str(problem) for problem in reading.problems] == ["line 1: ref1: no place in a record for custom1"]


class TestMODS:
    def test_a_name_in_two_scripts_is_one_agent(self):
        (source,) = read_records(export([article()], "mods"), "mods").sources
        assert [len(agent.names) for agent in source.authors] == [2, 2]
        assert source.translation_of.publisher.names[1].text == "复旦大学国际问题研究院"

    def test_what_others_write(self):
        text = """<mods xmlns="http://www.loc.gov/mods/v3" ID="m1"><titleInfo><nonSort>The </nonSort><title>River</title>
          <subTitle>a life</subTitle></titleInfo><name type="personal"><namePart>Sand, George</namePart><role>
          <roleTerm type="text">translator</roleTerm></role></name><tableOfContents>x</tableOfContents></mods>"""
        reading = read_records(text, "mods")
        (source,) = reading.sources
        assert (source.id, source.title.text) == ("m1", "The River: a life")
        assert source.translators[0].names[0].family == "Sand"
        assert [str(problem) for problem in reading.problems] == ["line 1: m1: no place in a record for tableOfContents"]

    def test_records_of_catalogues(self):
        text = """<m:mods xmlns:m="http://www.loc.gov/mods/v3">
          <m:titleInfo type="alternative"><m:title>Alt</m:title></m:titleInfo>
          <m:titleInfo><m:nonSort>The</m:nonSort><m:title>River</m:title></m:titleInfo><m:name type="personal">
          <m:namePart>Sand, George,</m:namePart><m:namePart type="date">1804-1876</m:namePart></m:name><m:name type="corporate">
          <m:namePart>Office</m:namePart><m:namePart>Maps</m:namePart><m:role><m:roleTerm>ctg</m:roleTerm></m:role></m:name>
          <m:genre authority="marcgt">book</m:genre><m:originInfo><m:place><m:placeTerm type="code">nyu</m:placeTerm></m:place>
          <m:place><m:placeTerm type="text">New York</m:placeTerm></m:place><m:dateIssued>c1884.</m:dateIssued></m:originInfo>
          <m:language><m:languageTerm>eng</m:languageTerm></m:language><m:note>One</m:note><m:note>Two</m:note>
          <m:note type="bibliography">b</m:note></m:mods>"""
        reading = read_records(text, "mods")
        (source,) = reading.sources
        assert (source.type, source.title.text, source.other_titles[0].text) == ("book", "The River", "Alt")
        assert source.authors[0].names[0].text == "George Sand"
        assert (source.place, source.issued, source.language, source.note) == ("New York", "1884", "en", "One\nTwo")
        assert [problem.message for problem in reading.problems] == [
            "ref1: no place in a record for note of type bibliography, name in the role ctg"
        ]


class TestJSONLD:
    def test_a_graph_as_pages_have_it(self):
        text = """{"@context": "https://schema.org", "@graph": [{"@type": ["ScholarlyArticle"], "@id": "http://e.org/#a",
          "name": "N",
          "author": [{"@id": "#p"}, "Sand, George", {"@type": "Corporation", "name": "Quay"}], "pageStart": "1", "pageEnd": "9",
          "isPartOf": {"@type": "PublicationIssue", "issueNumber": "3", "isPartOf": {"@type": "PublicationVolume",
          "volumeNumber": "4", "isPartOf": {"@type": "Periodical", "name": "River Review", "issn": "1234-5678"}}},
          "sameAs": "https://doi.org/10.1/z", "inLanguage": {"@type": "Language", "name": "Chinese", "alternateName": "zh"}},
          {"@type": "Person", "@id": "#p", "givenName": "Ada", "familyName": "Reed"}, {"@type": "BreadcrumbList"},
          {"@type": "http://schema.org/Book", "name": {"@value": "B", "@language": "en"}, "datePublished": 2001}]}"""
        reading = read_records(text, "json-ld")
        paper, book = reading.sources
        assert [agent.names[0].text for agent in paper.authors] == ["Ada Reed", "George Sand", "Quay"]
        assert paper.authors[2].kind == "organization"
        assert (paper.container_title, paper.volume, paper.issue, paper.issn) == ("River Review", "4", "3", "1234-5678")
        assert (paper.pages, paper.doi, paper.language) == ("1-9", "10.1/z", "zh")
        assert (book.type, book.title.text, book.issued) == ("book", "B", "2001")
        assert [str(problem) for problem in reading.problems] == ["node 3: no work but BreadcrumbList"]

    def test_the_original_is_a_record_in_the_record(self):
        (work,) = json.loads(export([article()], "json-ld"))["@graph"]
        assert work["translator"] == [{"@type": "Organization", "name": "CSIS Interpret: China"}]
        assert work["translationOfWork"]["author"][0] == {
            "@type": "Person", "name": "曹廷", "familyName": "曹", "givenName": "廷", "alternateName": "Cao Ting",
        }  # fmt: skip
        assert work["translationOfWork"]["datePublished"] == "2023-08-05"
        assert "datePublished" not in work

    def test_what_others_write(self):
        text = """{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Slow rivers", "author": "George Sand",
          "datePublished": "2020-05-03T10:00:00Z", "isPartOf": {"@type": "Newspaper", "name": "River Post"},
          "identifier": "https://doi.org/10.1000/x", "wordCount": 3}"""
        reading = read_records(text, "json-ld")
        (source,) = reading.sources
        assert (source.type, source.title.text, source.issued) == ("article-newspaper", "Slow rivers", "2020-05-03")
        assert (source.container_title, source.doi) == ("River Post", "10.1000/x")
        assert [str(problem) for problem in reading.problems] == ["ref1: no place in a record for wordCount"]


class TestCSLJSON:
    def test_what_others_write(self):
        text = """[{"id": 7, "type": "book", "title": "B", "volume": 2, "issued": {"date-parts": [["2020", 5]], "circa": true},
          "author": [{"family": "Sand", "given": "George"}, {"literal": "River Office"}], "event": "x"},
          {"id": "r", "type": "book", "title": "R", "original-date": {"date-parts": [[1900]]}}]"""
        reading = read_records(text, "csl-json")
        first, reprint = reading.sources
        assert (first.id, first.volume, first.issued) == ("7", "2", "2020-05~")
        assert [agent.kind for agent in first.authors] == ["person", "organization"]
        assert reprint.translation_of is None
        (dated,) = read_records('[{"id": "d", "type": "book", "issued": "2020-05~"}]', "csl-json").sources
        assert dated.issued == "2020-05~"
        assert [str(problem) for problem in reading.problems] == ["item 7: no place in a record for event"]

    def test_loose_values(self):
        text = """[{"id": "a", "type": "book", "title": ["T"], "DOI": "https://doi.org/10.1/x", "issued": {"raw": "May 2020"},
          "accessed": {"literal": "once"}, "author": [{"name": "x"}], "editor": {"family": "Reed"}},
          {"id": "a", "type": "book", "issued": {"date-parts": [[]]}}]"""
        reading = read_records(text, "csl-json")
        first, second = reading.sources
        assert (first.title.text, first.doi, first.issued, first.editors[0].names[0].family) == ("T", "10.1/x", "2020-05", "Reed")
        assert second.id == "a-2"
        assert [str(problem) for problem in reading.problems] == [
            "item a: no place in a record for accessed, author {'name': 'x'}",
            "a: this key was used before; read as a-2",
        ]

    def test_a_type_that_the_schema_refuses_is_kept_beside(self):
        text = export([journal_article().model_copy(update={"type": "zine"})], "csl-json")
        assert json.loads(text)[0]["type"] == "document"
        assert read_records(text, "csl-json").sources[0].type == "zine"


@pytest.mark.parametrize(
    ("form", "text", "said"),
    [
        ("csl-json", "[{", "line 1: not JSON"),
        ("csl-json", r'[{"id": "a", "title": "x\ud800y"}]', r"half a character (\ud800); expected surrogates in pairs"),
        ("json-ld", r'{"@type": "Book", "name": "\udc00\ud83d"}', r"half a character (\udc00)"),
        ("csl-json", "3", "expected an array of items"),
        ("json-ld", '{"a": 1}', "expected works with @type"),
        ("mods", "<a/>", "expected <modsCollection>"),
        ("mods", "<a>\n<b></a>", "line 2: not XML"),
        ("endnote-xml", "<a/>", "expected <xml> with <records>"),
        ("endnote-xml", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xml><records>', "not XML"),
    ],
)
def test_what_is_not_the_format_is_refused(form, text, said):
    with pytest.raises(UnreadableRecords, match=re.escape(said)):
        read_records(text, form)


def test_entities_are_not_followed():
    text = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xml><records><record>'
        "<titles><title>a&e;b</title></titles></record></records></xml>"
    )
    assert read_records(text, "endnote-xml").sources[0].title.text in ("ab", "a&e;b")


def test_cff():
    text = export([article(), journal_article()], "cff")
    lines = text.splitlines()
    assert lines[0] == 'cff-version: "1.2.0"'
    assert "  translators:" in lines
    assert '    - name: "CSIS Interpret: China"' in lines
    assert '      alias: "曹廷"' in lines
    assert '  - type: "article"' in lines
    yaml = pytest.importorskip("yaml")
    data = yaml.safe_load(text)
    assert data["preferred-citation"]["year"] == 2023
    assert data["references"][0]["doi"] == "10.1000/xyz_123"


def test_coins():
    first, second = export([article(), journal_article()], "coins").splitlines()
    found = re.fullmatch(r'<span class="Z3988" title="([^"]*)"></span>', second)
    keys = urllib.parse.parse_qs(html.unescape(found[1]))
    assert keys["rft.atitle"] == ["Reading Ports & Tides: A 50% Solution"]
    assert keys["rft.jtitle"] == ["Journal of Harbour Studies"]
    assert keys["rft_id"] == ["info:doi/10.1000/xyz_123"]
    assert (keys["rft.spage"], keys["rft.epage"]) == (["101"], ["118"])
    dublin = urllib.parse.parse_qs(html.unescape(first.split('title="')[1].split('"')[0]))
    assert dublin["rft.contributor"] == ["CSIS Interpret: China"]
    assert dublin["rft.date"] == ["2023-08-05"]


def test_highwire():
    found = []

    class Tags(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, dict(attributes)))

    reader = Tags()
    reader.feed(export([journal_article()], "highwire"))
    pairs = [(attributes["name"], attributes["content"]) for _, attributes in found]
    assert ("citation_title", "Reading Ports & Tides: A 50% Solution") in pairs
    assert ("citation_publication_date", "2019/04") in pairs
    assert ("citation_firstpage", "101") in pairs
