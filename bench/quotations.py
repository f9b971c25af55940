"""Quotations in many paragraphs: how fast the index is built, grows and answers, beside tantivy and SQLite FTS5 in the same run.

    python bench/quotations.py [--paragraphs N …] [--language en zh] [--corpus FILE] [--alone]

Text is made (``made_text.py``, the same for the same seed), or a file with a paragraph in each line is taken. For each number of
paragraphs and each language a process of its own loads a library, adds one more document, and looks for 1,000 quotations of each
kind: exact, in other typography, with an ellipsis, with one in twenty characters wrong, and of text that is not there.

*find* asks the index alone which paragraph it is; *verify* is ``Library.verify``, with verdict and anchor. The others are asked
for the one best paragraph that shares words with the quotation (Chinese: pairs or triples of characters); they know no verdict,
so nothing they return for an absent quotation can be told from a find. tantivy (``pip install tantivy``) is left out where it is
not installed. Speeds and building times are of processor time, user and system, so that other work on the machine does not count;
memory is what is not file pages (RssAnon, Linux).
"""

from __future__ import annotations

import argparse
import importlib.util
import random
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from made_text import MadeText

from corpus import Library, candidates
from corpus.storage import LibraryFile
from provenance import Document, LayerText, Segment, Source

EACH = 50
QUOTATIONS = 1000
VERIFIED = 200
#: Of a hundred: how alike letters must be for a find that is not exact.
ALIKE = 75.0
KINDS = ("exact", "typographic", "elliptic", "5 % noise", "absent")
#: Asked before the time is taken: modules are loaded and files mapped by then.
WARMING = 40
#: The others take too long for all of them.
OTHERS = 40

Truth = tuple[str, str]
"""A quotation, and the paragraph it is from: document id / segment id; empty for an absent one."""


class Memory:
    """The most memory that is not file pages, sampled by a thread."""

    def __init__(self) -> None:
        self.most = 0.0
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while True:
            try:
                status = Path("/proc/self/status").read_text(encoding="ascii")
                now = int(re.search(r"RssAnon:\s+(\d+)", status).group(1)) / 1024  # type: ignore[union-attr]
            except (OSError, AttributeError):
                now = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            self.most = max(self.most, now)
            time.sleep(0.05)


def paragraphs(language: str, count: int, corpus: Path | None) -> Iterator[str]:
    if corpus is None:
        made = MadeText(1, language)
        for _ in range(0, count, EACH):
            yield from made.paragraphs(EACH)
        return
    with corpus.open(encoding="utf-8") as lines:
        yield from (line.strip() for _, line in zip(range(count), lines, strict=False) if line.strip())


def documents(
    language: str, texts: Iterator[str], sample: dict[str, str], rng: random.Random, share: float
) -> Iterator[Document]:
    """Documents of fifty paragraphs; some paragraphs are put into ``sample`` as they pass."""
    number = 0
    while some := [text for _, text in zip(range(EACH), texts, strict=False)]:
        identity = f"d{number}"
        segments = tuple(
            Segment(id=f"p{i}", kind="paragraph", layers={language: LayerText.of(text)}) for i, text in enumerate(some, 1)
        )
        for i, text in enumerate(some, 1):
            if rng.random() < share:
                sample[f"{identity}/p{i}"] = text
        yield Document(id=identity, source=Source(id=identity, language=language), segments=segments)
        number += 1


def quotations(language: str, sample: dict[str, str], rng: random.Random) -> dict[str, list[Truth]]:
    """For each kind the quotations with their places."""
    places = rng.sample(sorted(sample), min(QUOTATIONS, len(sample)))
    length = 150 if language == "en" else 40
    cut = {p: _cut(rng, language, sample[p], length) for p in places}
    absent = MadeText(987, language).paragraphs(len(places))
    return {
        "exact": [(words, p) for p, words in cut.items()],
        "typographic": [(_typeset(words), p) for p, words in cut.items()],
        "elliptic": [(_elliptic(language, words), p) for p, words in cut.items()],
        "5 % noise": [(_noisy(rng, language, words), p) for p, words in cut.items()],
        "absent": [(_cut(rng, language, text, length), "") for text in absent],
    }


