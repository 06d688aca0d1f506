"""Finds the documents of a change in which maintainers tell those who upgrade what breaks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.roles import Role
from diff_insight.evidence.upgrade_guides import TURN, is_upgrade_guide

_PROSE = frozenset({".md", ".mdx", ".markdown", ".rst", ".rest", ".txt", ""})
_ROLES = frozenset({Role.DOCUMENTATION, Role.RELEASE_NOTES})
_POSTS = frozenset({"blog", "blogs", "_posts", "posts", "news"})
_OF_RELEASE = re.compile(r"(?!\d{4}-\d\d-\d\d\D*$).*\bv?\d", re.IGNORECASE)  # what has more than its date
_NOTES = re.compile(r"(?i:what.?s[-_ ]?new)|UPDATES$")  # release notes in prose
# How a document begins that is a guide under another name.
_INTRODUCED = re.compile(
    rf"\bthis (?:guide|document|page)\b[^.]{{0,80}}\b(?:how to upgrade\b|{TURN}\b[^.]{{0,20}}(?:\bv?\d|version))"
    r"|\ball (?:of the )?changes (?:listed |described )?below are breaking\b",
    re.IGNORECASE,
)
_OF_A_VERSION = re.compile(r"#{1,3}\s+v?\d+\.\d+(?:\.\d+)?\s*$")
_BEGINNING = 40  # lines in which it says so
_DIGITS = re.compile(r"\d{1,6}")


def upgrade_documents(files: Sequence[FileChange], roles: Mapping[str, Role]) -> Iterator[FileChange]:
    """Yield guides to an upgrade, release notes, and posts about releases, in the order of the change.

    Of several guides in one folder those to an earlier version than that of another one are left out, as are copies of
    these in other folders.

    Args:
        files: the files of the change.
        roles: the role of each of them.
    """
    read = [file for file in files if _is_read(file, roles.get(file.path))]
    versions = {file.path: tuple(map(int, _DIGITS.findall(PurePosixPath(file.path).stem))) for file in read}
    newest: dict[str, tuple[int, ...]] = {}
    for path, version in versions.items():
        folder = path.rpartition("/")[0]
        newest[folder] = max(newest.get(folder, ()), version)
    earlier = {
        PurePosixPath(path).name
        for path, version in versions.items()
        if is_upgrade_guide(path) and version not in ((), newest[path.rpartition("/")[0]])
    }
    # A documentation that is kept for each version has copies of earlier guides.
    yield from (file for file in read if PurePosixPath(file.path).name not in earlier)


def is_guide(file: FileChange) -> bool:
    """Whether a document is a guide to an upgrade as a whole: by its name, or if it is new by what it says first.

    One called `migrations` may be about a database: it is a guide if the change adds a section about a version.
    """
    if is_upgrade_guide(file.path):
        return True
    if PurePosixPath(file.path).stem.lower() == "migrations":
        added = (line.text for hunk in file.hunks for line in hunk.lines if line.kind == "+")
        return any(map(_OF_A_VERSION.match, added))
    first = file.hunks[0].lines[:_BEGINNING] if file.status is Status.ADDED and file.hunks else ()
    return _INTRODUCED.search(" ".join(line.text.strip() for line in first)) is not None


def _is_read(file: FileChange, role: Role | None) -> bool:
    path = PurePosixPath(file.path)
    is_prose = path.suffix.lower() in _PROSE and not file.binary and file.status is not Status.REMOVED
    is_post = not _POSTS.isdisjoint(path.parts) and _OF_RELEASE.match(path.stem) is not None
    is_told = role is Role.RELEASE_NOTES or _NOTES.match(path.stem) is not None or is_post
    return is_prose and role in _ROLES and (is_told or is_guide(file))
