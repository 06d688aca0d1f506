"""Parses the header lines of one file in a unified diff: paths, status, modes, whether it is binary."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations

from diff_insight.changes.changeset import Status
from diff_insight.changes.decoding import readable_path

GIT_HEADER = "diff --git "

_EXTENDED = re.compile(
    r"(old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to"
    r"|similarity index|dissimilarity index|index|Binary files|GIT binary patch|---|\+\+\+)(?: (.*))?$"
)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(rb'\\(?:([abtnvfr"\\])|([0-7]{3}))')
_ESCAPED = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
_LETTERS = ("a/", "b/"), ("c/", "i/", "w/", "o/"), ("1/", "2/")  # git's prefixes, including diff.mnemonicPrefix
_PREFIXES = frozenset("".join(pair) for letters in _LETTERS for pair in permutations(letters, 2))
_NULL = "/dev/null"
_ABSENT = re.compile(r"\((?:nonexistent|revision 0)\)")  # how Subversion marks a side that does not exist
_STAMPS = ("%Y-%m-%d %H:%M:%S", "%a %b %d %H:%M:%S %Y")
_STAMP = re.compile(
    r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d \d{4})"
    r"(?:\.\d+)?(?: ?(?P<zone>[+-]\d{4}))?$"
)
_LONGEST = 10_000  # maximum characters of a `diff --git` line that is split into two names by their common tail
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FARTHEST = timedelta(hours=14)  # maximum offset of a time zone from UTC

UNNAMED = "(unnamed)"
"""The path of a file whose diff has no names."""


@dataclass(frozen=True, slots=True)
class FileHeader:
    """The header of a file; see `FileChange` for attributes that are not explained here.

    Attributes:
        tops: the folders that were compared, if the two paths start differently, such as `old` and `new` of
            `diff -r old new`; None otherwise.
    """

    path: str
    status: Status
    old_path: str | None = None
    old_mode: str | None = None
    new_mode: str | None = None
    binary: bool = False
    old_id: str | None = None
    new_id: str | None = None
    same_content: bool | None = None
    unshown: bool = False
    tops: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Names:
    """The paths of both sides as written, unquoted and without prefix; None for a side that does not exist."""

    old: str | None
    new: str | None
    tops: tuple[str, str] | None = None


def is_header_line(line: str) -> bool:
    """Whether a line can occur between `diff --git` and the first hunk."""
    return _EXTENDED.match(line.rstrip("\r")) is not None


def read_file_header(lines: list[str]) -> FileHeader:
    """Parse the header lines, including `diff --git` if there is one.

    Args:
        lines: lines without line feeds; bytes that are not UTF-8 as surrogate escapes. Trailing carriage returns,
            which mailers add, are dropped.
    """
    fields: dict[str, str] = {}
    for line in lines:
        if match := _EXTENDED.match(line.rstrip("\r")):
            fields.setdefault(match[1], match[2] or "")
    is_git = bool(lines) and lines[0].startswith(GIT_HEADER)
    names = _names(lines[0].rstrip("\r").removeprefix(GIT_HEADER) if is_git else None, fields)
    old_mode = _mode(fields.get("old mode", fields.get("deleted file mode")))
    new_mode = _mode(fields.get("new mode", fields.get("new file mode")))
    ids = re.match(r"([0-9a-f]+)(?:,[0-9a-f]+)*\.\.([0-9a-f]+)(?: ([0-7]{6}))?$", fields.get("index", ""))
    if ids and ids[3]:
        old_mode, new_mode = old_mode or ids[3], new_mode or ids[3]
    status = _status(fields, names.old, names.new)
    if status is Status.ADDED:
        old_mode = None
    if status is Status.REMOVED:
        new_mode = None
    moved = status in (Status.RENAMED, Status.COPIED)
    return FileHeader(
        path=_display(names.old if names.new is None else names.new),
        status=status,
        old_path=_display(names.old) if moved else None,
        old_mode=old_mode,
        new_mode=new_mode,
        binary="Binary files" in fields or "GIT binary patch" in fields,
        old_id=_id(ids[1]) if ids else None,
        new_id=_id(ids[2]) if ids else None,
        same_content=_same_content(fields, ids) if moved else None,
        tops=names.tops,
    )


def _same_content(fields: dict[str, str], ids: re.Match[str] | None) -> bool | None:
    """Whether a moved file is unchanged; None if the header does not tell, as in Mercurial's."""
    if ids:
        return ids[1] == ids[2]
    if "similarity index" in fields:
        return fields["similarity index"] == "100%"
    return False if "---" in fields or "Binary files" in fields or "GIT binary patch" in fields else None


def _id(text: str) -> str | None:
    return text if text.strip("0") else None


def _status(fields: dict[str, str], old: str | None, new: str | None) -> Status:
    if "rename from" in fields:
        return Status.RENAMED
    if "copy from" in fields:
        return Status.COPIED
    if "new file mode" in fields or old is None:
        return Status.ADDED
    if "deleted file mode" in fields or new is None:
        return Status.REMOVED
    if "old mode" in fields and "---" not in fields and "index" not in fields:
        return Status.MODE_CHANGED
    return Status.MODIFIED


