"""Keeps computed prefixes of prompts in the user's cache folder, so that the next run need not compute them."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from diff_insight.system.atomic_file import write_atomically

LIMIT = 1 << 30
"""Maximum size of all kept prefixes, in bytes."""

WORTH_KEEPING = 1.0
"""Seconds of computing from which on a prefix is kept: reading one back takes a tenth of that."""

_DIGEST = hashlib.sha256().digest_size


class PrefixStore:
    """The states of sequences that hold nothing but a prefix.

    The file of a state is named by everything that its bytes depend on, and begins with their SHA-256: one that was
    damaged, or is another llama.cpp's, is never used.

    Args:
        folder: where they are kept; created when the first one is.
        origin: the model, the build and the machine.
        limit: maximum size of all files, in bytes; beyond it those unused for longest are removed.
    """

    def __init__(self, folder: Path, origin: Sequence[str], limit: int = LIMIT) -> None:
        self._folder = folder
        self._origin = tuple(origin)
        self._limit = limit

    def get(self, prefix: tuple[int, ...]) -> bytearray | None:
        """The state after a prefix; None if none is kept."""
        file = self._file(prefix)
        try:
            with file.open("rb") as content:
                digest, state = content.read(_DIGEST), bytearray(max(0, file.stat().st_size - _DIGEST))
                del state[content.readinto(state) :]
        except OSError:
            return None
        if hashlib.sha256(state).digest() != digest:
            return None
        with suppress(OSError):
            os.utime(file)
        return state

    def put(self, prefix: tuple[int, ...], state: bytes | memoryview) -> None:
        """Keep a state, unless it takes all the room there is or the folder cannot be written."""
        if len(state) > self._limit:
            return
        with suppress(OSError):  # the next run computes it again: slower, with the same result
            write_atomically(self._file(prefix), hashlib.sha256(state).digest(), state)
            self._trim()

    def _file(self, prefix: tuple[int, ...]) -> Path:
        return self._folder / f"{hashlib.sha256(repr((self._origin, prefix)).encode()).hexdigest()[:32]}.state"

    def _trim(self) -> None:
        files = sorted(_files(self._folder), key=lambda file: file.stat().st_mtime)
        size = sum(file.stat().st_size for file in files)
        for file in files:
            if size <= self._limit:
                return
            size -= file.stat().st_size
            file.unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    return list(folder.glob("*.state"))


@dataclass(frozen=True, slots=True)
class KeptPrefixes:
    """The number of prefixes in a folder, and the size of their files, in bytes."""

    count: int
    size: int


def kept_prefixes(folder: Path) -> KeptPrefixes:
    """What a folder holds."""
    sizes = [file.stat().st_size for file in _files(folder)]
    return KeptPrefixes(len(sizes), sum(sizes))


def clear_prefixes(folder: Path) -> None:
    """Delete all prefixes kept in a folder."""
    for file in _files(folder):
        file.unlink(missing_ok=True)
