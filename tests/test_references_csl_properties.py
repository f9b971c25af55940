"""Whatever data fits CSL-JSON is rendered: no exception, the same bytes whatever came before, HTML that is well formed."""

from __future__ import annotations

import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from references.csl import Processor, schema

#: The styles that have short names.
STYLES = ("apa", "chicago", "chicago-author-date", "mla", "ieee", "vancouver", "harvard", "gb-t-7714", "csis-interpret")
#: A long run: PINQUOTE_EXAMPLES=300.
EXAMPLES = int(os.environ.get("PINQUOTE_EXAMPLES") or 10)
TYPES = (
    "article-journal article-magazine article-newspaper bill book broadcast chapter dataset document entry-encyclopedia "
    "interview legal_case legislation manuscript motion_picture paper-conference patent personal_communication post-weblog "
    "report review software speech standard thesis treaty webpage"
).split()
_AWKWARD = (
    "<i>", "</i>", "<b>", "<sup>", "</sup>", '<span class="nocase">', "</span>", '<span style="font-variant:small-caps;">', "<x>",
    "{", "}", "\\", "$", "%", "&", "&amp;", "<", ">", '"', "'", "“", "”", "‘", "«", "»", ".", "..", "?", "!", ",", ";", ":", " ",
    "-", "–", "\x00", "\x01", "\x0b", "\x1b", "\x1f", "\x7f", "\x85", "\ufffe", "\uffff", "\ue000", "\n", "\t", "\u2028", "שלום",
    "مرحبا", "\u202e", "曹廷", "かな", "한글", "😀", "👩‍👩‍👧", "e\u0301", "ß", "İ", "van der", "de la", "1", "10-25",
    "1st", "IV", "]]>", "<!--",
)  # fmt: skip
text = st.lists(st.one_of(st.sampled_from(_AWKWARD), st.text(max_size=6), st.sampled_from(("a", "The", "word"))), max_size=6).map(
    "".join
)
strings_and_numbers = st.one_of(text, st.integers(-(10**6), 10**6))
name = st.fixed_dictionaries(
    {},
    optional={
        "family": text,
        "given": text,
        "dropping-particle": text,
        "non-dropping-particle": text,
        "suffix": text,
        "comma-suffix": st.one_of(st.booleans(), st.integers(0, 1), text),
        "static-ordering": st.one_of(st.booleans(), st.integers(0, 1), text),
        "literal": text,
        "parse-names": st.booleans(),
    },
)
part = st.one_of(st.integers(-9999, 9999), st.integers(0, 40), st.integers(0, 9999).map(str), text)
date = st.fixed_dictionaries(
    {},
    optional={
        "date-parts": st.lists(st.lists(part, min_size=1, max_size=3), min_size=1, max_size=2),
        "season": strings_and_numbers,
        "circa": st.one_of(st.booleans(), st.integers(0, 1), text),
        "literal": text,
        "raw": st.one_of(text, st.sampled_from(("2005-11-22/2006-01", "May 2001", "-0044", "2020-13-45"))),
    },
)
_USUAL = ("title", "container-title", "publisher", "publisher-place", "URL", "DOI", "genre", "title-short", "note", "language")
_TEXTS = sorted(schema.TEXTS - {"year-suffix"} | {"note", "language", "shortTitle", "journalAbbreviation"})
_NUMBERS = sorted(schema.NUMBERS - {"locator", "first-reference-note-number", "page-first"})


def _some(names: list[str], values: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), values, max_size=most)


