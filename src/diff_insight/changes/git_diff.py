"""Compares two sides of a repository with one fixed set of git flags."""

from dataclasses import dataclass, replace

from diff_insight.changes.changeset import FileChange
from diff_insight.changes.decoding import readable_path
from diff_insight.changes.git_command import GitCommand
from diff_insight.changes.unified import read_unified
from diff_insight.notices import Notice, NoticeKind

RENAME_LIMIT = 1000
"""Files on each side among which git looks for edited renames (git's own default since 2.34)."""

FLAGS = (
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-relative",
    "--diff-algorithm=myers",
    "--inter-hunk-context=0",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--full-index",
    "--submodule=short",
    "--ignore-submodules=dirty",
    "-O/dev/null",
    "-M50%",
    f"-l{RENAME_LIMIT}",
)


@dataclass(frozen=True, slots=True)
class GitDiff:
    """The files that differ, none where nothing does, and what git said was left undone."""

    files: tuple[FileChange, ...]
    notices: tuple[Notice, ...]


def git_diff(git: GitCommand, *sides: str) -> GitDiff:
    """What differs between the sides, given as `git diff` takes them, such as two object ids or `--cached HEAD`."""
    summary = git.succeed("diff", "--raw", "--numstat", "--no-abbrev", "-z", *FLAGS, *sides, "--")
    counts = _counts(summary.stdout)
    if not counts:
        return GitDiff((), ())
    patch = git.succeed("diff", "--patch", "--unified=3", *FLAGS, *sides, "--")
    sections = read_unified(patch.stdout, "git's diff")
    notices = []
    if "rename detection was skipped" in summary.stderr:
        notices.append(Notice(NoticeKind.RENAMES_NOT_SEARCHED, RENAME_LIMIT))
    return GitDiff(tuple(_counted(file, counts) for file in sections), tuple(notices))


@dataclass(frozen=True, slots=True)
class _Entry:
    additions: int | None
    deletions: int | None
    old_id: str | None


def _counted(file: FileChange, counts: dict[str, _Entry]) -> FileChange:
    """The file with the counts of `--numstat`, which stay right where the diff's text does not show every line."""
    entry = counts[file.path]
    return replace(
        file,
        additions=entry.additions,
        deletions=entry.deletions,
        binary=file.binary or entry.additions is None,
        old_id=entry.old_id,
    )


def _counts(output: bytes) -> dict[str, _Entry]:
    """Read `--raw --numstat -z`: raw entries begin with a colon, numstat entries, which follow them, with a count."""
    counts = {}
    ids: dict[bytes, bytes] = {}
    fields = iter(output.split(b"\0"))
    for entry in fields:
        if entry.startswith(b":"):
            _, _, old_id, _, status = entry.split(b" ")
            path = next(fields)
            if status[:1] in b"RC":
                path = next(fields)
            ids[path] = old_id
        elif entry:
            additions, deletions, path = entry.split(b"\t", 2)
            if not path:
                next(fields)
                path = next(fields)
            old_id = ids.get(path, b"")
            known = old_id.decode("ascii") if old_id.strip(b"0") else None
            counts[readable_path(path)] = _Entry(_number(additions), _number(deletions), known)
    return counts


def _number(text: bytes) -> int | None:
    return None if text == b"-" else int(text)
