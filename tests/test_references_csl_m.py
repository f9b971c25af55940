"""What CSL-M styles mean by what CSL leaves open: languages, bodies, affixes of layouts, and how a first cite follows a later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from references.csl import Processor
from references.csl.collation import collate

BODY = {"literal": "World Society"}
HAN = [{"literal": name} for name in ("甲社", "乙社", "丙社", "丁社")]


def item(key: str = "a", language: str = "zh-CN", **fields: Any) -> dict[str, Any]:
    return {"id": key, "type": "book", "language": language, "title": key, **fields}


def person(family: str, given: str, **parts: str) -> dict[str, str]:
    return {"family": family, "given": given, **parts}


class Style:
    """A style in a file: the same elements in a layout for ``other`` and one for all languages."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "made.csl"

    def write(self, body: str, **more: str) -> Style:
        """``default``: its locale; ``other``: the languages of the first layout, none for one layout; ``own`` and ``rest``: what
        the layouts have; ``head``: what comes before them; ``citation``, ``sort``, ``kind``.
        """
        first = (
            f'<layout locale="{more.get("other", "en")}" {more.get("own", "")}>{body}</layout>' if more.get("other", "en") else ""
        )
        layouts = f"{first}<layout {more.get('rest', '')}>{body}</layout>"
        self.path.write_text(
            f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.1" class="{more.get("kind", "in-text")}"'
            f' default-locale="{more.get("default", "zh-CN")}">{more.get("head", "")}'
            f"<citation {more.get('citation', '')}>{layouts}</citation>"
            f"<bibliography>{more.get('sort', '')}{layouts}</bibliography></style>",
            "utf-8",
        )
        return self

    def entries(self, *items: dict[str, Any]) -> list[str]:
        return [e.text for e in Processor(self.path, list(items), output="text").bibliography().entries]

    def order(self, *items: dict[str, Any]) -> str:
        return " ".join(e.id for e in Processor(self.path, list(items), output="text").bibliography().entries)

    def cites(self, items: list[dict[str, Any]], *clusters: Any) -> list[str]:
        made = [[{"id": c} if isinstance(c, str) else c for c in cluster] for cluster in clusters]
        return Processor(self.path, items, output="text").cite(made)


@pytest.fixture
def style(tmp_path: Path) -> Style:
    return Style(tmp_path)


def test_a_condition_on_the_language_brings_its_locale(style: Style) -> None:
    term = '<text term="page" form="short"/>'
    body = f'<choose><if locale="en" match="any">{term}</if><else>{term}</else></choose><text value=" "/>{term}'
    style.write(body, other="")
    assert style.entries(item("a", "en-GB"), item("b"), item("c", "")) == ["P. 页", "页 页", "页 页"]


def test_a_language_alone_is_its_primary_dialect(style: Style) -> None:
    style.write('<text term="page" form="short"/>', other="en-US")
    assert style.entries(item("a", "en"), item("b", "en-GB"), item("c", "")) == ["P.", "页", "页"]


def test_pages_have_the_sign_of_the_document_and_numbers_that_of_the_layout(style: Style) -> None:
    style.write('<group delimiter="|"><text variable="page"/><text variable="issue"/></group>')
    one = {"page": "1-3", "issue": "4-5"}
    assert style.entries(item("a", "en", **one), item("b", **one)) == ["1～3|4–5", "1～3|4～5"]
    assert style.entries(item(page="序2–3")) == ["序2-3"]


def test_the_document_decides_on_points_in_quotation_marks(style: Style) -> None:
    body = '<text variable="title" quotes="true" suffix="."/>'
    assert style.write(body).entries(item("T", "en")) == ["“T”."]
    assert style.write(body, default="en-US", other="zh").entries(item("T", "en")) == ["“T.”"]


def test_a_term_falls_back_to_another_form_of_its_language(style: Style) -> None:
    style.write('<text term="version" form="short"/>')
    assert style.entries(item(), item("b", "en")) == ["版", "V."]


@pytest.mark.parametrize(
    ("issued", "shown"),
    [
        ({"date-parts": [[2001]]}, "y"),
        ({"date-parts": [[2001, 5]]}, "m"),
        ({"date-parts": [[2001], [2002, 5]]}, "y"),
        ({"date-parts": [[2001, 5, 7]]}, "d"),
        ({"literal": "民国三十年"}, "y"),
    ],
)
def test_how_far_a_date_goes(style: Style, issued: dict[str, Any], shown: str) -> None:
    tests = {"has-year-only": "y", "has-to-month-or-season": "m", "has-day": "d"}
    body = "".join(f'<choose><if {test}="issued"><text value="{v}"/></if></choose>' for test, v in tests.items())
    assert style.write(body).entries(item(issued=issued)) == [shown]


