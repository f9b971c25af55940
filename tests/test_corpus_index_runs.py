"""Winnowing and runs: nothing sure is missed, files are whole or refused, a long stream is like a short one."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from bench.made_text import MadeText
from corpus.errors import DamagedIndex, MissingRun
from corpus.index import runs as runs_module
from corpus.index.grams import DTYPE, SURE, hashes, winnow
from corpus.index.letters import SCRIPTS, UNIT, Script, Stretch, letters, units
from corpus.index.runs import Run, RunFacts, RunWriter
from corpus.index.search import exact, loose

LANGUAGES: dict[Script, str] = {"latin": "en", "han": "zh"}


def texts(script: Script, count: int, seed: int = 3) -> list[str]:
    return [letters(t) for t in MadeText(seed, LANGUAGES[script]).paragraphs(count)]


def written(folder: Path, script: Script, made: list[str], first_entry: int = 1) -> RunFacts:
    with RunWriter(folder, script) as writer:
        for entry, text in enumerate(made, first_entry):
            writer.add(entry, Stretch(script, (4, 7), (text[:50], text[50:])))
        return writer.finish()


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_sure_run_of_letters_shares_a_kept_gram(script: Script) -> None:
    stream = np.frombuffer(units("".join(texts(script, 30)), script), DTYPE[script])
    at, h = winnow(stream, script)
    assert h.tolist() == hashes(stream, script)[at].tolist()
    rng = random.Random(1)
    kept = set(at.tolist())
    for _ in range(500):
        begin = rng.randrange(len(stream) - SURE[script])
        inner, _ = winnow(stream[begin : begin + SURE[script]], script)
        assert len(inner)
        assert {begin + i for i in inner.tolist()} <= kept


@pytest.mark.parametrize("script", SCRIPTS)
def test_blocks_make_no_difference(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = np.frombuffer(units("".join(texts(script, 20)), script), DTYPE[script])
    whole = [a.tolist() for a in winnow(stream, script)]
    monkeypatch.setattr("corpus.index.grams._BLOCK", 100)
    assert [a.tolist() for a in winnow(stream, script)] == whole


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_place_is_found_and_told(tmp_path: Path, script: Script) -> None:
    made = texts(script, 40)
    made += made[:5]
    run = Run(tmp_path, written(tmp_path, script, made))
    whole = units("\n".join([*made, ""]), script)
    rng = random.Random(2)
    for length in (1, 3, SURE[script] - 1, SURE[script], 60):
        for _ in range(20):
            text = rng.choice(made)
            begin = rng.randrange(max(1, len(text) - length))
            piece = text[begin : begin + length]
            found = [p.start for p in exact([run], piece, 100_000)]
            wanted = units(piece, script)
            places = [i for i in range(0, len(whole), UNIT[script]) if whole.startswith(wanted, i)]
            assert found == [p // UNIT[script] for p in places]
            for start in found[:5]:
                around = run.segments(start, start + len(piece))
                entry = int(run.entries[around][0])
                assert piece in made[entry - 1]
                assert set(run.ordinals[around].tolist()) <= {4, 7}
    assert run.segments(-9, 1) == slice(0, 1)
    assert run.segments(-9, len(run.letters) + 9) == slice(0, len(run.starts))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_run_in_chunks_is_the_same_run(tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    made = texts(script, 60)
    one = Run(tmp_path, written(tmp_path, script, made))
    monkeypatch.setattr(runs_module, "CHUNK", 1000)
    monkeypatch.setattr(runs_module, "_MERGED", 200)
    other = Run(tmp_path, written(tmp_path, script, made))
    assert one.facts.checksum == other.facts.checksum
    assert one.path.read_bytes() == other.path.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([one.facts.name, other.facts.name])


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_alive_is_copied(tmp_path: Path, script: Script) -> None:
    made = texts(script, 12)
    run = Run(tmp_path, written(tmp_path, script, made))
    with RunWriter(tmp_path, script) as writer:
        writer.add(90, Stretch(script, (0,), (made[0],)))
        writer.copy(run, {2, 3, 7, 12})
        merged = Run(tmp_path, writer.finish())
    assert sorted(set(merged.entries.tolist())) == [2, 3, 7, 12, 90]
    for entry in (2, 3, 7, 12):
        (place,) = exact([merged], made[entry - 1], 10)
        around = merged.segments(place.start, place.end)
        assert merged.entries[around].tolist() == [entry, entry]
        assert merged.ordinals[around].tolist() == [4, 7]
    assert exact([merged], made[4], 10) == []


def test_a_changed_text_is_found(tmp_path: Path) -> None:
    made = texts("latin", 200)
    run = Run(tmp_path, written(tmp_path, "latin", made))
    rng = random.Random(5)
    for number in range(0, 200, 10):
        text = made[number][40:160]
        noisy = "".join(rng.choice("abcdefgh") if rng.random() < 0.05 else c for c in text)
        best = loose([run], noisy, 5)[0]
        assert int(run.entries[run.segments(best.start, best.end)][0]) == number + 1
        assert best.score > 85
    assert loose([run], "", 5) == []
    absent = letters(MadeText(77, "en").paragraphs(1)[0])[:120]
    assert all(p.score < 80 for p in loose([run], absent, 5))


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_spread_over_runs_is_found_as_in_one(tmp_path: Path, script: Script) -> None:
    made = texts(script, 90)
    one = [Run(tmp_path, written(tmp_path, script, made))]
    three = [Run(tmp_path, written(tmp_path, script, made[i : i + 30], i + 1)) for i in (0, 30, 60)]

    def best(runs: list[Run], piece: str) -> tuple[int, float]:
        place = loose(runs, piece, 10)[0]
        return int(place.run.entries[place.run.segments(place.start, place.end)][0]), place.score

    rng = random.Random(8)
    absent = texts(script, 5, seed=70)
    for text in [*rng.sample(made, 20), *absent]:
        noisy = "".join(rng.choice(text) if rng.random() < 0.06 else c for c in text[30:110])
        assert text in absent or best(one, noisy) == best(three, noisy)
        assert text in absent or best(one, noisy)[0] == made.index(text) + 1
        exactly = [p.run.entries[p.run.segments(p.start, p.end)][0] for p in exact(three, text[30:110], 10)]
        assert exactly == ([] if text in absent else [made.index(text) + 1])


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_piece_whose_grams_are_all_common_is_found_everywhere(
    tmp_path: Path, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.index.search._COMMON", 3)
    (text,) = texts(script, 1)
    many = [text[:80] + other for other in texts(script, 12, seed=9)]
    run = Run(tmp_path, written(tmp_path, script, many))
    assert len(exact([run], text[:80], 100)) == 12
    assert len(exact([run], text[:80], 5)) == 5
    assert exact([run], text[:40] + text[41:80], 100) == []


@pytest.mark.parametrize("refused", [False, True])
def test_many_lookups(tmp_path: Path, refused: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if refused:
        monkeypatch.setattr("corpus.index.runs._MADV_POPULATE_READ", -1)
    made = texts("latin", 10)
    run = Run(tmp_path, written(tmp_path, "latin", made))
    for _ in range(10):
        for entry, text in enumerate(made, 1):
            (place,) = exact([run], text[60:120], 5)
            assert run.entries[run.segments(place.start, place.end)].tolist() == [entry]


def test_a_file_that_is_not_as_written(tmp_path: Path) -> None:
    facts = written(tmp_path, "latin", texts("latin", 20))
    path = tmp_path / facts.name
    data = path.read_bytes()
    Run(tmp_path, facts).check()
    path.write_bytes(data[:-1])
    with pytest.raises(DamagedIndex, match="bytes, not"):
        Run(tmp_path, facts)
    path.write_bytes(b"X" + data[1:])
    with pytest.raises(DamagedIndex, match="does not begin as it was written"):
        Run(tmp_path, facts)
    path.write_bytes(data[:600] + bytes([data[600] ^ 1]) + data[601:])
    with pytest.raises(DamagedIndex, match="has changed"):
        Run(tmp_path, facts).check()
    path.unlink()
    with pytest.raises(MissingRun, match="missing; the documents are safe, build their index anew with pinquote reindex"):
        Run(tmp_path, facts)


def test_nothing_is_left_of_a_run_that_was_not_finished(tmp_path: Path) -> None:
    with RunWriter(tmp_path, "latin") as writer:
        writer.add(1, Stretch("latin", (0,), ("letters" * 10,)))
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
