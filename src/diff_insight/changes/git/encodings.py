"""Decodes the diffs of files that are not UTF-8, using the repository's attributes or the whole file."""

from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange
from diff_insight.changes.decoding import Decoded, decode, decode_as
from diff_insight.changes.git.attributes import Attributes
from diff_insight.changes.git.blobs import blob_sizes, read_blobs
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.recoding import recoded

_ATTRIBUTE = "encoding"  # the attribute that tells gitk and git gui a file's encoding
_NO_VALUE = frozenset({"unspecified", "set", "unset"})


def with_encodings(git: GitCommand, attributes: Attributes, files: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """The files, each decoded by its `encoding` attribute, or else by detection on both whole versions.

    A few changed lines are too little to tell encodings apart. What is stored as UTF-8, such as files with a
    `working-tree-encoding`, stays as it is.
    """
    foreign = [file for file in files if file.guessed]
    if not foreign:
        return tuple(files)
    declared = attributes.of([file.path for file in foreign], _ATTRIBUTE)
    decoded = {}
    for file in foreign:
        name = declared.get(file.path, {}).get(_ATTRIBUTE, "unspecified")
        # One file at a time, since all of them together may not fit into memory.
        decoded[file.path] = _again(file, None if name in _NO_VALUE else name, _whole(git, file))
    return tuple(decoded.get(file.path, file) for file in files)


def _whole(git: GitCommand, file: FileChange) -> bytes:
    sizes = blob_sizes(git, [object_id for object_id in (file.old_id, file.new_id) if object_id])
    return b"\n".join(read_blobs(git, sizes).values())


def _again(file: FileChange, declared: str | None, whole: bytes) -> FileChange:
    shown = file.diff.encode(file.encoding)
    everything = whole + b"\n" + shown
    found: Decoded = decode_as(everything, declared) if declared else decode(everything)
    try:
        if shown.decode(found.encoding).encode(found.encoding) != shown:
            return file
    except UnicodeError:
        return file
    return recoded(file, found)
