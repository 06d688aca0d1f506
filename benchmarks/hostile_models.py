"""Corrupts the metadata of a small GGUF at random and counts runs that end in a report or a one-line refusal.

    python benchmarks/hostile_models.py 200

Results are in docs/reliability.md.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.hostile.gguf_models import write_model

PATCH = b"--- a/x.md\n+++ b/x.md\n@@ -1 +1 @@\n-One limit.\n+Two limits.\n"
PROGRAM = (sys.executable, "-m", "diff_insight", "report", "--patch", "-", "-o", "-", "-q", "--cache-limit", "0")
SECONDS = 120


def damaged(whole: bytes, random: np.random.Generator) -> bytes:
    """The file with a few bits flipped, a number made huge, or its end truncated."""
    content = bytearray(whole)
    end = whole.index(b"blk.0.ffn_norm.weight") + 60
    kind = random.integers(4)
    if kind == 0:
        return bytes(content[: random.integers(4, len(content))])
    if kind == 1:
        place = int(random.integers(4, end - 8))
        content[place : place + 8] = int(2 ** random.integers(8, 64) - 1).to_bytes(8, "little")
    else:
        for place in random.integers(4, end, 1 + random.integers(8)):
            content[place] ^= 1 << int(random.integers(8))
    return bytes(content)


def outcome(model: Path) -> str:
    """The outcome of a report with this model."""
    try:
        done = subprocess.run(
            [*PROGRAM, "--model", model], input=PATCH, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"no end in {SECONDS} s"
    if b"Traceback" in done.stderr:
        return "traceback"
    if done.returncode == 9 and done.stderr.count(b"\n") == 1:
        return "refused, one sentence"
    return "report" if done.returncode == 0 else f"exit code {done.returncode}"


def main() -> None:
    """Try the number of damaged files given on the command line."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    random = np.random.default_rng(2026)
    with tempfile.TemporaryDirectory() as folder:
        whole = write_model(Path(folder) / "whole.gguf").read_bytes()
        counts: Counter[str] = Counter()
        for number in range(cases):
            model = Path(folder) / "damaged.gguf"
            model.write_bytes(damaged(whole, random))
            found = outcome(model)
            counts[found] += 1
            if found not in ("report", "refused, one sentence"):
                kept = Path(tempfile.gettempdir()) / f"hostile-{number}.gguf"
                kept.write_bytes(model.read_bytes())
                print(f"{found}: {kept}", flush=True)
    print(f"{cases} damaged models: " + ", ".join(f"{name} {count}" for name, count in counts.most_common()))


if __name__ == "__main__":
    main()
