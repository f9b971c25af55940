"""Shards on a cluster of separate worker processes: the answers of one library, also when a worker is killed on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from opencc import OpenCC

from corpus import Library, LibraryError
from corpus.cluster import ClusterLibrary, split
from corpus.index import store
from provenance import Anchor, ProvenanceError

from .generated_library import library_documents, quotations

distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "WORTH", 0)
        library = Library(tmp_path_factory.mktemp("cluster") / "library.sqlite3")
        library.add_all(library_documents(11, count=9))
        yield library


@pytest.fixture(scope="module")
def client() -> Iterator[distributed.Client]:
    with (
        distributed.LocalCluster(
            n_workers=3, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None, memory_limit=0
        ) as cluster,
        distributed.Client(cluster) as made,
    ):
        yield made


@pytest.fixture(scope="module")
def sharded(whole: Library, client: distributed.Client) -> ClusterLibrary:
    return ClusterLibrary(split(whole.path, whole.path.parent / "shards", 4), client)


def asked() -> list[str]:
    documents = library_documents(11, count=9)
    traditional = next(d for d in documents if d.id == "made-1").segment("p1").layers["zh"].text or ""
    simplified = OpenCC("t2s").convert(traditional[:20])
    return [simplified, *(text for _, text in quotations(documents, 11, each=2))]


def test_shards_have_every_document_once(whole: Library, sharded: ClusterLibrary) -> None:
    ids = [i for shard in sharded.shards for i in Library(shard).ids()]
    assert sorted(ids) == list(whole.ids())
    assert sum(bool(Library(shard).ids()) for shard in sharded.shards) > 1
    assert all(Library(shard).open(i) == whole.open(i) for shard in sharded.shards for i in Library(shard).ids())
    with pytest.raises(LibraryError, match="is there already"):
        split(whole.path, whole.path.parent / "shards", 4)


def test_answers_are_those_of_one_library_though_a_worker_is_killed(
    whole: Library, sharded: ClusterLibrary, client: distributed.Client
) -> None:
    texts = asked()
    wanted = [whole.verify(text) for text in texts]
    killed: list[int] = []
    processes = client.run(os.getpid)

    def kill(done: int) -> None:
        # in the middle: some answers are there, the others are under way
        if not killed and 0 < done < len(texts):
            killed.append(sorted(processes.values())[0])
            os.kill(killed[0], signal.SIGKILL)

    assert sharded.verify_all(texts, progress=kill) == wanted
    assert len(killed) == 1
    assert killed[0] not in client.run(os.getpid).values()
    assert {q.verdict for q in wanted} >= {"verbatim", "typographic", "conventional", "script-folded", "altered", "not-found"}


def test_one_at_a_time_with_claims_and_within(whole: Library, sharded: ClusterLibrary) -> None:
    text = (whole.open("made-0").segment("p2").layers["en"].text or "")[:60].rsplit(" ", 1)[0]
    for claim in (None, Anchor.parse("made-0/p2@en"), Anchor.parse("made-3/p1@en"), Anchor.parse("nobody/p1@en")):
        assert sharded.verify(text, claimed=claim) == whole.verify(text, claimed=claim)
    assert sharded.verify(text, within="made-0") == whole.verify(text, within="made-0")
    assert sharded.verify(text, within="made-3") == whole.verify(text, within="made-3")
    assert sharded.find(text) == whole.find(text)
    assert sharded.find("the council") == whole.find("the council")
    assert sharded.find(text, within="made-0") == whole.find(text, within="made-0")


def test_wrong_use_is_told(sharded: ClusterLibrary) -> None:
    with pytest.raises(ProvenanceError, match="empty"):
        sharded.verify_all(["words that are there", "…"])
    with pytest.raises(LibraryError, match="no document 'nobody'"):
        sharded.verify("words that are there", within="nobody")


def test_a_damaged_shard_is_told(whole: Library, client: distributed.Client, tmp_path: Path) -> None:
    shards = split(whole.path, tmp_path, 2)
    for shard in shards:
        for path in shard.with_name(shard.name + ".index").iterdir():
            path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(LibraryError, match="pinquote reindex"):
        ClusterLibrary(shards, client).verify("words that are there")
