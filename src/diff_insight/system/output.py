"""Decides where a report goes, and writes files atomically."""

import errno
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Formatter

from diff_insight.errors import OutputError, UsageError
from diff_insight.system.atomic_file import is_stream, write_atomically

DEFAULT_PATTERN = "reports/%Y%m/report-%Y%m%d-{category}.md"
"""Where reports go by default."""

_UNSAFE = re.compile(r"[^\w.-]+")


def output_path(pattern: str, day: date, names: Mapping[str, str]) -> Path:
    """Expand a pattern with strftime directives and names in braces to a path; doubled braces are literal braces.

    Args:
        pattern: such as `reports/%Y%m%d-{category}.md`.
        day: the date for the strftime directives.
        names: the names allowed in braces and their values; a value cannot lead out of the pattern's folder.

    Raises:
        UsageError: the pattern is empty, names a folder, or holds other braces.
    """
    if pattern.endswith("/"):
        raise UsageError(f"'{pattern}' is a folder: name a file in it")
    known = ", ".join(f"{{{name}}}" for name in names)
    wrong = UsageError(
        f"'{pattern}' is not a valid output pattern: it may hold strftime's % and {known}, and no other braces"
    )
    try:
        parts = list(Formatter().parse(day.strftime(pattern)))
    except ValueError:
        raise wrong from None
    if not parts or any(name is not None and (name not in names or spec or how) for _, name, spec, how in parts):
        raise wrong
    return Path("".join(text + (_safe(names[name]) if name else "") for text, name, _, _ in parts))


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).strip(".-") or "report"


def check_writable(path: Path, option: str = "-o") -> None:
    """Check before the work is done whether a file can be written.

    Args:
        path: of the file.
        option: the option with which the user names another path.

    Raises:
        OutputError: it is a folder, no file can be created in the nearest existing parent folder, or the path leaves
            the current folder through a symbolic link, which somebody else may have put there.
    """
    check_stays(path, option)
    advice = f"choose another place with {option}"
    if is_stream(path):
        if not os.access(path, os.W_OK):
            raise OutputError(f"{path} cannot be written: no permission; {advice}")
        return
    if path.is_dir():
        raise OutputError(f"{path} cannot be written: it is a folder; name a file in it with {option}")
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if not folder.is_dir():
        raise OutputError(f"{path} cannot be written: {folder} is not a folder; {advice}")
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror} in {folder}; {advice}") from None


def check_stays(path: Path, option: str = "-o") -> None:
    """Refuse a relative path that leaves the current folder through a symbolic link.

    Raises:
        OutputError: it does.
    """
    here = Path.cwd().resolve()
    way = Path()
    for part in () if path.is_absolute() else path.parts[:-1]:
        way /= part
        if way.is_symlink() and not way.resolve().is_relative_to(here):
            raise OutputError(
                f"{path} cannot be written: {way} is a link to {way.resolve()}, outside this folder; if you want that, "
                f"name the target itself with {option}"
            )


def write_report(path: Path, content: bytes, option: str = "-o") -> None:
    """Write a file, so that at any moment either the old or the complete new one is there.

    Args:
        path: of the file.
        content: its bytes.
        option: the option with which the user names another path.

    Raises:
        OutputError: the folder cannot be created or written to, or the disk is full; nothing is left behind.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        space = "free some space or " if error.errno == errno.ENOSPC else ""
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}; {space}choose another place with {option}"
        ) from None


def write_standard_output(content: bytes) -> None:
    """Write to standard output unbuffered, so that a failure surfaces here and not when the program ends.

    Raises:
        BrokenPipeError: the reader has closed the pipe.
        OutputError: it cannot be written, for example because a disk is full.
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
