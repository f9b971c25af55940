from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.bylines import parse_name, parse_publisher
from corpus.decode import decode
from corpus.errors import PageError
from corpus.identify import is_work_id, slug, work_id
from corpus.plain import read_plain
from provenance import Agent, Document, Name, Source, Title, body

SAMPLE = Path(__file__).parent.parent / "corpus" / "samples" / "sample.txt"
HEAD = "---\ntitle: River Papers\nlanguage: en\noriginal-language: zh\n---\n\n"


def read(page: str | bytes, document_id: str | None = None) -> Document:
    data = page.encode() if isinstance(page, str) else page
    text, encoding = decode(data, "paper.txt")
    doc = read_plain(text, data, "paper.txt", document_id)
    for segment, layer, words in doc.texts():
        assert words.text is not None
        for run in words.runs:
            if run.exact:
                assert data[run.byte_start : run.byte_end].decode() == words.text[run.start : run.end]
        for marker in words.markers:
            assert (marker.segment, marker.layer) == (segment.id, layer)
            assert marker.byte_start is not None
            if encoding == "utf-8":
                assert data[marker.byte_start : marker.byte_end].decode() == marker.form
            assert marker.note is None or doc.segment(marker.note).kind == "note"
    return doc


def rows(doc: Document) -> list[tuple[str, dict[str, str | None]]]:
    return [(s.id, {tag: t.text for tag, t in s.layers.items()}) for s in doc.segments]


def calls(doc: Document) -> list[tuple[int, str, str, int, str, str | None]]:
    return [(m.number, m.segment, m.layer, m.offset, m.form, m.note) for m in doc.markers]


def refusal(page: str) -> str:
    with pytest.raises(PageError) as caught:
        read(page)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_sample_reads_whole() -> None:
    doc = read(SAMPLE.read_bytes())
    assert doc.counts == {"heading": 4, "paragraph": 6, "note": 5}
    assert doc.layers == {"en": 15, "zh": 15}
    assert doc.aligned == 15
    assert [(m.number, m.layer, m.note) for m in doc.markers] == [
        (n, layer, f"n{n}") for n in range(1, 6) for layer in ("en", "zh")
    ]
    assert not any("[" in (t.text or "") for _, _, t in doc.texts())
    assert doc.source.issued == "2024-03"
    assert doc.source.original.issued == "2023-11-20"
    assert doc.source.original.title == Title(text="逆流而上的图书馆", language="zh")
    p1 = doc.segment("p1")
    assert p1.layers["en"].attribution.translators == doc.source.translators != ()
    assert p1.layers["zh"].attribution.translators == ()
    assert doc.source_of(p1, "zh").publisher == body("澄江河流研究所", "Chengjiang Institute for River Studies")
    assert doc.capture is not None
    assert (doc.capture.name, doc.capture.size) == ("paper.txt", SAMPLE.stat().st_size)


def test_every_field_reaches_the_record() -> None:
    doc = read(
        "---\n# a comment\ntitle: 'On: Tides'\ntitle.zh: 论潮汐\nauthor: 曹廷 (Cao Ting)\n"
        "author:\n- Souza, Ana\n- {Ministry of Water}\n"
        "editor: Ludwig van Os\ntranslator: May Lee\npublisher: Sea Press\ncontainer: Sea Review\ndate: 2021-05\nlanguage: en\n"
        "type: article-journal\nvolume: 3\nissue: 2\npages: 10-20\nplace: Oslo\n"
        "url: https://sea.example/1\ndoi: 10.1234/x\nid: tides-1\n"
        'original-title: "论潮汐（一）"\noriginal-publisher: 海洋研究所 (Institute of the Sea)\noriginal-date: 2020-01-02\n'
        "original-language: zh\noriginal-url: https://hai.example/1\n---\nThe tide rises twice a day.\n"
    )
    source = doc.source
    assert doc.id == source.id == "tides-1"
    assert source.title == Title(text="On: Tides", language="en")
    assert source.other_titles == (Title(text="论潮汐", language="zh"),)
    assert [a.names[-1].text for a in source.authors] == ["Ting Cao", "Ana Souza", "Ministry of Water"]
    assert [a.kind for a in source.authors] == ["person", "person", "organization"]
    assert source.editors[0].names[0] == Name(given="Ludwig", non_dropping_particle="van", family="Os")
    assert source.translators[0].names[0] == Name(given="May", family="Lee")
    assert (source.container_title, source.publisher, source.issued) == ("Sea Review", body("Sea Press"), "2021-05")
    assert (source.type, source.volume, source.issue, source.pages) == ("article-journal", "3", "2", "10-20")
    assert (source.place, source.url, source.doi) == ("Oslo", "https://sea.example/1", "10.1234/x")
    original = source.translation_of
    assert original is not None
    assert original.id == "tides-1-original"
    assert original.authors == source.authors
    assert original.title == Title(text="论潮汐（一）", language="zh")
    assert (original.issued, original.language, original.url) == ("2020-01-02", "zh", "https://hai.example/1")
    assert original.publisher == body("海洋研究所", "Institute of the Sea")