def _cut(rng: random.Random, language: str, text: str, length: int) -> str:
    begin = rng.randrange(max(1, len(text) - length))
    if language == "zh":
        # a number that is cut is no quotation
        return text[begin : begin + length].strip("，。”“0123456789年")
    begin = text.find(" ", begin) + 1 if begin else 0
    return text[begin : begin + length].rsplit(" ", 1)[0]


def _typeset(words: str) -> str:
    return words.replace("“", '"').replace("”", '"').replace("’", "'").replace(" — ", "--").replace("，", "， ")


def _elliptic(language: str, words: str) -> str:
    third = len(words) // 3
    if language == "zh":
        return f"{words[:third].rstrip('0123456789')}……{words[2 * third :].lstrip('0123456789年')}"
    return f"{words[:third].rsplit(' ', 1)[0]} … {words[2 * third :].split(' ', 1)[-1]}"


def _noisy(rng: random.Random, language: str, words: str) -> str:
    letters = "etaoinshrdlu" if language == "en" else "一不了人这中大为"
    return "".join(rng.choice(letters) if rng.random() < 0.05 else c for c in words)


def measure(ask: Callable[[str], str], asked: list[Truth], limit: int) -> tuple[float, int, int]:
    """Quotations a second of processor time, how many were found where they are, how many were asked."""
    asked = asked[:limit]
    began = time.process_time()
    answers = [ask(words) for words, _ in asked]
    taken = time.process_time() - began
    return len(asked) / taken, sum(a == place for a, (_, place) in zip(answers, asked, strict=True)), len(asked)


def finder(library: Path) -> Callable[[str], str]:
    """The index alone: the paragraph of the first place."""
    file = LibraryFile(library)
    with file.reading() as db:
        runs = file.index.runs(db)
        ids = dict(db.execute("SELECT entry, id FROM entries").fetchall())

    def ask(words: str) -> str:
        places = candidates.standing(runs, words) or candidates.alike(db_open, runs, words)
        best = max(places, key=lambda p: p.score, default=None)
        if best is None or best.score < ALIKE:
            return ""
        at = best.run.segments(best.start, best.start + 1).start
        return f"{ids[int(best.run.entries[at])]}/p{int(best.run.ordinals[at]) + 1}"

    db_open = sqlite3.connect(library)
    return ask


def verifier(library: Path) -> Callable[[str], str]:
    books = Library(library)

    def ask(words: str) -> str:
        found = books.verify(words)
        return f"{found.anchor.work}/{found.anchor.segment}" if found.anchor else ""

    return ask


def stored(library: Path) -> Iterator[tuple[str, str]]:
    """(place, text) of everything held."""
    with sqlite3.connect(library) as db:
        for (text,) in db.execute("SELECT json FROM documents"):
            document = Document.model_validate_json(text)
            for segment, _, layer in document.texts():
                yield f"{document.id}/{segment.id}", layer.text or ""


def full_text_search(folder: Path, library: Path, language: str) -> Callable[[str], str]:
    db = sqlite3.connect(folder / "fts5.sqlite3")
    tokenizer = "unicode61" if language == "en" else "trigram"
    db.execute(f"CREATE VIRTUAL TABLE t USING fts5(place UNINDEXED, text, tokenize = '{tokenizer}')")
    with db:
        db.executemany("INSERT INTO t VALUES (?, ?)", stored(library))

    def ask(words: str) -> str:
        query = " OR ".join(f'"{term}"' for term in dict.fromkeys(_terms(language, words, 3)))
        row = db.execute("SELECT place FROM t WHERE t MATCH ? ORDER BY rank LIMIT 1", (query,)).fetchone()
        return row[0] if row else ""

    return ask


def tantivy_search(folder: Path, library: Path, language: str) -> Callable[[str], str]:
    import tantivy

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("place", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", stored=False, tokenizer_name="default" if language == "en" else "pairs")
    (folder / "tantivy").mkdir()
    index = tantivy.Index(schema.build(), path=str(folder / "tantivy"))
    pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 2, False)).build()
    index.register_tokenizer("pairs", pairs)
    writer = index.writer(heap_size=256_000_000, num_threads=2)
    for place, text in stored(library):
        writer.add_document(tantivy.Document(place=place, text=text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def ask(words: str) -> str:
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "text", term))
            for term in dict.fromkeys(_terms(language, words, 2))
        ]
        hits = searcher.search(tantivy.Query.boolean_query(clauses), 1).hits
        return str(searcher.doc(hits[0][1])["place"][0]) if hits else ""

    return ask


