import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Agent, Name, Source, Title, body
from references.items import csl_date, item, presentation, tidy
from references.styles import resolve

from .reference_samples import HAN_TITLE, TITLE, article, journal_article


def shown(style, locale="en-US"):
    return presentation(resolve(style), locale)


def test_exchange_form_has_no_original_author_and_no_second_date():
    fields = item(article())
    assert fields["author"] == [{"family": "Cao", "given": "Ting"}, {"family": "Cheng", "given": "Yiyang"}]
    assert fields["translator"] == [{"literal": "CSIS Interpret: China"}]
    assert fields["issued"] == {"date-parts": [[2023, 8, 5]]}
    assert "original-author" not in fields
    assert "original-date" not in fields
    assert "URL" not in fields
    assert fields["original-title"] == "百年变局下的中拉“一带一路”合作"
    assert "曹廷, 程弋洋" in fields["note"]
    original = item(article().original)
    assert original["author"][0] == {"family": "曹", "given": "廷"}
    assert original["publisher"] == "复旦大学国际问题研究院"


@pytest.mark.parametrize(
    ("style", "publisher"),
    [
        ("chicago", "Fudan University Institute of International Studies 复旦大学国际问题研究院"),
        ("apa", "Fudan University Institute of International Studies"),
        ("gb-t-7714", "复旦大学国际问题研究院"),
        ("csis-interpret", "Fudan University Institute of International Studies [复旦大学国际问题研究院]"),
    ],
)
def test_a_body_is_named_as_the_style_wants(style, publisher):
    assert item(article().original, shown(style))["publisher"] == publisher


def test_the_translated_title_follows_the_originals_in_brackets():
    title = item(article().original, shown("apa"), article())["title"]
    assert title.startswith("百年变局下的中拉“一带一路”合作 <span")
    assert f"[{TITLE}]" in title
    assert "[" not in item(article().original, shown("gb-t-7714"), article())["title"]
    assert "[" not in item(article(), shown("apa"))["title"]
    german = Source(id="g", title=Title(text="Späte Flut", language="de"), language="de",
                    other_titles=(Title(text="Late Tide", language="en"),))  # fmt: skip
    assert "[Late Tide]" in item(german, shown("apa"))["title"]


def test_stray_spaces_go_only_from_chinese_titles_and_not_from_the_page_line():
    assert tidy(HAN_TITLE) == "百年变局下的中拉“一带一路”合作"
    assert tidy("On “ice” and “fire”") == "On “ice” and “fire”"
    assert item(article().original, shown("csis-interpret"))["title"] == HAN_TITLE
    assert tidy("Summary of “A “B” C”") == "Summary of “A ‘B’ C”"


@given(st.text(alphabet="百年“”‘’ ab《》", max_size=30))
def test_tidying_twice_changes_nothing_and_keeps_the_words(text):
    once = tidy(text)
    assert tidy(once) == once
    letters = [c for c in text if c not in " “”‘’"]
    assert [c for c in once if c not in " “”‘’"] == letters


def test_a_western_author_is_not_put_family_first():
    fields = item(journal_article(), shown("chicago"))
    assert "static-ordering" not in fields["author"][0]


def test_an_author_of_a_chinese_work_known_in_pinyin_only_keeps_the_family_first():
    author = Agent(names=(Name(family="Wang", given="Lin"),))
    original = Source(id="o", language="zh", authors=(author,))
    translation = Source(id="t", language="en", authors=(author,), translation_of=original, translators=(body("Site"),))
    assert item(translation, shown("chicago"))["author"][0]["static-ordering"] is True


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        (None, None),
        ("2023", {"date-parts": [[2023]]}),
        ("2023-08", {"date-parts": [[2023, 8]]}),
        ("2023-08-XX", {"date-parts": [[2023, 8]]}),
        ("2023~", {"date-parts": [[2023]], "circa": True}),
        ("2023-21", {"date-parts": [[2023]], "season": 1}),
        ("2019-01/2020-02", {"date-parts": [[2019, 1], [2020, 2]]}),
        ("-0221", {"date-parts": [[-221]]}),
        ("202X", {"literal": "2020s"}),
        ("2020/..", {"literal": "2020–"}),
    ],
)
def test_dates(edtf, expected):
    assert csl_date(edtf) == expected