def test_what_the_block_does_not_say_stays_unknown() -> None:
    source = read("---\ntitle: Tides\n---\nThe tide is in the harbor and it is high.\n").source
    assert (source.translation_of, source.issued, source.publisher, source.url, source.authors) == (None, None, None, None, ())


@pytest.mark.parametrize(
    ("page", "place", "says"),
    [
        ("Just text.\n", "paper.txt:1: ", "no metadata block"),
        ("---\ntitle: A\n", "paper.txt:1: ", "does not end"),
        ("---\ndate: 2020\n---\nText.", "paper.txt:1: ", "no title"),
        ("---\ntitle: A\nautor: B\n---\nText.", "paper.txt:3: ", "unknown key 'autor'; expected author"),
        ("---\ntitle: A\ncolour: red\n---\nText.", "paper.txt:3: ", "unknown key 'colour'"),
        ("---\ntitle: A\ndate: May 2020\n---\nText.", "paper.txt:3: ", "EDTF date such as 2023"),
        ("---\ntitle: A\noriginal-date: 2020-13\n---\nText.", "paper.txt:3: ", "EDTF"),
        ("---\ntitle: A\ntitle: B\n---\nText.", "paper.txt:3: ", "given twice"),
        ("---\ntitle:\n---\nText.", "paper.txt:2: ", "no value"),
        ("---\ntitle: A\njust words\n---\nText.", "paper.txt:3: ", "“just words” is no field"),
        ("---\ntitle: A\n- item\n---\nText.", "paper.txt:3: ", "is no field"),
        ("---\ntitle: A\nurl: sea.example\n---\nText.", "paper.txt:3: ", "https://"),
        ("---\ntitle: A\ndoi: abc\n---\nText.", "paper.txt:3: ", "a DOI"),
        ("---\ntitle: A\ntype: blog\n---\nText.", "paper.txt:3: ", "a CSL type"),
        ("---\ntitle: A\nlanguage: English language\n---\nText.", "paper.txt:3: ", "a language tag"),
        ("---\ntitle: A\nid: Big One\n---\nText.", "paper.txt:3: ", "joined by hyphens"),
        ("---\ntitle: A\n---\n\n* * *\n", "paper.txt:4: ", "no text after the metadata block"),
        (HEAD + "A[1] b.\n\nNotes\n\n[1] One.\n\n[1] Other.\n", "paper.txt:13: ", "note 1 is given twice"),
    ],
)
def test_faults_are_refused_with_line_and_expectation(page: str, place: str, says: str) -> None:
    message = refusal(page)
    assert message.startswith(place)
    assert says in message


@pytest.mark.parametrize(("end", "mark"), [("\n", b""), ("\r\n", b""), ("\n", b"\xef\xbb\xbf")])
def test_line_ends_and_byte_order_mark_change_no_word(end: str, mark: bytes) -> None:
    page = HEAD + "The tide\nrises.[1]\n\n潮水\n上涨。[1]\n\nNotes\n[1] Seen\nby us.\n"
    doc = read(mark + page.replace("\n", end).encode())
    assert rows(doc) == [
        ("p1", {"en": "The tide rises.", "zh": "潮水上涨。"}),
        ("h1", {"en": "Notes"}),
        ("n1", {"en": "Seen by us."}),
    ]
    assert [m[5] for m in calls(doc)] == ["n1", "n1"]


def test_utf16_is_read_with_its_own_offsets() -> None:
    data = ("\ufeff" + HEAD + "The tide rises in the bay.\n\n潮水上涨。\n").encode("utf-16-le")
    doc = read(data)
    assert doc.aligned == 1
    runs = doc.segment("p1").layers["zh"].runs
    assert data[runs[0].byte_start : runs[-1].byte_end].decode("utf-16-le") == "潮水上涨。"


