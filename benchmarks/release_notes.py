"""Measures how much of what maintainers tell of their releases the highlights tell, beside commits and git-cliff.

    python -m benchmarks.release_notes RELEASES.json MIRROR [--cliff GIT_CLIFF] [-- OPTION...]

RELEASES.json is a list of objects with `repository` (OWNER/NAME), `notes` (a glob of the file in which the maintainers
tell their releases), `base` and `head`. MIRROR holds bare clones OWNER+NAME.git. Reports are made without that file.
A bullet of the notes is told if a line shares a specific name with it, or half of its words; a line is to the point if
it tells some bullet. The OPTIONs are those of `report`; by default `--no-model --highlights 0`. Last come the quoted
words of the highlights that stand neither in the change nor in the messages of its commits.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.commits import commits_between
from diff_insight.changes.git.revisions import resolve
from diff_insight.evidence.roles import Role, role_of
from diff_insight.reports.report import Report
from diff_insight.topics.subjects import read_subject
from training.release_notes import Notes, notes_between, tells

_FIRST = 15
_LEFT_OUT = ("changelog/", "docs/changelog/")
_QUOTED = re.compile("“[^”]*”|`[^`]*`")
_WORD = re.compile(r"[^\W\d_]{2,}")


def main() -> int:
    """Print a row for each release, and the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("releases", type=Path)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--cliff", help="the program git-cliff, to compare with")
    parser.add_argument("options", nargs="*", default=["--no-model", "--highlights", "0"])
    arguments = parser.parse_args()
    ways = ["highlights", "the first 15 of them", "commits that touch source"] + ["git-cliff"] * bool(arguments.cliff)
    print("| release | bullets | " + " | ".join(f"{way}: lines, told, to the point" for way in ways) + " |")
    print("|---|---|" + "---|" * len(ways))
    rows = []
    quoted = strange = 0
    for release in json.loads(arguments.releases.read_text("utf-8")):
        git = GitCommand(arguments.mirror / f"{release['repository'].replace('/', '+')}.git")
        base, head = release["base"], release["head"]
        notes = notes_between(git, release["notes"], base, head)
        lines = highlights(git.folder, base, head, release["notes"], arguments.options)
        found = [lines, lines[:_FIRST], commits(git, base, head)]
        if arguments.cliff:
            found.append(cliff(arguments.cliff, git.folder, base, head))
        row = [score(notes, each) for each in found]
        rows.append(row)
        words = [word for line in lines for quote in _QUOTED.findall(line) for word in _WORD.findall(quote.lower())]
        there = words_there(git, base, head, release["notes"])
        missing = [word for word in words if word not in there]
        quoted, strange = quoted + len(words), strange + len(missing)
        shown = " | ".join(f"{count}, {told:.2f}, {point:.2f}" for count, told, point in row)
        print(f"| {release['repository']} {head} | {len(notes.bullets)} | {shown} |", flush=True)
        if missing:
            print(f"stand nowhere: {missing}", file=sys.stderr)
    means = [[sum(values) / len(rows) for values in zip(*column, strict=True)] for column in zip(*rows, strict=True)]
    print("| mean | | " + " | ".join(f"{count:.1f}, {told:.3f}, {point:.3f}" for count, told, point in means) + " |")
    print(f"\n{strange} of {quoted} quoted words of the highlights stand neither in the change nor in its commits")
    return 0


def score(notes: Notes, lines: Sequence[str]) -> tuple[int, float, float]:
    """The number of lines, the share of bullets that are told, and the share of lines to the point."""
    point = sum(any(tells(line, bullet, notes.common) for bullet in notes.bullets) for line in lines)
    return len(lines), notes.told(lines) / len(notes.bullets), point / max(1, len(lines))


def highlights(repo: Path, base: str, head: str, notes: str, options: Sequence[str]) -> list[str]:
    """The lines of the highlights in the order of their weight."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "report.json"
        excluded = [word for pattern in (f"/{notes}", *_LEFT_OUT) for word in ("--exclude", pattern)]
        command = [
            sys.executable,
            "-m",
            "diff_insight",
            "report",
            f"{base}..{head}",
            "--repo",
            str(repo),
            "--lang",
            "en",
        ]
        subprocess.run([*command, "--format", "json", "-q", "-o", str(target), *excluded, *options], check=True)
        report = Report.model_validate_json(target.read_bytes())
    said = report.highlights
    sections = (
        (said.breaking_changes, said.topics.breaking_changes),
        (said.new_features, said.topics.new_features),
        (said.other_updates, said.topics.other_updates),
    )
    lines = [pair for texts, topics in sections for pair in zip(texts, topics, strict=True)]
    weights = [report.topics[topic].weight if topic is not None else 0.0 for _, topic in lines]
    return [text for _, (text, _) in sorted(zip(weights, lines, strict=True), key=lambda pair: -pair[0])]


def words_there(git: GitCommand, base: str, head: str, notes: str) -> frozenset[str]:
    """The words of a change without its notes file, and of the messages of its commits, in lower case."""
    change = git.succeed("diff", base, head, "--", ".", f":(exclude,glob){notes}").stdout
    messages = git.succeed("log", "--format=%B", f"{base}..{head}").stdout
    return frozenset(_WORD.findall((change + messages).decode("utf-8", "replace").lower()))


def commits(git: GitCommand, base: str, head: str) -> list[str]:
    """The subjects of the commits that touch source."""
    found = commits_between(git, resolve(git, base), resolve(git, head))
    return [commit.subject for commit in found if any(role_of(path) is Role.SOURCE for path in commit.paths)]


def cliff(program: str, repo: Path, base: str, head: str) -> list[str]:
    """The lines that git-cliff prints for the range with its default settings; it reads no bare repository."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "-q", "--shared", "--no-checkout", str(repo), folder], check=True)
        shown = subprocess.run(
            [program, f"{base}..{head}"], cwd=folder, capture_output=True, text=True, check=True
        ).stdout
    return [read_subject(line[2:]).text for line in shown.split("\n") if line.startswith("- ")]


if __name__ == "__main__":
    sys.exit(main())
