"""Every installed style renders six items of mixed kinds and scripts, and mostly as citeproc-js does."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Entries of citeproc-js that ours equal, at least.
LEAST_EQUAL = 0.95


def _bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_styles", ROOT / "bench" / "styles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bench = _bench()


def test_styles_of_a_sample_render_every_entry() -> None:
    sample = bench.styles()[::40]
    assert len(sample) > 60
    found = bench.compare([bench.render(path) for path in sample], {})
    assert found.exceptions == {}
    assert [pair for pair in found.empty if pair not in bench.EMPTY_BY_STYLE] == []


def test_an_empty_and_a_raising_style_are_seen(tmp_path: Path) -> None:
    head = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">'
    cited = '<citation><layout><text variable="title"/></layout></citation>'
    listed = '<bibliography><layout><text variable="{}"/></layout></bibliography></style>'
    whole, empty, broken = (tmp_path / f"{name}.csl" for name in ("whole", "empty", "broken"))
    whole.write_text(head + cited + listed.format("title"), "utf-8")
    empty.write_text(head + cited + listed.format("PMID"), "utf-8")
    broken.write_text(head + "</style>", "utf-8")
    ours = [bench.render(path) for path in (whole, empty, broken)]
    titles = {str(item["id"]): f"<i>{item['title']}</i> " for item in bench.ITEMS}
    theirs = bench.Rendered(str(whole), titles | {"article": "another"})
    found = bench.compare(ours, {theirs.style: theirs})
    assert found.styles == 3
    assert list(found.exceptions) == ["broken"]
    assert found.empty == [("empty", str(item["id"])) for item in bench.ITEMS]
    assert (found.compared, found.equal) == (len(bench.ITEMS), len(bench.ITEMS) - 1)
    assert [(style, item) for style, item, _, _ in found.different] == [("whole", "article")]
    assert bench.changes("Ed. by A. Bo", "ed. by A. Bo") == {("ed", "Ed")}


def test_all_styles_beside_citeproc_js() -> None:
    module = bench.client(os.environ.get("PINQUOTE_NODE_MODULES"))
    if module is None:
        pytest.skip("citeproc-js is not installed: npm install citeproc, then set PINQUOTE_NODE_MODULES to its node_modules")
    paths = bench.styles()
    found = bench.compare(bench.rendered(paths), bench.citeproc_js(module, paths))
    assert found.exceptions == {}
    assert [pair for pair in found.empty if pair not in bench.EMPTY_BY_STYLE] == []
    assert found.compared > 16_000
    assert found.equal >= LEAST_EQUAL * found.compared
