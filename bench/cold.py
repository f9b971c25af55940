"""What a cold ``pinquote verify`` costs beside importing pydantic and numpy: CPU seconds of whole processes, in turn.

    python bench/cold.py [RUNS]

Prints the median of each and the median of the ratios, pair by pair. The shipped edition is asked; no library is needed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile

QUOTATION = "grew by 0.1%. In the same year, total exports of Mexico"
CONTENDERS = {
    "pinquote verify": [sys.executable, "-c", "from corpus.cli import main; main()", "verify", QUOTATION],
    "import pydantic, numpy": [sys.executable, "-c", "import pydantic, numpy"],
}


def cpu_seconds(command: list[str]) -> float:
    """User and system time of one run of ``command``."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PINQUOTE_LIBRARY": os.path.join(folder, "library.sqlite3")}
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for command in CONTENDERS.values():
        cpu_seconds(command)  # warm the file cache and the bytecode
    rows = [[cpu_seconds(command) for command in CONTENDERS.values()] for _ in range(runs)]
    for name, figures in zip(CONTENDERS, zip(*rows, strict=True), strict=True):
        print(f"{name:<24} {statistics.median(figures):.3f} s CPU (min {min(figures):.3f}, max {max(figures):.3f}, {runs} runs)")
    ratios = [ours / theirs for ours, theirs in rows]
    print(f"{'ratio':<24} {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f}; bar 2.50)")


if __name__ == "__main__":
    main()