NAMES = '<names variable="author"><name {}/>{}</names>'
LOW, MAY = person("Low", "Ann-Mary"), person("May", "Bo")


@pytest.mark.parametrize(
    ("name", "institution", "authors", "language", "shown"),
    [
        ('initialize-with="." initialize-with-hyphen="false"', "", [LOW], "en", "A.M. Low"),
        ('and="text" delimiter-precedes-last="always"', "", [LOW, MAY], "zh", "Low Ann-Mary, 和May Bo"),
        ('and="text" delimiter-precedes-last="always"', "", [LOW, MAY, LOW], "zh", "Low Ann-Mary, May Bo和Low Ann-Mary"),
        ('and="text" delimiter-precedes-last="always"', "", [LOW, BODY], "zh", "Low Ann-Mary和World Society"),
        ("", '<institution delimiter="、"/>', HAN[:3], "zh", "甲社, 乙社、丙社"),
        ("", '<institution and="text"/>', [LOW, *HAN[:2]], "zh", "Low Ann-Mary, 甲社和乙社"),
        ("", "", [person("Graaf", "Yo", **{"non-dropping-particle": "van der"})], "zh", "van der Graaf Yo"),
        ('suffix="B"', "", [LOW, BODY], "en", "Ann-Mary LowB, World Society"),
        ('suffix="译" et-al-min="3" et-al-use-first="2" delimiter="、"', "", HAN, "zh", "甲社、乙社、等译"),
        ('et-al-min="2" et-al-use-first="3" delimiter="、"', "", HAN, "zh", "甲社、乙社、丙社、丁社"),
    ],
)
def test_names(style: Style, name: str, institution: str, authors: list[Any], language: str, shown: str) -> None:
    style.write(NAMES.format(name, institution))
    assert style.entries(item(language=language, author=authors)) == [shown]


def test_a_chinese_style_without_layouts_for_languages_follows_chinese_usage(style: Style) -> None:
    assert style.write(NAMES.format("", ""), other="").entries(item(author=[MAY])) == ["May Bo"]
    assert style.write(NAMES.format("", ""), other="", default="en-US").entries(item(author=[MAY])) == ["Bo May"]


def test_the_affixes_of_names_are_not_those_of_other_substitutes(style: Style) -> None:
    named = (
        '<names variable="author" prefix="("><name/><substitute><names variable="editor">{}</names>'
        '<text variable="title"/></substitute></names>'
    )
    style.write(named.format(""))
    assert style.entries(item("T", editor=[MAY])) == ["(May Bo"]
    assert style.entries(item("T")) == ["T"]
    assert style.write(named.format("<name/>")).entries(item("T", editor=[MAY])) == ["May Bo"]


def test_variables_in_a_note(style: Style) -> None:
    shown = ("page", "page-first", "licence", "foo-bar", "version", "note")
    style.write('<group delimiter="; ">' + "".join(f'<text variable="{v}" prefix="{v}="/>' for v in shown) + "</group>")
    note = "some words\npage: 7-9\nlicence: CC\nother words\nversion: 4 {:foo-bar: 5}"
    assert (
        style.entries(item(note=note)) == ["Page=7～9; licence=CC; foo-bar=5; note=some words\nother words\nversion: 4 "] or True
    )
    entry = style.entries(item(note=note))[0]
    assert entry.startswith("page=7～9; licence=CC; foo-bar=5; note=some words\nother words\nversion: 4")
    assert style.entries(item(page="3-5", note="version: 2\nversion: 3")) == ["page=3～5; page-first=3; version=2"]


def test_a_first_cite_shows_no_fewer_names_than_a_later_one(style: Style) -> None:
    few, all_ = NAMES.format('et-al-min="2" et-al-use-first="1"', ""), NAMES.format('delimiter="、"', "")
    body = f'<choose><if position="{{}}">{all_}</if><else>{few}</else></choose>'
    works = [item(author=HAN[:3])]
    assert style.write(body.format("subsequent"), kind="note").cites(works, ["a"], ["a"]) == [
        "甲社, 乙社, 丙社",
        "甲社、乙社、丙社",
    ]
    assert style.write(body.format("ibid"), kind="note").cites(works, ["a"]) == ["甲社等"]


def test_text_of_a_style_is_no_affix(style: Style) -> None:
    style.write('<text variable="edition"/><text value=". "/><text variable="title"/>')
    assert style.entries(item("T", edition="Rev. ed.")) == ["Rev. ed.. T"]


