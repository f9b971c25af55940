"""Numbers, page ranges and locators (CSL 1.0.2, "Number", "Choose", "Label", appendix V)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from references.csl import locales, numbers
from references.csl.numbers import Number

ENGLISH = locales.load("en-US")


@pytest.mark.parametrize(
    "value",
    [
        "5",
        5,
        "D2",
        "2b",
        "L2d",
        "2nd",
        "2, 3",
        "2-4",
        "2 & 4",
        "2,3",
        "01790",
        "7a–7c",
        "1/2",
        "xii",
        "18\\-24",
        "iv-x",
        "1 and 3",
        "1, 2, and 3",
    ],
)
def test_is_numeric(value):
    assert Number.parse(value).is_numeric


@pytest.mark.parametrize(
    "value",
    [
        "",
        "second",
        "2nd edition",
        "5 ed.",
        "annotated",
        "version: 2, of June 1",
        "第3版",
        "1,",
        "-",
        "2 3",
        "修订版",
        "XII",
        "sand 3",
        "3.1",
        "arXiv:1112.6136",
    ],
)
def test_is_not_numeric(value):
    assert not Number.parse(value).is_numeric
    assert numbers.render(Number.parse(value), "ordinal", ENGLISH) == value


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        ("2 - 4", "numeric", "2–4"),
        ("2 , 3", "numeric", "2, 3"),
        ("2&3", "numeric", "2 & 3"),
        ("2, 3", "ordinal", "2nd, 3rd"),
        ("2-3", "long-ordinal", "second–third"),
        ("2, 12", "long-ordinal", "second, 12th"),
        ("2 & 4", "roman", "ii & iv"),
        ("2E", "ordinal", "2E"),
        ("2E, 3", "roman", "2E, iii"),
        ("42", "roman", "xlii"),
        ("1, 2, and 3", "ordinal", "1st, 2nd, and 3rd"),
        ("2–4", "ordinal", "2nd–4th"),
        ("4-\\-5", "numeric", "4-\\-5".replace("\\", "")),
        ("<b>3</b>", "ordinal", "<b>3</b>"),
        ("7, p. 3-8", "ordinal", "7th, pp. 3–8"),
        ("7, fig. 3", "roman", "vii, fig. 3"),
    ],
)
def test_render(value, form, shown):
    assert numbers.render(Number.parse(value), form, ENGLISH) == shown


def test_a_number_may_go_on_with_a_label():
    assert Number.parse("7, p. 3-8").is_labelled
    assert not any(Number.parse(value).is_labelled for value in ("7", "7th edition", "p. 3", "see p. 3", "vol. 2"))


def test_ordinals_take_the_gender_of_their_noun():
    french = locales.load("fr")
    assert numbers.render(Number.parse(1), "ordinal", french, french.gender("edition")) == "1ʳᵉ"


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "i"), (4, "iv"), (1999, "mcmxcix"), (3999, "mmmcmxcix"), (0, "0"), (4000, "4000")]
)
def test_roman(number, shown):
    assert numbers.roman(number) == shown


@given(st.integers(1, 3999))
def test_roman_numerals_add_up(number):
    worth = {"m": 1000, "d": 500, "c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
    values = [worth[letter] for letter in numbers.roman(number)]
    assert number == sum(-v if v < max(values[at:]) else v for at, v in enumerate(values))


@pytest.mark.parametrize(
    ("variable", "value", "plural"),
    [
        ("volume", "2", False),
        ("volume", "2-3", True),
        ("volume", "2 & 4", True),
        ("volume", "5-II", True),
        ("volume", "2b", False),
        ("number-of-volumes", "1", False),
        ("number-of-volumes", 2, True),
        ("number-of-pages", "312", True),
        ("number-of-pages", "xii, 312", True),
    ],
)
def test_the_label_of_a_number(variable, value, plural):
    assert Number.parse(value).label_is_plural(variable) is plural


# The table of appendix V, and its two Chicago columns
RANGES = {
    "expanded": {"42-45": "42–45", "321-328": "321–328", "2787-2816": "2787–2816", "110-5": "110–115"},
    "minimal": {"42-45": "42–5", "321-328": "321–8", "2787-2816": "2787–816", "100-100": "100–0"},
    "minimal-two": {"42-45": "42–45", "321-328": "321–28", "2787-2816": "2787–816", "2-5": "2–5"},
    "chicago-15": {
        "3-10": "3–10", "71-2": "71–72", "100-104": "100–104", "1100-1113": "1100–1113", "101-108": "101–8", "808-833": "808–33",
        "321-8": "321–28", "498-532": "498–532", "1496-1500": "1496–1500", "2787-2816": "2787–2816", "13792-13803": "13792–803",
        "9-12": "9–12", "98-1002": "98–1002",
    },
    "chicago-16": {"1496-1500": "1496–500", "11564-11615": "11564–615", "12991-123001": "12991–123001", "1103-1104": "1103–4"},
}  # fmt: skip


@pytest.mark.parametrize(("style", "given_", "shown"), [(f, g, s) for f, pairs in RANGES.items() for g, s in pairs.items()])
def test_page_range_formats(style, given_, shown):
    assert numbers.page_range(given_, style) == shown
    if style == "chicago-15":
        assert numbers.page_range(given_, "chicago") == shown


@pytest.mark.parametrize(
    ("given_", "style", "shown"),
    [
        ("110-5", None, "110–5"),
        ("110 -- 115", None, "110–115"),
        ("110—115", None, "110–115"),
        ("xxv-xxx, 12-15 & 20", "minimal", "xxv–xxx, 12–5 & 20"),
        ("S213-S235", "expanded", "S213–S235"),
        ("S213-S235", "minimal", "S213–35"),
        ("S213-35", "expanded", "S213-35"),
        ("3n101 - 3n108", "chicago", "3n101–8"),
        ("1N10 - M5, 4K20 - 9", "expanded", "1N10-M5, 4K20-9"),
        ("327\\-30", "expanded", "327-30"),
        ("2020-05-12", "expanded", "2020-05-12"),
        ("forty-two", None, "forty-two"),
        ("", "chicago", ""),
    ],
)
def test_what_is_a_range(given_, style, shown):
    assert numbers.page_range(given_, style) == shown


def test_the_locale_has_its_own_sign():
    french, overridden = locales.load("fr"), locales.load("en", [_terms('<term name="page-range-delimiter">=</term>')])
    assert numbers.locator("253-257", french, "chicago") == "253\u201157"
    assert numbers.locator("1-2", overridden) == "1=2"


def _terms(body: str):
    return etree.fromstring(f'<locale xmlns="http://purl.org/net/xbiblio/csl"><terms>{body}</terms></locale>')


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("22-45", "22"),
        ("10–20", "10"),
        ("e12 - e14", "e12"),
        ("xxv", "xxv"),
        ("3, 5-7", "3"),
        ("327\\-30", "327-30"),
        ("", ""),
        ("pp. 3-4", "3"),
    ],
)
def test_page_first(text, first):
    assert numbers.page_first(text) == first


@pytest.mark.parametrize(
    "text",
    [
        *("3-4", "3 – 4", "3, 4", "3 & 4", "3 and 4", "3, and 4", "3, 4, and 5", "S2-S3", "xx-xxi", "1.2-1.4"),
        *("12-15 passim", "367-368, fig. 3", "pp. 3-4"),
    ],
)
def test_plural_locators(text):
    assert numbers.locator_is_plural(text)


@pytest.mark.parametrize(
    "text",
    ["3", " 3", "3b", "327\\-30", "A-12", "186, 8 April 1544", "vol. 1, fol. 186, 8 April 1544", "3, fig. 4-5", "“word”", ""],
)
def test_singular_locators(text):
    assert not numbers.locator_is_plural(text)


def test_a_leading_label_is_the_label_of_the_locator():
    assert numbers.split_label("vol. 1, fol. 18, 8 April 1544") == ("volume", "1, fol. 18, 8 April 1544")
    assert numbers.split_label("§§ 3-4") == ("section", "3-4")
    assert numbers.split_label(" 12") == (None, "12")
    assert numbers.split_label("volumes") == (None, "volumes")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("367-368, fig. 3", "367–368, fig. 3"),
        ("367, fig. 3-4", "367, figs. 3–4"),
        ("12, nn. 3 & 4, p. 8", "12, nn. 3 & 4, p. 8"),
        ("213&215", "213 & 215"),
        ("3, § 4, 5", "3, §§ 4, 5"),
        ("Help. 3", "Help. 3"),
    ],
)
def test_locator(text, shown):
    assert numbers.locator(text, ENGLISH) == shown


def test_the_sign_for_and_is_that_of_the_locale_but_words_stay():
    german = locales.load("de")
    assert numbers.locator("213 and 235", german) == "213 and 235"
    assert (
        numbers.locator("213 & 235", locales.load("en", [_terms('<term name="and" form="symbol">AND</term>')])) == "213 AND 235"
    )
    assert numbers.locator("367, fig. 3", german) == f"367, {german.term('figure', 'short')} 3"


@pytest.mark.parametrize(
    ("text", "variable", "shown"),
    [
        ("1-5", "volume", "1～5"),
        ("1–5", "volume", "1–5"),
        ("1-5", "edition", "1～5"),
        ("GB/T 7714-2015", "number", "GB/T 7714-2015"),
        ("2.0-beta", "version", "2.0-beta"),
        ("12\\-13", "number", "12-13"),
        ("iv-x", "volume", "iv～x"),
        ("S1-12", "issue", "S1-12"),
        ("1.1-1.36", "section", "1.1-1.36"),
    ],
)
def test_number_variables_that_are_no_pages(text, variable, shown):
    assert numbers.written(text, variable, locales.load("zh-CN")) == shown


@given(st.text(alphabet="0123456789 -–,&abIVxp.§\\()and第", max_size=30), st.sampled_from([None, *RANGES]))
def test_any_text_is_rendered(text, style):
    numbers.locator(text, ENGLISH, style)
    numbers.locator_is_plural(text)
    numbers.page_first(text)
    number = Number.parse(text)
    for form in ("numeric", "ordinal", "long-ordinal", "roman"):
        shown = numbers.render(number, form, ENGLISH)
        assert shown or not text.strip()
    assert len(number.signs) == max(0, len(number.numbers) - 1)


@given(st.integers(1, 200_000), st.integers(0, 5_000), st.sampled_from(sorted(RANGES)))
def test_a_shortened_range_is_still_the_same_range(low, width, style):
    shown = numbers.page_range(f"{low}-{low + width}", style)
    first, last = shown.split("–")
    assert first == str(low)
    assert numbers.page_range(f"{first}-{last}", "expanded") == f"{low}–{low + width}"


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [("007", "ordinal", "007"), ("1,200", "ordinal", "1,200"), ("1.2-1.5", "numeric", "1.2-1.5"), ("2,3", "numeric", "2, 3")],
)
def test_numbers_with_marks_inside(value, form, shown):
    assert numbers.render(Number.parse(value), form, ENGLISH) == shown
