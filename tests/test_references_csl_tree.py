"""Rich text of the CSL processor: fields, text case, seams, quotation marks and the four outputs."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from references.csl.tree import (
    Pieces,
    QuoteMarks,
    Span,
    change_case,
    first_char,
    is_empty,
    last_char,
    parse_field,
    plain,
    serialize,
    strip_periods,
)
from references.errors import UnknownFormat

ENGLISH = QuoteMarks()
FRENCH = QuoteMarks("«\u00a0", "\u00a0»", "“", "”")
CASES = ("lowercase", "uppercase", "capitalize-first", "capitalize-all", "sentence", "title")


def html(pieces: Pieces, inside: bool = True, marks: QuoteMarks = ENGLISH) -> str:
    return serialize(pieces, "html", marks, inside)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("plain", "plain"),
        ("On <i>Homo sapiens</i> again", "On <i>Homo sapiens</i> again"),
        ("<i>out <i>in</i> out</i>", '<i>out <span style="font-style:normal;">in</span> out</i>'),
        ("open <i>only", "open &#60;i&#62;only"),
        ("closed</b> only", "closed&#60;/b&#62; only"),
        ("<i>a <b>b</i>", "<i>a &#60;b&#62;b</i>"),
        ("H<sub>2</sub>O, x<sup>2</sup>", "H<sub>2</sub>O, x<sup>2</sup>"),
        ('<sc>a</sc> <span style="font-variant: small-caps;">b</span>',
         '<span style="font-variant:small-caps;">a</span> <span style="font-variant:small-caps;">b</span>'),
        ("x &amp; y < z", "x &#38;amp; y &#60; z"),
        ("m² and ª", "m<sup>2</sup> and <sup>a</sup>"),
        ('say "yes" now', "say “yes” now"),
        ("say 'yes' now", "say “yes” now"),
        ("say ‘yes’ now", "say ‘yes’ now"),
        ("""she said "they cried 'stop' twice".""", "she said “they cried ‘stop’ twice”."),
        ("it's the boys' own '09", "it’s the boys’ own ’09"),
        ("'a dog's life': more", "“a dog’s life”: more"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ('a 12" disc', 'a 12" disc'),
        ('an "orphan " mark', 'an "orphan " mark'),
        ('"<i>in italics</i>"', "“<i>in italics</i>”"),
        ('<i>"crossed</i>"', '<i>"crossed</i>"'),
        ('论"带路"的', "论“带路”的"),
        ("„so“ und ‚so‘", "„so“ und ‚so‘"),
    ],
)  # fmt: skip
def test_field(field: str, expected: str) -> None:
    assert html(parse_field(field)) == expected


@pytest.mark.parametrize(
    ("field", "marks", "expected"),
    [
        ('the "old" case', ENGLISH, "“the ‘old’ case”"),
        ("the “old” case", ENGLISH, "“the ‘old’ case”"),
        ("the “old ‘older’ one” case", ENGLISH, "“the ‘old “older” one’ case”"),
        ("the ‘old’ case", ENGLISH, "“the ‘old’ case”"),
        ("the «old» case", ENGLISH, "“the «old» case”"),
        ("the 'old' case", FRENCH, "«\u00a0the “old” case\u00a0»"),
        ("the «old» case", FRENCH, "«\u00a0the “old” case\u00a0»"),
        ("the „old“ case", FRENCH, "«\u00a0the „old“ case\u00a0»"),
        ("the “old «older» one” case", ENGLISH, "“the ‘old «older» one’ case”"),
    ],
)
def test_quotation_marks_alternate_with_those_of_the_style(field: str, marks: QuoteMarks, expected: str) -> None:
    assert html([Span(parse_field(field), quotes=True)], True, marks) == expected


@pytest.mark.parametrize(
    ("case", "before", "after"),
    [
        ("lowercase", "A Title OF", "a title of"),
        ("uppercase", "a title", "A TITLE"),
        ("capitalize-first", "a title of", "A title of"),
        ("capitalize-first", "iPod users", "iPod users"),
        ("capitalize-first", "know-How", "Know-How"),
        ("capitalize-all", "sea and/or #sky, @me", "Sea And/Or #sky, @me"),
        ("title", "talk about free will", "Talk about Free Will"),
        ("title", "x y and z", "X y and z"),
        ("title", "an e-government survey of x-rays", "An E-Government Survey of X-Rays"),
        ("title", "Book A: Moving On, And On The Way", "Book A: Moving On, and on the Way"),
        ("title", "Clínica y salud: i only", "Clínica y Salud: I Only"),
        ("title", "one #tag, e.g. two vis-à-vis three", "One #tag, e.g. Two Vis-à-Vis Three"),
        ("capitalize-first", "(in part)", "(In part)"),
        ("capitalize-all", "the self-made mcDonald", "The Self-Made mcDonald"),
        ("sentence", "The Rise of DNA and the iPad", "The rise of DNA and the iPad"),
        ("sentence", "THE WHOLE TITLE", "The whole title"),
        ("title", "the end of an era", "The End of an Era"),
        ("title", "what it is for", "What It Is For"),
        ("title", "Letters From Home", "Letters from Home"),
        ("title", "one thing: the other", "One Thing: The Other"),
        ("title", "why me? an answer", "Why Me? An Answer"),
        ("title", "life according to ants", "Life according to Ants"),
        ("title", "out-of-town days", "Out-of-Town Days"),
        ("title", "the in-depth view", "The In-Depth View"),
        ("title", "roe v. wade", "Roe v. Wade"),
        ("title", "the NATO file", "The NATO File"),
        ("title", "an eBay of ideas", "An eBay of Ideas"),
        ("title", "the α-helix", "The α-Helix"),
        ("title", "an étude in gray", "An Étude in Gray"),
        ("title", "the cafe\u0301s of rome", "The Cafe\u0301s of Rome"),
        ("title", "don't stop", "Don’t Stop"),
        ("title", 'on "the road" again', "On The Road Again"),
        ("title", "e<b>verything</b> counts", "Everything Counts"),
        ("title", 'on <span class="nocase">emacs</span> use', "On emacs Use"),
    ],
)
def test_case(case: str, before: str, after: str) -> None:
    assert plain(change_case(parse_field(before), case)) == after


def test_case_follows_the_language() -> None:
    assert plain(change_case(["iki"], "uppercase", "tr-TR")) == "İKİ"
    assert plain(change_case(["IKI"], "lowercase", "tr")) == "ıkı"
    assert plain(change_case(["la vie en rose"], "title", "fr")) == "la vie en rose"
    assert plain(change_case(["life in red"], "title", "EN_gb")) == "Life in Red"
    assert plain(change_case(["life in red"], "title", None)) == "Life in Red"


def test_case_leaves_an_address_alone() -> None:
    assert plain(change_case(["at ", Span(["http://a.b"], literal=True)], "uppercase")) == "AT http://a.b"


# both points and what they become where two pieces meet, with the quotation marks inside and outside
SEAMS = [
    (".", ".", ".", "“x.”", "“x”."),
    (".", ",", ".,", "“x.,”", "“x”.,"),
    (".", ":", ".:", "“x.”:", "“x”.:"),
    (".", ";", ".;", "“x.”;", "“x”.;"),
    (".", "?", ".?", "“x.?”", "“x”.?"),
    (",", ",", ",", "“x,”", "“x”,"),
    (",", ".", ",.", "“x,.”", "“x”,."),
    (":", ".", ":", "“x”:", "“x”:"),
    (":", ",", ":,", "“x”:,", "“x”:,"),
    (":", "!", "!", "“x!”", "“x”!"),
    (";", ":", ";", "“x”;", "“x”;"),
    (";", "?", "?", "“x?”", "“x”?"),
    ("!", ".", "!", "“x!”", "“x”!"),
    ("!", "?", "!?", "“x!?”", "“x”!?"),
    ("?", ":", "?", "“x?”", "“x”?"),
    ("?", ",", "?,", "“x?,”", "“x”?,"),
]


@pytest.mark.parametrize(("first", "second", "plainly", "inside", "outside"), SEAMS)
def test_points_that_meet(first: str, second: str, plainly: str, inside: str, outside: str) -> None:
    def pieces(quotes: bool) -> Pieces:
        return [Span(["x"], quotes=quotes, suffix=first), Span(["y"], prefix=second)]

    assert html(pieces(False)) == f"x{plainly}y"
    assert html([f"x{first}", f"{second}y"]) == f"x{plainly}y"
    assert html(pieces(True), True) == f"{inside}y"
    assert html(pieces(True), False) == f"{outside}y"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([Span(["why?"], quotes=True), ". ", "Next"], "“why?” Next"),
        ([Span(["why?"], quotes=True), ", ", "next"], "“why?,” next"),
        ([Span([Span(["a"], quotes=True)], font_style="italic"), ". ", "b"], "<i>“a.”</i> b"),
        ([Span(["a ", Span(["b"], quotes=True)], quotes=True), ", c"], "“a ‘b,’” c"),
        ([*parse_field('"a", b'), "."], "“a”, b."),
        ([*parse_field('see "a"'), "."], "see “a.”"),
        ([*parse_field("<i>why?</i>: a study"), "."], "<i>why?</i>: a study."),
        ([Span(["a."], font_style="italic"), ". ", "b"], "<i>a.</i> b"),
        (["a ", Span([" b"], font_weight="bold")], "a <b>b</b>"),
        (["a", Span([], prefix=", ", suffix="."), "b"], "ab"),
        (["a", Span([Span([""])], font_style="italic", quotes=True), "b"], "ab"),
        ([Span(["a"], quotes=True, prefix="[", suffix="]"), "."], "[“a”]."),
        ([Span(["a"], quotes=True, suffix=" "), ", b"], "“a” , b"),
        (["。", "。"], "。。"),
    ],
)
def test_seams(pieces: Pieces, expected: str) -> None:
    assert html(pieces) == expected


def test_formatting_is_said_once_and_undone_only_where_there_is_some() -> None:
    assert html([Span([Span(["a"], font_style="italic")], font_style="italic")]) == "<i>a</i>"
    assert html([Span([Span(["a"], font_weight="normal")], font_style="normal")]) == "a"
    assert html([Span([Span(["a"], font_weight="normal")], font_weight="bold")]) == (
        '<b><span style="font-weight:normal;">a</span></b>'
    )
    both = Span(["a"], font_style="italic", font_weight="bold", vertical_align="sup", quotes=True, prefix="(", suffix=")")
    assert html([both]) == "(“<sup><b><i>a</i></b></sup>”)"


def test_affixes_of_a_style_hold_markup_but_keep_their_marks() -> None:
    assert html([Span(["a"], prefix="<i>in</i> ", suffix=" 'b' \"c\" <x")]) == "<i>in</i> a 'b' \"c\" &#60;x"


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        (Span(["end"], quotes=True, font_style="italic"), "“<i>end,</i>”"),
        (Span(["an ", Span(["end"], font_weight="bold", inline=True)], quotes=True), "“an <b>end</b>,”"),
        (Span([Span(["end"], quotes=True)], font_style="italic"), "<i>“end,”</i>"),
    ],
)
def test_a_point_that_moves_takes_the_look_of_what_is_quoted(piece: Span, expected: str) -> None:
    assert serialize([piece, ","], "html", QuoteMarks(), True) == expected


@pytest.mark.parametrize(
    ("inside", "suffix", "expected"),
    [
        ("ed.", ".", "‘ed.’"),
        ("why?", ".", "‘why?’"),
        ("wow!", ". On", "‘wow!’ On"),
        ("end", ".", "‘end’."),
        ("end.", ",", "‘end.’,"),
    ],
)
def test_no_full_stop_after_one_inside_the_marks(inside: str, suffix: str, expected: str) -> None:
    british = QuoteMarks("‘", "’", "“", "”")
    quoted: Pieces = [Span([inside], quotes=True)]
    assert serialize([Span(quoted, suffix=suffix)], "text", british) == expected
    delimited = serialize([*quoted, ". ", "On"], "text", british)
    assert delimited == (f"‘{inside}’ On" if inside.endswith(".") else f"‘{inside}’. On")


def test_display_blocks() -> None:
    entry: Pieces = [
        Span(["1"], prefix="[", suffix="]", display="left-margin"),
        Span(["text"], prefix=" ", suffix=". ", display="right-inline"),
        Span(["note"], display="block"),
    ]
    assert html(entry[:2]) == ('\n    <div class="csl-left-margin">[1]</div><div class="csl-right-inline"> text.</div>\n   ')
    assert html(entry[2:]) == '\n\n    <div class="csl-block">note</div>\n'
    assert serialize(entry[:2], "text", ENGLISH).rstrip() == "[1] text."
    assert serialize(entry, "text", ENGLISH).splitlines()[1] == "note"
    noted: Pieces = ["1", Span(["a note."], display="block")]
    assert serialize([Span(noted, suffix=".")], "text", ENGLISH) == "1\na note."
    assert serialize(["see.", Span([".NET"], quotes=True)], "text", ENGLISH) == "see.“.NET”"


def test_outputs() -> None:
    pieces: Pieces = [
        Span(parse_field("All <i>Pan</i> & * "), font_style="italic", suffix=", "),
        Span(["x"], quotes=True, font_weight="bold"),
        " 5% ",
        Span(["here"], href="http://a.b/c_d"),
        " m²",
    ]
    assert serialize(pieces, "text", ENGLISH) == "All Pan & * , “x” 5% here m²"
    assert serialize(pieces, "markdown", ENGLISH) == "*All* Pan *& \\** , “**x**” 5% [here](<http://a.b/c_d>) m²"
    assert serialize(pieces, "latex", ENGLISH) == (
        "\\textit{All \\textup{Pan} \\& * }, ``\\textbf{x}'' 5\\% \\href{http://a.b/c_d}{here} m\\textsuperscript{2}"
    )
    assert '<a href="http://a.b/c_d">here</a>' in html(pieces)
    url = "http://a.b/c_d"
    assert serialize([Span([url], href=url)], "markdown", ENGLISH) == f"<{url}>"
    assert serialize(["12. x"], "markdown", ENGLISH) == "12\\. x"
    with pytest.raises(UnknownFormat, match="rtf"):
        serialize(pieces, "rtf", ENGLISH)


def test_small_questions() -> None:
    pieces: Pieces = [Span([], prefix="("), Span(["a. b"], suffix="!")]
    assert (plain([pieces[1]]), first_char([pieces[1]]), last_char([pieces[1]])) == ("a. b!", "a", "!")
    assert is_empty(pieces[:1])
    assert not is_empty(pieces)
    assert plain(strip_periods([Span(["U.S."], suffix="."), "a."])) == "US.a"
    assert plain(strip_periods([Span(["10.1/x"], literal=True)])) == "10.1/x"


TOKENS = [*"aBβ'\"“”‘’«» .,:-漢²<>&", "<i>", "</i>", "<b>", "</b>", "<sc>", "</sc>"]
FIELDS = st.lists(st.sampled_from(TOKENS), max_size=30).map("".join)


@given(FIELDS)
def test_html_is_well_formed_and_loses_no_letter(field: str) -> None:
    pieces = parse_field(field)
    written = html([Span(pieces, font_style="italic", quotes=True, suffix=".")])
    etree.fromstring(f"<p>{written}</p>")
    shown = unescape(re.sub("<[^>]*>", "", written))
    letters = [c for c in re.sub(r"</?(?:i|b|sc)>", "", field).replace("²", "2") if c.isalnum()]
    left = [c for c in re.sub(r"</?(?:i|b|sc)>", "", shown) if c.isalnum()]
    assert left == letters


@given(FIELDS, st.sampled_from(CASES), st.sampled_from(["en", "de"]))
def test_case_changes_nothing_but_case(field: str, case: str, language: str) -> None:
    pieces = parse_field(field)
    before = plain(pieces)
    changed = change_case(pieces, case, language)
    assert plain(changed).casefold() == before.casefold()
    assert plain(pieces) == before
    assert change_case(changed, case, language) == changed


@given(FIELDS, FIELDS, st.booleans(), st.sampled_from(["html", "text", "markdown", "latex"]))
def test_serialize_takes_anything(first: str, second: str, inside: bool, output: str) -> None:
    pieces: Pieces = [Span(parse_field(first), quotes=True, font_weight="bold", suffix=second), *parse_field(second)]
    assert serialize(pieces, output, ENGLISH, inside) == serialize(pieces, output, ENGLISH, inside)