def _terms(language: str, words: str, size: int) -> list[str]:
    if language == "en":
        return re.findall(r"\w+", words.lower())
    kept = re.findall(r"\w+", words)
    return [part[i : i + size] for part in kept for i in range(len(part) - size + 1)]


def bytes_of(folder: Path) -> float:
    """Megabytes of all files in a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6


def run(language: str, count: int, corpus: Path | None, alone: bool) -> None:
    memory = Memory()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "library.sqlite3"
        rng = random.Random(2)
        sample: dict[str, str] = {}
        library = Library(path)
        before = memory.most
        began = time.process_time()
        texts = paragraphs(language, count, corpus)
        library.add_all(documents(language, texts, sample, rng, min(1.0, 4 * QUOTATIONS / count)))
        load = time.process_time() - began
        built = memory.most
        began = time.process_time()
        library.reindex()
        build = time.process_time() - began
        index = path.with_name(path.name + ".index")
        print(f"\n{language}: {count:,} paragraphs, library {path.stat().st_size / 1e6:,.0f} MB")
        print(f"  made, loaded and indexed in {load:.1f} s; index built anew in {build:.1f} s")
        print(f"  index {bytes_of(index):,.0f} MB; memory while building {max(built, memory.most) - before:,.0f} MB more")
        adds = []
        for number in range(7):
            more = MadeText(50 + number, language).paragraphs(EACH)
            one = next(documents(language, iter(more), {}, rng, 0.0)).model_copy(update={"id": f"more{number}"})
            began = time.process_time()
            library.add(one)
            adds.append(time.process_time() - began)
        print(f"  one document more: {statistics.median(adds):.3f} s (most {max(adds):.3f})")
        asked = quotations(language, sample, rng)
        contenders: list[tuple[str, Callable[[], Callable[[str], str]], int]] = [
            ("find", lambda: finder(path), QUOTATIONS),
            ("verify", lambda: verifier(path), VERIFIED),
        ]
        if not alone:
            if importlib.util.find_spec("tantivy"):
                contenders.append(("tantivy", lambda: tantivy_search(folder, path, language), OTHERS))
            else:
                print("  tantivy is not installed (pip install tantivy) and is left out")
            contenders.append(("FTS5", lambda: full_text_search(folder, path, language), OTHERS))
        print(f"  {'':<9}" + "".join(f"{kind:>22}" for kind in KINDS))
        for label, prepare, limit in contenders:
            began = time.process_time()
            ask = prepare()
            prepared = time.process_time() - began
            for words, _ in asked["absent"][:WARMING]:
                ask(words)
            cells = []
            for kind in KINDS:
                speed, found, total = measure(ask, asked[kind], limit)
                said = f"{total - found} false" if kind == "absent" else f"{found}/{total}"
                cells.append(f"{speed:>9,.0f}/s {said:>9}")
            note = f"   built in {prepared:.0f} s" if label in ("tantivy", "FTS5") else ""
            print(f"  {label:<9}" + "".join(f"{cell:>22}" for cell in cells) + note)
        print(f"  memory in all {memory.most:,.0f} MB")
        shutil.rmtree(index, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--paragraphs", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--language", nargs="+", choices=["en", "zh"], default=["en", "zh"])
    parser.add_argument("--corpus", type=Path, help="a paragraph in each line, instead of made text")
    parser.add_argument("--alone", action="store_true", help="without tantivy and FTS5")
    options = parser.parse_args()
    sizes = [(language, count) for language in options.language for count in options.paragraphs]
    if len(sizes) == 1:
        run(*sizes[0], options.corpus, options.alone)
        return
    for language, count in sizes:
        command = [sys.executable, __file__, "--paragraphs", str(count), "--language", language]
        command += ["--corpus", str(options.corpus)] if options.corpus else []
        subprocess.run([*command, *(["--alone"] if options.alone else [])], check=True)


if __name__ == "__main__":
    main()
