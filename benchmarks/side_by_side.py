"""Measures one report alone and two at once, for different spin counts of the threads of llama.cpp.

    python benchmarks/side_by_side.py HEAD~6..HEAD

Results are in docs/measurements.md.
"""

import os
import subprocess
import sys
import time
from statistics import median

SPINS = ("300", "2000", "10000", "")
ROUNDS = 3


def started(words: str, spins: str) -> subprocess.Popen[bytes]:
    """Start a report of a range without the answer cache; '' keeps the library's default spin count."""
    command = [sys.executable, "-m", "diff_insight", "report", words, "-o", os.devnull, "-q", "--cache-limit", "0"]
    # The default of libgomp as long as there are no more threads than processors.
    return subprocess.Popen(command, env={**os.environ, "GOMP_SPINCOUNT": spins or "30000000000"})


def seconds(words: str, spins: str, at_once: int) -> float:
    """Seconds until the last of several reports started together is done."""
    begun = time.monotonic()
    for process in [started(words, spins) for _ in range(at_once)]:
        if process.wait():
            raise SystemExit(f"a report of {words} failed")
    return time.monotonic() - begun


def main() -> None:
    """Print a row for each spin count."""
    words = sys.argv[1] if len(sys.argv) > 1 else "HEAD~6..HEAD"
    print("| turns | alone, s | two at once, s |\n|---|---|---|")
    for spins in SPINS:
        cells = []
        for at_once in (1, 2):
            times = sorted(seconds(words, spins, at_once) for _ in range(ROUNDS))
            cells.append(f"{median(times):.1f} ({times[0]:.1f} to {times[-1]:.1f})")
        print(f"| {spins or 'its own'} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
