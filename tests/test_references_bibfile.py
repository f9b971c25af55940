import pytest
from hypothesis import given
from hypothesis import strategies as st

from references import bibliography
from references.bibfile import BibFile
from references.bibsources import read_bib

FILE = r"""% A file as people keep them.
@string{rev = "River Review"}
@STRING{both = rev # { and Harbour Notes}}
@preamble{"\newcommand{\noopsort}[1]{}"}
@comment{jabref-meta: x}

@Article{lu2020,
  author    = {Lu, Tingchao and de Groot, Anna and {River Office}},
  title     = "On {Slow} R{\'\i}vers" # ", " # {part} # " " # 2,
  journal   = both,
  month     = mar # "~5",
  year      = 2020,
  pages     = "3--9",
  mycolour  = {blue},
}
text between entries is a comment
@InProceedings(shen2019, crossref = "proc2019", author = "Shen Yanzhou and others", title = {Locks}, xdata={pub},)
@proceedings{proc2019, editor = {Achebe, Rosalind}, title = {Canals of the World}, year = 2019}
@xdata{pub, publisher = {Sluice Press}, location = {Delft}}
@book{LU2020, title = {Again}, year = 2021}
"""


def test_the_same_bytes():
    for text in (FILE, FILE.replace("\n", "\r\n"), "", "no entry at all", "@book{x"):
        assert BibFile.read(text).text == text


def test_entries_keep_their_order_and_lines():
    file = BibFile.read(FILE)
    assert [(entry.key, entry.line) for entry in file.entries] == [
        ("lu2020", 7),
        ("shen2019", 17),
        ("proc2019", 18),
        ("LU2020", 20),
    ]
    assert [FILE[entry.start : entry.end][:6] for entry in file.entries] == ["@Artic", "@InPro", "@proce", "@book{"]


def test_macros_and_concatenation():
    file = BibFile.read(FILE)
    fields = file.fields(file.entries[0])
    assert fields["journal"] == "River Review and Harbour Notes"
    assert fields["title"] == r"On {Slow} R{\'\i}vers, part 2"
    assert fields["month"] == "mar~5"
    assert file.entries[0].written["journal"] == "both"


def test_inheritance():
    file = BibFile.read(FILE)
    fields = file.fields(file.entries[1])
    assert fields["booktitle"] == "Canals of the World"
    assert fields["title"] == "Locks"
    assert (fields["year"], fields["editor"], fields["publisher"]) == ("2019", "Achebe, Rosalind", "Sluice Press")


VOLUMES = r"""@inproceedings{a, title={Locks}, booktitle={Own Days}, crossref={days}}
@inproceedings{b, title={Tides}, crossref={days}}
@proceedings{days, title={Sluice Days}, subtitle={The Ninth}, year=2001, note={Held in Delft}, keywords={x}}
@incollection{c, title={Mills}, crossref={all}}
@book{d, title={Ferries}, volume=2, crossref={all}}
@mvcollection{all, title={Water}, subtitle={A Handbook}, year=2002}
"""


def test_a_subtitle_goes_with_its_title():
    file = BibFile.read(VOLUMES)
    a, b, _, c, d, _ = map(file.fields, file.entries)
    assert "booksubtitle" not in a
    assert (b["booktitle"], b["booksubtitle"], b["note"]) == ("Sluice Days", "The Ninth", "Held in Delft")
    assert "keywords" not in b
    assert (c["maintitle"], c["mainsubtitle"], d["maintitle"]) == ("Water", "A Handbook", "Water")
    assert "subtitle" not in d
    sources = read_bib(VOLUMES).sources
    assert [source.container_title for source in sources[:2]] == ["Own Days", "Sluice Days: The Ninth"]
    assert sources[3].container_title == "Water: A Handbook"


def test_the_original_of_a_translation_that_has_no_entry():
    text = """@book{a, title={Upstream}, translator={Achebe, Rosalind}, origtitle={逆流}, origlanguage={chinese}, origdate={1999},
      origpublisher={澄江出版社}, year=2001}
      @book{b, title={Old}, origdate={1900}, year=2001}"""
    reading = read_bib(text)
    translation, reprint = reading.sources
    original = translation.translation_of
    assert (original.title.text, original.language, original.issued) == ("逆流", "zh", "1999")
    assert original.publisher.names[0].text == "澄江出版社"
    assert reprint.translation_of is None
    assert [str(problem) for problem in reading.problems] == ["line 3: b: no place in a record for origdate"]


def test_circles_and_missing_parents_are_told():
    text = "@book{a, crossref = {b}, title={A}}\n@book{b, crossref = {a}, title={B}}\n@book{c, crossref={nowhere}, title=zz}"
    reading = read_bib(text)
    assert len(reading.sources) == 3
    assert [p.line for p in reading.problems if "nowhere" in p.message] == [3]
    assert any("no @string is called 'zz'" in p.message for p in reading.problems)


def test_records():
    reading = read_bib(FILE)
    river, locks, canals, again = reading.sources
    assert river.container_title == "River Review and Harbour Notes"
    assert river.issued == "2020-03-05"
    assert river.pages == "3-9"
    assert [agent.names[0].text for agent in river.authors] == ["Tingchao Lu", "Anna de Groot", "River Office"]
    assert locks.container_title == canals.title.text == "Canals of the World"
    assert locks.place == "Delft"
    assert again.id == "LU2020"
    told = [str(problem) for problem in reading.problems]
    assert "line 7: lu2020: no place in a record for mycolour" in told
    assert "line 17: shen2019: no place in a record for the others whom author does not name" in told
    assert "line 20: LU2020: this key was used before, at line 7" in told


