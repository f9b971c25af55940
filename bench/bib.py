"""Records of a large library: export to BibLaTeX and import, beside bibtexparser and pybtex in one run.

    python bench/bib.py [ENTRIES]

CPU seconds of one process for each row, the best of three taken in turns, and that process's largest memory. A file is
generated and read by all; pinquote writes the records it made, bibtexparser and pybtex the entries they have read. bibtexparser
writes text as it was read, under the keys it has, and reads it without decoding or making records: its figures are a floor, not
the same work. The bars: at most the time of bibtexparser's in-place writer plus half, of its default parse plus half, and 400 MB.
"""

from __future__ import annotations

import gc
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from provenance import Agent, Name, Source, Title, body
from references import export, read_records, stream

WORDS = "river canal harbour trade lock dredger mill ferry estuary survey ledger tide pilot sluice".split()
HAN = "河流运河港口贸易水闸渡船潮汐测量"
MEMORY = 400


def sources(count: int) -> list[Source]:
    """Reports in Chinese by authors known in both scripts, articles and books in English; every tenth is a translation."""
    pick = random.Random(1)
    reports = [_report(i, pick) for i in range(count // 3)]
    return [*reports, *(_english(i, pick, reports) for i in range(count - len(reports)))]


def _report(i: int, pick: random.Random) -> Source:
    return Source(
        id=f"r{i}",
        type="report",
        title=Title(text="".join(pick.choices(HAN, k=12)) + f"（{i}）", language="zh"),
        authors=(Agent(names=(Name(family="陆", given="听潮"), Name(family="Lu", given="Tingchao"))),),
        publisher=body("澄江河流研究所"),
        issued=f"{1950 + i % 70}-05-0{1 + i % 9}",
        language="zh",
    )


def _english(i: int, pick: random.Random, reports: list[Source]) -> Source:
    is_article = i % 2 == 0
    return Source(
        id=f"e{i}",
        type="article-journal" if is_article else "book",
        title=Title(text=" ".join(pick.choices(WORDS, k=9)).title() + f" & “{i}”", language="en"),
        authors=(Agent(names=(Name(family=pick.choice(WORDS).title(), given=pick.choice(["Jo", "Ann-Marie", "N. A."])),)),),
        container_title="Harbour Studies" if is_article else None,
        volume=str(i % 50) if is_article else None,
        publisher=None if is_article else body("Quay Press"),
        issued=f"{1950 + i % 70}",
        url=f"https://example.org/{i}_x",
        language="en",
        translation_of=reports[i % len(reports)] if i % 10 == 0 and reports else None,
    )


def pinquote_export(path: Path) -> float:
    made = sources(_entries(path))
    # as for the others, modules are loaded before the time is taken
    export(made[:1], "biblatex")
    return timed(lambda: sum(map(len, stream(made, "biblatex"))))


def pinquote_export_known(path: Path) -> float:
    made = sources(_entries(path))
    known = {source.id: source.id for source in made}
    export(made[:1], "biblatex")
    return timed(lambda: sum(map(len, stream(made, "biblatex", known_keys=known))))


def pinquote_import(path: Path) -> float:
    text = path.read_text("utf-8")
    return timed(lambda: read_records(text, "biblatex"))


def bibtexparser_write(path: Path) -> float:
    import bibtexparser
    from bibtexparser.middlewares import parsestack

    library = bibtexparser.parse_string(path.read_text("utf-8"))
    stack = parsestack.default_unparse_stack(allow_inplace_modification=True)
    return timed(lambda: bibtexparser.write_string(library, unparse_stack=stack))


def bibtexparser_parse(path: Path) -> float:
    import bibtexparser

    text = path.read_text("utf-8")
    return timed(lambda: bibtexparser.parse_string(text))


def pybtex_write(path: Path) -> float:
    from pybtex.database import parse_string

    database = parse_string(path.read_text("utf-8"), "bibtex")
    return timed(lambda: database.to_string("bibtex"))


def pybtex_parse(path: Path) -> float:
    from pybtex.database import parse_string

    text = path.read_text("utf-8")
    return timed(lambda: parse_string(text, "bibtex"))


ROWS: dict[str, Callable[[Path], float]] = {
    "pinquote: streaming export to BibLaTeX": pinquote_export,
    "pinquote: export under keys it is given": pinquote_export_known,
    "bibtexparser: in-place write": bibtexparser_write,
    "pybtex: write": pybtex_write,
    "pinquote: import as records": pinquote_import,
    "bibtexparser: default parse": bibtexparser_parse,
    "pybtex: parse": pybtex_parse,
}


def timed(work: Callable[[], object]) -> float:
    # what was made before is not looked through again within the time
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def _entries(path: Path) -> int:
    return int(path.stem)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{count}.bib"
        # made in a process of its own: the memory of this one is where those that it starts begin to count
        subprocess.run([sys.executable, __file__, "make", path], check=True)
        # in turns, so that a slow minute of the machine is one for all
        runs = {label: [_measured(label, path)] for label in ROWS}
        for _ in range(2):
            for label in ROWS:
                runs[label].append(_measured(label, path))
        measured = {}
        for label, of_label in runs.items():
            measured[label] = seconds, memory = min(of_label)[0], max(memory for _, memory in of_label)
            print(f"{label:<42}" + (f"{seconds:7.2f} s  {memory:5} MB" if seconds else "  not installed, left out"), flush=True)
    bars = (
        ("streaming export to BibLaTeX", "in-place write"),
        ("export under keys it is given", "in-place write"),
        ("import as records", "default parse"),
    )
    for ours, theirs in bars:
        (seconds, memory), (floor, _) = measured[f"pinquote: {ours}"], measured[f"bibtexparser: {theirs}"]
        kept = "kept" if seconds <= 1.5 * floor and memory < MEMORY else "missed"
        print(f"{ours}: {seconds / floor:.2f} of {theirs}, bar 1.50; {memory} MB, bar {MEMORY}: {kept}")


def _measured(label: str, path: Path) -> tuple[float, int]:
    done = subprocess.run([sys.executable, __file__, label, path], check=True, capture_output=True, text=True)
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory)


def one(label: str, path: Path) -> None:
    """What a started process does: one row, or the file."""
    if label == "make":
        path.write_text(export(sources(_entries(path)), "biblatex"), "utf-8")
        return
    try:
        seconds = ROWS[label](path)
    except ImportError:
        seconds = 0.0
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        one(sys.argv[1], Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
