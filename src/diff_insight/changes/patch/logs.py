"""Splits the output of `git log -p`, `git show`, `hg export` and `p4 describe` into commits with their diffs."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parseaddr

_GIT = re.compile(
    rb"^commit ([0-9a-f]{7,64})\b[^\n]*\n(?=(?:Author|Merge|AuthorDate|tree|Reflog|[a-z]+ [0-9a-f]{40}))", re.MULTILINE
)
_ONE_LINE = re.compile(rb"^([0-9a-f]{7,64}) ([^\n]+)\n(?=diff --git )", re.MULTILINE)
_MERCURIAL = re.compile(rb"^# HG changeset patch\r?\n", re.MULTILINE)
_PERFORCE = re.compile(rb"^Change (\d+) by (\S+?)(?:@\S+)? on (\d{4}/\d\d/\d\d)[^\n]*\n", re.MULTILINE)
_DIFF = re.compile(
    rb"^(?:diff --|Submodule |---\r?$|--- \S|Affected files |Differences |==== //|\.\.\. //| [^ \n][^\n]* \| +\d)",
    re.MULTILINE,
)
_DATES = (
    "%a %b %d %H:%M:%S %Y %z",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%a, %d %b %Y %H:%M:%S %z",
    "%Y/%m/%d %z",
)


@dataclass(frozen=True, slots=True)
class LoggedPatch:
    """A commit as a log prints it.

    Attributes:
        id: its id in the log.
        subject: the first line of its message.
        body: the rest of the message.
        author: a name.
        day: the date in the author's time zone; None if missing or in an unknown format.
        diff: what follows the message; b'' if nothing does.
    """

    id: str
    subject: str
    body: str
    author: str
    day: date | None
    diff: bytes


def read_log(data: bytes) -> list[LoggedPatch]:
    """The commits of a log in order; empty if the data is not a log."""
    readers: tuple[tuple[re.Pattern[bytes], Callable[[re.Match[bytes], bytes], LoggedPatch]], ...] = (
        (_GIT, _of_git),
        (_MERCURIAL, _of_mercurial),
        (_PERFORCE, _of_perforce),
        (_ONE_LINE, _of_one_line),
    )
    for pattern, read in readers:
        starts = list(pattern.finditer(data))
        if starts and not _has_diff_before(data, starts[0].start()):
            ends = [start.start() for start in starts[1:]] + [len(data)]
            return [read(start, data[start.end() : end]) for start, end in zip(starts, ends, strict=True)]
    return []


def is_newest_first(data: bytes) -> bool:
    """Whether a log of this kind is newest first by default."""
    return _GIT.search(data) is not None or _ONE_LINE.search(data) is not None


def _has_diff_before(data: bytes, position: int) -> bool:
    return re.search(rb"^(?:@@ -\d|diff --git )", data[:position], re.MULTILINE) is not None


def _cut(content: bytes) -> tuple[str, bytes]:
    """The text above the diff, and the diff."""
    match = _DIFF.search(content)
    end = match.start() if match else len(content)
    return content[:end].decode("utf-8", "replace"), content[end:]


def _of_git(start: re.Match[bytes], content: bytes) -> LoggedPatch:
    head, diff = _cut(content)
    lines = head.replace("\r", "").split("\n")
    fields = {
        name: value.strip() for name, colon, value in (line.partition(":") for line in _unindented(lines)) if colon
    }
    message = [line[4:] for line in lines if line.startswith("    ") or not line.strip()]
    when = fields.get("AuthorDate") or fields.get("Date") or ""
    name, address = parseaddr(fields.get("Author", ""))
    return _patch(start[1].decode("ascii"), "\n".join(message), name or address, _day(when), diff)


def _unindented(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.strip():
            return
        yield line


def _of_one_line(start: re.Match[bytes], content: bytes) -> LoggedPatch:
    subject = re.sub(r"^\([^()]*\) ", "", start[2].decode("utf-8", "replace"))
    return _patch(start[1].decode("ascii"), subject, "", None, content)


def _of_mercurial(_: re.Match[bytes], content: bytes) -> LoggedPatch:
    head, diff = _cut(content)
    fields, message = {}, []
    for line in head.replace("\r", "").split("\n"):
        if match := re.match(r"# (User|Date|Node ID) +(.*)$", line):
            fields[match[1]] = match[2]
        elif not line.startswith("# "):
            message.append(line)
    name, address = parseaddr(fields.get("User", ""))
    author = name or address or fields.get("User", "")
    seconds = re.match(r"(\d{1,11}) (-?\d{1,5})", fields.get("Date", ""))
    # Mercurial writes a Unix time and the time zone's offset west of UTC, both in seconds.
    day = datetime.fromtimestamp(int(seconds[1]) - int(seconds[2]), UTC).date() if seconds else None
    return _patch(fields.get("Node ID", ""), "\n".join(message), author, day, diff)


def _of_perforce(start: re.Match[bytes], content: bytes) -> LoggedPatch:
    head, diff = _cut(content)
    message = "\n".join(line.removeprefix("\t") for line in head.replace("\r", "").split("\n"))
    day = _day(f"{start[3].decode('ascii')} +0000")
    return _patch(start[1].decode("ascii"), message, start[2].decode("utf-8", "replace"), day, diff)


def _patch(id_: str, message: str, author: str, day: date | None, diff: bytes) -> LoggedPatch:
    subject, _, body = message.strip().partition("\n")
    return LoggedPatch(id_, subject.strip(), body.strip(), author, day, diff)


def _day(text: str) -> date | None:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - all formats include a zone
        except ValueError:
            continue
    return None
