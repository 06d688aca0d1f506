"""Decides where a report goes, and writes files so that no torn one is ever seen."""

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
"""Where reports go when nothing else is said."""

_UNSAFE = re.compile(r"[^\w.-]+")


def output_path(pattern: str, day: date, names: Mapping[str, str]) -> Path:
    """The path that a pattern with strftime's directives and names in braces gives; doubled braces are braces.

    Args:
        pattern: such as `reports/%Y%m%d-{category}.md`.
        day: for the directives.
        names: what may stand in braces, and for what; it cannot lead out of the folder that the pattern names.

    Raises:
        UsageError: the pattern is empty, or holds other braces.
    """
    if pattern.endswith("/"):
        raise UsageError(f"'{pattern}' is a folder: name a file in it")
    known = ", ".join(f"{{{name}}}" for name in names)
    wrong = UsageError(f"'{pattern}' is no output pattern: it may hold strftime's % and {known}, and no other braces")
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
    """Find out before the work is done whether a file can be put there.

    Args:
        path: of the file.
        option: what the user changes to have it elsewhere.

    Raises:
        OutputError: it is a folder, no file can be made in the nearest folder that exists, or the way to it leaves the
            current folder by a symbolic link, which somebody else may have put there.
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
        raise OutputError(f"{path} cannot be written: {folder} is no folder; {advice}")
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror} in {folder}; {advice}") from None


def check_stays(path: Path, option: str = "-o") -> None:
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
                f"name the place itself with {option}"
            )


def write_report(path: Path, content: bytes, option: str = "-o") -> None:
    """Write a file, so that at any moment either the old one or the whole new one is there.

    Args:
        path: of the file.
        content: its bytes.
        option: what the user changes to have it elsewhere.

    Raises:
        OutputError: the folder cannot be made or written to, or the disk is full; nothing is left behind.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        space = "free some space or " if error.errno == errno.ENOSPC else ""
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}; {space}choose another place with {option}"
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
