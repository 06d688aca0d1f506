"""Reads every commit of the given repositories and compares with git: counts, statuses, and the diff applied.

    python benchmarks/round_trip.py REPOSITORY...

For each non-merge commit, the counts must equal those of `git diff --numstat`, the statuses those of
`git diff --name-status -M`, and `git apply` of the diff in a JSON report must give the new file.
Results are in docs/reliability.md.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from diff_insight.changes.changeset import Status
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range
from diff_insight.changes.git.revisions import Range
from diff_insight.errors import DiffInsightError, EmptyChangeError
from diff_insight.pipeline import ReportSpec, make, plan
from diff_insight.reports.json_text import render_json
from diff_insight.reports.report import FileItem, Report

SPEC = ReportSpec()

_STATUSES = {"A": "added", "M": "modified", "D": "removed", "R": "renamed", "C": "copied", "T": "type changed"}


def git(folder: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    """The output of git, run without user or system configuration."""
    environment = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, env=environment, capture_output=True, check=True
    ).stdout


def readable(raw: bytes) -> str:
    """A path as the reports write it."""
    return raw.decode("utf-8", "backslashreplace")


def counts_of_git(folder: Path, old: str, new: str) -> dict[str, tuple[str, str]]:
    """Numbers of added and removed lines of each path, '-' for binary files."""
    fields = iter(git(folder, "diff", "--numstat", "-M", "-z", old, new).split(b"\0"))
    found = {}
    for field in fields:
        if field:
            added, removed, path = field.split(b"\t", 2)
            if not path:
                next(fields)
                path = next(fields)
            found[readable(path)] = (added.decode(), removed.decode())
    return found


def statuses_of_git(folder: Path, old: str, new: str) -> dict[str, str]:
    """The status of each path."""
    fields = iter(git(folder, "diff", "--name-status", "-M", "-z", old, new).split(b"\0"))
    found = {}
    for field in fields:
        if field:
            path = next(fields)
            if field[:1] in b"RC":
                path = next(fields)
            found[readable(path)] = _STATUSES[field[:1].decode()]
    return found


def written(file: FileItem) -> bytes:
    """The patch of a file, built only from the contents of a JSON report."""
    name = b"file"
    header = [b"diff --git a/" + name + b" b/" + name]
    if file.status is Status.ADDED:
        header += [b"new file mode 100644", b"--- /dev/null", b"+++ b/" + name]
    elif file.status is Status.REMOVED:
        header += [b"deleted file mode 100644", b"--- a/" + name, b"+++ /dev/null"]
    else:
        header += [b"--- a/" + name, b"+++ b/" + name]
    return b"\n".join(header) + b"\n" + file.diff.encode(file.encoding)


def applied(old: bytes | None, file: FileItem) -> bytes | None:
    """The new content after `git apply`; None if the file was removed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if old is not None:
            (folder / "file").write_bytes(old)
        git(folder, "apply", "--whitespace=nowarn", "-", stdin=written(file))
        target = folder / "file"
        return target.read_bytes() if target.exists() else None


def content(folder: Path, commit: str, path: str) -> bytes | None:
    """The content of a file in a commit; None if there is none."""
    try:
        return git(folder, "cat-file", "blob", f"{commit}:{path}")
    except subprocess.CalledProcessError:
        return None


def faults(folder: Path, old: str, new: str, tally: Counter[str]) -> Iterator[str]:
    """The differences from git for one commit."""
    try:
        changes = read_range(GitCommand(folder), Range(old, new))
    except EmptyChangeError:
        if git(folder, "diff", "--raw", old, new):
            yield "taken for empty"
        return
    except DiffInsightError as error:
        yield f"refused: {error}"
        return
    (made,) = make(plan(changes, SPEC, date(2026, 1, 1)), SPEC, None, lambda _: nullcontext(lambda *_: None))
    files = Report.model_validate_json(render_json(made)).files
    tally["files"] += len(files)
    counts = {
        file.path: ("-", "-") if file.additions is None else (str(file.additions), str(file.deletions))
        for file in files
    }
    if counts != counts_of_git(folder, old, new):
        yield "other counts"
    statuses = {file.path: "modified" if file.status is Status.MODE_CHANGED else str(file.status) for file in files}
    if statuses != statuses_of_git(folder, old, new):
        yield "other statuses"
    for file in files:
        special = file.submodule or "120000" in (file.old_mode, file.new_mode) or file.status is Status.TYPE_CHANGED
        if special or not file.diff or "\\x" in file.path:  # symlinks and undecodable names have no file to patch
            continue
        before = None if file.status is Status.ADDED else content(folder, old, file.old_path or file.path)
        after = None if file.status is Status.REMOVED else content(folder, new, file.path)
        tally["diffs applied"] += 1
        try:
            if applied(before, file) != after:
                yield f"{file.path}: other bytes"
        except subprocess.CalledProcessError as error:
            yield f"{file.path}: git apply refuses it ({error.stderr.decode('utf-8', 'replace').strip()})"


def main() -> None:
    """Check all commits of the repositories given on the command line."""
    tally: Counter[str] = Counter()
    for folder in map(Path, sys.argv[1:]):
        for line in git(folder, "rev-list", "--no-merges", "--parents", "HEAD").decode().splitlines():
            new, *parents = line.split()
            if not parents:
                continue
            tally["commits"] += 1
            for fault in faults(folder, parents[0], new, tally):
                tally["faults"] += 1
                print(f"{folder.name} {new[:12]}: {fault}", flush=True)
    print(", ".join(f"{name} {tally[name]:,}" for name in ("commits", "files", "diffs applied", "faults")))


if __name__ == "__main__":
    main()
