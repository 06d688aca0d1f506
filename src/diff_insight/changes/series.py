"""Reads a patch file: its diff, its mails where it is a `git format-patch` series, one file changed by several."""

import email
import email.policy
import re
from datetime import date
from email.message import EmailMessage
from email.utils import parseaddr
from itertools import chain
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source, Status
from diff_insight.changes.unified import read_unified
from diff_insight.errors import UnreadableChangeError
from diff_insight.notices import Notice, NoticeKind

_MAIL = re.compile(rb"^From ([0-9a-f]{40,64}) Mon Sep 17 00:00:00 2001\r?$", re.MULTILINE)
_HEADERS = re.compile(rb"\A(?:[A-Za-z-]+: .*\r?\n)+", re.MULTILINE)
_TAGS = re.compile(r"^\s*(?:\[[^\]]*\]\s*)+")


def read_patch(data: bytes, path: Path | None) -> ChangeSet:
    """The change a patch file describes.

    Args:
        data: a unified diff, a mail with one, or a mailbox of them.
        path: where it was read from; None for standard input.

    Raises:
        UnreadableChangeError: there is no diff in it, or it is damaged.
    """
    name = str(path) if path else "standard input"
    mails = _mails(data)
    if not mails:
        files = read_unified(data, name)
        return _change_set(files, (), path, None)
    sections: list[tuple[FileChange, ...]] = []
    commits: list[Commit] = []
    days: list[date] = []
    for number, (commit_id, message) in enumerate(mails, start=1):
        payload = message.get_payload(decode=True)
        body = payload if isinstance(payload, bytes) else b""
        if len(mails) > 1 and b"\n@@ -" not in body and b"\ndiff --git " not in body:
            continue  # the cover letter of a series
        files = read_unified(body, f"{name}, mail {number}" if len(mails) > 1 else name)
        sections.append(files)
        commits.append(_commit(commit_id, message, body, files))
        if day := _day(message):
            days.append(day)
    if not sections:
        raise UnreadableChangeError(f"{name} holds mails but no diff: give a series that `git format-patch` wrote")
    return _change_set(tuple(chain.from_iterable(sections)), tuple(commits), path, days[-1] if days else None)


def _change_set(
    files: tuple[FileChange, ...], commits: tuple[Commit, ...], path: Path | None, day: date | None
) -> ChangeSet:
    merged = _merge(files)
    several = sum(file.patches > 1 for file in merged)
    notices = (Notice(NoticeKind.SERIES_MERGED, several),) if several else ()
    source = Source(name=path.stem if path else "patch", head=str(path.name) if path else None, day=day)
    return ChangeSet(source=source, files=merged, commits=commits, notices=notices)


def _merge(files: tuple[FileChange, ...]) -> tuple[FileChange, ...]:
    """Put the changes of one file together, following renames; what was added and later removed is gone."""
    merged: dict[str, FileChange] = {}
    for file in files:
        origin = file.old_path if file.status is Status.RENAMED and file.old_path else file.path
        earlier = merged.get(origin)
        if earlier is None or (earlier.status is Status.REMOVED and file.status is not Status.ADDED):
            merged[file.path] = file
            continue
        fleeting = earlier.status is Status.ADDED and file.status is Status.REMOVED
        if fleeting or origin != file.path:
            del merged[origin]
        if not fleeting:
            joined = _joined(earlier, file)
            merged[joined.path] = joined
    return tuple(merged.values())


def _joined(first: FileChange, second: FileChange) -> FileChange:
    status, old_path = first.status, first.old_path
    if first.status is Status.REMOVED:
        status = Status.MODIFIED
    elif second.status is Status.REMOVED:
        status, old_path = Status.REMOVED, None
    elif second.status is Status.RENAMED and first.status not in (Status.ADDED, Status.COPIED):
        status, old_path = Status.RENAMED, first.old_path or second.old_path
    elif first.status is Status.MODE_CHANGED:
        status = second.status
    binary = first.binary or second.binary
    return FileChange(
        path=second.path if status is not Status.REMOVED else first.old_path or first.path,
        status=status,
        old_path=old_path,
        old_mode=first.old_mode,
        new_mode=second.new_mode,
        hunks=first.hunks + second.hunks,
        additions=None if binary else (first.additions or 0) + (second.additions or 0),
        deletions=None if binary else (first.deletions or 0) + (second.deletions or 0),
        binary=binary,
        encoding=first.encoding if first.encoding == second.encoding else "utf-8",
        patches=first.patches + second.patches,
    )


def _mails(data: bytes) -> list[tuple[str, EmailMessage]]:
    starts = list(_MAIL.finditer(data))
    if not starts:
        head = _HEADERS.match(data)
        if head and b"\nSubject: " in b"\n" + head[0]:
            return [("", _message(data))]
        return []
    ends = [start.start() for start in starts[1:]] + [len(data)]
    return [
        (start[1].decode("ascii"), _message(data[start.end() : end].lstrip(b"\r\n")))
        for start, end in zip(starts, ends, strict=True)
    ]


def _message(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def _commit(commit_id: str, message: EmailMessage, body: bytes, files: tuple[FileChange, ...]) -> Commit:
    name, address = parseaddr(_header(message, "From"))
    text = re.split(rb"(?m)^---\r?$", body, maxsplit=1)[0].decode("utf-8", "replace")
    return Commit(
        id=commit_id,
        subject=" ".join(_TAGS.sub("", _header(message, "Subject")).split()),
        body=text.strip(),
        author=name or address,
        day=_day(message),
        paths=frozenset(file.path for file in files),
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header as text; bytes that a mailer left unencoded are taken for UTF-8."""
    raw = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if any(0xDC80 <= ord(character) <= 0xDCFF for character in str(raw)):
        return str(raw).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    parsed = _parsed(message, name)
    return str(raw if parsed is None else parsed)


def _parsed(message: EmailMessage, name: str) -> object:
    """A header as Python's mail library reads it; None where there is none, or none that it can read."""
    try:
        return message.get(name)
    except Exception:  # what it makes of a damaged header cannot be foreseen
        return None


def _day(message: EmailMessage) -> date | None:
    moment = getattr(_parsed(message, "Date"), "datetime", None)
    return moment.date() if moment else None
