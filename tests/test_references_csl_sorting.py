"""The order of entries and what it is read from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from references.csl import Processor


def _order(folder: Path, keys: str, items: list[dict[str, Any]]) -> str:
    path = folder / "made.csl"
    macros = "".join(f'<macro name="{v}"><text variable="{v}"/></macro>' for v in ("title", "publisher", "genre"))
    path.write_text(
        f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">{macros}'
        '<citation><layout><text variable="title"/></layout></citation>'
        f'<bibliography><sort>{keys}</sort><layout><text variable="title"/></layout></bibliography></style>',
        "utf-8",
    )
    return " ".join(entry.id for entry in Processor(path, items).bibliography().entries)


def _item(identity: str, **fields: Any) -> dict[str, Any]:
    return {"id": identity, "type": "book", "title": "Same", **fields}


PRESSES = [
    _item("1", publisher="Moss", genre="map", issued={"date-parts": [[1999]]}),
    _item("2", publisher="Alder", genre="atlas"),
    _item("3", publisher="Moss", genre="atlas", issued={"date-parts": [[2004]]}),
    _item("4", genre="atlas"),
    _item("5", publisher="Alder", genre="atlas"),
]


def test_a_later_key_orders_what_an_earlier_one_does_not(tmp_path):
    assert _order(tmp_path, '<key macro="publisher"/><key macro="genre"/>', PRESSES) == "2 5 3 1 4"
    assert _order(tmp_path, '<key variable="publisher"/><key variable="issued"/>', PRESSES) == "2 5 1 3 4"


def test_descending_turns_values_but_not_what_is_missing_or_equal(tmp_path):
    assert _order(tmp_path, '<key macro="publisher" sort="descending"/><key macro="genre"/>', PRESSES) == "3 1 2 5 4"
    assert _order(tmp_path, '<key variable="issued" sort="descending"/>', PRESSES) == "3 1 2 4 5"


def test_a_range_of_years_comes_before_the_months_of_its_first(tmp_path: Path) -> None:
    dated = [_item("month", issued={"date-parts": [[2000, 1]]}), _item("range", issued={"date-parts": [[2000], [2001]]})]
    path = tmp_path / "made.csl"
    path.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
        '<macro name="d"><date variable="issued"><date-part name="year"/><date-part name="month"/></date></macro>'
        '<macro name="n"><names variable="author"><name form="count"/></names></macro>'
        '<citation><layout><text variable="title"/></layout></citation>'
        '<bibliography><sort><key macro="n"/><key macro="d"/></sort><layout><text variable="title"/></layout></bibliography>'
        "</style>",
        "utf-8",
    )
    assert [e.id for e in Processor(path, dated).bibliography().entries] == ["range", "month"]
    # no names are fewer than one
    named = [_item("one", author=[{"family": "Lu"}]), *dated]
    assert [e.id for e in Processor(path, named).bibliography().entries] == ["range", "month", "one"]


def test_lists_of_names_count_as_far_as_the_key_says(tmp_path: Path) -> None:
    lu, orr, ash = {"family": "Lu"}, {"family": "Orr"}, {"family": "Ash"}
    items = [_item("a", author=[lu, orr], title="2"), _item("b", author=[lu, ash], title="1")]
    assert _order(tmp_path, '<key variable="author"/>', items) == "b a"
    assert _order(tmp_path, '<key variable="author" names-min="2" names-use-first="1"/>', items) == "a b"
