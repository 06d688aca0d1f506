"""The commits of a range, as evidence of why files changed."""

from dataclasses import replace
from datetime import date, datetime

from diff_insight.changes.changeset import Commit
from diff_insight.changes.decoding import readable_path
from diff_insight.changes.git.command import GitCommand

LIMIT = 5000
"""Maximum number of commits read from one range."""

_SEARCHED = 50_000  # maximum number of commits of the old version among which copies are searched

_FORMAT = "%H%x00%P%x00%an%x00%aI%x00%s%x00%b"


def commits_between(git: GitCommand, base: str | None, head: str) -> tuple[Commit, ...]:
    """The commits reachable from `head` but not from `base`, newest first, without merges, at most `LIMIT`.

    Args:
        git: the repository.
        base: an object id; None for all ancestors of `head`.
        head: an object id.
    """
    commits = _log(git, base, head, "--no-merges")
    touched = _touched(git, [commit.id for commit in commits])
    return tuple(replace(commit, paths=touched[commit.id]) for commit in commits)


def merges_between(git: GitCommand, base: str | None, head: str) -> tuple[Commit, ...]:
    """The merge commits of the same range, without their paths."""
    return tuple(_log(git, base, head, "--merges"))


def copied_commits(git: GitCommand, base: str, head: str) -> frozenset[str]:
    """The ids of commits of a range of which the old version has another one with the same author, time and subject.

    So does `git cherry-pick` leave a commit on two branches of which one is merged into the other later.

    Args:
        git: the repository.
        base: the object id of the old version.
        head: that of the new one.
    """
    made = _made(git, f"{base}..{head}")
    begins = min((when for _, (_, when, _) in made), default="")
    of_base = git.succeed("log", "--no-show-signature", "--max-count=1", "--format=%ct", base, "--").stdout.decode()
    if not begins or int(begins) >= int(of_base):
        return frozenset()  # no copy can be older than the version that has it
    known = {identity for _, identity in _made(git, base, f"--since={begins}")}
    return frozenset(id_ for id_, identity in made if identity in known)


def _made(git: GitCommand, names: str, *options: str) -> list[tuple[str, tuple[str, str, str]]]:
    """The commits without merges, each with what a copy of it keeps: its author, time in seconds, and subject."""
    log = git.succeed(
        "log", "-z", "--no-show-signature", "--no-mailmap", "--no-color", "--no-notes", "--no-merges", *options,
        "--encoding=UTF-8", "--format=%H%x00%an%x00%at%x00%s", f"--max-count={_SEARCHED}", names, "--",
    )  # fmt: skip
    fields = log.stdout.decode("utf-8", "replace").split("\0")
    rows = (fields[start : start + 4] for start in range(0, len(fields) - 3, 4))
    return [(id_, (author, when, subject)) for id_, author, when, subject in rows]


def _log(git: GitCommand, base: str | None, head: str, which: str) -> list[Commit]:
    names = f"{base}..{head}" if base else head
    log = git.succeed(
        "log", "-z", "--no-show-signature", "--no-mailmap", "--no-color", "--no-notes", which,
        "--encoding=UTF-8", f"--format={_FORMAT}", f"--max-count={LIMIT}", names, "--",
    )  # fmt: skip
    fields = log.stdout.decode("utf-8", "replace").split("\0")
    rows = (fields[start : start + 6] for start in range(0, len(fields) - 5, 6))
    return [
        Commit(id_, subject, body.strip(), author, _day(when), frozenset(), tuple(parents.split()))
        for id_, parents, author, when, subject, body in rows
    ]


def commit_day(git: GitCommand, commit: str) -> date | None:
    """The committer date of a commit, in the committer's time zone."""
    shown = git.run("log", "--no-show-signature", "--max-count=1", "--format=%cI", commit, "--")
    return _day(shown.stdout.decode("utf-8", "replace").strip())


def _touched(git: GitCommand, ids: list[str]) -> dict[str, frozenset[str]]:
    touched: dict[str, set[str]] = {id_: set() for id_ in ids}
    if ids:
        listed = git.succeed(
            "diff-tree", "--stdin", "-r", "-z", "--root", "--name-only", "--no-renames",
            stdin="".join(f"{id_}\n" for id_ in ids).encode(),
        )  # fmt: skip
        current: set[str] = set()
        expected = iter([*ids, None])
        following = next(expected)
        for field in listed.stdout.split(b"\0"):
            # A commit without changes prints nothing, so the expected id may come later.
            text = readable_path(field)
            if text in touched and (text == following or not touched[text]):
                current = touched[text]
                following = next(expected, None)
            elif field:
                current.add(text)
    return {id_: frozenset(paths) for id_, paths in touched.items()}


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
