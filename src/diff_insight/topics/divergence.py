"""Compares the commits of two versions neither of which contains the other, such as two branches that are kept."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import Commit
from diff_insight.evidence.roles import Role, role_of
from diff_insight.topics.subjects import advisories_in, is_telling, makes_release, read_subject

_LETTERS = re.compile(r"[^\W_]+")
_OF_NO_USER = frozenset({"docs", "doc", "test", "tests", "ci", "chore", "style", "build", "refactor", "lint", "types"})
_FIX = re.compile(r"\b(?:fix|bug|secur|vulnerab|prevent|avoid|regress|crash|leak)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Divergence:
    """What the commits of two such versions have in common, and what only the old one has.

    Attributes:
        in_both: commits of the new version that the old one has, too, by another commit with the same subject.
        missing: commits of the old version that change its source and of which the new one has none; those that name
            an advisory first, then fixes.
    """

    in_both: frozenset[Commit]
    missing: tuple[Commit, ...]


def divergence(
    commits: Sequence[Commit],
    left_behind: Sequence[Commit],
    differing: Collection[str],
    copied: Collection[str] = (),
) -> Divergence:
    """Compare the commits that only the new version has with those that only the old one has.

    Args:
        commits: those that only the new version has.
        left_behind: those that only the old version has; empty if the new one contains it.
        differing: the paths at which the versions differ; what changed only others is in both, by whatever commit.
        copied: the ids of commits of which the old version has a copy, even if the new one contains that copy.
    """
    if not left_behind and not copied:
        return Divergence(frozenset(), ())
    copies = {_identity(commit) for commit in left_behind}
    paths: dict[str, frozenset[str]] = {}
    for commit in left_behind:
        if key := _key(commit):
            paths[key] = paths.get(key, frozenset()) | commit.paths

    def is_theirs(commit: Commit) -> bool:
        is_copy = commit.id in copied or _identity(commit) in copies
        return is_copy or not commit.paths.isdisjoint(paths.get(_key(commit), ()))

    in_both = frozenset(filter(is_theirs, commits))
    known = {_identity(commit) for commit in in_both}, {_key(commit) for commit in in_both}
    missing = [
        commit
        for commit in left_behind
        if _identity(commit) not in known[0] and _key(commit) not in known[1] and _concerns_users(commit, differing)
    ]
    return Divergence(in_both=in_both, missing=tuple(sorted(missing, key=_urgency)))


def _identity(commit: Commit) -> tuple[str, object, str]:
    """What a commit keeps when it is brought to another branch, or when a history is written anew."""
    return commit.author, commit.day, commit.subject


def _key(commit: Commit) -> str:
    """The letters and digits of a subject without prefix and numbers, by which a copy of it is known.

    Empty for a subject that tells nothing, since any commit may have it.
    """
    text = read_subject(commit.subject).text
    return "".join(_LETTERS.findall(text.lower())) if is_telling(text) and not makes_release(commit.subject) else ""


def _concerns_users(commit: Commit, differing: Collection[str]) -> bool:
    subject = read_subject(commit.subject)
    is_of_source = any(role_of(path) is Role.SOURCE and path in differing for path in commit.paths)
    return is_of_source and subject.type not in _OF_NO_USER and is_telling(subject.text) and bool(_key(commit))


def _urgency(commit: Commit) -> tuple[bool, bool]:
    subject = read_subject(commit.subject)
    is_fix = subject.type in ("fix", "bugfix", "security") or _FIX.search(subject.text) is not None
    return not advisories_in(f"{commit.subject}\n{commit.body}"), not is_fix
