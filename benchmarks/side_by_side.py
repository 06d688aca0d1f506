"""How long a report takes alone, and how long two take at once, by how long threads of llama.cpp wait for each other.

    python benchmarks/side_by_side.py HEAD~6..HEAD

docs/measurements.md holds what it printed.
"""

import os
import subprocess
import sys
import time
from statistics import median

SPINS = ("300", "2000", "10000", "")
ROUNDS = 3


def started(words: str, spins: str) -> subprocess.Popen[bytes]:
    """A report of a range with everything asked anew; '' leaves the library's own number of turns."""
    command = [sys.executable, "-m", "diff_insight", "report", words, "-o", os.devnull, "-q", "--cache-limit", "0"]
    # What libgomp does by itself while no more threads run than there are processors.
    return subprocess.Popen(command, env={**os.environ, "GOMP_SPINCOUNT": spins or "30000000000"})


def seconds(words: str, spins: str, at_once: int) -> float:
    """Seconds until the last of several reports that are started together is done."""
    begun = time.monotonic()
    for process in [started(words, spins) for _ in range(at_once)]:
        if process.wait():
            raise SystemExit(f"a report of {words} failed")
    return time.monotonic() - begun


def main() -> None:
    """Print a row for each number of turns."""
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