def _names(git_line: str | None, fields: dict[str, str]) -> _Names:
    for verb in ("rename", "copy"):
        if f"{verb} from" in fields and f"{verb} to" in fields:
            return _Names(_unquote(fields[f"{verb} from"]), _unquote(fields[f"{verb} to"]))
    if "---" in fields and "+++" in fields:
        (old, is_old), (new, is_new) = _side(fields["---"]), _side(fields["+++"])
        if git_line is not None and not (is_old and is_new):
            # The `diff --git` line has both names, which shows whether they have prefixes.
            halves = _halves(git_line)
            if halves and (old if is_old else new) in halves:
                old, new = halves
        names = _without_prefixes(old, new)
        return _Names(names.old if is_old else None, names.new if is_new else None, names.tops)
    if git_line is not None:
        halves = _halves(git_line)
        return _without_prefixes(*halves) if halves else _Names(git_line, git_line)
    match = re.match(r"(.*) and (.*) differ$", fields.get("Binary files", ""))
    (old, is_old), (new, is_new) = (_side(match[1]), _side(match[2])) if match else ((UNNAMED, True), (UNNAMED, True))
    names = _without_prefixes(old if is_old else new, new if is_new else old)
    return _Names(names.old if is_old else None, names.new if is_new else None, names.tops)


def _side(written: str) -> tuple[str, bool]:
    """The path on a `---` or `+++` line, and whether the file exists on that side."""
    if written.startswith('"'):
        return _unquote(written), True
    path, _, stamp = written.partition("\t")
    return (path.strip() and path) or UNNAMED, not (path == _NULL or _ABSENT.search(stamp) or _is_epoch(stamp))


def _is_epoch(stamp: str) -> bool:
    """Whether a timestamp is the one `diff -N` gives a missing file: the Unix epoch, in any time zone."""
    match = _STAMP.match(stamp.strip())
    if match is None:
        return False
    for form in _STAMPS:
        try:
            moment = datetime.strptime(match["when"], form).replace(tzinfo=UTC)
        except ValueError:
            continue
        if match["zone"] is None:
            return abs(moment - _EPOCH) <= _FARTHEST
        hours, minutes = int(match["zone"][:3]), int(match["zone"][0] + match["zone"][3:])
        return moment == _EPOCH + timedelta(hours=hours, minutes=minutes)
    return False


def _without_prefixes(old: str, new: str) -> _Names:
    if _NULL in (old, new):
        present = new if old == _NULL else old
        shown = present[2:] if present[:2] in {letter for letters in _LETTERS for letter in letters} else present
        return _Names(shown, shown)
    if old == new:
        return _Names(old, new)
    if old[:2] + new[:2] in _PREFIXES:
        old, new = old[2:], new[2:]
    tail = _common_tail(old, new)
    if old == new or not tail:
        # If they have no common tail, such as `file.orig` and `file`, the new name is used.
        return _Names(new, new)
    return _Names(tail, tail, (old.removesuffix(tail).rstrip("/"), new.removesuffix(tail).rstrip("/")))


def _common_tail(old: str, new: str) -> str:
    """The trailing components that two paths have in common."""
    first, second = old.split("/"), new.split("/")
    same = 0
    while same < min(len(first), len(second)) and first[-1 - same] == second[-1 - same]:
        same += 1
    return "/".join(first[len(first) - same :])


def _halves(written: str) -> tuple[str, str] | None:
    """The two names of a `diff --git` line, which differ only in how they start."""
    if match := re.fullmatch(rf"({_QUOTED.pattern}) ({_QUOTED.pattern})", written):
        return _unquote(match[1]), _unquote(match[3])
    middle = len(written) // 2
    if written[middle : middle + 1] == " " and len(written) % 2:
        old, new = written[:middle], written[middle + 1 :]
        if old == new or (old[:2] + new[:2] in _PREFIXES and old[2:] == new[2:]):
            return old, new
    if len(written) > _LONGEST:
        return None
    cuts = [(written[: match.start()], written[match.end() :]) for match in re.finditer(" ", written)]
    alike = [(old, new) for old, new in cuts if old and new and _common_tail(old, new)]
    return max(alike, key=lambda pair: len(_common_tail(*pair)), default=None)


def _unquote(written: str) -> str:
    """Undo git's C-style quoting of paths with special characters."""
    match = _QUOTED.match(written)
    if not match:
        return written
    raw = match[1].encode("utf-8", "surrogateescape")
    plain = _ESCAPE.sub(lambda m: bytes([_ESCAPED[m[1]] if m[1] else int(m[2], 8) & 255]), raw)
    return plain.decode("utf-8", "surrogateescape")


def _display(path: str | None) -> str:
    return readable_path((path or UNNAMED).encode("utf-8", "surrogateescape"))


def _mode(mode: str | None) -> str | None:
    """The six octal digits of a mode; None if a damaged header has something else."""
    return mode if mode and re.fullmatch(r"[0-7]{6}", mode) else None