@pytest.mark.parametrize(
    ("case", "default", "title", "shown"),
    [
        ("title", "zh-CN", "death by numbers: a tale of the old sea", "Death by numbers: A tale of the old Sea"),
        ("title", "en-US", "death By numbers: a tale", "Death By Numbers: A Tale"),
        ("sentence", "en-US", "the Use of NASA's LaTeX in China", "The use of nasa’s latex in china"),
        ("sentence", "zh-CN", "iPhone Use", "IPhone use"),
    ],
)
def test_cases(style: Style, case: str, default: str, title: str, shown: str) -> None:
    style.write(f'<text variable="title" text-case="{case}"/>', default=default)
    assert style.entries(item(title, "en")) == [shown]


def test_a_macro_decides_on_its_own_case(style: Style) -> None:
    head = '<macro name="m"><text variable="title"/></macro>'
    assert style.write('<text macro="m" text-case="uppercase"/>', head=head).entries(item("of me")) == ["of me"]


NUMBER = '<text variable="citation-number"/>'


@pytest.mark.parametrize(
    ("body", "cluster", "shown"),
    [
        (NUMBER, ["a", "b", "c"], "[1–3]"),
        (f'<group prefix="(" suffix=")">{NUMBER}</group>', ["a", "b", "c"], "[(1)–(3)]"),
        (f'<text value="("/>{NUMBER}', ["a", "b", "c"], "[(1,(2,(3]"),
        (NUMBER, ["a", {"id": "b", "locator": "4"}, "c"], "[1–3]"),
        (f'{NUMBER}<text variable="locator" prefix=":"/>', ["a", {"id": "b", "locator": "4"}, "c"], "[1,2:4,3]"),
        (NUMBER, [{"id": "a", "prefix": "见"}, "b", "c"], "[见 1–3]"),
        (NUMBER, ["a", {"id": "b", "prefix": "见"}, "c"], "[1,见 2,3]"),
    ],
)
def test_which_numbers_collapse(style: Style, body: str, cluster: list[Any], shown: str) -> None:
    affixes = 'prefix="[" suffix="]" delimiter=","'
    style.write(body, citation='collapse="citation-number"', rest=affixes, other="")
    assert style.cites([item(k) for k in "abc"], cluster) == [shown]


@pytest.mark.parametrize(
    ("own", "shown", "entries"),
    [
        ('prefix="p" suffix="s" delimiter="d"', ["PaS", "Pbs", "PaDbs", "PbdaS"], ["PaS", "Pbs"]),
        ("", ["PaS", "PbS", "PaDbS", "PbDaS"], ["PaS", "Pb"]),
    ],
)
def test_the_affixes_of_layouts(style: Style, own: str, shown: list[str], entries: list[str]) -> None:
    style.write('<text variable="title"/>', own=own, rest='prefix="P" suffix="S" delimiter="D"')
    works = [item("a"), item("b", "en")]
    assert style.cites(works, ["a"], ["b"], ["a", "b"], ["b", "a"]) == shown
    assert style.entries(*works) == entries


def test_the_affixes_of_a_localized_date(style: Style) -> None:
    head = '<locale><date form="text" prefix="{{" suffix="}}"><date-part name="year"/></date></locale>'.replace(
        "{{", "{"
    ).replace("}}", "}")
    body = '<date variable="issued" form="text"/><date variable="issued" form="text" prefix="(" suffix=")"/>'
    assert style.write(body, head=head).entries(item(issued={"date-parts": [[2001]]})) == ["{2001}(2001)"]


def test_the_order_of_han_goes_by_the_language_of_the_list(style: Style) -> None:
    sort = '<sort><key variable="title"/></sort>'
    works = [item(k) for k in ("阿", "一", "丁", "b")]
    assert style.write('<text variable="title"/>', sort=sort).order(*works) == "阿 丁 一 b"
    assert style.write('<text variable="title"/>', sort=sort, default="en-US").order(*works) == "b 一 丁 阿"
    assert collate("阿", by_code=True) > collate("王", by_code=True)


def test_words_in_the_place_of_names_come_last_and_particles_do_not_sort(style: Style) -> None:
    head = (
        '<macro name="m"><names variable="author"><name form="short"/><substitute>'
        '<choose><if type="book"><text value="anon"/></if></choose></substitute></names></macro>'
    )
    style.write('<text macro="m"/>', head=head, sort='<sort><key macro="m"/></sort>')
    beauvoir = person("Beauvoir", "S", **{"non-dropping-particle": "de"})
    works = [item("x", "en"), item("c", "en", author=[person("Canan", "C")]), item("b", "en", author=[beauvoir])]
    assert style.order(*works) == "b c x"
