"""Measures reports without a model on very large diffs: time, memory, and what is refused.

    python benchmarks/large.py FOLDER [CASE]...

Writes the diffs to the folder, which needs 2 GB. Results are in docs/reliability.md.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

WORDS = b"the limit of tokens is set by a model and read from a file where each user may give it in seconds".split()
CASES = (
    "one file of 2,000,000 changed lines",
    "50,000 files",
    "a line of 100 MB",
    "a diff of 500 MB",
    "a diff of 1 GB",
)
MB = 1_000_000


def line(random: Random) -> bytes:
    """A line of nine words."""
    return b" ".join(random.choices(WORDS, k=9))


def chunks(case: str) -> Iterator[bytes]:
    """The diff of a case, in chunks."""
    random = Random(1)  # noqa: S311 - reproducible text
    if case == "50,000 files":
        for number in range(50_000):
            name = f"d{number % 200}/f{number}.md".encode()
            yield b"diff --git a/%b b/%b\n--- a/%b\n+++ b/%b\n@@ -1 +1 @@\n" % (name, name, name, name)
            yield b"-%b\n+%b %d\n" % (line(random), line(random), number)
    elif case == "a line of 100 MB":
        yield b"--- a/one.json\n+++ b/one.json\n@@ -1 +1 @@\n-{}\n+"
        for _ in range(100 * MB // 1000):
            yield b"a1b2c3d4 e5f6, " * 66 + b"0123456789"
        yield b"\n"
    else:
        lines = {"a diff of 500 MB": 12_000_000, "a diff of 1 GB": 24_000_000}.get(case, 2_000_000)
        yield b"--- a/data.txt\n+++ b/data.txt\n@@ -1,%d +1,%d @@\n" % (lines // 2, lines // 2)
        block = [line(random) for _ in range(10_000)]
        for sign in b"-", b"+":
            for _ in range(lines // 2 // len(block)):
                yield b"".join(b"%b%b\n" % (sign, text) for text in block)


def written(folder: Path, case: str) -> Path:
    """Write the diff of a case to a file."""
    path = folder / f"{CASES.index(case)}.patch"
    with path.open("wb") as file:
        for chunk in chunks(case):
            file.write(chunk)
    return path


def measured(path: Path, folder: Path, *options: str) -> str:
    """Seconds, peak memory in MB, and the outcome."""
    command = [
        sys.executable, "-m", "diff_insight", "report", "--patch", str(path), "--no-model", "-q",
        "--format", "md,html,json", "-o", str(folder / "out" / "r.md"), *options,
    ]  # fmt: skip
    started = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - started
    said = process.stderr.read().decode().strip() if process.stderr else ""
    code = os.waitstatus_to_exitcode(status)
    ended = "three reports" if code == 0 else f"exit code {code}: {said.removeprefix('diff-insight: ')}"
    return f"{seconds:.0f} s | {usage.ru_maxrss * 1024 / MB:.0f} MB | {ended.replace(str(path), 'it')}"


def main() -> None:
    """Print a row for each case."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    print("| diff | size | options | time | memory | end |\n|---|---|---|---|---|---|")
    for case in sys.argv[2:] or CASES:
        path = written(folder, case)
        for options in ((), ("--max-diff", "2000")) if case.startswith("a diff") else ((),):
            row = measured(path, folder, *options)
            print(f"| {case} | {path.stat().st_size // MB} MB | {' '.join(options) or '-'} | {row} |", flush=True)
        path.unlink()


if __name__ == "__main__":
    main()
