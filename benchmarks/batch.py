"""Measures `diff-insight batch` against consecutive runs of `diff-insight report`, without the answer cache.

python benchmarks/batch.py [--days 20] [--files 10] [--repeat 3]
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from report import git, make_repository

FLAGS = ("--lang", "en", "--quiet", "--cache-limit", "0")


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=int, default=20, help="number of reports")
    parser.add_argument("--files", type=int, default=10, help="files in the repository; documents change daily")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions of each")
    arguments = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} processors\n")
    print("| way | reports | seconds (least to most) |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        lines = past(Path(folder) / "repository", arguments.days, arguments.files)
        for name, way in (("batch", in_batch), ("report, one after the other", one_by_one)):
            seconds = sorted(way(Path(folder) / "repository", lines) for _ in range(arguments.repeat))
            spread = f"{statistics.median(seconds):.1f} ({seconds[0]:.1f} to {seconds[-1]:.1f})"
            print(f"| {name} | {len(lines)} | {spread} |")


def past(folder: Path, days: int, files: int) -> list[tuple[str, str, str]]:
    """Make a repository with one commit per day, and return the lines of its batch file."""
    make_repository(folder, files)
    for day in range(1, days + 1):
        for number, path in enumerate(sorted(folder.glob("docs/*/*.md"))):
            path.write_text(path.read_text() + f"\nOn day {day} the limit of page {number} is {day * number} tokens.\n")
        git(folder, "commit", "-q", "-a", "-m", f"docs: day {day}")
    return [(f"2025-04-{day:02}", f"HEAD~{days - day + 1}", f"HEAD~{days - day}") for day in range(1, days + 1)]


def in_batch(folder: Path, lines: list[tuple[str, str, str]]) -> float:
    """Seconds that all reports take in one batch."""
    with tempfile.TemporaryDirectory() as out:
        (Path(out) / "past.txt").write_text("".join(f"{' '.join(line)}\n" for line in lines))
        pattern = f"{out}/%Y%m%d.md"
        return timed(folder, "batch", f"{out}/past.txt", "--journal", f"{out}/journal", "-o", pattern)


def one_by_one(folder: Path, lines: list[tuple[str, str, str]]) -> float:
    """Seconds that the same reports take with one command each."""
    with tempfile.TemporaryDirectory() as out:
        return sum(
            timed(folder, "report", base, head, "--date", day, "-o", f"{out}/%Y%m%d.md") for day, base, head in lines
        )


def timed(folder: Path, *arguments: str) -> float:
    """Seconds that a command takes."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "diff_insight", *arguments, *FLAGS], cwd=folder, check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
