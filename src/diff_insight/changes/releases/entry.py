"""The files of a release as they are read, and the limits that hold for them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from diff_insight.errors import TooLargeError, UnreadableChangeError

MOST_BYTES = 4_000_000_000
"""Maximum size of all files of a release, unpacked."""

MOST_ENTRIES = 500_000
"""Maximum number of files of a release."""

FILE, PROGRAM, LINK = "100644", "100755", "120000"
"""Modes as git has them."""

_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a release.

    Attributes:
        path: with slashes, below the top of the release.
        mode: as git has it.
        size: in bytes; the length of its target for a link.
        content: its bytes; read before the next entry is taken.
    """

    path: str
    mode: str
    size: int
    content: BinaryIO


Entries = Iterator[Entry]
"""The files of a release, one after the other."""


@dataclass(slots=True)
class Tally:
    """Counts what is read of a release, and refuses what exceeds the limits.

    Attributes:
        name: of the release, for messages.
        left_out: paths of what is no file and no link, such as devices, and of git's own folders.
    """

    name: str
    entries: int
    bytes: int
    left_out: list[str]

    def take(self, size: int) -> None:
        """Count a file before it is read.

        Raises:
            TooLargeError: there are too many files, or too many bytes in them.
        """
        self.entries += 1
        self.bytes += size
        self.check(self.entries, self.bytes)

    def check(self, entries: int, size: int) -> None:
        """Raise `TooLargeError` if so many files or bytes are too many."""
        if entries > MOST_ENTRIES or size > MOST_BYTES:
            raise TooLargeError(
                f"{self.name} holds {entries:,} files or more with {size // 1_000_000:,} MB: at most {MOST_ENTRIES:,} "
                f"files with {MOST_BYTES // 1_000_000:,} MB are read; if it is what it should be, compare folders of it"
            )


def safe_path(name: str, release: str) -> str:
    """A path inside an archive with slashes, without `./`; '' for the top.

    Raises:
        UnreadableChangeError: it leads out of the archive's folder.
    """
    plain = name.replace("\\", "/")
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    if plain.startswith("/") or ".." in parts or _DRIVE.match(plain) or "\0" in name:
        raise UnreadableChangeError(
            f"{release} has the entry {name!r}, which leads out of its folder: it is hostile or damaged"
        )
    return "/".join(parts)


def is_of_git(path: str) -> bool:
    """Whether a path lies in a git folder, which is no content of a release."""
    return any(part.lower() == ".git" for part in path.split("/"))
