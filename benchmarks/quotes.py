"""Checks the quotes of facts against both versions as given by git, on commits of real projects.

    python benchmarks/quotes.py COMMITS REPOSITORY...

For the newest COMMITS of each repository, without merges, facts are gathered as for a report. The tool's own check
counts those that fail. Independently, every quote that is part of a line is looked up by its span, and every name on
its line, in the blobs from `git cat-file`. Results are in docs/reliability.md.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from diff_insight.changes.decoding import raw_path
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range
from diff_insight.errors import DiffInsightError
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.gather import gather

_NAMES = frozenset(
    {FactKind.NAME_ADDED, FactKind.NAME_REMOVED, FactKind.NAME_RENAMED, FactKind.NAME_EDITED, FactKind.NAME_HIDDEN}
)


def main() -> None:
    """Print a row for each repository, and one for all."""
    commits, folders = int(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
    print("| repository | commits | facts | quotes | not proved | quotes looked for in blobs | not found | s |")
    print("|---|---|---|---|---|---|---|---|")
    total: Counter[str] = Counter()
    for folder in folders:
        started = time.perf_counter()
        counts = of_repository(folder, commits)
        print(row(folder.name, counts, time.perf_counter() - started))
        total += counts
    print(row("all", total, 0))


def row(name: str, counts: Counter[str], seconds: float) -> str:
    """A row of the table."""
    cells = [f"{counts[key]:,}" for key in ("commits", "facts", "quotes", "unproved", "looked for", "not found")]
    return "| " + " | ".join([name, *cells, f"{seconds:.0f}"]) + " |"


def of_repository(folder: Path, commits: int) -> Counter[str]:
    """The counts over the newest commits of a repository."""
    git = GitCommand(folder)
    listed = git.succeed("log", f"--max-count={commits}", "--no-merges", "--min-parents=1", "--format=%H %P", "HEAD")
    counts: Counter[str] = Counter()
    for line in listed.stdout.decode("ascii").splitlines():
        head, base = line.split()[:2]
        try:
            changes = read_range(git, Range(base, head))
        except DiffInsightError:  # nothing differs, or the clone lacks a blob
            continue
        evidence = gather(changes)
        counts["commits"] += 1
        counts["unproved"] += evidence.unproved
        for file in evidence.files:
            lines = _Lines(folder, base, head, file.change.old_path or file.change.path, file.change.path)
            for fact in file.facts:
                counts["facts"] += 1
                counts["quotes"] += (fact.before is not None) + (fact.after is not None)
                found = sides(fact, lines, file.change.encoding)
                counts["looked for"] += len(found)
                if not all(found):
                    counts["not found"] += found.count(False)
                    print(f"not found: {folder} {head[:12]} {file.change.path}: {fact}", file=sys.stderr)
    return counts


class _Lines:
    """The lines of both versions of a file, read lazily."""

    def __init__(self, folder: Path, base: str, head: str, old_path: str, new_path: str) -> None:
        self._places = {"old": (base, old_path), "new": (head, new_path)}
        self._folder = folder
        self._read: dict[str, list[bytes]] = {}

    def at(self, side: str, line: int) -> bytes:
        """A line of one side, b'' if there is none."""
        if side not in self._read:
            version, path = self._places[side]
            done = subprocess.run(
                [b"git", b"cat-file", b"blob", version.encode() + b":" + raw_path(path)],
                cwd=self._folder,
                capture_output=True,
                check=False,
            )
            self._read[side] = done.stdout.split(b"\n")
        lines = self._read[side]
        return lines[line - 1] if 0 < line <= len(lines) else b""


def _without_templates(text: str) -> str:
    while (shorter := re.sub(r"<[^<>]*>", "", text)) != text:
        text = shorter
    return text


def sides(fact: Fact, lines: _Lines, encoding: str) -> list[bool]:
    """For each quote that has a span or is a name, whether it is on its line in the blob."""
    found = []
    for side, text, line, span in (
        ("old", fact.before, fact.old_line, fact.old_span),
        ("new", fact.after, fact.new_line, fact.new_span),
    ):
        if text is None or fact.old_path or fact.new_path:
            continue
        if span is not None:
            found.append(lines.at(side, line or 0).decode(encoding, "replace")[slice(*span)] == text)
        elif fact.kind in _NAMES:
            name = re.split(r"\(| -> ", _without_templates(text), maxsplit=1)[0].rpartition(".")[2] or text
            found.append(name.encode(encoding, "replace") in lines.at(side, line or 0))
    return found


if __name__ == "__main__":
    main()
