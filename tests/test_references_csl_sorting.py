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
