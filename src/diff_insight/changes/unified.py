"""Reads a unified diff: cuts it into files and hunks, has unidiff read the hunks, and says where it is damaged."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from unidiff.errors import UnidiffParseError
from unidiff.patch import Hunk as ParsedHunk
from unidiff.patch import PatchSet

from diff_insight.changes.changeset import FileChange, Hunk, Line, Status
from diff_insight.changes.decoding import decode
from diff_insight.changes.file_header import GIT_HEADER, is_header_line, read_file_header
from diff_insight.errors import UnreadableChangeError

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_COMBINED = ("diff --cc ", "diff --combined ", "@@@ ")
_NO_NEWLINE = "\\"


@dataclass(slots=True)
class _Section:
    """The lines of one file while they are collected."""

    header: list[str]
    hunks: list[str] = field(default_factory=list)


def read_unified(data: bytes, name: str) -> tuple[FileChange, ...]:
    """The files of a unified diff in its order; one that stands in it twice comes twice.

    Args:
        data: what `git diff`, `git format-patch`, a forge or `diff -u` wrote, text around the diff included.
        name: what an error calls the input.

    Raises:
        UnreadableChangeError: there is no diff in it, it is cut off or damaged, or it is a merge's combined diff.
    """
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    files = tuple(_with_type_changes(_file(section, name) for section in _sections(lines, name)))
    if not files:
        raise UnreadableChangeError(
            f"{name} holds no unified diff: give what `git diff` or `git format-patch` writes, or a forge's .diff file"
        )
    return files


def _sections(lines: list[str], name: str) -> Iterator[_Section]:
    section: _Section | None = None
    in_header = False
    position = 0
    while position < len(lines):
        line = lines[position]
        if line.startswith(_COMBINED):
            raise UnreadableChangeError(
                f"{name}, line {position + 1}: this is the combined diff of a merge; compare two versions instead, "
                "with `git diff BASE HEAD`"
            )
        if line.startswith(GIT_HEADER) or (not in_header and _begins_plain_file(lines, position)):
            if section:
                yield section
            section, in_header = _Section([line]), True
        elif hunk := _HUNK.match(line):
            if section is None:
                raise UnreadableChangeError(f"{name}, line {position + 1}: a hunk stands before any file name")
            end = _end_of_hunk(lines, position, int(hunk[1] or 1), int(hunk[2] or 1), name)
            section.hunks.extend(lines[position:end])
            in_header = False
            position = end
            continue
        elif section is not None and in_header and is_header_line(line):
            section.header.append(line)
        else:
            in_header = False
        position += 1
    if section:
        yield section


def _begins_plain_file(lines: list[str], position: int) -> bool:
    """Whether a file without `diff --git` line begins here, as `diff -u`, Subversion and Mercurial write it."""
    line = lines[position]
    if line.startswith("Binary files ") and line.rstrip("\r").endswith(" differ"):
        return True
    return (
        line.startswith("--- ")
        and position + 2 < len(lines)
        and lines[position + 1].startswith("+++ ")
        and _HUNK.match(lines[position + 2]) is not None
    )


def _end_of_hunk(lines: list[str], start: int, old: int, new: int, name: str) -> int:
    """The position after the hunk that begins at `start`, by the counts of its header."""
    position = start + 1
    while old > 0 or new > 0:
        if position >= len(lines):
            raise UnreadableChangeError(
                f"{name} is cut off: the hunk at line {start + 1} lacks {max(old, new)} lines; fetch the file again"
            )
        kind = lines[position][:1]
        if kind in (" ", "", "\r"):
            old, new = old - 1, new - 1
        elif kind == "-":
            old -= 1
        elif kind == "+":
            new -= 1
        if kind not in (" ", "", "\r", "-", "+", _NO_NEWLINE) or old < 0 or new < 0:
            raise UnreadableChangeError(
                f"{name}, line {position + 1}: the hunk that begins at line {start + 1} is damaged: "
                "its lines do not agree with the counts in its header"
            )
        position += 1
    while position < len(lines) and lines[position].startswith(_NO_NEWLINE):
        position += 1
    return position


def _with_type_changes(files: Iterable[FileChange]) -> Iterator[FileChange]:
    """Join the two halves git writes when a path becomes another type of thing, a file a symbolic link say."""
    previous: FileChange | None = None
    for file in files:
        if previous and _is_type_change(previous, file):
            file = replace(
                file,
                status=Status.TYPE_CHANGED,
                old_mode=previous.old_mode,
                hunks=previous.hunks + file.hunks,
                additions=file.additions,
                deletions=previous.deletions,
                binary=previous.binary or file.binary,
            )
        elif previous:
            yield previous
        previous = file
    if previous:
        yield previous


def _is_type_change(first: FileChange, second: FileChange) -> bool:
    return (
        first.path == second.path
        and first.status is Status.REMOVED
        and second.status is Status.ADDED
        and (first.old_mode or "")[:3] != (second.new_mode or "")[:3]
    )


def _file(section: _Section, name: str) -> FileChange:
    header = read_file_header(section.header)
    text = "\n".join(section.hunks)
    encoding = "utf-8"
    if not text.isascii():
        text, encoding = decode(text.encode("utf-8", "surrogateescape"))
    hunks = read_hunks(text, name)
    status = header.status
    if status is Status.MODIFIED and not hunks and not header.binary and header.old_mode != header.new_mode:
        status = Status.MODE_CHANGED
    return FileChange(
        path=header.path,
        status=status,
        old_path=header.old_path,
        old_mode=header.old_mode,
        new_mode=header.new_mode,
        hunks=hunks,
        additions=None if header.binary else count(hunks, "+"),
        deletions=None if header.binary else count(hunks, "-"),
        binary=header.binary,
        encoding=encoding,
    )


def count(hunks: tuple[Hunk, ...], kind: str) -> int:
    """How many lines of that kind ('+', '-' or ' ') the hunks have."""
    return sum(line.kind == kind for hunk in hunks for line in hunk.lines)


def read_hunks(text: str, name: str) -> tuple[Hunk, ...]:
    """Hunks without any file header, as GitHub's `patch` fields hold them.

    Raises:
        UnreadableChangeError: a hunk is damaged.
    """
    if not text:
        return ()
    # Only a line feed ends a line of a diff; form feeds and the like belong to its text.
    source = io.StringIO("--- a\n+++ b\n" + text.removesuffix("\n") + "\n", newline="\n")
    try:
        patched = PatchSet(source)[0]
    except (UnidiffParseError, IndexError) as error:
        raise UnreadableChangeError(f"{name} holds a damaged hunk: {str(error).strip()}") from error
    return tuple(Hunk(_header(hunk), hunk.source_start, hunk.target_start, tuple(_lines(hunk))) for hunk in patched)


def _header(hunk: ParsedHunk) -> str:
    """The hunk's `@@` line as git writes it: a count of one is left out."""
    old = f"{hunk.source_start}" + (f",{hunk.source_length}" if hunk.source_length != 1 else "")
    new = f"{hunk.target_start}" + (f",{hunk.target_length}" if hunk.target_length != 1 else "")
    section = f" {hunk.section_header}" if hunk.section_header else ""
    return f"@@ -{old} +{new} @@{section}"


def _lines(hunk: ParsedHunk) -> Iterator[Line]:
    lines = list(hunk)
    for line, following in zip_longest(lines, lines[1:]):
        if line.line_type == _NO_NEWLINE:
            continue
        yield Line(
            kind=line.line_type,
            text=line.value.removesuffix("\n"),
            old=line.source_line_no,
            new=line.target_line_no,
            ends_file=following is not None and following.line_type == _NO_NEWLINE,
        )
