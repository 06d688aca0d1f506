"""Decides where a report goes, and writes files so that no torn one is ever seen."""

import errno
import os
import re
import sys
from datetime import date
from pathlib import Path

from diff_insight.atomic_file import is_stream, write_atomically
from diff_insight.errors import OutputError, UsageError

DEFAULT_PATTERN = "reports/%Y%m/report-%Y%m%d-{category}.md"
"""Where reports go when nothing else is said."""

_UNSAFE = re.compile(r"[^\w.-]+")


def output_path(pattern: str, day: date, category: str) -> Path:
    """The path that a pattern with strftime's directives and `{category}` gives.

    Raises:
        UsageError: the pattern holds other braces.
    """
    name = _UNSAFE.sub("-", category).strip(".-") or "report"
    try:
        return Path(day.strftime(pattern).format(category=name))
    except (KeyError, IndexError, ValueError):
        raise UsageError(f"'{pattern}' is no output pattern: it may hold strftime's % and {{category}} only") from None


def check_writable(path: Path) -> None:
    """Find out before the work is done whether a file can be put there.

    Raises:
        OutputError: the nearest folder that exists may not be written to, or the way to it leaves the current folder
            by a symbolic link, which somebody else may have put there.
    """
    check_stays(path)
    if is_stream(path):
        if not os.access(path, os.W_OK):
            raise OutputError(f"{path} cannot be written: no permission; choose another place with -o")
        return
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        raise OutputError(f"{path} cannot be written: {folder} is no folder; choose another place with -o")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"{path} cannot be written: no permission in {folder}; choose another place with -o")


def check_stays(path: Path) -> None:
    """Refuse a relative path that a symbolic link below the current folder leads out of it.

    Raises:
        OutputError: it does.
    """
    here = Path.cwd().resolve()
    way = Path()
    for part in () if path.is_absolute() else path.parts[:-1]:
        way /= part
        if way.is_symlink() and not way.resolve().is_relative_to(here):
            raise OutputError(
                f"{path} cannot be written: {way} is a link to {way.resolve()}, out of this folder; if that is meant, "
                "name the place itself with -o"
            )


def write_report(path: Path, content: bytes) -> None:
    """Write a report, so that at any moment either the old file or the whole new one is there.

    Raises:
        OutputError: the folder cannot be made or written to, or the disk is full; nothing is left behind.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        space = "free some space or " if error.errno == errno.ENOSPC else ""
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}; {space}choose another place with -o"
        ) from None


def write_standard_output(content: bytes) -> None:
    """Write to standard output without a buffer, so that a failure shows here and not when the program ends.

    Raises:
        BrokenPipeError: nobody reads any more.
        OutputError: it cannot be written, because a disk is full, say.
    """
    rest = memoryview(content)
    try:
        while rest:
            rest = rest[os.write(sys.stdout.fileno(), rest) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"standard output cannot be written: {error.strerror}; choose another place with -o"
        ) from None
