"""Locales: fallback, forms, ordinals, options (CSL 1.0.2, "Locale Fallback", "Terms", "Ordinal Suffixes")."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from references.csl import locales
from references.csl.tree import QuoteMarks

NS = 'xmlns="http://purl.org/net/xbiblio/csl"'


def override(body: str, tag: str = ""):
    lang = f' xml:lang="{tag}"' if tag else ""
    return etree.fromstring(f"<locale {NS}{lang}>{body}</locale>")


def terms(body: str, tag: str = ""):
    return override(f"<terms>{body}</terms>", tag)


@pytest.mark.parametrize(
    ("tag", "file"),
    [
        ("en", "en-US"),
        ("en_GB", "en-GB"),
        ("DE-at", "de-AT"),
        ("de-LU", "de-DE"),
        ("zh", "zh-CN"),
        ("zh-Hans-SG", "zh-CN"),
        ("zh-Hant", "zh-TW"),
        ("zh-HK", "zh-TW"),
        ("ja", "ja-JP"),
        ("sr", "sr-Latn-RS"),
        ("ar-EG", "ar"),
        ("fr French language", "fr-FR"),
        ("en--remarks", "en-US"),
    ],
)
def test_a_language_tag_finds_its_file(tag, file):
    assert locales.dialect(tag) == file
    assert locales.load(tag).tag == file


def test_every_file_loads_and_has_what_each_citation_needs():
    assert len(locales.tags()) > 50
    for tag in locales.tags():
        locale = locales.load(tag)
        assert locale.tag == tag
        assert locale.term("month-01")
        assert locale.term("page", "short")
        assert locale.date_format("text")[1]
        assert locale.date_format("numeric")[1]


def test_the_first_that_defines_a_unit_gives_it():
    style = [
        terms('<term name="editor">all</term><term name="translator">all</term><term name="author">all</term>'),
        terms('<term name="editor">language</term><term name="translator">language</term>', "de"),
        terms('<term name="editor">dialect</term>', "de-AT"),
        terms('<term name="editor">other</term>', "de-CH"),
    ]
    # the order of the elements in the style does not matter
    for ordered in (style, style[::-1]):
        locale = locales.load("de-AT", ordered)
        assert [locale.term(name) for name in ("editor", "translator", "author")] == ["dialect", "language", "all"]
    # January is Jänner in the Austrian file, and what that file lacks comes from the German one
    assert locales.load("de-AT").term("month-01") == "Jänner"
    assert locales.load("de-AT").term("month-05") == locales.load("de-DE").term("month-05") == "Mai"


def test_a_language_stands_for_its_primary_dialect():
    assert locales.load("fr", [terms('<term name="editor">dir.</term>', "fr-FR")]).term("editor") == "dir."


def test_a_tag_without_a_file_still_selects_the_elements_of_the_style():
    locale = locales.load("xq", [terms('<term name="editor">edxitor</term>', "xq")])
    assert (locale.tag, locale.term("editor"), locale.term("translator")) == ("xq", "edxitor", "translator")


def test_overrides_do_not_leak_into_the_files():
    before = locales.load("en-US").term("editor")
    locales.load("en-US", [terms('<term name="editor">changed</term>')])
    assert locales.load("en-US").term("editor") == before


def test_forms_fall_back_after_locales():
    # the verb-short of the file comes before the verb of the style
    locale = locales.load("en-US", [terms('<term name="editor" form="verb">by</term>')])
    assert locale.term("editor", "verb-short") == locales.load("en-US").term("editor", "verb-short") != "by"
    sparse = locales.Locale("xx")
    sparse._merge(
        terms('<term name="a">long</term><term name="b" form="short">short</term><term name="c" form="verb">verb</term>')
    )
    assert [sparse.term("a", form) for form in ("verb-short", "verb", "symbol", "short")] == ["long"] * 4
    assert sparse.term("b", "symbol") == "short"
    assert sparse.term("c", "verb-short") == "verb"
    assert sparse.term("b") is None


def test_an_empty_term_is_defined():
    locale = locales.load("en-US", [terms('<term name="page" form="short"></term><term name="et-al"/>')])
    assert locale.term("page", "short") == locale.term("et-al") == ""
    assert locale.term("no such term") is None


def test_singular_and_plural():
    locale = locales.load("en-US")
    assert [locale.term("page", "short", plural) for plural in (False, True)] == ["p.", "pp."]
    assert locale.term("ibid", plural=True) == locale.term("ibid")
    assert locale.term("section", "symbol", True) == "§§"


def test_spaces_of_a_term_are_kept_and_line_breaks_are_not():
    locale = locales.load("en", [terms('<term name="et-al"> [et al.]</term><term name="and others">\n   </term>')])
    assert locale.term("et-al") == " [et al.]"
    assert locale.term("and others") == ""


def test_a_term_is_found_under_both_spellings():
    locale = locales.load("en-US", [terms('<term name="sub verbo" form="short">s. v.</term>')])
    assert locale.term("sub-verbo", "short") == locale.term("sub verbo", "short") == "s. v."


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0th"), (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (21, "21st"),
     (42, "42nd"), (111, "111th"), (113, "113th"), (1003, "1003rd")],
)  # fmt: skip
def test_english_ordinals(number, shown):
    assert locales.load("en-US").ordinal(number) == shown


def test_long_ordinals_reach_to_ten():
    english = locales.load("en-US")
    assert [english.ordinal(n, "long-ordinal") for n in (1, 10, 11)] == ["first", "tenth", "11th"]


def test_gender_of_ordinals():
    french = locales.load("fr-FR")
    assert french.gender("edition") == "feminine"
    assert french.gender("month-01") == "masculine"
    assert french.ordinal(1, gender="feminine") == "1ʳᵉ"
    assert french.ordinal(1, gender="masculine") == "1ᵉʳ"
    # both are whole-number matches, and there is no neuter variant
    assert french.ordinal(1) == "1ᵉ"
    assert french.ordinal(21, gender="feminine") == "21ᵉ"


def test_match_says_which_numbers_a_suffix_is_for():
    locale = locales.load(
        "en",
        [
            terms(
                '<term name="ordinal">x</term><term name="ordinal-01">digit</term>'
                '<term name="ordinal-02" match="last-two-digits">two</term>'
                '<term name="ordinal-03" match="whole-number">whole</term>'
                '<term name="ordinal-11">eleven</term><term name="ordinal-12" match="whole-number">twelve</term>'
            )
        ],
    )
    shown = {n: locale.ordinal(n).lstrip("0123456789") for n in (1, 21, 11, 111, 2, 22, 102, 3, 13, 103, 12, 112)}
    assert shown == {
        1: "digit", 21: "digit", 11: "eleven", 111: "eleven", 2: "two", 22: "x", 102: "two", 3: "whole", 13: "x", 103: "x",
        12: "twelve", 112: "x",
    }  # fmt: skip


def test_one_redefined_ordinal_replaces_all_of_them():
    locale = locales.load("en-US", [terms('<term name="ordinal">.</term>')])
    assert [locale.ordinal(n) for n in (1, 2, 3, 13)] == ["1.", "2.", "3.", "13."]
    assert locale.ordinal(1, "long-ordinal") == "first"


def test_ordinals_of_the_first_version_have_no_default():
    old = "".join(f'<term name="ordinal-0{n}">{s}</term>' for n, s in enumerate(("st", "nd", "rd", "th"), 1))
    locale = locales.load("en-US", [terms(old)])
    assert [locale.ordinal(n) for n in (1, 22, 13, 11, 4, 7, 101)] == ["1st", "22nd", "13th", "11th", "4th", "7th", "101st"]


def test_options_come_one_by_one():
    assert locales.load("en-US").punctuation_in_quote is True
    assert locales.load("fr-FR").limit_day_ordinals_to_day_1 is True
    assert locales.load("de-DE").punctuation_in_quote is False
    style = [
        override('<style-options punctuation-in-quote="false"/>'),
        override('<style-options limit-day-ordinals-to-day-1="true"/>', "en"),
    ]
    locale = locales.load("en-US", style)
    assert (locale.punctuation_in_quote, locale.limit_day_ordinals_to_day_1) == (False, True)


def test_date_formats_are_replaced_whole():
    style = [override('<date form="text" delimiter="/"><date-part name="year"/></date>')]
    delimiter, parts = locales.load("en-US", style).date_format("text")
    assert (delimiter, [part.name for part in parts]) == ("/", ["year"])
    assert [part.name for part in locales.load("zh-CN").date_format("text")[1]] == ["year", "month", "day"]
    assert locales.load("en-US", style).date_format("numeric") == locales.load("en-US").date_format("numeric")


def test_quotation_marks():
    assert locales.load("en-US").quote_marks == QuoteMarks("“", "”", "‘", "’")
    assert locales.load("zh-TW").quote_marks == QuoteMarks("「", "」", "『", "』")


@given(st.text(max_size=20))
def test_any_text_is_taken_as_a_tag(tag):
    assert locales.load(tag).term("page")
