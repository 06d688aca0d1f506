"""Reads a unified diff: parses the hunks of each file with unidiff, and lists what could not be read."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from unidiff.errors import UnidiffParseError
from unidiff.patch import Hunk as ParsedHunk
from unidiff.patch import PatchSet

from diff_insight.changes.changeset import FileChange, Hunk, Line, Status
from diff_insight.changes.decoding import Decoded, decode
from diff_insight.changes.patch.file_header import FileHeader
from diff_insight.changes.patch.sections import Section, cut, header_of, listed_files, properties_of
from diff_insight.changes.patch.submodules import MODE, submodule_counts
from diff_insight.errors import UnreadableChangeError

_NO_NEWLINE = "\\"
_Tops = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UnifiedDiff:
    """The files of a diff, and the names of parts that could not be read."""

    files: tuple[FileChange, ...]
    unread: tuple[str, ...] = ()


def read_unified(data: bytes, name: str, declared: str | None = None) -> UnifiedDiff:
    """Read the files of a unified diff in order; a file that occurs twice is returned twice.

    Args:
        data: output of `git diff`, `git format-patch`, a forge, `diff -u`, Subversion, Mercurial, Bazaar or Perforce,
            including any text around the diff.
        name: the name of the input in error messages.
        declared: the encoding declared by the mail that contains it.

    Raises:
        UnreadableChangeError: it contains no diff, is truncated or damaged, or is a merge's combined diff.
    """
    found = read_sections(data, name, declared)
    if not found.files:
        raise UnreadableChangeError(_refusal(name, found.unread, data))
    return found


def read_sections(data: bytes, name: str, declared: str | None = None) -> UnifiedDiff:
    """Like `read_unified`, for a part of an input, which may have no files.

    Raises:
        UnreadableChangeError: a diff in it is truncated or damaged.
    """
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    found = cut(lines, name)
    read = [(section, header_of(section)) for section in found.sections]
    tops = _tops(header for _, header in read if header)
    files = [_file(section, _below(header, tops), name, declared) for section, header in read if header]
    listed, unlisted = listed_files(found, {file.path for file in files})
    files = [*_with_type_changes(files), *listed]
    unread = [section.intro for section, header in read if header is None]
    unread += [properties for section, _ in read for properties in properties_of(section)]
    return UnifiedDiff(tuple(files), (*found.unread, *unread, *unlisted))


def _refusal(name: str, unread: Sequence[str], data: bytes) -> str:
    if any(section.endswith("(merge)") for section in unread):
        return f"{name}: this is the combined diff of a merge; compare two versions instead, with `git diff BASE HEAD`"
    if any(section.endswith(("(context diff)", "(normal diff)")) for section in unread):
        return f"{name} is a diff without unified hunks: make it again with `diff -u`"
    if any(line.lstrip(b"|*\\/ ").startswith(b"diff --git ") for line in data.split(b"\n")):
        return f"{name} contains a commit graph: make it again without --graph"
    seen = f" (found: {unread[0]})" if unread else ""
    return (
        f"{name} contains no unified diff{seen}: give the output of `git diff` or `git format-patch`, "
        "or a forge's .diff file"
    )


def _tops(headers: Iterable[FileHeader]) -> _Tops | None:
    """The two folders that were compared, if all files that exist on both sides agree on them."""
    seen = Counter(header.tops for header in headers if header.tops)
    return next(iter(seen)) if len(seen) == 1 else None


def _below(header: FileHeader, tops: _Tops | None) -> FileHeader:
    """The header with its paths relative to the compared folder."""
    if tops is None or header.tops:
        return header
    side = tops[0] if header.status is Status.REMOVED else tops[1]
    return replace(
        header,
        path=header.path.removeprefix(f"{side}/"),
        old_path=header.old_path and header.old_path.removeprefix(f"{tops[0]}/"),
    )


def _with_type_changes(files: Iterable[FileChange]) -> Iterator[FileChange]:
    """Join the removal and addition that git writes when a path changes type, such as a file becoming a symlink."""
    previous: FileChange | None = None
    for file in files:
        if previous and _is_type_change(previous, file):
            file = replace(
                file,
                status=Status.TYPE_CHANGED,
                old_id=previous.old_id,
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


def _file(section: Section, header: FileHeader, name: str, declared: str | None) -> FileChange:
    text = "\n".join(section.hunks)
    decoded = Decoded(text, "utf-8")
    if not text.isascii():
        decoded = decode(text.encode("utf-8", "surrogateescape"), declared)
    hunks = hunks_of_file(decoded.text, name)
    status = _status(header, hunks)
    additions, deletions = count(hunks, "+"), count(hunks, "-")
    if MODE in (header.old_mode, header.new_mode) and not hunks:
        additions, deletions = submodule_counts(status)
    return FileChange(
        path=header.path,
        status=status,
        old_path=header.old_path,
        old_mode=header.old_mode,
        new_mode=header.new_mode,
        hunks=hunks,
        additions=None if header.binary else additions,
        deletions=None if header.binary else deletions,
        binary=header.binary,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        old_id=header.old_id,
        new_id=header.new_id,
        same_content=header.same_content,
        unshown=header.unshown,
    )


def _status(header: FileHeader, hunks: tuple[Hunk, ...]) -> Status:
    """The header's status, unless the hunks contradict it: a file that has lines on a side exists on that side."""
    kinds = {line.kind for hunk in hunks for line in hunk.lines}
    if header.status is Status.MODIFIED and not hunks and not header.binary and header.old_mode != header.new_mode:
        return Status.MODE_CHANGED
    if (header.status is Status.ADDED and kinds & {" ", "-"}) or (
        header.status is Status.REMOVED and kinds & {" ", "+"}
    ):
        return Status.MODIFIED
    return header.status


def count(hunks: tuple[Hunk, ...], kind: str) -> int:
    """The number of lines of a kind ('+', '-' or ' ') in the hunks."""
    return sum(line.kind == kind for hunk in hunks for line in hunk.lines)


def read_hunks(text: str, name: str) -> tuple[Hunk, ...]:
    """Parse hunks without a file header, as in GitHub's `patch` fields.

    Raises:
        UnreadableChangeError: a hunk is damaged.
    """
    if not text:
        return ()
    # Only a line feed ends a line of a diff; form feeds and the like are part of its text.
    source = io.StringIO("--- a\n+++ b\n" + text.removesuffix("\n") + "\n", newline="\n")
    try:
        patched = PatchSet(source)[0]
    except (UnidiffParseError, IndexError, ValueError) as error:
        raise UnreadableChangeError(f"{name} contains a damaged hunk: {str(error).strip()}") from error
    return tuple(Hunk(_header(hunk), hunk.source_start, hunk.target_start, tuple(_lines(hunk))) for hunk in patched)


def hunks_of_file(text: str, name: str) -> tuple[Hunk, ...]:
    """Like `read_hunks`, for one file in one patch, where hunks cannot overlap.

    Raises:
        UnreadableChangeError: a hunk is damaged, or hunks overlap.
    """
    hunks = read_hunks(text, name)
    for spans in ([hunk.old_span for hunk in hunks], [hunk.new_span for hunk in hunks]):
        for (_, end), (start, _) in pairwise([(0, 1), *sorted(spans)]):
            if start < end:
                raise UnreadableChangeError(
                    f"{name} contains a damaged hunk: according to its header it begins at line {start}, where no hunk "
                    "of the file can begin; fetch the file again"
                )
    return hunks


def _header(hunk: ParsedHunk) -> str:
    """The hunk's `@@` line as git writes it: a count of 1 is omitted."""
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
