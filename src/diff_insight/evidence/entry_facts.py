"""What a change does to a file as an entry of its folder: its name, mode, and binary content."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.fact import Fact, FactKind

_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".tif", ".tiff", ".avif", ".svg"})


def entry_facts(file: FileChange) -> Iterator[Fact]:
    """The facts that need no look at lines."""
    if file.status is Status.RENAMED:
        yield Fact(FactKind.FILE_RENAMED, file.old_path, file.path)
    if file.old_mode and file.new_mode and file.old_mode != file.new_mode:
        yield Fact(FactKind.MODE_CHANGED, file.old_mode, file.new_mode)
    if file.binary:
        subject = "image" if PurePosixPath(file.path).suffix.lower() in _IMAGES else None
        if file.status in (Status.ADDED, Status.COPIED):
            yield Fact(FactKind.BINARY_ADDED, after=file.path, subject=subject)
        elif file.status is Status.REMOVED:
            yield Fact(FactKind.BINARY_REMOVED, file.path, subject=subject)
        elif file.status is not Status.RENAMED:
            yield Fact(FactKind.BINARY_REPLACED, file.path, file.path, subject)
