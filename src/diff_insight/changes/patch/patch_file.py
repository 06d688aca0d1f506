"""Reads a patch file: a diff, the mails of a series, or a log with diffs, and undoes damage from transport."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.changes.patch.cleaning import undone, without_added_returns
from diff_insight.changes.patch.logs import LoggedPatch, is_newest_first, read_log
from diff_insight.changes.patch.mails import Mail, in_order, read_mails
from diff_insight.changes.patch.series import Sum, are_newest_first, summed
from diff_insight.changes.patch.steps import PatchSteps
from diff_insight.changes.patch.unified import read_sections, read_unified
from diff_insight.changes.recoding import guessed_encodings
from diff_insight.errors import UnreadableChangeError


@dataclass(frozen=True, slots=True)
class _Patch:
    """One patch of a series; `commit` is None if the input has no commit or mail metadata."""

    files: tuple[FileChange, ...]
    commit: Commit | None
    unread: tuple[str, ...]


def read_patch(data: bytes, path: Path | None) -> ChangeSet:
    """Read the change that a patch file describes.

    Args:
        data: a unified diff, a mail with one, a mailbox of them, or a log.
        path: where it was read from; None for standard input.

    Raises:
        UnreadableChangeError: it contains no diff, or it is damaged.
    """
    name = str(path) if path else "standard input"
    data, notices = undone(data)
    try:
        patches, unread = _patches(data, name)
    except UnreadableChangeError as error:
        if not any(notice.kind is NoticeKind.COLOURS_REMOVED for notice in notices):
            raise
        raise UnreadableChangeError(
            f"{error}; the diff was coloured, and if it was made with --color-words, only the colours distinguished "
            "old words from new ones: make it again with --no-color"
        ) from None
    total = summed(patch.files for patch in patches)
    unread = (*(each for patch in patches for each in patch.unread), *unread)
    commits = tuple(patch.commit for patch in patches if patch.commit)
    source = Source(
        name=path.stem if path else "patch",
        head=str(path.name) if path else None,
        day=next((commit.day for commit in reversed(commits) if commit.day), None),
    )
    steps = PatchSteps([(patch.commit, patch.files) for patch in patches if patch.commit]) if commits else None
    return ChangeSet(source, total.files, commits, (*notices, *_notices(total, unread)), steps=steps)


def _patches(data: bytes, name: str) -> tuple[list[_Patch], tuple[str, ...]]:
    mails = read_mails(data)
    return _of_mails(mails, name) if mails else (_of_text(data, name, None), ())


def _notices(total: Sum, unread: tuple[str, ...]) -> Iterable[Notice]:
    if unread:
        yield Notice(NoticeKind.SECTIONS_UNREAD, len(unread), names=unread)
    if total.several:
        yield Notice(NoticeKind.SERIES_MERGED, total.several)
    if total.cancelled:
        yield Notice(NoticeKind.SERIES_CANCELLED, len(total.cancelled), names=total.cancelled)
    yield from guessed_encodings(total.files)
    if total.unfit:
        yield Notice(NoticeKind.SERIES_NOT_APPLIED, len(total.unfit), names=total.unfit)


def _of_mails(mails: list[Mail], name: str) -> tuple[list[_Patch], tuple[str, ...]]:
    """The patches of mails, and the subjects of mails without one, except cover letters."""
    having = [mail for mail in mails if mail.has_diff or len(mails) == 1]
    if not having:
        raise UnreadableChangeError(f"{name} contains mails but no diff: give a series written by `git format-patch`")
    patches = []
    for number, mail in enumerate(in_order(having), start=1):
        place = f"{name}, mail {number}" if len(mails) > 1 else name
        patches += _of_text(without_added_returns(mail.body), place, mail)
    silent = tuple(f"mail “{mail.subject}”" for mail in mails if not mail.has_diff and not mail.is_cover_letter)
    return patches, silent if len(mails) > 1 else ()


def _of_text(data: bytes, name: str, mail: Mail | None) -> list[_Patch]:
    """The patches of a text: those of a log's commits, oldest first, or else the text as a single patch."""
    # A mail is never a log, but may quote one.
    logged = [] if mail else read_log(data)
    if not logged:
        diff = read_unified(data, name, mail.charset if mail else None)
        commit = _commit(mail, mail.message, diff.files) if mail else None
        return [_Patch(diff.files, commit, diff.unread)]
    patches = []
    for one in logged:
        shown = read_sections(one.diff, f"{name}, commit {one.id[:12]}")
        patches.append(_Patch(shown.files, _commit(one, one.body, shown.files), shown.unread))
    if not any(patch.files for patch in patches):
        if any(patch.unread for patch in patches):
            read_unified(data, name)
        raise UnreadableChangeError(f"{name} contains commits without their diffs: make it again with `git log -p`")
    newest_first = are_newest_first([patch.files for patch in patches], by_default=is_newest_first(data))
    return patches[::-1] if newest_first else patches


def _commit(patch: Mail | LoggedPatch, body: str, files: tuple[FileChange, ...]) -> Commit:
    day: date | None = patch.day
    return Commit(
        id=patch.commit_id if isinstance(patch, Mail) else patch.id,
        subject=patch.subject,
        body=body,
        author=patch.author,
        day=day,
        paths=frozenset(path for file in files for path in (file.path, file.old_path) if path),
    )
