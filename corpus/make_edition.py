"""Making a shipped edition from a page: ``python -m corpus.make_edition PAGE FOLDER``.

For those who maintain the package. The same page gives the same bytes; no words of the page are written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from provenance import Edition

from .reading import read
from .shipped import pack


def make_edition(page: Path, folder: Path) -> Path:
    """Write the edition of the document on ``page`` into ``folder`` as ``ID.json.gz``; the path of the file."""
    made = Edition.of(read(page))
    path = folder / f"{made.document.id}.json.gz"
    path.write_bytes(pack(made))
    return path


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m corpus.make_edition PAGE FOLDER")
    print(make_edition(Path(sys.argv[1]), Path(sys.argv[2])))
