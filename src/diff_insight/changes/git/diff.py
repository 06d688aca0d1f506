"""Compares two sides of a repository with one fixed set of git flags."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from diff_insight.changes.changeset import FileChange
from diff_insight.changes.decoding import readable_path
from diff_insight.changes.git.attributes import Attributes
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.encodings import with_encodings
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.changes.patch.unified import read_unified
from diff_insight.changes.recoding import guessed_encodings

RENAME_LIMIT = 1000
"""Maximum number of files on each side for git's inexact rename detection (git's own default since 2.34)."""

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
    """The files that differ, if any, and notices of what git skipped or what was guessed."""

    files: tuple[FileChange, ...]
    notices: tuple[Notice, ...]


def git_diff(git: GitCommand, attributes: Attributes, *sides: str, pathspecs: Sequence[str] = ()) -> GitDiff:
    """Compare two sides.

    Args:
        git: the repository.
        attributes: those that apply.
        sides: as `git diff` takes them, such as two object ids or `--cached HEAD`.
        pathspecs: git pathspecs from the top of the tree; empty for all files.
    """
    view = attributes.view.with_pathspecs()
    summary = git.succeed(
        "diff", "--raw", "--numstat", "--no-abbrev", "-z", *FLAGS, *sides, "--", *pathspecs, view=view
    )
    entries = _entries(summary.stdout)
    if not entries:
        return GitDiff((), ())
    patch = git.succeed("diff", "--patch", "--unified=3", *FLAGS, *sides, "--", *pathspecs, view=view)
    sections = read_unified(patch.stdout, "git's diff").files
    files = with_encodings(git, attributes, [_completed(file, entries[file.path]) for file in sections])
    return GitDiff(files, tuple(_notices(files, summary.stderr)))


def _notices(files: Sequence[FileChange], warnings: str) -> list[Notice]:
    notices = []
    if "rename detection was skipped" in warnings:
        notices.append(Notice(NoticeKind.RENAMES_NOT_SEARCHED, RENAME_LIMIT))
    return [*notices, *guessed_encodings(files)]


@dataclass(frozen=True, slots=True)
class _Entry:
    additions: int | None
    deletions: int | None
    old_id: str | None
    new_id: str | None
    same_content: bool | None


def _completed(file: FileChange, entry: _Entry) -> FileChange:
    """The file with the counts of `--numstat`, which are right even if the diff's text does not show every line."""
    return replace(
        file,
        additions=entry.additions,
        deletions=entry.deletions,
        binary=file.binary or entry.additions is None,
        old_id=entry.old_id,
        new_id=entry.new_id,
        same_content=entry.same_content,
    )


def _entries(output: bytes) -> dict[str, _Entry]:
    """Parse `--raw --numstat -z`: raw entries begin with a colon; the numstat entries after them with a count."""
    entries = {}
    raw: dict[bytes, list[bytes]] = {}
    fields = iter(output.split(b"\0"))
    for entry in fields:
        if entry.startswith(b":"):
            _, _, *ids, status = entry.split(b" ")
            path = next(fields)
            if status[:1] in b"RC":
                path = next(fields)
            raw[path] = [*ids, status]
        elif entry:
            additions, deletions, path = entry.split(b"\t", 2)
            if not path:
                next(fields)
                path = next(fields)
            old, new, status = raw.get(path, [b"", b"", b""])
            same = status.endswith(b"100") if status[:1] in (b"R", b"C") else None
            entries[readable_path(path)] = _Entry(_number(additions), _number(deletions), _id(old), _id(new), same)
    return entries


def _id(text: bytes) -> str | None:
    """An object id; None for all zeros, which stand for no object or for a file of the working tree."""
    return text.decode("ascii") if text.strip(b"0") else None


def _number(text: bytes) -> int | None:
    return None if text == b"-" else int(text)
