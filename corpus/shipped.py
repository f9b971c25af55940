"""The editions that come with the package, and the sample document."""

from __future__ import annotations

import functools
import gzip
from importlib import resources

from provenance import Edition


@functools.cache
def edition_ids() -> tuple[str, ...]:
    """The ids of the shipped editions, sorted."""
    names = (p.name for p in resources.files("corpus").joinpath("editions").iterdir())
    return tuple(sorted(n.removesuffix(".json.gz") for n in names if n.endswith(".json.gz")))


@functools.cache
def edition(identity: str) -> Edition:
    """A shipped edition by its id. Raises KeyError when there is none."""
    if identity not in edition_ids():
        raise KeyError(identity)
    data = resources.files("corpus").joinpath("editions", f"{identity}.json.gz").read_bytes()
    return Edition.model_validate_json(gzip.decompress(data))


def pack(made: Edition) -> bytes:
    """An edition as it is shipped: compact JSON, compressed, the same bytes for the same edition."""
    return gzip.compress(made.model_dump_json(exclude_defaults=True).encode(), mtime=0)
