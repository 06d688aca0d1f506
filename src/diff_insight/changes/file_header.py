"""Reads the header lines of one file in a unified diff: paths, status, modes, whether it is binary."""

import re
from dataclasses import dataclass

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
_PREFIXES = frozenset({"a/b/", "i/w/", "c/i/", "c/w/", "o/w/", "1/2/"})
_NULL = "/dev/null"
_EPOCH = re.compile(r"^(1970-01-01 0|1969-12-31 [12]|Thu Jan  1 0)")


@dataclass(frozen=True, slots=True)
class FileHeader:
    """What the header of a file says; see `FileChange` for the meaning of each."""

    path: str
    status: Status
    old_path: str | None
    old_mode: str | None
    new_mode: str | None
    binary: bool


def is_header_line(line: str) -> bool:
    """Whether a line can stand between `diff --git` and the first hunk."""
    return _EXTENDED.match(line.rstrip("\r")) is not None


def read_file_header(lines: list[str]) -> FileHeader:
    """Interpret the header lines, `diff --git` included where there is one.

    Args:
        lines: lines without line feeds; bytes that are not UTF-8 as surrogate escapes. Carriage returns at the end,
            which mailers add, are dropped.
    """
    fields: dict[str, str] = {}
    for line in lines:
        if match := _EXTENDED.match(line.rstrip("\r")):
            fields.setdefault(match[1], match[2] or "")
    is_git = bool(lines) and lines[0].startswith(GIT_HEADER)
    old, new = _paths(lines[0].rstrip("\r") if is_git else "", fields)
    old_mode = _mode(fields.get("old mode", fields.get("deleted file mode")))
    new_mode = _mode(fields.get("new mode", fields.get("new file mode")))
    if "index" in fields and (mode := re.search(r" ([0-7]{6})$", fields["index"])):
        old_mode, new_mode = old_mode or mode[1], new_mode or mode[1]
    status = _status(fields, old, new)
    if status is Status.ADDED:
        old_mode = None
    if status is Status.REMOVED:
        new_mode = None
    moved = status in (Status.RENAMED, Status.COPIED)
    return FileHeader(
        path=_display(old if new is None else new),
        status=status,
        old_path=_display(old) if moved else None,
        old_mode=old_mode,
        new_mode=new_mode,
        binary="Binary files" in fields or "GIT binary patch" in fields,
    )


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


def _paths(git_line: str, fields: dict[str, str]) -> tuple[str | None, str | None]:
    """Old and new path as written, unquoted and without prefix; None for a side that does not exist."""
    for verb in ("rename", "copy"):
        if f"{verb} from" in fields and f"{verb} to" in fields:
            return _unquote(fields[f"{verb} from"]), _unquote(fields[f"{verb} to"])
    if "---" in fields and "+++" in fields:
        old, new = _side(fields["---"]), _side(fields["+++"])
        return _without_prefixes(old, new, is_git=bool(git_line))
    if git_line:
        return _same_path_twice(git_line.removeprefix(GIT_HEADER))
    match = re.match(r"(.*) and (.*) differ$", fields.get("Binary files", ""))
    old, new = (_side(match[1]), _side(match[2])) if match else (None, None)
    return _without_prefixes(old, new, is_git=False)


def _side(written: str) -> str | None:
    """The path on a `---` or `+++` line; None for /dev/null and for the epoch that `diff -N` gives a missing file."""
    if written.startswith('"'):
        return _unquote(written)
    path, _, timestamp = written.partition("\t")
    return None if path == _NULL or _EPOCH.match(timestamp) else path


def _without_prefixes(old: str | None, new: str | None, *, is_git: bool) -> tuple[str | None, str | None]:
    if old is None or new is None:
        return (_without_prefix(old), _without_prefix(new))
    if old[:2] + new[:2] in _PREFIXES:
        return old[2:], new[2:]
    if not is_git and old != new:
        # `diff -ru old new`: the trees have different names, the files below them the same.
        below = new.partition("/")[2]
        if below and old.partition("/")[2] == below:
            return below, below
        return new, new
    return old, new


def _without_prefix(path: str | None) -> str | None:
    return path[2:] if path and path[:2] in {"a/", "b/", "c/", "i/", "w/", "o/"} else path


def _same_path_twice(written: str) -> tuple[str, str]:
    """The paths of `diff --git a/P b/P` where nothing else tells them, so both sides have the same name."""
    if match := re.fullmatch(rf"({_QUOTED.pattern}) ({_QUOTED.pattern})", written):
        old, new = _unquote(match[1]), _unquote(match[3])
    else:
        middle = len(written) // 2
        old, new = written[:middle], written[middle + 1 :]
    stripped = _without_prefixes(old, new, is_git=True)
    return stripped[0] or old, stripped[1] or new


def _unquote(written: str) -> str:
    """Undo git's C-style quoting of paths with special characters."""
    match = _QUOTED.match(written)
    if not match:
        return written
    raw = match[1].encode("utf-8", "surrogateescape")
    plain = _ESCAPE.sub(lambda m: bytes([_ESCAPED[m[1]] if m[1] else int(m[2], 8) & 255]), raw)
    return plain.decode("utf-8", "surrogateescape")


def _display(path: str | None) -> str:
    return readable_path((path or "").encode("utf-8", "surrogateescape"))


def _mode(said: str | None) -> str | None:
    """The six octal digits of a mode; None where a damaged header says something else."""
    return said if said and re.fullmatch(r"[0-7]{6}", said) else None
