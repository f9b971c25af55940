"""A run: one immutable file with the letters of some documents in one stream and the sorted postings of their kept grams.

    header      512 bytes: magic, length of the JSON, JSON (below), zeros; its CRC-32 is in the library's list of runs
    letters     the stream itself, with a break between passages
    positions   uint32 per posting: where a gram begins in the stream; sorted by hash, then position
    lows        uint8 per posting: the eight bits of the hash behind those that number its bucket
    offsets     uint32 per bucket and one more: its first posting
    starts      uint32 per segment: where it begins in the stream
    entries     uint32 per segment: the library's number of its document in its version
    ordinals    uint32 per segment: which segment of the document it is

Numbers are little-endian, sections begin at multiples of 64 bytes. A run has about four postings in a bucket, so a gram that is
not there is taken for one that is in about one of sixty cases; the letters tell.
"""

from __future__ import annotations

import json
import mmap
import os
import secrets
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from ..errors import DamagedIndex, MissingRun
from .grams import DTYPE, WINDOW, Hashes, Positions, Q, winnow
from .letters import BREAK, UNIT, Script, Stretch, units

MAGIC = b"pinqrun\n"
_HEADER = 512
_ALIGNED = 64
_SECTIONS = ("letters", "positions", "lows", "offsets", "starts", "entries", "ordinals")
#: Units held in memory before their postings are sorted and set aside.
CHUNK = 1 << 24
#: Postings sorted at a time when what was set aside is merged.
_MERGED = 1 << 22
_MOST_BITS, _LEAST_BITS = 24, 4
#: A run's positions are 32-bit numbers; bulk adds begin another run before that.
MOST_UNITS = 1 << 31
_PAGE = 1 << 22
#: Lookups after which the whole file is mapped, if it takes at most this part of the memory there is.
_MANY, _MAPPED_PART = 32, 0.25
#: From Linux's mman-common.h; the module mmap has no name for it.
_MADV_POPULATE_READ = 22


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the library's list says of a run."""

    name: str
    script: Script
    size: int
    """Bytes of the file."""
    checksum: int
    """CRC-32 of the header, which holds that of the rest."""
    letters: int
    """Units of the stream."""


