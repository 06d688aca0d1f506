"""Checks whether two versions of the tool make byte-identical reports and end with the same exit codes.

    python benchmarks/same_reports.py OLD_SRC NEW_SRC CHANGE... [--model]

OLD_SRC and NEW_SRC are the `src` folders of two checkouts. A CHANGE is `GIT_FOLDER=RANGE`, such as
`../click.git=8.1.7..8.1.8`. Each is reported in English, Japanese and Chinese as Markdown, HTML and JSON, without a
model, or with `--model` in English by the embedded one. Every difference is printed on a line; the exit code is 1 if
there are any.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FORMATS = ("md", "html", "json")
FAILING = (
    ("report", "no-such-ref..HEAD"),
    ("report",),
    ("report", "HEAD..HEAD"),
    ("report", "HEAD^!", "--no-model", "--fast"),
    ("report", "--patch", "/nowhere"),
    ("report", "HEAD^!", "--no-model", "--", "nowhere"),
    ("reproduce", "/nowhere"),
    ("schema", "--wrong"),
    ("batch", "/nowhere"),
    ("evaluate", "/nowhere"),
    ("site", "build", "/nowhere"),
)


def main() -> int:
    """Compare, and print the differences."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("changes", nargs="+")
    parser.add_argument("--model", action="store_true")
    given = parser.parse_args()
    compared = differing = 0
    for change in given.changes:
        repo, _, range_ = change.partition("=")
        languages = ("en",) if given.model else ("en", "ja", "zh")
        for language in languages:
            old, new = (
                _reports(src, Path(repo), range_, language, model=given.model) for src in (given.old, given.new)
            )
            for name in old.keys() | new.keys():
                compared += 1
                if old.get(name) != new.get(name):
                    differing += 1
                    print(f"{change}, {language}: {name} differs")
    for arguments in FAILING:
        ends = [_run(src, Path(given.changes[0].partition("=")[0]), arguments) for src in (given.old, given.new)]
        compared += 1
        if ends[0].returncode != ends[1].returncode:
            differing += 1
            print(f"{' '.join(arguments)}: exit code {ends[0].returncode}, now {ends[1].returncode}")
    print(f"{compared} compared, {differing} differ")
    return 1 if differing else 0


def _reports(src: Path, repo: Path, range_: str, language: str, *, model: bool) -> dict[str, str]:
    """The SHA-256 of each report file by name, and the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        options = ("--repo", str(repo.absolute()), "--lang", language, "--format", ",".join(FORMATS), "--quiet")
        how = ("--cache-limit", "0") if model else ("--no-model",)
        done = _run(src, Path(folder), ("report", range_, *options, *how, "-o", "report.md"))
        found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(Path(folder))}
    return {**found, "exit code": str(done.returncode)}


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _run(src: Path, folder: Path, arguments: tuple[str, ...]) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(src.absolute()), "SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-m", "diff_insight", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
