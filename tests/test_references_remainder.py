import pytest
from hypothesis import HealthCheck, given, settings

from provenance import Source
from references.remainder import MARK, as_line, difference, from_line, note_of, own_note, prepared, restored

from .any_source import SOURCES, without_ids
from .reference_samples import article


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOURCES, SOURCES)
def test_the_line_gives_back_what_differs(source, carried):
    wanted, got = prepared(source), prepared(carried)
    line = as_line(difference(wanted, got))
    assert line.startswith(MARK) or without_ids(wanted) == without_ids(got)
    assert line.isprintable() or not any(c in line for c in "\n\r\x00{}\\")
    rest = from_line(line) if line else {}
    assert without_ids(restored(got, rest)) == without_ids(wanted)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SOURCES)
def test_preparing_twice_changes_nothing(source):
    assert prepared(prepared(source)) == prepared(source)


def test_the_line_can_be_read_by_people():
    source = article().model_copy(update={"translation_of": None})
    line = as_line(difference(source, Source(id="x", authors=source.authors, title=source.title, language="en", issued="2023")))
    assert line == (
        "pinquote: type=webpage; translators/0/kind=organization; translators/0/names/0/literal=CSIS Interpret: China; "
        "container-title=CSIS Interpret: China; issued"
    )


def test_a_line_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="given twice"):
        from_line("pinquote: a=1; a/b=2")


def test_notes():
    note = note_of(article(), with_translators=True)
    assert note == (
        "Translated by CSIS Interpret: China. Translation of 曹廷, 程弋洋, 百年变局下的中拉“一带一路”合作 "
        "(复旦大学国际问题研究院, 2023-08-05)"
    )
    assert own_note(note, article()) is None
    assert own_note(f"Mine. {note}", article()) == "Mine"
    assert own_note("Mine", article()) == "Mine"
