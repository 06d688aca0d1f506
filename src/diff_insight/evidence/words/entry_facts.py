"""Facts about a file as an entry of its folder: its name, mode, type, link target and binary content."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

_IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico", ".tif", ".tiff", ".avif", ".svg"})
_LINK = "120"


def entry_facts(file: FileChange) -> Iterator[Fact]:
    """Yield the facts that need no lines, except for a symbolic link's target, which is read from them."""
    if file.status is Status.RENAMED:
        yield Fact(FactKind.FILE_RENAMED, file.old_path, file.path)
    if file.old_mode and file.new_mode and file.old_mode != file.new_mode:
        yield Fact(FactKind.MODE_CHANGED, file.old_mode, file.new_mode)
    old, new = target_before(file), target_after(file)
    if old is not None and new is not None and old != new:
        yield Fact(FactKind.TARGET_CHANGED, old, new, old_line=1, new_line=1)
    if file.binary and not file.unshown:
        subject = "image" if PurePosixPath(file.path).suffix.lower() in _IMAGES else None
        if file.status in (Status.ADDED, Status.COPIED):
            yield Fact(FactKind.BINARY_ADDED, after=file.path, subject=subject)
        elif file.status is Status.REMOVED:
            yield Fact(FactKind.BINARY_REMOVED, file.path, subject=subject)
        elif file.status is not Status.RENAMED:
            yield Fact(FactKind.BINARY_REPLACED, file.path, file.path, subject)


def is_regular(file: FileChange) -> bool:
    """Whether an entry is a regular file, not a link or submodule, before and after, as far as its modes are known."""
    return file.status is not Status.TYPE_CHANGED and all(
        mode.startswith("100") for mode in (file.old_mode, file.new_mode) if mode
    )


def target_before(file: FileChange) -> str | None:
    """The old target of a symbolic link; None if it was not a link or its target is not shown."""
    return _target(file, file.old_mode, "-")


def target_after(file: FileChange) -> str | None:
    """The new target of a symbolic link; None if it is not a link or its target is not shown."""
    return _target(file, file.new_mode, "+")


def _target(file: FileChange, mode: str | None, kind: str) -> str | None:
    if not (mode or "").startswith(_LINK):
        return None
    lines = [line.text for hunk in file.hunks for line in hunk.lines if line.kind in (kind, " ")]
    return "\n".join(lines) if any(lines) else None
