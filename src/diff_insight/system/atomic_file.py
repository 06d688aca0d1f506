"""Writes files atomically, so that a partly written file is never visible."""

import errno
import os
import re
import tempfile
from glob import escape
from pathlib import Path

_TEMPORARY = re.compile(r"\.(.+)\.[a-z0-9_]{8}")  # the names that `tempfile` generates


def write_atomically(path: Path, *parts: bytes | memoryview) -> None:
    """Write a file, creating its folder, so that at any moment it holds either the old or the complete new content.

    The content is all parts in turn, so that large ones need not be joined in memory. A device or a pipe, such as
    /dev/null, is written to directly and not replaced.

    Raises:
        OSError: the folder cannot be created or written to, or the disk is full; nothing is left behind.
    """
    if is_stream(path):
        with path.open("wb") as stream:
            stream.writelines(parts)
        return
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def remove_leftovers(folder: Path) -> None:
    """Remove temporary files left in a folder or its subfolders by processes that were killed while writing.

    No other process may be writing there.
    """
    for file in folder.rglob(".*"):
        found = _TEMPORARY.fullmatch(file.name)
        if found and file.is_file() and any(file.parent.glob(f"{escape(found[1])}*")):
            file.unlink(missing_ok=True)


def is_stream(path: Path) -> bool:
    """Whether the path is a device, a pipe or a socket, which must not be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