BLOCKS = {"a": "The tide rises in the bay.", "b": "It falls in the night.", "A": "海湾里潮水上涨。", "B": "夜里潮水退去。"}
PAIR_A = {"en": BLOCKS["a"], "zh": BLOCKS["A"]}
PAIR_B = {"en": BLOCKS["b"], "zh": BLOCKS["B"]}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("aAbB", [PAIR_A, PAIR_B]),
        ("AaBb", [PAIR_A, PAIR_B]),
        ("abAB", [PAIR_A, PAIR_B]),
        ("ab", [{"en": BLOCKS["a"]}, {"en": BLOCKS["b"]}]),
        ("baAbB", [{"en": BLOCKS["b"]}, PAIR_A, PAIR_B]),
        ("AabBb", [PAIR_A, {"en": BLOCKS["b"]}, PAIR_B]),
    ],
)
def test_a_block_in_the_other_language_is_the_translation_of_the_one_above(order: str, expected: list[dict[str, str]]) -> None:
    doc = read(HEAD + "\n\n".join(BLOCKS[k] for k in order))
    assert [layers for _, layers in rows(doc)] == expected


def test_languages_without_a_blank_line_between_are_two_blocks() -> None:
    doc = read(HEAD + f"{BLOCKS['a']}\n{BLOCKS['A']}\n\n{BLOCKS['b']}\n{BLOCKS['B']}\n")
    assert [layers for _, layers in rows(doc)] == [PAIR_A, PAIR_B]


def test_languages_of_one_script_are_told_by_a_line() -> None:
    doc = read(
        "---\ntitle: Tides\nlanguage: en\noriginal-language: fr\n---\nThe tide rises.\n\n@fr\nLa marée monte.\n\nIt falls.\n"
    )
    assert rows(doc) == [("p1", {"en": "The tide rises.", "fr": "La marée monte."}), ("p2", {"en": "It falls."})]


def test_undeclared_languages_follow_from_the_script_and_are_not_invented() -> None:
    assert read("---\ntitle: T\n---\nThe tide is in the bay and it is high.\n\n潮水上涨。\n").layers == {"en": 1, "zh": 1}
    assert read("---\ntitle: T\n---\nLa marée monte deux fois par jour.\n").layers == {"und": 1}
    assert read("---\ntitle: T\n---\n潮が満ちるのは一日に二回である。\n").layers == {"ja": 1}
    assert read("---\ntitle: T\n---\n조수는 하루에 두 번 밀려온다.\n").layers == {"ko": 1}


def test_marked_headings_switch_the_guessing_off() -> None:
    doc = read(HEAD + "# Origins\n\n起源\n\nShort line\n\nThe tide rises in the bay.\n")
    assert [s.id for s in doc.segments] == ["h1", "p1", "p2"]
    assert doc.segments[0].layers["zh"].text == "起源"
    doc = read(HEAD + "I. Origins\n\n一、起源\n\nThe tide rises in the bay.\n")
    assert [s.id for s in doc.segments] == ["h1", "p1"]


def test_titles_that_open_the_body_are_no_segment() -> None:
    doc = read(
        "---\ntitle: River Papers\ntitle.zh: 河流文集\n---\n# River Papers\n\n河流文集\n\n"
        "The tide is in the bay.\n\n# River Papers\n"
    )
    assert [s.id for s in doc.segments] == ["p1", "h1"]


def test_bullets_are_paragraphs_of_their_own() -> None:
    doc = read(HEAD + "We ask for:\n• a stove for the boat;\n- two more shelves.\n")
    assert [layers["en"] for _, layers in rows(doc)] == ["We ask for:", "a stove for the boat;", "two more shelves."]


@pytest.mark.parametrize(
    ("one", "two"),
    [("[1]", "[2]"), ("［1］", "［2］"), ("〔1〕", "〔2〕"), ("【1】", "【2】"), ("①", "②"), ("¹", "²"), ("[^1]", "[^2]")],
)
@pytest.mark.parametrize("noted", [True, False])
def test_calls_of_every_form(one: str, two: str, noted: bool) -> None:
    notes = f"\nNotes\n\n{one} A log.\n\n{two} A chart.\n" if noted else ""
    doc = read(HEAD + f"The tide rises{one}. It falls.{two} It rests.\n" + notes)
    assert doc.segment("p1").layers["en"].text == "The tide rises. It falls. It rests."
    note = ("n1", "n2") if noted else (None, None)
    assert calls(doc) == [(1, "p1", "en", 14, one, note[0]), (2, "p1", "en", 25, two, note[1])]
    if noted:
        assert rows(doc)[-2:] == [("n1", {"en": "A log."}), ("n2", {"en": "A chart."})]