def test_a_broken_block_is_reported_and_the_rest_read():
    text = "@book{one, title = {One}}\n@book{two,\n title = {Two\n@book{three, title = {Three}}\n"
    reading = read_bib(text)
    assert [source.id for source in reading.sources] == ["one", "three"]
    assert [problem.line for problem in reading.problems] == [2]
    assert reading.problems[0].message.startswith("not a BibTeX block, left as it is: a brace is not closed")
    assert BibFile.read(text).text == text


def test_a_key_used_twice_drops_nothing():
    reading = read_bib("@book{a, title={One}}\n@book{a, title={Two}, title={Three}}")
    assert [(source.id, source.title.text) for source in reading.sources] == [("a", "One"), ("a-2", "Two")]
    assert [problem.line for problem in reading.problems] == [2, 2]


def test_an_edited_entry_changes_alone():
    file = BibFile.read(FILE)
    edited = file.edited("lu2020", {"year": "2022", "mycolour": None, "url": "https://example.org/a_b"})
    entry = file.entries[0]
    assert edited.text.startswith(FILE[: entry.start])
    assert edited.text.endswith(FILE[entry.end :])
    assert edited.entries[0].written["journal"] == "both"
    assert edited.fields(edited.entries[0])["year"] == "2022"
    assert "mycolour" not in edited.entries[0].written
    assert read_bib(edited.text).sources[0].url == "https://example.org/a_b"
    with pytest.raises(KeyError):
        file.edited("nobody", {})


@pytest.mark.parametrize(
    ("entry", "facts"),
    [
        (r"@online{x, title={A}, url={https://e.org/a\_b}}", {"type": "webpage", "url": "https://e.org/a_b"}),
        ("@online{x, title={A}, urldate={2024-01-02}}", {"accessed": "2024-01-02"}),
        ("@misc{x, title={A}, howpublished={\\url{https://e.org/x}}}", {"url": "https://e.org/x", "type": "webpage"}),
        ("@misc{x, title={A}, doi={https://doi.org/10.1/x}}", {"doi": "10.1/x", "container_title": None}),
        ("@phdthesis{x, title={A}, school={Delft}}", {"type": "thesis", "genre": "PhD thesis"}),
        ("@article{x, title={A}, number=3, date={2020-05-01/2020-05-09}}", {"issue": "3", "issued": "2020-05-01/2020-05-09"}),
        ("@article{x, title={A}, entrysubtype={newspaper}}", {"type": "article-newspaper"}),
        ("@book{x, series={S}, langid={ngerman}}", {"collection_title": "S", "language": "de"}),
        ("@book{x, keywords={a, {b, c}}}", {"keywords": ("a", "b, c")}),
        ("@book{x, title={A}, year={forthcoming}}", {"issued": None}),
        ("@book{x, title={A}, publisher={X and Y}}", {}),
        ("@article{x, eprint={1234.5678}, eprinttype={arXiv}, eprintclass={cs}}", {"url": "https://arxiv.org/abs/1234.5678"}),
        ("@patent{x, type={patentus}, number={7}}", {"type": "patent", "genre": "U.S. patent", "number": "7"}),
        ("@standard{x, number={7}}", {"type": "standard"}),
        ("@article{x, year={2011年}, month={5月}}", {"issued": "2011-05"}),
        ("@www{x, year=2000, lastchecked={2001-02-03}}", {"accessed": "2001-02-03"}),
    ],
)  # fmt: skip
def test_fields(entry, facts):
    (source,) = read_bib(entry).sources
    assert {name: getattr(source, name) for name in facts} == facts


def test_titles_and_subtitles():
    def title(main, sub):
        return read_bib(f"@book{{x, title={{{main}}}, subtitle={{{sub}}}}}").sources[0].title.text

    assert title("Rivers", "A Life") == "Rivers: A Life"
    assert title("Why Rivers?", "A Life") == "Why Rivers? A Life"
    assert title("河流", "一生") == "河流：一生"


def test_latex_that_is_not_known_is_told():
    reading = read_bib(r"@book{x, title={A \zzz{b} \emph{c}}}")
    assert reading.sources[0].title.text == r"A \zzz{b} c"
    assert [str(p) for p in reading.problems] == [r"line 1: x: LaTeX that is not known stays as it is: \zzz"]


def test_a_value_that_is_no_date_is_told():
    reading = read_bib("@book{x, title={A}, year={forthcoming}}")
    assert [str(p) for p in reading.problems] == ["line 1: x: no place in a record for year"]


def test_what_was_read_is_cited():
    entries = bibliography(read_bib(FILE).sources[:1], style="apa")
    assert entries[0].text.startswith("Lu, T., de Groot, A., & River Office. (2020). On Slow Rívers, part 2. River Review")


@given(st.text(alphabet='@{}",=# \n\\()abook%曹', max_size=60))
def test_reading_never_fails(text):
    file = BibFile.read(text)
    assert file.text == text
    read_bib(text)
