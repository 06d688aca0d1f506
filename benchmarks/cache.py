"""Measures what the answer cache saves: a first run, the same run again, and one after a further commit.

    python benchmarks/cache.py [--files 100] [--repeat 3]

Each run is a separate process over the range from the first to the last commit of a generated repository.
"""

import argparse
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from diff_insight.system import paths
from report import git, make_repository

_ANSWERS = re.compile(r"answers: (\d+) from the model, (\d+) from the cache")


@dataclass(frozen=True)
class Run:
    """One run: wall-clock seconds, and where its answers came from."""

    seconds: float
    asked: int
    remembered: int


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100, help="files in the repository")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions, each from an empty cache")
    arguments = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} processors\n")
    print("| run | questions asked | answers from the cache | seconds (least to most) |\n|---|---|---|---|")
    names = ("first", "the same again", "after a commit that changes one file", "as the first, without a cache")
    done = [measured(arguments.files) for _ in range(arguments.repeat)]
    for name, runs in zip(names, zip(*done, strict=True), strict=True):
        seconds = sorted(run.seconds for run in runs)
        spread = f"{statistics.median(seconds):.1f} ({seconds[0]:.1f} to {seconds[-1]:.1f})"
        print(f"| {name} | {runs[0].asked} | {runs[0].remembered} | {spread} |")


def measured(files: int) -> list[Run]:
    """The four runs in order, from a cache that holds only the prepared model and its self-test result."""
    with tempfile.TemporaryDirectory() as made:
        folder = make_repository(Path(made) / "repository", files)
        base = subprocess.check_output(["git", "rev-parse", "HEAD~1"], cwd=folder, text=True).strip()
        cache = Path(made) / "cache"
        cache.mkdir()
        (cache / "diff-insight").mkdir()
        for kept in (paths.prepared_models(), paths.self_test_results()):
            (cache / "diff-insight" / kept.name).symlink_to(kept)
        first, again = run(folder, base, cache), run(folder, base, cache)
        page = next(path for path in sorted(folder.glob("docs/*/*.md")))
        page.write_text(page.read_text() + "\nThe limit of a page is 40 tokens now.\n")
        git(folder, "commit", "-q", "-a", "-m", "docs: tell the limit of a page")
        further = run(folder, base, cache)
        git(folder, "reset", "-q", "--hard", "HEAD~1")
        return [first, again, further, run(folder, base, cache, "--cache-limit", "0")]


def run(folder: Path, base: str, cache: Path, *flags: str) -> Run:
    """Run the command once, with a cache folder of its own."""
    command = [
        sys.executable,
        "-m",
        "diff_insight",
        "report",
        f"{base}..HEAD",
        "--lang",
        "en",
        "-o",
        os.devnull,
        *flags,
    ]
    started = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - started
    found = _ANSWERS.search(done.stderr)
    if not found:
        raise SystemExit(f"the command did not report where its answers came from: {done.stderr}")
    return Run(seconds, int(found[1]), int(found[2]))


if __name__ == "__main__":
    main()
