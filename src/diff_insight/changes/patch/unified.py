"""Reads a unified diff: has unidiff read the hunks of each of its files, and says what of it could not be read."""

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
from diff_insight.errors import UnreadableChangeError

_NO_NEWLINE = "\\"
_Tops = tuple[str, str]


@dataclass(frozen=True, slots=True)
class UnifiedDiff:
    """The files of a diff, and the names of what else was seen in it."""

    files: tuple[FileChange, ...]
    unread: tuple[str, ...] = ()


def read_unified(data: bytes, name: str, declared: str | None = None) -> UnifiedDiff:
    """The files of a unified diff in its order; one that stands in it twice comes twice.

    Args:
        data: what `git diff`, `git format-patch`, a forge, `diff -u`, Subversion, Mercurial, Bazaar or Perforce wrote,
            text around the diff included.
        name: what an error calls the input.
        declared: the encoding that a mail around it names.

    Raises:
        UnreadableChangeError: there is no diff in it, it is cut off or damaged, or it is a merge's combined diff.
    """
    found = read_sections(data, name, declared)
    if not found.files:
        raise UnreadableChangeError(_refusal(name, found.unread, data))
    return found


def read_sections(data: bytes, name: str, declared: str | None = None) -> UnifiedDiff:
    """The same of a part of an input, which need not have any files.

    Raises:
        UnreadableChangeError: a diff in it is cut off or damaged.
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
        return f"{name} is drawn beside a graph: make it again without --graph"
    seen = f" (it has {unread[0]})" if unread else ""
    return (
        f"{name} holds no unified diff{seen}: give what `git diff` or `git format-patch` writes, "
        "or a forge's .diff file"
    )


def _tops(headers: Iterable[FileHeader]) -> _Tops | None:
    """The two folders that were compared, where all files that are on both sides agree on them."""
    seen = Counter(header.tops for header in headers if header.tops)
    return next(iter(seen)) if len(seen) == 1 else None


def _below(header: FileHeader, tops: _Tops | None) -> FileHeader:
    """A header whose paths begin below the folder that was compared."""
    if tops is None or header.tops:
        return header
    side = tops[0] if header.status is Status.REMOVED else tops[1]
    return replace(
        header,
        path=header.path.removeprefix(f"{side}/"),
        old_path=header.old_path and header.old_path.removeprefix(f"{tops[0]}/"),
    )


def _with_type_changes(files: Iterable[FileChange]) -> Iterator[FileChange]:
    """Join the two halves git writes when a path becomes another type of thing, a file a symbolic link say."""
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
    submodule = "160000" in (header.old_mode, header.new_mode) and not hunks
    return FileChange(
        path=header.path,
        status=status,
        old_path=header.old_path,
        old_mode=header.old_mode,
        new_mode=header.new_mode,
        hunks=hunks,
        # A commit of a submodule counts as a line, whichever way it is written down.
        additions=None if header.binary else int(status is not Status.REMOVED) if submodule else count(hunks, "+"),
        deletions=None if header.binary else int(status is not Status.ADDED) if submodule else count(hunks, "-"),
        binary=header.binary,
        encoding=decoded.encoding,
        guessed=decoded.guessed,
        old_id=header.old_id,
        new_id=header.new_id,
        same_content=header.same_content,
        unshown=header.unshown,
    )


def _status(header: FileHeader, hunks: tuple[Hunk, ...]) -> Status:
    """What the header says, unless the hunks show otherwise: a file that has lines on a side exists on that side."""
    kinds = {line.kind for hunk in hunks for line in hunk.lines}
    if header.status is Status.MODIFIED and not hunks and not header.binary and header.old_mode != header.new_mode:
        return Status.MODE_CHANGED
    if (header.status is Status.ADDED and kinds & {" ", "-"}) or (
        header.status is Status.REMOVED and kinds & {" ", "+"}
    ):
        return Status.MODIFIED
    return header.status


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
    except (UnidiffParseError, IndexError, ValueError) as error:
        raise UnreadableChangeError(f"{name} holds a damaged hunk: {str(error).strip()}") from error
    return tuple(Hunk(_header(hunk), hunk.source_start, hunk.target_start, tuple(_lines(hunk))) for hunk in patched)


def hunks_of_file(text: str, name: str) -> tuple[Hunk, ...]:
    """The same of one file in one patch, where no line can be in two of them.

    Raises:
        UnreadableChangeError: a hunk is damaged, or several claim the same line.
    """
    hunks = read_hunks(text, name)
    for spans in ([hunk.old_span for hunk in hunks], [hunk.new_span for hunk in hunks]):
        for (_, end), (start, _) in pairwise([(0, 1), *sorted(spans)]):
            if start < end:
                raise UnreadableChangeError(
                    f"{name} holds a damaged hunk: its header says that it begins at line {start}, where no hunk of "
                    "the file can begin; fetch the file again"
                )
    return hunks


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