@pytest.mark.parametrize("heading", ["Notes", "## Notes", "NOTES:", "注释", "注 释：", "【参考文献】", "References"])
@pytest.mark.parametrize("form", ["{}. ", "{}、", "[{}] ", "{}\t", "[{}]\t"])
def test_notes_under_their_headings(heading: str, form: str) -> None:
    notes = "\n".join(form.format(n) + words for n, words in ((1, "A log."), (2, "A chart,\nsecond sheet.")))
    doc = read(HEAD + f"The tide rises.[1] It falls.[2]\n\n{heading}\n{notes}\n")
    assert rows(doc)[-2:] == [("n1", {"en": "A log."}), ("n2", {"en": "A chart, second sheet."})]
    assert [m[5] for m in calls(doc)] == ["n1", "n2"]


def test_notes_at_the_end_need_no_heading_when_they_are_called() -> None:
    doc = read(HEAD + "The tide rises.[1] It falls.[2]\n\n[1] A log.\n\n[2] A chart.\n")
    assert doc.counts == {"paragraph": 1, "note": 2}
    judgment = read(HEAD + "[1] The court sat in the bay.\n\n[2] It rose at noon.\n")
    assert judgment.counts == {"paragraph": 2}
    assert judgment.markers == ()


def test_notes_in_two_languages_and_of_two_paragraphs() -> None:
    doc = read(
        HEAD
        + "It rises.[1]\n\n潮水上涨。[1]\n\nNotes\n\n[1] A log.\n\nIt is torn.\n\n[1] 一本日志。\n\n[2] A chart.\n\n一张海图。\n"
    )
    assert rows(doc)[-2:] == [
        ("n1", {"en": "A log. It is torn.", "zh": "一本日志。"}),
        ("n2", {"en": "A chart.", "zh": "一张海图。"}),
    ]


def test_notes_and_references_numbered_side_by_side() -> None:
    doc = read(HEAD + "潮水上涨。①夜里退去。[1]\n\n注释\n\n① 一本日志。\n\n参考文献\n\n[1] 一部专著。\n")
    assert [(m.form, m.note) for m in doc.markers] == [("①", "n1"), ("[1]", "n2")]
    assert doc.segment("n2").layers["zh"].text == "一部专著。"


@pytest.mark.parametrize(
    "text",
    [
        "A deck of 12 m² and a sea of 30 km² or 10⁶ m³.",
        "See [2023] 4 Sea 5, or “the sea [sic] rose” (1) and (2).",
        "A lone [5] stands here.",
        "[1] opens a paragraph, not a call.",
        "我们应做到：①修船；②买书；③生炉子。",
        "Gaps [1] and [3] prove nothing.",
    ],
)
def test_what_only_looks_like_a_call_stays(text: str) -> None:
    doc = read(HEAD + text + "\n")
    assert [layers for _, layers in rows(doc)] == [{next(iter(doc.segments[0].layers)): text}]
    assert doc.markers == ()


def test_a_call_without_its_note_has_none_and_a_gap_is_no_reason_to_drop_those_with_notes() -> None:
    doc = read(HEAD + "One [1] and three.[3] Again [1].\n\nNotes\n\n[1] A log.\n\n[3] A chart.\n")
    assert calls(doc) == [(1, "p1", "en", 3, "[1]", "n1"), (3, "p1", "en", 14, "[3]", "n3"), (1, "p1", "en", 20, "[1]", "n1")]
    assert doc.segment("p1").layers["en"].text == "One and three. Again."
    partly = read(HEAD + "One[1] and two[2].\n\nNotes\n\n[1] A log.\n")
    assert [m[5] for m in calls(partly)] == ["n1", None]


