"""Measures evidence gathering: milliseconds per file, and how time and memory grow with lines and files.

    python benchmarks/evidence.py [--repo DIR --range BASE..HEAD] [--rows FILE]

Without a repository only generated ones are measured. `--rows` takes a JSON Lines file, optionally gzipped, each line
with a `path`, a `status` and a `diff` without its header; these are measured as diffs alone. Every case runs in a
separate process; its peak memory includes Python, git's output and the change itself.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, Source
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import read_words
from diff_insight.evaluation.rows import labelled_changes
from diff_insight.evidence.gather import gather


def main() -> None:
    """Print two tables in Markdown, or the figures of one case as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repo", type=Path, help="repository with a range to measure file by file")
    parser.add_argument("--range", default="HEAD^!", help="range in that repository")
    parser.add_argument("--rows", type=Path, help="JSON Lines file of changes to measure file by file")
    parser.add_argument("--one", nargs=3, metavar=("KIND", "WHERE", "RANGE"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(case(*arguments.one)))
        return
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} processors\n")
    print("| files, one at a time | number | median ms | 95 of 100 below | longest |\n|---|---|---|---|---|")
    if arguments.repo:
        print(row_of_files("whole, from a repository", run("files", str(arguments.repo), arguments.range)))
    if arguments.rows:
        print(row_of_files("diff alone", run("rows", str(arguments.rows), "")))
    print("\n| change | lines changed | reading it, s | its evidence, s | facts | peak memory |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for lines in (1_000, 10_000, 100_000):
            where = make_repository(
                Path(folder) / f"lines-{lines}", {"code.py": code(lines)}, {"code.py": edited(lines)}
            )
            print(row_of_change(f"one file of {lines:,} lines", run("change", where, "HEAD^!")), flush=True)
        for files in (200, 2_000, 20_000):
            old = {f"d{n % 100}/f{n}.{'md' if n % 2 else 'py'}": text_of(n, "studio") for n in range(files)}
            new = {path: text.replace("studio", "portal") for path, text in old.items()}
            where = make_repository(Path(folder) / f"files-{files}", old, new)
            print(row_of_change(f"{files:,} files", run("change", where, "HEAD^!")), flush=True)


def run(*words: str) -> dict[str, float]:
    """The figures of one case, measured in a separate process."""
    done = subprocess.run([sys.executable, __file__, "--one", *words], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def row_of_files(name: str, figures: dict[str, float]) -> str:
    """A row of the first table."""
    cells = [name, f"{figures['count']:,.0f}", *(f"{figures[key]:.2f}" for key in ("median", "high", "most"))]
    return "| " + " | ".join(cells) + " |"


def row_of_change(name: str, figures: dict[str, float]) -> str:
    """A row of the second table."""
    cells = [name, f"{figures['lines']:,.0f}", f"{figures['reading']:.2f}", f"{figures['evidence']:.2f}"]
    return "| " + " | ".join([*cells, f"{figures['facts']:,.0f}", f"{figures['peak'] / 2**20:.0f} MiB"]) + " |"


def case(kind: str, where: str, words: str) -> dict[str, float]:
    """Measure one case in this process."""
    if kind == "change":
        start = time.perf_counter()
        changes = read_range(git := GitCommand(Path(where)), read_words(git, [words]))
        read = time.perf_counter()
        evidence = gather(changes)
        return {
            "lines": sum((file.additions or 0) + (file.deletions or 0) for file in changes.files),
            "reading": read - start,
            "evidence": time.perf_counter() - read,
            "facts": sum(len(file.facts) for file in evidence.files),
            "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    seconds = sorted(timed(change) for change in (of_range(where, words) if kind == "files" else of_rows(Path(where))))
    return {
        "count": len(seconds),
        "median": 1000 * statistics.median(seconds),
        "high": 1000 * seconds[len(seconds) * 95 // 100],
        "most": 1000 * seconds[-1],
    }


def timed(changes: ChangeSet) -> float:
    """Seconds to gather all evidence of a change."""
    start = time.perf_counter()
    gather(changes)
    return time.perf_counter() - start


class Known:
    """Trees whose single file has already been read, so that git's time is not measured."""

    def __init__(self, changes: ChangeSet) -> None:
        if changes.trees is None:
            raise ValueError("expected a change with trees")
        (self._versions,) = changes.trees.versions(changes.files)

    def versions(self, files: Sequence[object]) -> Iterator[object]:
        """The texts that were read, for the file or for none."""
        return iter([self._versions] * len(files))

    def mentions(self, _texts: object, _within: object = ()) -> tuple[()]:
        """Nothing."""
        return ()

    def holders(self, _text: str, *, whole_words: bool) -> tuple[()]:
        """Nothing."""
        return ()


def of_range(where: str, words: str) -> Iterator[ChangeSet]:
    """Each file of a range as a separate change, with its whole texts in memory."""
    changes = read_range(git := GitCommand(Path(where)), read_words(git, [words]))
    for file in changes.files:
        one = replace(changes, files=(file,))
        yield replace(one, trees=Known(one))  # type: ignore[arg-type]


def of_rows(path: Path) -> Iterator[ChangeSet]:
    """Each row of a JSON Lines file as a separate change."""
    return (ChangeSet(Source("row"), (labelled.change,)) for labelled in labelled_changes(path))


def code(lines: int) -> str:
    """Python code with the given number of lines."""
    return "".join(
        f"def function_{n}(path, limit={n}):\n    return read(path, limit, {n})\n" for n in range(lines // 2)
    )


def edited(lines: int) -> str:
    """The same with every line edited."""
    return code(lines).replace("limit", "most").replace("read(", "load(")


def text_of(number: int, word: str) -> str:
    """A small file: Markdown if the number is odd, else Python."""
    rows = "".join(f"# line {n} of file {number} says nothing new\n" for n in range(8))
    return (
        f"{rows}\nopen the {word} and look\n\n{rows}"
        if number % 2
        else f"{rows}\n\ndef f{number}(a):\n    return '{word}'\n"
    )


def make_repository(folder: Path, old: dict[str, str], new: dict[str, str]) -> str:
    """A repository with two commits."""
    environment = {
        **os.environ,
        **{f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    for number, files in enumerate((old, new)):
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", f"commit {number}"]):
            subprocess.run(["git", *words], cwd=folder, env=environment, check=True)
    return str(folder)


if __name__ == "__main__":
    main()