class Run:
    """A run opened for reading; its pages are mapped, not read."""

    def __init__(self, folder: Path, facts: RunFacts) -> None:
        """Raises :class:`DamagedIndex` when size or header are not as listed, :class:`MissingRun` when there is no file."""
        self.path = folder / facts.name
        self._lookups = 0
        self.facts = facts
        self.script = facts.script
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            raise MissingRun(self.path, "this file of the index is missing") from None
        with file:
            size = os.fstat(file.fileno()).st_size
            if size != facts.size:
                raise DamagedIndex(self.path, f"this file of the index has {size:,} bytes, not {facts.size:,}")
            header = file.read(_HEADER)
            if zlib.crc32(header) != facts.checksum:
                raise DamagedIndex(self.path, "this file of the index does not begin as it was written")
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        (length,) = struct.unpack_from("<I", header, len(MAGIC))
        self.about = json.loads(header[len(MAGIC) + 4 : len(MAGIC) + 4 + length])
        self.bits = int(self.about["bits"])
        self.letters = self._section("letters", DTYPE[self.script])
        self.positions = self._section("positions", np.uint32)
        self.lows = self._section("lows", np.uint8)
        self.offsets = self._section("offsets", np.uint32)
        self.starts = self._section("starts", np.uint32)
        self.entries = self._section("entries", np.uint32)
        self.ordinals = self._section("ordinals", np.uint32)

    def _section(self, name: str, dtype: type[np.generic]) -> NDArray[Any]:
        offset, count = self.about["sections"][name]
        return np.frombuffer(self._map, np.dtype(dtype).newbyteorder("<"), count, offset)

    def check(self) -> None:
        """Read the whole file; raises :class:`DamagedIndex` when a byte is not the one that was written."""
        if _crc(self._map) != self.about["crc"]:
            raise DamagedIndex(self.path, "this file of the index has changed since it was written")

    def buckets(self, h: Hashes) -> tuple[Positions, Positions]:
        """For each hash the first and one past the last posting of its bucket."""
        self._lookups += 1
        if self._lookups == _MANY:
            self._map_whole()
        bucket = (h >> np.uint32(32 - self.bits)).astype(np.int64)
        return self.offsets[bucket].astype(np.int64), self.offsets[bucket + 1].astype(np.int64)

    def _map_whole(self) -> None:
        """Map all pages at once, which costs less than a page fault at each first touch of many lookups."""
        try:
            if self.facts.size <= _MAPPED_PART * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"):
                self._map.madvise(_MADV_POPULATE_READ)
        except (AttributeError, OSError, ValueError):
            # another system, or a Linux before 5.14: it is only a matter of speed
            return

    def places(self, h: np.uint32, first: int, last: int) -> Positions:
        """The positions of the grams with one hash, whose bucket this is."""
        same = self.lows[first:last] == (int(h) >> (24 - self.bits)) & 0xFF
        found: Positions = self.positions[first:last][same].astype(np.int64)
        return found

    def postings(self, h: Hashes, first: Positions, last: Positions) -> tuple[Positions, Positions]:
        """All postings of some hashes with their buckets: (which hash, position), as two arrays of one length."""
        counts = last - first
        which = np.repeat(np.arange(len(h)), counts)
        at = np.arange(len(which)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
        same = self.lows[at] == _low(h, self.bits)[which]
        return which[same], self.positions[at[same]].astype(np.int64)

    def segments(self, start: int, end: int) -> slice:
        """The segments, by their number in this run, that units ``start``–``end`` of the stream touch."""
        # a number of another type would have the whole array converted to it
        low, high = np.uint32(max(0, start)), np.uint32(max(0, end))
        first = max(0, int(self.starts.searchsorted(low, "right")) - 1)
        return slice(first, max(first + 1, int(self.starts.searchsorted(high, "left"))))

    def find(self, wanted: bytes, most: int) -> list[int]:
        """Where these units stand, by reading the whole stream: for what is too short for a gram. At most ``most``."""
        unit = UNIT[self.script]
        begin, count = self.about["sections"]["letters"]
        end = begin + count * unit
        found: list[int] = []
        for page in range(begin, end, _PAGE):
            # a copy of each page: bytes are searched many times faster than a map
            data = self._map[page : min(end, page + _PAGE + len(wanted) - unit)]
            at = data.find(wanted)
            while at >= 0:
                if at % unit == 0:
                    found.append((page - begin + at) // unit)
                    if len(found) == most:
                        return found
                at = data.find(wanted, at + 1)
        return found


def _low(h: Hashes, bits: int) -> NDArray[np.uint8]:
    return (h >> np.uint32(24 - bits)).astype(np.uint8)


class RunWriter:
    """Writes a run: passages go in, and :meth:`finish` gives what the library's list will say.

    Nothing has the run's name before it is whole and on the disk; leaving the ``with`` block without :meth:`finish` removes
    what was written. Memory: about ten bytes for each of :data:`CHUNK` units, and sixteen for each segment.
    """

    def __init__(self, folder: Path, script: Script) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.script = script
        self.name = f"{secrets.token_hex(8)}.{script}"
        self._folder = folder
        self._path = folder / f"{self.name}.part"
        self._file: BinaryIO = self._path.open("w+b")
        self._spill: BinaryIO | None = None
        self._spilled: list[int] = []
        self._file.write(bytes(_HEADER))
        self.length = 0
        self._buffer = bytearray()
        self._base = 0
        self._done = 0
        self._starts: list[NDArray[np.uint32]] = []
        self._entries: list[NDArray[np.uint32]] = []
        self._ordinals: list[NDArray[np.uint32]] = []

    def __enter__(self) -> RunWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()
        if self._spill:
            self._spill.close()
        self._path.unlink(missing_ok=True)
        self._spill_path.unlink(missing_ok=True)

    @property
    def _spill_path(self) -> Path:
        return self._folder / f"{self.name}.spill"

    def add(self, entry: int, stretch: Stretch) -> None:
        """A passage of the document with this number."""
        pieces = [units(kept, self.script) for kept in stretch.letters]
        at, starts = self.length, []
        for piece in pieces:
            starts.append(at)
            at += len(piece) // UNIT[self.script]
        self.add_units(
            b"".join([*pieces, BREAK[self.script]]),
            np.array(starts, np.uint32),
            np.full(len(starts), entry, np.uint32),
            np.array(stretch.segments, np.uint32),
        )

    def add_units(
        self, data: bytes, starts: NDArray[np.uint32], entries: NDArray[np.uint32], ordinals: NDArray[np.uint32]
    ) -> None:
        """Units with their segments; ``starts`` count from the beginning of this run."""
        self._starts.append(starts)
        self._entries.append(entries)
        self._ordinals.append(ordinals)
        self._file.write(data)
        self._buffer += data
        self.length += len(data) // UNIT[self.script]
        if self.length - self._base >= CHUNK:
            self._sort(final=False)

    def copy(self, run: Run, living: set[int]) -> None:
        """What another run of the same stream holds of the documents with these numbers."""
        alive = np.isin(run.entries, np.fromiter(living, np.uint32, len(living)))
        edges = np.flatnonzero(np.diff(alive, prepend=False, append=False))
        begins = np.append(run.starts, len(run.letters)).astype(np.int64)
        for first, last in edges.reshape(-1, 2).tolist():
            shift = self.length - begins[first]
            self.add_units(
                run.letters[begins[first] : begins[last]].tobytes(),
                (begins[first:last] + shift).astype(np.uint32),
                run.entries[first:last],
                run.ordinals[first:last],
            )

    def _sort(self, final: bool) -> NDArray[np.uint64] | None:
        """Postings of the buffered units as sorted 64-bit numbers; set aside unless they are all there is."""
        reach = WINDOW[self.script] - 1
        stream = np.frombuffer(bytes(self._buffer), DTYPE[self.script])
        end = self.length if final else self.length - reach - Q[self.script] + 1
        at, h = winnow(stream, self.script)
        at += self._base
        inside = (at >= self._done) & (at < end)
        keys: NDArray[np.uint64] = h[inside].astype(np.uint64) << np.uint64(32) | at[inside].astype(np.uint64)
        keys.sort()
        keep = max(self._base, end - reach)
        del self._buffer[: (keep - self._base) * UNIT[self.script]]
        self._base, self._done = keep, end
        if final and not self._spilled:
            return keys
        if self._spill is None:
            self._spill = self._spill_path.open("w+b")
        keys.tofile(self._spill)
        self._spilled.append(len(keys))
        return None

    def finish(self) -> RunFacts:
        """Write what is left, and give the run its name. The folder is on the disk too when this returns."""
        whole = self._sort(final=True)
        chunks = [whole] if whole is not None else self._set_aside()
        count = sum(len(c) for c in chunks)
        bits = min(_MOST_BITS, max(_LEAST_BITS, (count // 4).bit_length()))
        starts, entries, ordinals = (
            np.concatenate([np.empty(0, np.uint32), *parts]) for parts in (self._starts, self._entries, self._ordinals)
        )
        sizes = [(self.length, UNIT[self.script]), (count, 4), (count, 1), ((1 << bits) + 1, 4), *[(len(starts), 4)] * 3]
        sections, at = {}, _HEADER
        for name, (number, width) in zip(_SECTIONS, sizes, strict=True):
            sections[name] = [at, number]
            at += -(-number * width // _ALIGNED) * _ALIGNED
        self._file.truncate(at)
        self._write_postings(chunks, bits, sections)
        for name, part in (("starts", starts), ("entries", entries), ("ordinals", ordinals)):
            self._write(sections[name][0], part)
        return self._close(sections, bits, at)

    def _set_aside(self) -> list[NDArray[np.uint64]]:
        assert self._spill is not None
        self._spill.flush()
        out, at = [], 0
        for count in self._spilled:
            out.append(np.memmap(self._spill_path, np.uint64, "r", at * 8, (count,)) if count else np.empty(0, np.uint64))
            at += count
        return out

    def _write_postings(self, chunks: list[NDArray[np.uint64]], bits: int, sections: dict[str, list[int]]) -> None:
        """Merge the chunks, some buckets at a time, so that memory does not grow with the run."""
        count = sum(len(c) for c in chunks)
        offsets = np.empty((1 << bits) + 1, np.uint32)
        parts = min(1 << bits, count // _MERGED + 1)
        edges = [i * (1 << bits) // parts for i in range(parts + 1)]
        shift = np.uint64(64 - bits)
        cuts = np.array([e << (64 - bits) for e in edges[:-1]], np.uint64)
        bounds = [[*np.searchsorted(c, cuts).tolist(), len(c)] for c in chunks]
        written = 0
        for i in range(parts):
            keys = np.concatenate([c[b[i] : b[i + 1]] for c, b in zip(chunks, bounds, strict=True)])
            if len(chunks) > 1:
                # Timsort merges what is sorted in parts, in a fifth of the time
                keys.sort(kind="stable")
            buckets = np.arange(edges[i], edges[i + 1], dtype=np.uint64)
            offsets[edges[i] : edges[i + 1]] = np.searchsorted(keys >> shift, buckets) + written
            self._write(sections["positions"][0] + 4 * written, keys.astype(np.uint32))
            self._write(sections["lows"][0] + written, _low((keys >> np.uint64(32)).astype(np.uint32), bits))
            written += len(keys)
        offsets[-1] = count
        self._write(sections["offsets"][0], offsets)

    def _write(self, at: int, part: NDArray[Any]) -> None:
        self._file.seek(at)
        self._file.write(np.ascontiguousarray(part).data)

    def _close(self, sections: dict[str, list[int]], bits: int, size: int) -> RunFacts:
        self._file.flush()
        with mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) as written:
            crc = _crc(written)
        about = {"script": self.script, "q": Q[self.script], "window": WINDOW[self.script], "bits": bits, "crc": crc}
        data = json.dumps({**about, "sections": sections}, separators=(",", ":")).encode()
        header = (MAGIC + struct.pack("<I", len(data)) + data).ljust(_HEADER, b"\0")
        self._file.seek(0)
        self._file.write(header)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self._path, self._folder / self.name)
        _sync_folder(self._folder)
        return RunFacts(self.name, self.script, size, zlib.crc32(header), self.length)


def _crc(written: mmap.mmap) -> int:
    """CRC-32 of all behind the header."""
    crc = 0
    for at in range(_HEADER, len(written), _PAGE):
        crc = zlib.crc32(written[at : at + _PAGE], crc)
    return crc


def _sync_folder(folder: Path) -> None:
    """Make a rename last (POSIX: the directory is synced too); other systems do so by themselves."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
