"""Dates (CSL 1.0.2, "Date", "Date-part", "Date Ranges", "AD and BC", "Seasons"; EDTF)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from references.csl import dates, locales
from references.csl.dates import DatePartConfig, DateValue, Point
from references.csl.tree import Span, plain

ENGLISH = locales.load("en-US")
DMY = [DatePartConfig("day", suffix=" "), DatePartConfig("month", suffix=" "), DatePartConfig("year")]


def on(*points: list[object]) -> DateValue:
    value = dates.parse({"date-parts": list(points)})
    assert value is not None
    return value


def shown(value: DateValue, parts=DMY, delimiter="", locale=ENGLISH) -> str:
    return plain(dates.render(value, parts, delimiter, locale))


def text(value: DateValue, form="text", date_parts=None, tag="en-US", overrides=()) -> str:
    locale = locales.load(tag)
    delimiter, parts = dates.localized(form, locale, date_parts, overrides)
    return shown(value, parts, delimiter, locale)


# Reading


@pytest.mark.parametrize(
    ("value", "point"),
    [
        ({"date-parts": [[2000, 2, 3]]}, Point(2000, 2, 3)),
        ({"date-parts": [["2000", "02", "03"]]}, Point(2000, 2, 3)),
        ({"date-parts": [["2000", "", ""]]}, Point(2000)),
        ({"date-parts": [["2000", None]]}, Point(2000)),
        ({"date-parts": [-44]}, Point(-44)),
        ({"date-parts": [[2000, 0, 5]]}, Point(2000)),
        ({"date-parts": [[2000, -1, 1]]}, Point(2000)),
        ({"date-parts": [[2000, 60]]}, Point(2000)),
        ({"date-parts": [[2000, 5, 45]]}, Point(2000, 5)),
        ({"date-parts": [[2000, 13]]}, Point(2000, season=1)),
        ({"date-parts": [[2000, 18]]}, Point(2000, season=2)),
        ({"date-parts": [[2000, "24"]]}, Point(2000, season=4)),
        ({"date-parts": [[2000]], "season": 3}, Point(2000, season=3)),
        ({"date-parts": [[2000]], "season": "22"}, Point(2000, season=2)),
        ({"date-parts": [[2000]], "season": "Fall"}, Point(2000, season=3)),
        ({"date-parts": [[2000]], "season": "Trinity"}, Point(2000, season_text="Trinity")),
        ({"date-parts": [[2000, 1, 30]], "season": "22:56:08"}, Point(2000, 1, 30)),
        ({"date-parts": [[2000]], "raw": "May 1999"}, Point(2000)),
        ({"raw": "May 1999"}, Point(1999, 5)),
        ({"year": "1999", "month": 5}, Point(1999, 5)),
        ("1999-05", Point(1999, 5)),
        (1999, Point(1999)),
    ],
)
def test_parse(value, point):
    assert dates.parse(value) == DateValue(point)


@pytest.mark.parametrize(
    "value", [None, {}, {"date-parts": []}, {"date-parts": [[]]}, {"date-parts": [[""]]}, "", {"raw": " "}, 0]
)
def test_nothing_is_no_date(value):
    assert dates.parse(value) is None


def test_ranges_and_circa():
    assert on([1999, 5], [2000]) == DateValue(Point(1999, 5), Point(2000))
    assert on([1999], [1999]) == DateValue(Point(1999))
    assert on([1999], [0]) == DateValue(Point(1999), open_ended=True)
    assert dates.parse({"date-parts": [[1999]], "circa": True}) == DateValue(Point(1999), circa=True)
    assert dates.parse({"date-parts": [[1999]], "circa": "1"}) == DateValue(Point(1999), circa=True)
    assert dates.parse({"date-parts": [[1999]], "circa": 0}) == DateValue(Point(1999))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2005-11-22", DateValue(Point(2005, 11, 22))),
        ("20051122", DateValue(Point(2005, 11, 22))),
        ("2005-11-22T10:00:00Z", DateValue(Point(2005, 11, 22))),
        ("2005-11-22/2006-01", DateValue(Point(2005, 11, 22), Point(2006, 1))),
        ("2005/2006", DateValue(Point(2005), Point(2006))),
        ("2005-2006", DateValue(Point(2005), Point(2006))),
        ("2005–2006", DateValue(Point(2005), Point(2006))),
        ("2005/..", DateValue(Point(2005), open_ended=True)),
        ("2005/", DateValue(Point(2005), open_ended=True)),
        ("2005/11/22", DateValue(Point(2005, 11, 22))),
        ("11/22/2005", DateValue(Point(2005, 11, 22))),
        ("22/11/2005", DateValue(Point(2005, 11, 22))),
        ("1999-21", DateValue(Point(1999, season=1))),
        ("1999-XX-XX", DateValue(Point(1999))),
        ("1999-05-XX", DateValue(Point(1999, 5))),
        ("1999?", DateValue(Point(1999), circa=True)),
        ("c. 1450", DateValue(Point(1450), circa=True)),
        ("[1450]", DateValue(Point(1450), circa=True)),
        ("1450~/1460", DateValue(Point(1450), Point(1460), circa=True)),
        ("-0043", DateValue(Point(-44))),
        ("-250", DateValue(Point(-250))),
        ("250 BC", DateValue(Point(-250))),
        ("AD 79", DateValue(Point(79))),
        ("22 November 2005", DateValue(Point(2005, 11, 22))),
        ("Nov. 22nd, 2005", DateValue(Point(2005, 11, 22))),
        ("Sept 2005", DateValue(Point(2005, 9))),
        ("Spring 1999 - Summer 2001", DateValue(Point(1999, season=1), Point(2001, season=2))),
        ("Spring/Summer 1999", DateValue(Point(1999, season=1), Point(1999, season=2))),
        ("May-July 2005", DateValue(Point(2005, 5), Point(2005, 7))),
        ("May – July 2005", DateValue(Point(2005, 5), Point(2005, 7))),
        ("3 – 5 May 2005", DateValue(Point(2005, 5, 3), Point(2005, 5, 5))),
    ],
)
def test_parse_raw(raw, value):
    assert dates.parse_raw(raw) == value


@pytest.mark.parametrize(
    "raw", ["in press", "maybe around 2000bc sometime?", "May 3", "2005-13", "Mayhem 2005", "1999/2000/2001", "民国三年"]
)
def test_what_is_not_understood_is_kept(raw):
    value = dates.parse({"raw": raw})
    assert value == DateValue(literal=raw)
    assert shown(value) == raw


def test_a_literal_stands_where_the_year_would():
    value = dates.parse({"date-parts": [], "literal": "(in press)"})
    assert value is not None
    assert plain(dates.render(value, DMY, "-", ENGLISH)) == "(in press)"
    assert dates.render(value, DMY[:2], "-", ENGLISH) == []


# Rendering


def test_missing_parts_take_their_affixes_with_them():
    assert shown(on([2003, 8, 10])) == "10 August 2003"
    assert shown(on([2003, 8])) == "August 2003"
    assert shown(on([2003])) == "2003"
    assert dates.render(on([2003]), [DatePartConfig("day")], "", ENGLISH) == []


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("day", None, "2"),
        ("day", "numeric-leading-zeros", "02"),
        ("day", "ordinal", "2nd"),
        ("month", None, "January"),
        ("month", "short", "Jan."),
        ("month", "numeric", "1"),
        ("month", "numeric-leading-zeros", "01"),
        ("year", None, "2005"),
        ("year", "short", "05"),
    ],
)
def test_forms(name, form, expected):
    assert shown(on([2005, 1, 2]), [DatePartConfig(name, form)]) == expected


def test_ordinal_days():
    french = locales.load("fr")
    part = [DatePartConfig("day", "ordinal", suffix=" "), DatePartConfig("month")]
    assert shown(on([2005, 1, 1]), part, locale=french) == "1ᵉʳ janvier"
    assert shown(on([2005, 1, 2]), part, locale=french) == "2 janvier"


def test_eras():
    # the space belongs to the term
    assert shown(on([-250])) == f"250{ENGLISH.term('bc')}"
    assert shown(on([79])) == f"79{ENGLISH.term('ad')}"
    assert shown(on([999])) == f"999{ENGLISH.term('ad')}" != "999"
    assert shown(on([1000])) == "1000"
    assert shown(on([79]), [DatePartConfig("year", "short")]) == f"79{ENGLISH.term('ad')}"


def test_seasons_stand_for_the_month():
    value = dates.parse({"date-parts": [[2000]], "season": 3})
    assert value is not None
    assert shown(value) == "Autumn 2000"
    assert shown(value, [DatePartConfig("month", "numeric")]) == "Autumn"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ([2003, 8, 10], [2003, 8, 23], "10–23 August 2003"),
        ([2003, 8, 3], [2003, 10, 23], "3 August–23 October 2003"),
        ([2003, 8, 3], [2004, 8, 3], "3 August 2003–3 August 2004"),
        ([2003, 8], [2003, 10], "August–October 2003"),
        ([2003, 8], [2003, 10, 5], "August–5 October 2003"),
        ([2003], [2004], "2003–2004"),
        ([2003, 21], [2003, 22], "Spring–Summer 2003"),
        ([-100], [-44], f"100–44{ENGLISH.term('bc')}"),
        ([-44], [79], f"44{ENGLISH.term('bc')}–79{ENGLISH.term('ad')}"),
        ([79], [1079], f"79{ENGLISH.term('ad')}–1079"),
    ],
)
def test_a_range_says_what_both_ends_share_once(start, end, expected):
    assert shown(on(start, end)) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [([2008, 5, 4], "1-4 May 2008"), ([2008, 7, 1], "1 May–1 July 2008"), ([2009, 6, 1], "1 May 2008/1 June 2009")],
)
def test_the_largest_part_that_differs_gives_the_delimiter(end, expected):
    # the example of the specification, with days
    parts = [
        DatePartConfig("day", suffix=" ", range_delimiter="-"),
        DatePartConfig("month", suffix=" "),
        DatePartConfig("year", range_delimiter="/"),
    ]
    assert shown(on([2008, 5, 1], end), parts) == expected


def test_only_rendered_parts_count_in_a_range():
    assert shown(on([1982, 6], [1982, 10]), [DatePartConfig("year")]) == "1982"
    assert shown(on([1982, 6, 1], [1982, 6, 9]), DMY[1:]) == "June 1982"


def test_a_delimiter_in_a_range():
    parts = [DatePartConfig("day", range_delimiter="-"), DatePartConfig("month", range_delimiter="-"), DatePartConfig("year")]
    assert shown(on([2004, 10, 1], [2004, 10, 14]), parts, " ") == "1-14 October 2004"
    assert shown(on([2004, 10, 14], [2004, 11, 1]), parts, " ") == "14 October-1 November 2004"


def test_year_first_ranges_lose_the_affix_at_the_delimiter():
    assert text(on([2005, 11, 3], [2005, 12, 4]), tag="hu-HU").count("–") == 1
    parts = [DatePartConfig("year"), DatePartConfig("month", "numeric", prefix="-", range_delimiter="/")]
    assert shown(on([2005, 3], [2005, 4]), parts) == "2005-3/4"
    assert shown(on([2005, 3], [2006, 4]), parts) == "2005-3–2006-4"


def test_an_open_range():
    assert shown(on([2003, 8], [0])) == "August 2003–"


def test_localized_formats():
    value = on([2005, 12, 15])
    assert text(value) == "December 15, 2005"
    assert text(value, date_parts="year-month") == "December 2005"
    assert text(value, date_parts="year") == "2005"
    assert text(value, "numeric") == "12/15/2005"
    assert text(on([2005, 12]), "numeric") == "12/2005"
    assert text(value, tag="zh-CN") == "2005年12月15日"
    assert text(on([2003, 8, 10], [2003, 8, 23])) == "August 10–23, 2003"
    assert text(on([2003, 8, 10], [2003, 10, 23])) == "August 10–October 23, 2003"


def test_the_style_overrides_attributes_of_localized_parts_but_no_affixes():
    own = [DatePartConfig("month", "short", prefix="!", suffix="!", text_case="uppercase", formatting={"font_style": "italic"})]
    assert text(on([2005, 12, 15]), overrides=own) == "DEC. 15, 2005"
    delimiter, parts = dates.localized("text", ENGLISH, None, own)
    first = dates.render(on([2005, 12, 15]), parts, delimiter, ENGLISH)[0]
    assert isinstance(first, Span)
    assert first.font_style == "italic"


def test_periods_are_stripped():
    assert shown(on([2005, 12]), [DatePartConfig("month", "short", strip_periods=True)]) == "Dec"


def test_reading_elements():
    element = etree.fromstring(
        '<date xmlns="http://purl.org/net/xbiblio/csl" form="text" delimiter=" " font-weight="bold" text-case="lowercase">'
        '<!-- order --><date-part name="month" form="short" strip-periods="true" suffix="," range-delimiter="/"/>'
        '<date-part name="year" font-weight="normal" text-case="uppercase"/></date>'
    )
    assert dates.read_date_format(element) == (
        " ",
        [
            DatePartConfig("month", "short", "", ",", "/", "lowercase", True, {"font_weight": "bold"}),
            DatePartConfig("year", text_case="uppercase", formatting={"font_weight": "normal"}),
        ],
    )


# Sorting


def test_sort_keys_follow_time():
    in_order = [
        on([-100, 7, 13]),
        on([-44, 3, 15]),
        on([54]),
        on([1999, 12]),
        on([2000]),
        on([2000, 2, 15]),
        on([2000, 5], [1999, 5]),
        on([2000, 5], [2001, 5]),
        on([2000, 12, 15]),
        on([2001]),
    ]
    keys = [dates.sort_key(value) for value in in_order]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert dates.sort_key(None) == ""


def test_only_the_named_parts_count_in_a_sort_key():
    first, second = on([-100, 7, 13]), on([-100, 7, 14])
    assert dates.sort_key(first) != dates.sort_key(second)
    assert dates.sort_key(first, ("year", "month")) == dates.sort_key(second, ("year", "month"))


@given(
    st.dates(),
    st.dates(),
)
def test_keys_compare_as_dates_do(one, other):
    keys = [dates.sort_key(on([d.year, d.month, d.day])) for d in (one, other)]
    assert (keys[0] < keys[1]) is (one < other)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-3000, 3000) | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["date-parts", "season", "circa", "literal", "raw", "year"]), ANY),
    st.sampled_from(["text", "numeric"]),
)
def test_any_value_is_read_and_rendered(value, form):
    parsed = dates.parse(value)
    if parsed is not None:
        text(parsed, form)
        dates.sort_key(parsed)


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_is_kept(raw):
    parsed = dates.parse_raw(raw)
    assert (parsed is None) == (not raw.strip())
    if parsed is not None and parsed.literal:
        assert parsed.literal == raw.strip()


@given(st.dates(), st.sampled_from(["{:%Y-%m-%d}", "{:%Y%m%d}", "{0:%B} {0.day}, {0:%Y}", "{0.day} {0:%b} {0:%Y}"]))
def test_dates_are_read_back(date, pattern):
    if date.year >= 1000:
        assert dates.parse_raw(pattern.format(date)) == DateValue(Point(date.year, date.month, date.day))


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("April 1998-May 1998", Point(1998, 4), Point(1998, 5)),
        ("16 August 2003-18 October 2003", Point(2003, 8, 16), Point(2003, 10, 18)),
        ("1999-00-00", Point(1999), None),
        ("1999-05-00", Point(1999, 5), None),
    ],
)
def test_raw_dates_in_words_and_with_unknown_parts(raw, start, end):
    value = dates.parse_raw(raw)
    assert value is not None
    assert (value.start, value.end) == (start, end)


def test_a_doubtful_year_is_a_year():
    assert dates.parse({"date-parts": [["1998?"]]}) == DateValue(Point(1998))
