"""A library cut into shards by document, and searched on a dask.distributed cluster as if it were one (extra ``cluster``).

A shard is a library of its own with its own index. For a quotation every shard gives the parts of its documents that have to be
judged (:mod:`corpus.parts`), and all parts are judged together; so the answer is that of one library with all documents. Finding
and judging are pure functions of the shards: what a worker that dies was doing is done again by another.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance import Anchor, Match, ProvenanceError, Quotation
from provenance.quotations import FAITHFUL

from .errors import LibraryError
from .library import MOST_FOUND, Library
from .parts import Parts, judged
from .storage import LibraryFile

if TYPE_CHECKING:
    from distributed import Client, Future

#: Quotations in one task: enough that sending them costs less than finding them.
_BLOCK = 16


def split(library: Path, folder: Path, count: int) -> list[Path]:
    """Copy the newest version of every document of a library into ``count`` new ones, each with its index.

    Which shard has a document follows from its id alone. Raises :class:`LibraryError` when a shard is there already.
    """
    source = LibraryFile(library)
    paths = [folder / f"shard-{number:03}.sqlite3" for number in range(count)]
    if there := next((p for p in paths if p.exists()), None):
        raise LibraryError(f"{there}: this file is there already; name a folder without shards")
    if not source.exists():
        raise LibraryError(f"{library}: there is no library here")
    for number, path in enumerate(paths):
        file = LibraryFile(path)
        with source.reading() as db, file.writing() as made:
            query = "SELECT id, version, number, title, json FROM entries JOIN documents USING (id, version) ORDER BY entry"
            for row in db.execute(query):
                if _shard_of(row[0], count) == number:
                    made.execute("INSERT INTO documents (id, version, number, title, json) VALUES (?, ?, ?, ?, ?)", row)
                    file.index.enter(made, row[0], row[1], len(row[4]))
            file.index.catch_up(made)
    return paths


def _shard_of(identity: str, count: int) -> int:
    return zlib.crc32(identity.encode()) % count


class ClusterLibrary:
    """The shards of one library, searched on a cluster with the answers of :class:`~corpus.Library`."""

    def __init__(self, shards: Sequence[str | Path], client: Client) -> None:
        """``shards``: the files as every worker sees them, in the order of :func:`split`; ``client``: the cluster."""
        self.shards = tuple(str(s) for s in shards)
        self._client = client

    def verify(self, text: str, within: str | None = None, claimed: Anchor | None = None) -> Quotation:
        """As :meth:`corpus.Library.verify`."""
        if within is not None:
            shard = self.shards[_shard_of(within, len(self.shards))]
            found: Quotation = self._submit(_verify_within, shard, text, within, claimed).result()
            return found
        return self.verify_all([text], [claimed])[0]

    def verify_all(
        self,
        texts: Iterable[str],
        claimed: Iterable[Anchor | None] | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> list[Quotation]:
        """Judge many quotations at once, in their order; ``claimed`` has a place, or None, for each.

        ``progress`` is told how many are done. Raises :class:`ProvenanceError` for an empty one, before anything is judged.
        """
        asked = list(texts)
        places = list(claimed) if claimed is not None else [None] * len(asked)
        if any(not any(c.isalnum() for c in text) for text in asked):
            raise ProvenanceError("a quotation is empty: it has no letter, digit or Han character")
        questions = list(zip(asked, places, strict=True))
        answers: dict[int, Quotation] = {}
        # what stands somewhere first; what does not is then looked for loosely
        for near in (False, True):
            left = [i for i in range(len(questions)) if i not in answers]
            for numbers, future in self._begun(questions, left, near):
                for number, answer in zip(numbers, future.result(), strict=True):
                    if near or answer.verdict in FAITHFUL:
                        answers[number] = answer
                if progress:
                    progress(len(answers))
        return [answers[i] for i in range(len(questions))]

    def find(self, text: str, within: str | None = None) -> tuple[Match, ...]:
        """As :meth:`corpus.Library.find`."""
        shards = self.shards if within is None else (self.shards[_shard_of(within, len(self.shards))],)
        found = [match for future in [self._submit(_find, s, text, within) for s in shards] for match in future.result()]
        return tuple(sorted(found, key=lambda m: m.anchor.work)[:MOST_FOUND])

    def _begun(
        self, questions: list[tuple[str, Anchor | None]], left: list[int], near: bool
    ) -> Iterator[tuple[list[int], Future[Any]]]:
        """Blocks of questions, with the futures of their answers; all are under way before the first is given."""
        begun = []
        numbers = iter(left)
        while block := list(islice(numbers, _BLOCK)):
            asked = [questions[i] for i in block]
            found = [self._submit(_parts, shard, asked, near) for shard in self.shards]
            begun.append((block, self._submit(_judged, asked, found)))
        yield from begun

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        return self._client.submit(function, *arguments, pure=False)


@functools.lru_cache(maxsize=64)
def _library(shard: str) -> Library:
    """A shard, opened once in each worker."""
    return Library(shard)


def _parts(shard: str, asked: list[tuple[str, Anchor | None]], near: bool) -> list[Parts]:
    return [_library(shard).parts(text, claimed, near=near) for text, claimed in asked]


def _judged(asked: list[tuple[str, Anchor | None]], found: list[list[Parts]]) -> list[Quotation]:
    return [judged(text, parts, claimed) for (text, claimed), *parts in zip(asked, *found, strict=True)]


def _verify_within(shard: str, text: str, within: str, claimed: Anchor | None) -> Quotation:
    return _library(shard).verify(text, within, claimed)


def _find(shard: str, text: str, within: str | None) -> tuple[Match, ...]:
    return _library(shard).find(text, within)
