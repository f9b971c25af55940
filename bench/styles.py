"""Every installed style with six items of mixed kinds and scripts: does it render, and does citeproc-js print the same?

    python bench/styles.py [--node-modules DIR] [--sample N] [--json OUT] [--causes N]

Each style cites and lists the six items in one document. Printed are the styles, those that raise, those that have a
bibliography and leave an entry of it empty, the share of entries equal to citeproc-js's (after markup and white space are
removed) and the commonest differences, as the words that were replaced. citeproc-js is looked for in ``--node-modules`` (or
``NODE_PATH``) and left out where it is not there; its output is kept in the folder for temporary files.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
_CLIENT = _ROOT / "tests" / "acceptance" / "citeproc_js.mjs"
_HAN = {"language": "zh-CN"}

#: An article, a book with an edition, a chapter with editors, a body's web page, a translated book, a Chinese article.
ITEMS: tuple[dict[str, Any], ...] = (
    {
        "id": "article",
        "type": "article-journal",
        "title": "Ports and tides: A study of harbour dues",
        "author": [{"family": "Okafor", "given": "Ngozi Jean"}, {"family": "Müller", "given": "Anna"}],
        "container-title": "Journal of Harbour Studies",
        "container-title-short": "J. Harb. Stud.",
        "volume": "12",
        "issue": "3",
        "page": "101-118",
        "issued": {"date-parts": [[2019, 4, 9]]},
        "DOI": "10.1000/xyz123",
        "language": "en",
    },
    {
        "id": "book",
        "type": "book",
        "title": "The economics of small islands",
        "author": [{"family": "Reed", "given": "Thomas H."}],
        "edition": "2",
        "publisher": "Seaward Press",
        "publisher-place": "London",
        "issued": {"date-parts": [[2008]]},
        "ISBN": "978-0-00-000000-2",
        "language": "en",
    },
    {
        "id": "chapter",
        "type": "chapter",
        "title": "Translating place names",
        "author": [{"family": "Feng", "given": "Yujun"}],
        "container-title": "A handbook of translation and maps",
        "editor": [{"family": "Chan", "given": "Sin-wai"}, {"family": "Pollard", "given": "David E."}],
        "publisher": "Hillside University Press",
        "publisher-place": "Hong Kong",
        "page": "101-25",
        "issued": {"date-parts": [[1995]]},
        "language": "en",
    },
    {
        "id": "webpage",
        "type": "webpage",
        "title": "Harbour statistics for 2021",
        "author": [{"literal": "Office of Maritime Affairs"}],
        "container-title": "Maritime Data Portal",
        "URL": "https://example.org/harbours/2021",
        "issued": {"date-parts": [[2021, 11, 3]]},
        "accessed": {"date-parts": [[2023, 5, 17]]},
        "language": "en",
    },
    {
        "id": "translated",
        "type": "book",
        "title": "Cities by the sea",
        "author": [{"family": "欧阳", "given": "明"}],
        "translator": [{"family": "Hart", "given": "Julia"}],
        "original-title": "海边的城市",
        "publisher": "Seaward Press",
        "publisher-place": "London",
        "issued": {"date-parts": [[2011]]},
        "original-date": {"date-parts": [[1987]]},
        "language": "en",
    },
    {
        "id": "chinese",
        "type": "article-journal",
        "title": "港口与贸易:历史的考察",
        "author": [{"family": "王", "given": "小明"}, {"family": "李", "given": "秀英"}],
        "translator": [{"family": "陈", "given": "静"}],
        "container-title": "海洋研究",
        "volume": "7",
        "issue": "2",
        "page": "33-47",
        "issued": {"date-parts": [[2015, 6]]},
        **_HAN,
    },
)

#: What styles leave out on purpose: their bibliography has no branch for the type of the item.
EMPTY_BY_STYLE = frozenset(
    (style, "webpage")
    for style in (
        "computer-und-recht",
        "gewerblicher-rechtsschutz-und-urheberrecht",
        "juristische-schulung",
        "kommunikation-und-recht",
        "leidraad-voor-juridische-auteurs",
        "mohr-siebeck-recht",
        "neue-juristische-wochenschrift",
        "springer-basic-note",
        "universite-de-lausanne-institut-d-archeologie-et-des-sciences-de-l-antiquite",
        "wirtschaftsuniversitat-wien-unternehmensrechnung-und-controlling",
    )
)


@dataclass
class Rendered:
    """What one client made of one style."""

    style: str
    entries: dict[str, str] = field(default_factory=dict)
    error: str | None = None
    listed: bool = True


@dataclass
class Comparison:
    """What all styles gave."""

    styles: int = 0
    exceptions: dict[str, str] = field(default_factory=dict)
    empty: list[tuple[str, str]] = field(default_factory=list)
    compared: int = 0
    equal: int = 0
    different: list[tuple[str, str, str, str]] = field(default_factory=list)
    """(style, item, ours, theirs)"""


def styles() -> list[Path]:
    """The independent styles that are installed."""
    from references.styles import find

    return sorted(style.path for style in find())


def bare(text: str) -> str:
    """A text without markup and white space. Some styles print angle brackets of their own; those stay."""
    return re.sub(r"\s+", "", unescape(re.sub(r"</?(?:i|b|em|strong|sup|sub|sc|span|div)\b[^<>]*>", "", text)))


def render(path: Path) -> Rendered:
    """One style through ours: all items cited in clusters of their own, then together, and listed."""
    from references.csl import Processor

    done = Rendered(str(path))
    try:
        processor = Processor(path, list(ITEMS), output="text")
        ids = [{"id": item["id"]} for item in ITEMS]
        processor.cite([[one] for one in ids] + [ids])
        processor = Processor(path, list(ITEMS), output="text")
        done.entries = {entry.id: entry.text for entry in processor.bibliography().entries}
        done.listed = "<bibliography" in path.read_text("utf-8", errors="replace")
    except Exception as error:  # whatever it is, it is what is counted here
        done.error = f"{type(error).__name__}: {error}"
    return done


def rendered(paths: list[Path]) -> list[Rendered]:
    """All styles through ours."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(render, paths, chunksize=20))


