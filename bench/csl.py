"""What citing and listing N items costs, beside citeproc-js, citeproc-py and pandoc: CPU seconds, all in one run.

    python bench/csl.py [--large] [--runs N] [--node-modules DIR] [--skip NAME …] [--style STYLE …]

N items of mixed types (made up, always the same ones) are cited once, each in its own cluster, and listed in the bibliography,
in HTML; N is 100, 1,000 and with ``--large`` 5,000. Each figure is CPU time (user and system) of a process of its own:

- pinquote, citeproc-py and citeproc-js measure themselves, from the load of the style to the last entry; the start of their
  interpreter, their imports and the reading of the items are left out;
- pandoc (``--citeproc``, one paragraph for each cite) is measured as a process, less a run over the same document that
  cites nothing: its start and its reading of the document are left out, its reading of style and items is not.

A cell is the least of ``--runs`` runs; a client that needs long is run less often, and not at all for an N five times as
large. "others / pinquote" is how many times as long the others take, in the order of the columns. Growth is that of
pinquote's medians. At the end, what the first load of a large style costs by itself.

Clients that are not there are named and left out: citeproc-js (the npm package citeproc) is looked for in ``--node-modules``
or ``NODE_PATH``, pandoc on the path or in pypandoc (pypandoc-binary brings one).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

STYLES = (
    "ieee",
    "china-national-standard-gb-t-7714-2015-numeric",
    "modern-language-association",
    "apa",
    "chicago-notes-bibliography",
)
#: Seconds after which a client is not run again, and not asked for more items.
ENOUGH = 10.0
_HERE = Path(__file__).resolve()
_FAMILY = "Smith Feng García Müller Okafor Johnson Ivanova Tanaka Rossi Dubois Nguyen Kowalski Haddad Silva Berg Novak".split()
_GIVEN = "Ann Jean-Paul Yujun Maria Peter Olga Chidi Emma Luca Sofia Minh Jan Leila Bruno Astrid Petr".split()
_HAN = ("曹廷", "王伟", "李秀英", "张敏", "刘洋", "欧阳修远", "陈静", "杨帆")
_WORDS = (
    "trade policy data method river language history analysis model system culture region growth energy review theory "
    "network memory market climate structure practice evidence translation"
).split()
_TYPES = ("article-journal", "book", "chapter", "webpage", "paper-conference", "thesis", "report", "article-newspaper")


def items(count: int) -> list[dict[str, Any]]:
    """``count`` CSL-JSON items, always the same."""
    chance = random.Random(7714)
    return [_item(chance, n) for n in range(count)]


def _item(chance: random.Random, n: int) -> dict[str, Any]:
    kind = _TYPES[n % len(_TYPES)]
    han = n % 10 == 3
    item: dict[str, Any] = {
        "id": f"i{n}",
        "type": kind,
        "title": " ".join(chance.choices(_WORDS, k=chance.randint(4, 9))).capitalize() + f": Part {n}",
        "author": _people(chance, han),
        "issued": {"date-parts": [[chance.randint(1950, 2024), chance.randint(1, 12), chance.randint(1, 28)]]},
    }
    if han:
        item |= {"language": "zh-CN", "title": f"区域贸易研究之{n}"}
    first = chance.randint(1, 800)
    if kind in ("article-journal", "chapter", "paper-conference", "article-newspaper"):
        item["container-title"] = "Journal of " + " ".join(chance.choices(_WORDS, k=2)).title()
        item["page"] = f"{first}-{first + chance.randint(1, 40)}"
    if kind == "article-journal":
        item |= {"volume": str(chance.randint(1, 90)), "issue": str(chance.randint(1, 12)), "DOI": f"10.1234/x.{n}"}
    if kind in ("book", "chapter", "report", "thesis"):
        item |= {"publisher": chance.choice(_FAMILY) + " Press", "publisher-place": chance.choice(("London", "Paris", "Lima"))}
    if kind == "chapter":
        item["editor"] = _people(chance, False)
    if kind == "book" and n % 3 == 0:
        item["edition"] = str(chance.randint(2, 6))
    if kind in ("webpage", "article-newspaper"):
        item |= {"URL": f"https://example.org/{n}", "accessed": {"date-parts": [[2024, 5, 17]]}}
    return item


def _people(chance: random.Random, han: bool) -> list[dict[str, str]]:
    if han:
        return [{"family": name[:-1][:2], "given": name[len(name[:-1][:2]) :]} for name in chance.sample(_HAN, k=2)]
    return [
        {"family": chance.choice(_FAMILY), "given": f"{chance.choice(_GIVEN)} {chance.choice('ABCDEFGHKLMNPRSTW')}."}
        for _ in range(chance.choice((1, 1, 2, 2, 3, 5)))
    ]


# -- clients that run in a process of their own and measure themselves --------------------------------------------------------


def run_pinquote(style: str, data: list[dict[str, Any]]) -> dict[str, float]:
    """Ours."""
    from references.csl import Processor
    from references.csl.processor import Pinquote  # noqa: F401  the import is not the style's load

    start = time.process_time()
    processor = Processor(style, data)
    loaded = time.process_time() - start
    cited = processor.cite([[{"id": item["id"]}] for item in data])
    entries = processor.bibliography().entries
    return {"load": loaded, "total": time.process_time() - start, "cited": len(cited), "entries": len(entries)}


def run_citeproc_py(style: str, data: list[dict[str, Any]]) -> dict[str, float]:
    """citeproc-py through its own interface."""
    import warnings

    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    from references.styles import resolve

    warnings.simplefilter("ignore")
    path = str(resolve(style).path)
    start = time.process_time()
    loaded = CitationStylesStyle(path, validate=False)
    load = time.process_time() - start
    document = CitationStylesBibliography(loaded, CiteProcJSON(data), formatter.html)
    citations = [Citation([CitationItem(item["id"])]) for item in data]
    for citation in citations:
        document.register(citation)
    cited = [str(document.cite(citation, lambda item: None)) for citation in citations]
    entries = [str(entry) for entry in document.bibliography()] if loaded.has_bibliography() else []
    return {"load": load, "total": time.process_time() - start, "cited": len(cited), "entries": len(entries)}


_OWN: dict[str, Callable[[str, list[dict[str, Any]]], dict[str, float]]] = {
    "pinquote": run_pinquote,
    "citeproc-py": run_citeproc_py,
}


# -- the parent ---------------------------------------------------------------------------------------------------------------


def ask_python(client: str, style: str, count: int) -> dict[str, float]:
    """A client of ours in a fresh interpreter."""
    environment = {**os.environ, "PYTHONPATH": str(_HERE.parents[1])}
    command = [sys.executable, str(_HERE), "--client", client, style, str(count)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def ask_citeproc_js(module: str, style: str, count: int) -> dict[str, float]:
    """citeproc-js in node."""
    from references.styles import resolve

    package = importlib.util.find_spec("citeproc")
    assert package is not None
    assert package.origin
    job = {
        "module": module,
        "locales": str(Path(package.origin).parent / "data" / "locales"),
        "style": resolve(style).path.read_text(encoding="utf-8"),
        "items": items(count),
    }
    command = ["node", str(_HERE.with_name("citeproc_js.cjs"))]
    done = subprocess.run(command, input=json.dumps(job), capture_output=True, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return answer


def ask_pandoc(program: str, style: str, count: int) -> dict[str, float]:
    """pandoc with --citeproc, less a run of it that cites nothing."""
    from references.styles import resolve

    with tempfile.TemporaryDirectory() as folder:
        library, document = Path(folder, "items.json"), Path(folder, "document.md")
        library.write_text(json.dumps(items(count)), encoding="utf-8")
        document.write_text("".join(f"Text [@{item['id']}].\n\n" for item in items(count)), encoding="utf-8")
        base = [program, str(document), "--to", "html", "--output", os.devnull]
        cited = [*base, "--citeproc", "--csl", str(resolve(style).path), "--bibliography", str(library)]
        return {"total": max(0.0, _cpu(cited) - _cpu(base))}


def _cpu(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _pandoc() -> str | None:
    if importlib.util.find_spec("pypandoc") is not None:
        import pypandoc  # type: ignore[import-untyped,import-not-found,unused-ignore]

        try:
            return str(pypandoc.get_pandoc_path())
        except OSError:
            pass
    return shutil.which("pandoc")


def _citeproc_js(folder: str | None) -> str | None:
    if shutil.which("node") is None:
        return None
    places = [folder] if folder else [*os.environ.get("NODE_PATH", "").split(os.pathsep), "node_modules"]
    found = (Path(place, "citeproc").resolve() for place in places if place)
    return next((str(path) for path in found if path.is_dir()), None)


def clients(node_modules: str | None, skip: list[str]) -> dict[str, Callable[[str, int], dict[str, float]]]:
    """What can be asked here, by name; prints what cannot."""
    out: dict[str, Callable[[str, int], dict[str, float]]] = {}
    out["pinquote"] = lambda style, count: ask_python("pinquote", style, count)
    if module := _citeproc_js(node_modules):
        out["citeproc-js"] = lambda style, count: ask_citeproc_js(module, style, count)
    if program := _pandoc():
        out["pandoc"] = lambda style, count: ask_pandoc(program, style, count)
    if importlib.util.find_spec("citeproc") is not None:
        out["citeproc-py"] = lambda style, count: ask_python("citeproc-py", style, count)
    for name in ("citeproc-js", "pandoc", "citeproc-py"):
        if name not in out:
            print(f"{name}: not installed, skipped")
    return {name: ask for name, ask in out.items() if name not in skip}


def measure(ask: Callable[[str, int], dict[str, float]], style: str, count: int, runs: int) -> list[float]:
    """CPU seconds of up to ``runs`` runs; none where a client cannot render the style."""
    out: list[float] = []
    try:
        while len(out) < runs and sum(out) < ENOUGH:
            out.append(ask(style, count)["total"])
    except subprocess.CalledProcessError:
        return []
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--large", action="store_true", help="also N = 5,000")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--node-modules", help="the folder that holds citeproc-js")
    parser.add_argument("--skip", action="append", default=[], help="a client to leave out")
    parser.add_argument("--style", action="append", help="only this style")
    parser.add_argument("--client", nargs=3, metavar=("NAME", "STYLE", "N"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.client:
        name, style, count = arguments.client
        print(json.dumps(_OWN[name](style, items(int(count)))))
        return
    sys.path.insert(0, str(_HERE.parents[1]))
    asked = clients(arguments.node_modules, arguments.skip)
    counts = [100, 1000, 5000] if arguments.large else [100, 1000]
    print(f"{'style':<48}{'N':>6}" + "".join(f"{name:>13}" for name in asked) + "   others / pinquote")
    for style in arguments.style or STYLES:
        ours: dict[int, float] = {}
        slow: set[str] = set()
        for count in counts:
            took = {name: [] if name in slow else measure(ask, style, count, arguments.runs) for name, ask in asked.items()}
            slow.update(name for name, seconds in took.items() if name != "pinquote" and sum(seconds[:1]) > ENOUGH / 2)
            mine = min(took["pinquote"])
            ours[count] = median(took["pinquote"])
            cells = "".join(f"{min(seconds):>13.3f}" if seconds else f"{'-':>13}" for seconds in took.values())
            others = [f"{min(s) / mine:.2f}" if s else "-" for name, s in took.items() if name != "pinquote"]
            print(f"{style:<48}{count:>6}{cells}   {'  '.join(others)}", flush=True)
        low, high = counts[-2:]
        print(f"{'':<48}growth {high:,}/{low:,}: {ours[high] / ours[low]:.2f} (in proportion: {high // low})", flush=True)
    loads = {name: ask for name, ask in asked.items() if name != "pandoc"}
    for name, ask in loads.items():
        load = min(ask("chicago-notes-bibliography", 0 if name == "pinquote" else 1)["load"] for _ in range(arguments.runs))
        print(f"first load of chicago-notes-bibliography, {name}: {load * 1000:.0f} ms CPU")


if __name__ == "__main__":
    main()
