"""Records of a large library: export to BibLaTeX and import, beside bibtexparser and pybtex in one run.

    python bench/bib.py [ENTRIES]

CPU seconds of this process, and its largest memory so far. bibtexparser writes what it is given and reads text without
decoding it or making records of it: its figures are a floor, not the same work. pybtex is left out where it is not installed.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from provenance import Agent, Name, Source, Title, body
from references import export, read_records, stream

_T = TypeVar("_T")
WORDS = "river canal harbour trade lock dredger mill ferry estuary survey ledger tide pilot sluice".split()
HAN = "河流运河港口贸易水闸渡船潮汐测量"


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


def timed(label: str, work: Callable[[], _T]) -> _T:
    """The result of ``work``; its time and the memory after it are printed."""
    began = time.process_time()
    result = work()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{label:<46}{time.process_time() - began:7.2f} s  {memory:5} MB", flush=True)
    return result


def main(count: int) -> None:
    made = sources(count)
    timed("pinquote: streaming export to BibLaTeX", lambda: sum(map(len, stream(made, "biblatex"))))
    text = export(made, "biblatex")
    print(f"{len(text) / 1e6:.1f} MB in {text.count(chr(10) + '@') + 1} entries")
    timed("pinquote: import as records", lambda: read_records(text, "biblatex"))

    import bibtexparser
    from bibtexparser.middlewares import parsestack

    library = timed("bibtexparser: default parse", lambda: bibtexparser.parse_string(text))
    in_place = parsestack.default_unparse_stack(allow_inplace_modification=True)
    timed("bibtexparser: in-place write", lambda: bibtexparser.write_string(library, unparse_stack=in_place))
    try:
        from pybtex.database import parse_string
    except ImportError:
        print("pybtex: not installed, left out")
        return
    database = timed("pybtex: parse", lambda: parse_string(text, "bibtex"))
    timed("pybtex: write", lambda: database.to_string("bibtex"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