def client(folder: str | None = None) -> str | None:
    """Where citeproc-js is installed, if it is and node with it."""
    if shutil.which("node") is None:
        return None
    places = [folder] if folder else [*os.environ.get("NODE_PATH", "").split(os.pathsep), "node_modules"]
    found = (Path(place, "citeproc").resolve() for place in places if place)
    return next((str(path) for path in found if path.is_dir()), None)


def citeproc_js(module: str, paths: list[Path]) -> dict[str, Rendered]:
    """The styles through citeproc-js, by path; kept from one run to the next."""
    package = importlib.util.find_spec("citeproc")
    assert package is not None
    assert package.origin
    locales = str(Path(package.origin).parent / "data" / "locales")
    job = {"module": module, "locales": locales, "items": ITEMS}
    key = hashlib.sha256((json.dumps(job) + _CLIENT.read_text("utf-8")).encode()).hexdigest()[:16]
    kept = Path(tempfile.gettempdir(), f"pinquote-citeproc-js-{key}.jsonl")
    known = _answers(kept)
    if missing := [str(path) for path in paths if str(path) not in known]:
        task = json.dumps({**job, "styles": missing})
        done = subprocess.run(["node", str(_CLIENT)], input=task, capture_output=True, text=True, check=True)
        with kept.open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in done.stdout.splitlines() if line.startswith("{"))
        known = _answers(kept)
    return {str(path): known[str(path)] for path in paths}


def _answers(kept: Path) -> dict[str, Rendered]:
    lines = kept.read_text("utf-8").splitlines() if kept.is_file() else []
    answers = [json.loads(line) for line in lines]
    return {a["style"]: Rendered(a["style"], a.get("entries", {}), a.get("error")) for a in answers}


def compare(ours: list[Rendered], theirs: dict[str, Rendered]) -> Comparison:
    """Count what raised, what is empty and what differs."""
    out = Comparison(styles=len(ours))
    for mine in ours:
        name = Path(mine.style).stem
        if mine.error:
            out.exceptions[name] = mine.error
            continue
        if mine.listed:
            out.empty += [(name, str(i["id"])) for i in ITEMS if not bare(mine.entries.get(str(i["id"]), ""))]
        other = theirs.get(mine.style)
        if other is None or other.error:
            continue
        for key, text in other.entries.items():
            out.compared += 1
            got = mine.entries.get(key, "")
            if bare(got) == bare(text):
                out.equal += 1
            else:
                out.different.append((name, key, got, text))
    return out


def causes(found: Comparison) -> Counter[tuple[str, str]]:
    """The differences as (theirs, ours), the changed words without what stands around them."""
    counted: Counter[tuple[str, str]] = Counter()
    for _, _, ours, theirs in found.different:
        counted.update(changes(ours, theirs))
    return counted


def changes(ours: str, theirs: str) -> set[tuple[str, str]]:
    """The words that differ."""
    have, want = _words(ours), _words(theirs)
    matcher = difflib.SequenceMatcher(None, want, have, autojunk=False)
    return {("".join(want[a:b]), "".join(have[c:d])) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node-modules", help="the folder that holds citeproc-js")
    parser.add_argument("--sample", type=int, default=1, help="only every so manieth style")
    parser.add_argument("--causes", type=int, default=25, help="how many differences to print")
    parser.add_argument("--json", help="a file for all entries that differ")
    arguments = parser.parse_args()
    paths = styles()[:: arguments.sample]
    module = client(arguments.node_modules)
    theirs = citeproc_js(module, paths) if module else {}
    found = compare(rendered(paths), theirs)
    by_style = len(EMPTY_BY_STYLE.intersection(found.empty))
    empty = f"{len(found.empty)} ({by_style} because the style has no form for the type)"
    print(f"styles: {found.styles}\nexceptions: {len(found.exceptions)}\nempty entries: {empty}")
    for name, error in list(found.exceptions.items())[:20]:
        print(f"    {name}: {error}")
    for name, key in [pair for pair in found.empty if pair not in EMPTY_BY_STYLE][:20]:
        print(f"    {name}: {key}")
    if not module:
        print("citeproc-js: not installed, not compared")
        return
    raised = [Path(t.style).stem for t in theirs.values() if t.error]
    print(f"citeproc-js raises: {len(raised)}")
    print(f"equal: {found.equal} of {found.compared} entries, {100 * found.equal / max(1, found.compared):.2f} %")
    for (want, have), count in causes(found).most_common(arguments.causes):
        print(f"{count:>6}  citeproc-js {want!r}, here {have!r}")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(found.different, ensure_ascii=False, indent=0), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(_ROOT))
    main()
