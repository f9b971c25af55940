"""Names: parts read from the data, initials, order, lists."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from references.csl.locales import load
from references.csl.names import (
    NameOptions,
    count_names,
    for_sorting,
    initialize,
    name_sort_key,
    normalise,
    render_names,
)
from references.csl.tree import QuoteMarks, plain, serialize

ENGLISH, CHINESE = load("en-US", ()), load("zh-CN", ())
ADA = {"family": "Reed", "given": "Ada Jo"}
BEN = {"family": "Holt", "given": "Ben"}
CARL = {"family": "Moss", "given": "Carl"}
CAO = {"family": "曹", "given": "廷"}
TING = {"family": "Cao", "given": "Ting", "static-ordering": True}
OFFICE = {"literal": "Tide Office"}


def written(*people: dict[str, Any], locale: Any = ENGLISH, levels: list[int] | None = None, **options: Any) -> str:
    pieces, _ = render_names([normalise(p) for p in people], NameOptions(**options), locale, given_levels=levels)
    return plain(pieces)


def html(*people: dict[str, Any], **options: Any) -> str:
    pieces, _ = render_names([normalise(p) for p in people], NameOptions(**options), ENGLISH)
    return serialize(pieces, "html", QuoteMarks(), True)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ({"family": "van der Meer", "given": "Jo"}, {"non-dropping-particle": "van der", "family": "Meer", "given": "Jo"}),
        ({"family": "Meer", "given": "Jo von"}, {"dropping-particle": "von", "family": "Meer", "given": "Jo"}),
        ({"family": "La Rue", "given": "Jo de"}, {"dropping-particle": "de", "family": "La Rue", "given": "Jo"}),
        ({"family": "d'Arc", "given": "Jo"}, {"non-dropping-particle": "d'", "family": "Arc", "given": "Jo"}),
        ({"family": "al-Bahri", "given": "Jo"}, {"non-dropping-particle": "al-", "family": "Bahri", "given": "Jo"}),
        ({"family": "D'Arc", "given": "Jo"}, {"family": "D'Arc", "given": "Jo"}),
        ({"family": "hooks", "given": "jo"}, {"family": "hooks", "given": "jo"}),
        ({"family": "van Meer Museum"}, {"family": "van Meer Museum"}),
        ({"family": "Reed", "given": "Jo, Jr."}, {"family": "Reed", "given": "Jo", "suffix": "Jr."}),
        ({"family": "Reed", "given": "Jo,! Jr."}, {"family": "Reed", "given": "Jo", "suffix": "Jr.", "comma-suffix": True}),
        ({"family": "von Reed", "given": "Jo", "dropping-particle": "de"},
         {"family": "von Reed", "given": "Jo", "dropping-particle": "de"}),
        ({"family": "Tide Office", "given": "", "isInstitution": True}, {"family": "Tide Office"}),
        ({"literal": "van Meer, Jo"}, {"literal": "van Meer, Jo"}),
    ],
)  # fmt: skip
def test_parts_are_read_from_the_data(name: dict[str, Any], expected: dict[str, Any]) -> None:
    assert normalise(name) == expected
    assert normalise(expected) == expected


def test_a_family_name_in_quotation_marks_is_not_taken_apart() -> None:
    assert normalise({"family": '"van Meer"', "given": "Jo"}) == {"family": "van Meer", "given": "Jo"}


@pytest.mark.parametrize(
    ("full", "mark", "expected"),
    [
        ("Anna Lena", ". ", "A. L."),
        ("Anna Lena", ".", "A.L."),
        ("Anna Lena", "", "AL"),
        ("Anne-Marie", ". ", "A.-M."),
        ("Guo-ping", ". ", "G."),
        ("A.L.", "", "AL"),
        ("A. L.", ". ", "A. L."),
        ("AL", ".", "A."),
        ("Chr. Anna", ".", "Chr.A."),
        ("Anna de Lena", ".", "A. de L."),
        ("Anna (Nan)", ". ", "A. (Nan)"),
        ("<i>Anna</i> Lena", ". ", "<i>A.</i> L."),
        ("<i>Anna</i>-Lena", ". ", "<i>A.</i>-L."),
        ("ʿAli", ". ", "ʿA."),
        ("Юрий", ".", "Ю."),
        ("שמואל", ".", "ש."),
        ("廷", ". ", "廷"),
        ("bell", ".", "bell"),
    ],
)
def test_initials(full: str, mark: str, expected: str) -> None:
    assert initialize(full, mark) == expected


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ("Anna L.M.", "Anna L. M."),
        ("Anna L", "Anna L."),
        ("A. Lena", "A. Lena"),
        ("AL", "AL"),
        ("Guo-ping", "Guo-ping"),
        ("Anne-Marie L.", "Anne-Marie L."),
    ],
)
def test_initials_of_the_data_only(full: str, expected: str) -> None:
    assert initialize(full, ". ", False) == expected


def test_initials_without_hyphen() -> None:
    assert initialize("Anne-Marie", ".", with_hyphen=False) == "A.M."
    assert initialize("Anne-Marie", ". ", with_hyphen=False) == "A. M."


MEER = {"given": "Jo", "dropping-particle": "de", "non-dropping-particle": "la", "family": "Meer", "suffix": "III"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "Jo de la Meer III"),
        ({"form": "short"}, "la Meer"),
        ({"name_as_sort_order": "all"}, "Meer, Jo de la, III"),
        ({"name_as_sort_order": "all", "demote_non_dropping_particle": "never"}, "la Meer, Jo de, III"),
        ({"name_as_sort_order": "all", "demote_non_dropping_particle": "sort-only"}, "la Meer, Jo de, III"),
        ({"name_as_sort_order": "all", "sort_separator": " ", "initialize_with": ""}, "Meer J de la III"),
    ],
)
def test_order_of_the_parts(options: dict[str, Any], expected: str) -> None:
    assert written(MEER, **options) == expected


def test_elided_particles_touch_the_name() -> None:
    assert written({"family": "d'Arc", "given": "Jo"}) == "Jo d’Arc"
    assert written({"family": "Arc", "given": "Jo d'"}) == "Jo d’Arc"
    assert written({"family": "Acqua", "given": "Jo", "non-dropping-particle": "dell’"}) == "Jo dell’Acqua"
    assert written({"family": "de' Mari", "given": "Jo"}) == "Jo de’ Mari"
    assert written({"family": "al-Bahri", "given": "Jo"}, name_as_sort_order="all") == "Bahri, Jo al-"


def test_suffix_loses_its_point_where_initials_have_none() -> None:
    junior = {"family": "Reed", "given": "Jo Al", "suffix": "Jr."}
    assert written(junior, name_as_sort_order="all", sort_separator=" ", initialize_with="") == "Reed JA Jr"
    assert written(junior | {"comma-suffix": True}, initialize_with=". ") == "J. A. Reed, Jr."


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        (CAO, {}, "曹廷"),
        (CAO, {"name_as_sort_order": "all"}, "曹廷"),
        (CAO, {"initialize_with": ". "}, "曹廷"),
        (CAO, {"form": "short"}, "曹"),
        ({"family": "ホルト", "given": "ベン"}, {"name_as_sort_order": "all"}, "ホルトベン"),
        (TING, {"name_as_sort_order": "all"}, "Cao Ting"),
        (TING, {"name_as_sort_order": "all", "initialize_with": ". "}, "Cao, T."),
        (TING, {"name_as_sort_order": "all", "initialize_with": ". ", "initialize": False}, "Cao Ting"),
        (TING | {"multi": {"_key": {"zh": CAO}}}, {}, "Cao Ting 曹廷"),
        (TING | {"multi": {"_key": {"zh": CAO}}}, {"form": "short"}, "Cao"),
        (OFFICE, {"name_as_sort_order": "all", "initialize_with": "."}, "Tide Office"),
        ({"given": "Ada"}, {"initialize_with": "."}, "Ada"),
        ({"given": "Ada"}, {"form": "short"}, "Ada"),
    ],
)
def test_names_that_keep_their_order(name: dict[str, Any], options: dict[str, Any], expected: str) -> None:
    assert written(name, **options) == expected


@pytest.mark.parametrize(
    ("levels", "options", "expected"),
    [
        ([0], {"form": "short"}, "Reed"),
        ([1], {"form": "short", "initialize_with": ". "}, "A. J. Reed"),
        ([1], {"form": "short"}, "Ada Jo Reed"),
        ([2], {"form": "short", "initialize_with": ". "}, "Ada Jo Reed"),
        ([2], {"initialize_with": ". "}, "Ada Jo Reed"),
        ([1], {"form": "short", "initialize_with": ".", "name_as_sort_order": "all"}, "Reed, A.J."),
    ],
)
def test_given_names_for_disambiguation(levels: list[int], options: dict[str, Any], expected: str) -> None:
    assert written(ADA, levels=levels, **options) == expected


@pytest.mark.parametrize(
    ("options", "two", "three"),
    [
        ({}, "Reed, Holt", "Reed, Holt, Moss"),
        ({"and_": "text"}, "Reed and Holt", "Reed, Holt, and Moss"),
        ({"and_": "symbol"}, "Reed & Holt", "Reed, Holt, & Moss"),
        ({"and_": "text", "delimiter_precedes_last": "always"}, "Reed, and Holt", "Reed, Holt, and Moss"),
        ({"and_": "text", "delimiter_precedes_last": "never"}, "Reed and Holt", "Reed, Holt and Moss"),
        ({"and_": "text", "delimiter": "; "}, "Reed and Holt", "Reed; Holt; and Moss"),
    ],
)
def test_and(options: dict[str, Any], two: str, three: str) -> None:
    assert written(ADA, BEN, form="short", **options) == two
    assert written(ADA, BEN, CARL, form="short", **options) == three


def test_delimiter_after_an_inverted_name() -> None:
    rule: dict[str, Any] = {"and_": "text", "delimiter_precedes_last": "after-inverted-name"}
    assert written(BEN, CARL, name_as_sort_order="first", **rule) == "Holt, Ben, and Carl Moss"
    assert written(ADA, BEN, CARL, name_as_sort_order="first", **rule) == "Reed, Ada Jo, Ben Holt and Carl Moss"
    assert written(OFFICE, OFFICE, name_as_sort_order="all", **rule) == "Tide Office and Tide Office"


def test_the_comma_of_an_inverted_name_goes_with_it() -> None:
    rule: dict[str, Any] = {"and_": "text", "delimiter_precedes_last": "always", "name_as_sort_order": "first"}
    assert written(BEN, CARL, **rule) == "Holt, Ben, and Carl Moss"
    assert written(TING, CARL, **rule) == "Cao Ting and Carl Moss"


def test_chinese_terms_touch_their_neighbours() -> None:
    assert written(CAO, CAO, locale=CHINESE, and_="text") == "曹廷和曹廷"
    assert written(ADA, BEN, CARL, locale=CHINESE, and_="text", form="short") == "Reed, Holt和Moss"
    assert written(CAO, CAO, locale=CHINESE, et_al_min=2, et_al_use_first=1) == "曹廷等"
    assert written(ADA, BEN, CARL, locale=CHINESE, et_al_min=3, et_al_use_first=2, form="short") == "Reed, Holt, 等"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"et_al_use_first": 1}, "Reed et al."),
        ({"et_al_use_first": 2}, "Reed, Holt, et al."),
        ({"et_al_use_first": 2, "delimiter_precedes_et_al": "never"}, "Reed, Holt et al."),
        ({"et_al_use_first": 1, "delimiter_precedes_et_al": "always"}, "Reed, et al."),
        ({"et_al_use_first": 1, "delimiter_precedes_et_al": "after-inverted-name", "name_as_sort_order": "all"}, "Reed et al."),
        ({"et_al_use_first": 1, "et_al_use_last": True}, "Reed, … Moss"),
        ({"et_al_use_first": 2, "et_al_use_last": True}, "Reed, Holt, et al."),
        ({"et_al_use_first": 1, "et_al": {"term": "and others"}}, "Reed and others"),
    ],
)
def test_et_al(options: dict[str, Any], expected: str) -> None:
    assert written(ADA, BEN, CARL, form="short", et_al_min=3, **options) == expected


def test_et_al_after_an_inverted_name() -> None:
    options = NameOptions(
        et_al_min=2, et_al_use_first=1, name_as_sort_order="first", delimiter_precedes_et_al="after-inverted-name"
    )
    assert plain(render_names([BEN, CARL], options, ENGLISH)[0]) == "Holt, Ben, et al."


def test_how_many_names_are_shown() -> None:
    options = NameOptions(et_al_min=4, et_al_use_first=3, et_al_subsequent_min=3, et_al_subsequent_use_first=1)
    assert count_names(3, options) == 3
    assert count_names(5, options) == 3
    assert count_names(5, options, subsequent=True) == 1
    assert count_names(5, options, show_at_least=4) == 4
    assert count_names(5, options, show_at_least=9) == 5
    assert count_names(2, NameOptions(et_al_min=1, et_al_use_first=2)) == 2


def test_sort_keys() -> None:
    names = [normalise({"family": f, "given": g}) for f, g in (("Reed", "Zoe"), ("Reed Moss", "Al"), ("van Arc", "Jo"))]
    assert sorted(names, key=name_sort_key) == [names[2], names[0], names[1]]
    assert sorted(names, key=lambda n: name_sort_key(n, False)) == [names[0], names[1], names[2]]
    assert name_sort_key(OFFICE) == "Tide Office"


def test_options_for_sorting() -> None:
    options = NameOptions(and_="text", et_al_min=3, et_al_use_first=1, et_al_subsequent_min=2, form="short")
    sorting = for_sorting(options, 4, 2)
    assert (sorting.name_as_sort_order, sorting.form, sorting.and_) == ("all", "short", None)
    assert (sorting.et_al_min, sorting.et_al_use_first, sorting.et_al_subsequent_min) == (4, 2, None)
    sort_only = for_sorting(NameOptions(demote_non_dropping_particle="sort-only"))
    assert plain(render_names([normalise({"family": "van Loon", "given": "Jo"})], sort_only, ENGLISH)[0]) == "Loon, Jo van"
    never = for_sorting(NameOptions(demote_non_dropping_particle="never"))
    assert plain(render_names([normalise({"family": "van Loon", "given": "Jo"})], never, ENGLISH)[0]) == "van Loon, Jo"


def test_looks_of_names_and_their_parts() -> None:
    assert html(ADA, BEN, form="short", formatting={"font_style": "italic"}) == "<i>Reed</i>, <i>Holt</i>"
    assert html(ADA, BEN, form="short", prefix="[", suffix="]") == "[Reed], [Holt]"
    family = {"formatting": {"font_weight": "bold"}, "text_case": "uppercase", "prefix": "(", "suffix": ")"}
    given_part = {"formatting": {"font_style": "italic"}, "prefix": "[", "suffix": "]"}
    both = {"family": family, "given": given_part}
    assert html(MEER, name_part=both) == "[<i>Jo</i>] (<i>de</i> <b>LA</b> <b>MEER</b> III)"
    assert html(MEER, name_part=both, name_as_sort_order="all") == "(<b>MEER</b>), [<i>Jo</i> <i>de</i> <b>LA</b>], III"
    assert html(OFFICE, name_part=both) == "<b>TIDE OFFICE</b>"
    et_al = {"term": "et-al", "formatting": {"font_style": "italic"}}
    assert html(ADA, BEN, form="short", et_al_min=2, et_al_use_first=1, et_al=et_al) == "Reed <i>et al.</i>"


def test_markup_and_apostrophes_of_the_data() -> None:
    assert html({"family": "O'Reed", "given": "<i>Ada</i>"}) == "<i>Ada</i> O’Reed"


_PARTS = st.dictionaries(
    st.sampled_from(["family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"]),
    st.text("aB曹'’-.,! <i>/\"é", max_size=8),
)
_OPTIONS = st.fixed_dictionaries(
    {
        "form": st.sampled_from(["long", "short"]),
        "and_": st.sampled_from([None, "text", "symbol"]),
        "initialize_with": st.sampled_from([None, "", ".", ". "]),
        "initialize": st.booleans(),
        "name_as_sort_order": st.sampled_from([None, "first", "all"]),
        "et_al_min": st.none() | st.integers(1, 4),
        "et_al_use_first": st.none() | st.integers(1, 4),
        "et_al_use_last": st.booleans(),
        "demote_non_dropping_particle": st.sampled_from(["never", "sort-only", "display-and-sort"]),
    }
)


@given(st.lists(_PARTS, max_size=5), _OPTIONS, st.lists(st.integers(0, 2), max_size=5))
def test_any_names_render(people: list[dict[str, str]], options: dict[str, Any], levels: list[int]) -> None:
    names = [normalise(person) for person in people]
    pieces, shown = render_names(names, NameOptions(**options), ENGLISH, given_levels=levels)
    assert shown <= len(people)
    assert (shown > 0) == bool(people)
    assert render_names(names, NameOptions(**options), ENGLISH, given_levels=levels) == (pieces, shown)


@given(st.text(st.characters(categories=["L"]) | st.sampled_from(" -."), max_size=20), st.sampled_from(["", ".", ". "]))
def test_initials_only_leave_out(full: str, mark: str) -> None:
    letters = [c for c in initialize(full, mark) if c.isalpha()]
    rest = iter(full)
    assert all(letter in rest for letter in letters)