def test_lists_of_numbers_in_one_call() -> None:
    doc = read(HEAD + "One,[1] two [2, 3] and more.[4–6]\n")
    assert doc.segment("p1").layers["en"].text == "One, two and more."
    assert [(m.number, m.offset, m.form) for m in doc.markers] == [
        (1, 4, "[1]"),
        (2, 8, "[2, 3]"),
        (3, 8, "[2, 3]"),
        (4, 18, "[4–6]"),
        (5, 18, "[4–6]"),
        (6, 18, "[4–6]"),
    ]


@given(st.lists(st.sampled_from(["tide", "bay ", "潮水", "，", "”", " ", "."]), min_size=1, max_size=30), st.data())
def test_taking_calls_out_gives_back_the_words(parts: list[str], data: st.DataObject) -> None:
    words = "The bay " + "".join(parts)
    places = sorted(data.draw(st.lists(st.integers(8, len(words)), max_size=5)))
    marked, at = "", 0
    for number, place in enumerate(places, start=1):
        marked += words[at:place] + f"[{number}]"
        at = place
    doc = read("---\ntitle: T\nlanguage: en\n---\n@en\n" + marked + words[at:] + "\n")
    text = doc.segment(doc.segments[0].id).layers["en"].text or ""
    assert "".join(text.split()) == "".join(words.split())
    assert [m.number for m in doc.markers] == list(range(1, len(places) + 1))
    for marker, place in zip(doc.markers, places, strict=True):
        assert len("".join(text[: marker.offset].split())) == len("".join(words[:place].split()))


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("曹廷 (Cao Ting)", [("曹", "廷"), ("Cao", "Ting")]),
        ("Cao Ting [曹廷]", [("曹", "廷"), ("Cao", "Ting")]),
        ("欧阳修（Ouyang Xiu）", [("欧阳", "修"), ("Ouyang", "Xiu")]),
        ("山田, 太郎", [("山田", "太郎")]),
        ("Souza, Ana Maria", [("Souza", "Ana Maria")]),
        ("Ana Maria Souza", [("Souza", "Ana Maria")]),
    ],
)
def test_names_of_persons(written: str, names: list[tuple[str, str]]) -> None:
    agent = parse_name(written)
    assert agent.kind == "person"
    assert [(n.family, n.given) for n in agent.names] == names


def test_names_that_cannot_be_split_and_bodies_stay_whole() -> None:
    assert parse_name("劳拉·理查德森") == Agent(names=(Name(literal="劳拉·理查德森"),))
    assert parse_name("Plato") == Agent(names=(Name(literal="Plato"),))
    assert parse_name("King, Martin Luther, Jr.").names[0] == Name(family="King", given="Martin Luther", suffix="Jr.")
    assert parse_name("{Sea Watch}") == body("Sea Watch")
    assert parse_name("Institute of Tides") == body("Institute of Tides")
    assert parse_name("水利部 (Ministry of Water)") == body("水利部", "Ministry of Water")
    assert parse_publisher("Sea Press (London)") == body("Sea Press (London)")


def source(**fields: object) -> Source:
    return Source.model_validate({"id": "x", **fields})


def test_work_ids() -> None:
    cao, lu = parse_name("曹廷 (Cao Ting)"), parse_name("Lü, Ān")
    assert work_id(source(authors=(cao, lu), issued="2023-08-05")) == "cao-lu-2023"
    assert work_id(source(authors=(cao,), translation_of=source(issued="2021"))) == "cao-2021"
    assert work_id(source(authors=(cao, lu, cao, lu), issued="2023")) == "cao-et-al-2023"
    assert work_id(source(authors=(parse_name("曹廷"),), title=Title(text="The Líng River’s Tides"))) == "ling-rivers-tides"
    assert work_id(source(title=Title(text="河流"))).startswith("work-")
    assert work_id(source(title=Title(text="河流"))) == work_id(source(title=Title(text="河流")))
    assert work_id(source(authors=(body("The Ministry of Water"),), issued="2020")) == "ministry-of-water-2020"


@given(st.text(max_size=40), st.text(min_size=1, max_size=20))
def test_work_ids_follow_the_grammar(title: str, family: str) -> None:
    assert is_work_id(work_id(source(title=Title(text=title))))
    assert is_work_id(work_id(source(authors=(Agent(names=(Name(family=family, given="A"),)),), title=Title(text=title))))
    assert slug(title) == "" or is_work_id(slug(title))


def test_an_id_that_is_given_wins() -> None:
    assert read(HEAD + "The tide rises.\n", "mine").id == "mine"
