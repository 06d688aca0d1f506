"""Measures `diff-insight report`: seconds, peak memory and tokens, each run in a separate process.

    python benchmarks/report.py [--patch FILE] [--files 1000] [--repeat 3]

Measures the patch, if given, and a range of a generated repository: Markdown and Python files with the same edits on
every machine.
"""

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

WORDS = ["portal", "reader", "limit", "guide", "index", "service", "query", "filter", "model", "token", "page", "key"]


@dataclass(frozen=True)
class Run:
    """One run of the command: wall-clock seconds, peak resident bytes, and the report's own token counts."""

    seconds: float
    peak: int
    files: int
    questions: int
    read: int
    written: int


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patch", type=Path, help="a unified diff to measure as well")
    parser.add_argument("--files", type=int, default=1000, help="files in the generated range; 0 to skip it")
    parser.add_argument("--repeat", type=int, default=3, help="runs per row; median and spread are shown")
    arguments = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {len(os.sched_getaffinity(0))} processors\n")
    print(
        "| change | model | files | questions | tokens read | tokens written | seconds (least to most) | peak memory |"
    )
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        changes: dict[str, list[str]] = {}
        if arguments.patch:
            changes[arguments.patch.name] = ["--patch", str(arguments.patch)]
        if arguments.files:
            made = make_repository(Path(folder) / "repository", arguments.files)
            changes[f"range of {arguments.files} files"] = ["HEAD^!", "--repo", str(made)]
        for name, change in changes.items():
            for model, flags in (("none", ["--no-model"]), ("embedded", [])):
                print(row(name, model, [measure(change + flags) for _ in range(arguments.repeat)]), flush=True)


def row(name: str, model: str, runs: list[Run]) -> str:
    """A row of the table: median and spread of the seconds, and the highest peak memory."""
    seconds = sorted(run.seconds for run in runs)
    spread = f"{statistics.median(seconds):.1f} ({seconds[0]:.1f} to {seconds[-1]:.1f})"
    first = runs[0]
    peak = max(run.peak for run in runs) / 2**20
    cells = [name, model, first.files, first.questions, first.read, first.written, spread, f"{peak:.0f} MiB"]
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def measure(arguments: list[str]) -> Run:
    """Run the command once, writing JSON to a temporary file."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "report.json"
        command = [sys.executable, "-m", "diff_insight", "report", *arguments, "--quiet", "--lang", "en"]
        started = time.perf_counter()
        process = subprocess.Popen([*command, "--format", "json", "-o", str(output)])
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - started
        if process.returncode:
            raise SystemExit(f"the command failed: {' '.join(command)}")
        report = json.loads(output.read_bytes())
    used = report["usage"]
    return Run(
        seconds,
        peak,
        len(report["files"]),
        used["questions"],
        used["tokens_read"],
        used["tokens_written"],
    )


def resident(pid: int) -> int:
    """Current resident bytes of a process and its worker; pages mapped by both are counted twice."""
    try:
        process = psutil.Process(pid)
        return sum(each.memory_info().rss for each in (process, *process.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def make_repository(folder: Path, files: int) -> Path:
    """A repository whose last commit edits, adds and removes files; the same on every machine."""
    choose = random.Random(20250322)  # noqa: S311 - reproducible edits, no secret
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    paths = [
        folder / (f"docs/part-{n % 20}/page-{n}.md" if n % 2 else f"src/part_{n % 20}/m{n}.py") for n in range(files)
    ]
    for path in paths:
        if choose.random() >= 0.1:
            write(path, lines_of(path, choose))
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "base")
    for path in paths:
        if not path.exists():
            write(path, lines_of(path, choose))
        elif choose.random() < 0.05:
            path.unlink()
        else:
            lines = path.read_text().splitlines()
            for _ in range(choose.randint(1, 6)):
                number = choose.randrange(len(lines))
                lines[number] = lines[number].replace(choose.choice(WORDS), choose.choice(WORDS)) + " now"
            write(path, lines)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "docs: edit everything")
    return folder


def lines_of(path: Path, choose: random.Random) -> list[str]:
    """About forty lines of Markdown or Python."""
    if path.suffix == ".md":
        body = [" ".join(choose.choices(WORDS, k=12)) + f", see https://docs.example/{n}" for n in range(36)]
        return [f"# About the {choose.choice(WORDS)}", "", *body, "## See also"]
    return [
        f"def {choose.choice(WORDS)}_{n}(value):\n    return value + {n}  # {choose.choice(WORDS)}" for n in range(20)
    ]


def write(path: Path, lines: list[str]) -> None:
    """Write lines, creating the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


def git(folder: Path, *arguments: str) -> None:
    """Run git with a fixed author and date."""
    identity = {f"GIT_{role}_{field}": value for role in ("AUTHOR", "COMMITTER") for field, value in
                (("NAME", "Ada"), ("EMAIL", "ada@example.org"), ("DATE", "2025-03-22T12:00:00Z"))}  # fmt: skip
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **identity}, check=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