item = st.builds(
    lambda kind, *parts: {"type": kind} | {k: v for part in parts for k, v in part.items()},
    st.sampled_from(TYPES),
    _some(list(_USUAL), text, 5),
    _some(_TEXTS, text, 3),
    _some(_NUMBERS, strings_and_numbers, 4),
    _some(["author", "editor", "translator", "container-author"], st.lists(name, max_size=4), 3),
    _some(sorted(schema.NAMES), st.lists(name, max_size=3), 2),
    _some(["issued", "accessed", "original-date"], date, 2),
    _some(["keyword", "custom"], text, 1),
)
items = st.lists(item, min_size=1, max_size=4).map(lambda found: [{**one, "id": f"i{n}"} for n, one in enumerate(found)])
cite = st.fixed_dictionaries(
    {},
    optional={
        "locator": text,
        "label": st.sampled_from(("page", "chapter", "section", "sub-verbo")),
        "prefix": text,
        "suffix": text,
        "suppress-author": st.booleans(),
        "author-only": st.booleans(),
    },
)
_quick = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def rendered(style: str, data: list[dict[str, Any]], cites: list[dict[str, Any]], output: str) -> list[str]:
    """Clusters and entries of a document that cites every item alone, all together, and the first again."""
    processor = Processor(style, data, output=output)
    single: list[list[dict[str, Any]]] = [[{"id": one["id"]}] for one in data]
    together = [{**cites[n % len(cites)], "id": one["id"]} for n, one in enumerate(data)]
    clusters = processor.cite([*single, together, single[0], [together[0]]])
    return clusters + [entry.text for entry in processor.bibliography().entries]


@pytest.mark.parametrize("style", STYLES)
@_quick
@given(data=items, cites=st.lists(cite, min_size=1, max_size=3))
def test_whatever_fits_the_schema_is_rendered_and_the_html_is_well_formed(
    style: str, data: list[dict[str, Any]], cites: list[dict[str, Any]]
) -> None:
    for html in rendered(style, data, cites, "html"):
        root = etree.fromstring(f"<r>{html}</r>".encode())
        tags = {element.tag for element in root.iter()}
        assert tags <= {"r", "i", "b", "sup", "sub", "span", "div", "a"}, "a tag out of the data"
        for element in root.iter():
            assert set(element.attrib) <= {"style", "class", "href"}


@pytest.mark.parametrize("output", ["text", "markdown", "latex"])
@_quick
@given(data=items, cites=st.lists(cite, min_size=1, max_size=2), style=st.sampled_from(STYLES))
def test_the_other_outputs_are_written_too(
    output: str, style: str, data: list[dict[str, Any]], cites: list[dict[str, Any]]
) -> None:
    assert all(isinstance(one, str) for one in rendered(style, data, cites, output))


@_quick
@given(data=items, other=items, cites=st.lists(cite, min_size=1, max_size=2), styles=st.permutations(STYLES))
def test_what_was_rendered_before_changes_nothing(
    data: list[dict[str, Any]], other: list[dict[str, Any]], cites: list[dict[str, Any]], styles: list[str]
) -> None:
    first = rendered(styles[0], data, cites, "html")
    rendered(styles[0], other, cites, "latex")
    rendered(styles[1], data, cites, "html")
    rendered(styles[1], other, cites, "text")
    assert rendered(styles[0], data, cites, "html") == first


@_quick
@given(data=items)
def test_asking_for_the_bibliography_first_or_twice_changes_nothing(data: list[dict[str, Any]]) -> None:
    clusters = [[{"id": one["id"]}] for one in data]
    once, twice = Processor("apa", data), Processor("apa", data)
    expected = once.cite(clusters), once.bibliography()
    twice.bibliography()
    twice.cite(clusters)
    assert (twice.cite(clusters), twice.bibliography()) == expected


def test_what_the_data_holds_is_escaped() -> None:
    data = [
        {"id": "a", "type": "book", "title": 'A <script>alert("x")</script> & <i>B</i> ]]> C', "URL": 'https://e.org/?a=1&b="<x>'}
    ]
    for html in rendered("apa", data, [{"prefix": "<img src=x>"}], "html"):
        assert "<script" not in html
        assert "<img" not in html
        etree.fromstring(f"<r>{html}</r>")


@pytest.mark.parametrize("style", STYLES)
def test_control_characters_are_not_printed(style: str) -> None:
    data = [
        {
            "id": "a",
            "type": "book",
            "title": "One\x00 two\x1b three\ufffe",
            "author": [{"family": "Fe\x0bng", "given": "Yu\x01jun"}],
        }
    ]
    for output in ("html", "text", "markdown", "latex"):
        assert not set("".join(rendered(style, data, [{}], output))) & set("\x00\x1b\x0b\x01\ufffe")
