"""Winnowed q-grams: which runs of q letters of a stream are remembered.

Of every ``window`` neighbouring q-grams the one with the smallest hash is kept (Schleimer, Wilkerson and Aiken, "Winnowing:
local algorithms for document fingerprinting", SIGMOD 2003), so two texts that share ``q + window - 1`` letters in a row share
a kept gram.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .letters import Script

Q: dict[Script, int] = {"latin": 12, "han": 5}
WINDOW: dict[Script, int] = {"latin": 8, "han": 3}
#: A common run of this many letters is sure to be found.
SURE: dict[Script, int] = {s: Q[s] + WINDOW[s] - 1 for s in Q}
DTYPE: dict[Script, type[np.generic]] = {"latin": np.uint8, "han": np.uint16}

_BASE = 0x2C1B3C6D | 1
_BLOCK = 1 << 18

Hashes = NDArray[np.uint32]
Positions = NDArray[np.int64]


def hashes(stream: NDArray[np.generic], script: Script) -> Hashes:
    """A 32-bit hash for every q-gram of a stream of units, in order; empty where the stream is shorter than one."""
    q = Q[script]
    count = len(stream) - q + 1
    if count <= 0:
        return np.empty(0, np.uint32)
    # a polynomial over the units, made of blocks of 1, 2, 4 … units
    total = np.zeros(count, np.uint32)
    block = stream.astype(np.uint32)
    at, size = 0, 1
    while True:
        if q & size:
            total = total * np.uint32(pow(_BASE, size, 1 << 32)) + block[at : at + count]
            at += size
        if 2 * size > q:
            break
        block = block[:-size] * np.uint32(pow(_BASE, size, 1 << 32)) + block[size:]
        size *= 2
    return _mixed(total)


def _mixed(h: Hashes) -> Hashes:
    """The finalizer of MurmurHash3: every bit of the polynomial reaches every bit of the hash."""
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h


def winnow(stream: NDArray[np.generic], script: Script) -> tuple[Positions, Hashes]:
    """The kept grams of a stream: where each begins, and its hash.

    Only grams that are the smallest of a whole window are kept, so of a quotation just those that the text it was taken from
    has kept too; a stream with less than one window keeps nothing.
    """
    reach = WINDOW[script] - 1
    tail = Q[script] - 1
    found, kept = [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    # in blocks that stay in the processor's cache, each with its neighbours' grams at both ends
    for begin in range(0, max(0, len(stream) - tail), _BLOCK):
        low = max(0, begin - reach)
        h = hashes(stream[low : begin + _BLOCK + reach + tail], script)
        where = np.flatnonzero(_is_smallest(h, WINDOW[script]))
        where = where[(where >= begin - low) & (where < begin - low + _BLOCK)]
        found.append(where + low)
        kept.append(h[where])
    return np.concatenate(found), np.concatenate(kept)


def _is_smallest(h: Hashes, window: int) -> NDArray[np.bool_]:
    """Which hashes are the smallest of some window that contains them."""
    if len(h) < window:
        return np.zeros(len(h), np.bool_)
    smallest = _sliding(np.minimum, h, window)
    edge = np.zeros(window - 1, np.uint32)
    largest: NDArray[np.uint32] = _sliding(np.maximum, np.concatenate([edge, smallest, edge]), window)
    # a hash of 0 would be equal to the padding, and is the smallest anyway
    same: NDArray[np.bool_] = h == largest
    return same


def _sliding(op: Callable[[Hashes, Hashes], Hashes], h: Hashes, window: int) -> Hashes:
    size = 1
    while size < window:
        step = min(size, window - size)
        h = op(h[:-step], h[step:])
        size += step
    return h
