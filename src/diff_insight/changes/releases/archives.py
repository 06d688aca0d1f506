"""Reads archives entry by entry, without unpacking: tar with gzip, bzip2, xz or zstd, and zip with all that are zips.

Archives are hostile input: no path leaves the archive's folder, links stay entries, sizes and numbers are checked
before anything is read, and nothing is executed.
"""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO, Self, cast

import zstandard

from diff_insight.changes.releases.entry import (
    FILE,
    LINK,
    MOST_BYTES,
    PROGRAM,
    Entries,
    Entry,
    Tally,
    is_of_git,
    safe_path,
)
from diff_insight.errors import TooLargeError, UnreadableChangeError

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PACKED: dict[bytes, Callable[[BinaryIO], BinaryIO]] = {
    b"\x1f\x8b": lambda file: cast(BinaryIO, gzip.GzipFile(fileobj=file)),
    b"BZh": lambda file: cast(BinaryIO, bz2.BZ2File(file)),
    b"\xfd7zXZ\x00": lambda file: cast(BinaryIO, lzma.open(file)),  # noqa: SIM115 - the caller closes what is below
    b"\x28\xb5\x2f\xfd": lambda file: cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(file)),
}
DAMAGED = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, zstandard.ZstdError, EOFError, OSError,
    RuntimeError, NotImplementedError, ValueError,
)  # fmt: skip
"""What the libraries that read archives raise for those that are damaged, encrypted or of an unknown kind."""

_MAGIC = 8
_OVERHEAD = 1_000_000_000  # bytes of headers and padding that a tar may have beside its files
_HEADER = 1_000_000  # maximum bytes of one extended header, which tarfile holds in memory
_EXTENDED = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip


class Archive:
    """An archive file.

    Args:
        path: the file; what it is, its content tells, not its suffix.

    Attributes:
        day: the newest day of its files; None before they are read, or if they have none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.day: date | None = None

    def entries(self, tally: Tally) -> Entries:
        """Yield the files.

        Args:
            tally: counts them.

        Raises:
            TooLargeError: it holds too much.
            UnreadableChangeError: it is no archive, damaged, encrypted, or has a path that leads out of its folder.
        """
        try:
            with self._path.open("rb") as file:
                magic = file.read(_MAGIC)
                file.seek(0)
                if magic.startswith(_ZIP):
                    yield from self._of_zip(file, tally)
                else:
                    yield from self._of_tar(file, magic, tally)
        except DAMAGED as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise UnreadableChangeError(
                f"{self._path} cannot be read as an archive ({reason}): give a folder, a zip, or a tar, which may be "
                "packed with gzip, bzip2, xz or zstd"
            ) from None

    def _of_zip(self, file: BinaryIO, tally: Tally) -> Entries:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            tally.check(len(members), sum(member.file_size for member in members))
            for member in members:
                mode = member.external_attr >> 16
                path = safe_path(member.filename, tally.name)
                if member.is_dir() or not path:
                    continue
                if is_of_git(path) or (stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFLNK)):
                    tally.left_out.append(path)
                    continue
                tally.take(member.file_size)
                self._see(datetime(*member.date_time, tzinfo=UTC).date() if member.date_time[0] > 1980 else None)
                with archive.open(member) as content:
                    yield Entry(path, _mode(mode), member.file_size, cast(BinaryIO, content))

    def _of_tar(self, file: BinaryIO, magic: bytes, tally: Tally) -> Entries:
        unpack = next((reader for begin, reader in _PACKED.items() if magic.startswith(begin)), None)
        stream = _Bounded(unpack(file) if unpack else file, tally.name)
        with tarfile.open(fileobj=stream, mode="r|", tarinfo=_TarInfo) as archive:
            for member in archive:
                path = safe_path(member.name, tally.name)
                if member.isdir() or not path:
                    continue
                if is_of_git(path) or not (member.isreg() or member.issym() or member.islnk()):
                    tally.left_out.append(path)
                    continue
                self._see(datetime.fromtimestamp(member.mtime, UTC).date() if member.mtime > 0 else None)
                if member.isreg():
                    tally.take(member.size)
                    content = archive.extractfile(member)
                    if content is not None:
                        yield Entry(path, _mode(member.mode), member.size, cast(BinaryIO, content))
                    continue
                # A hard link is told as a link to the entry that it names, since a stream cannot go back to it.
                target = member.linkname.encode("utf-8", "surrogateescape")
                tally.take(len(target))
                yield Entry(path, LINK, len(target), io.BytesIO(target))

    def _see(self, day: date | None) -> None:
        if day is not None and (self.day is None or day > self.day) and day <= datetime.now(UTC).date():
            self.day = day


def _mode(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return LINK
    return PROGRAM if mode & stat.S_IXUSR else FILE


class _Bounded(io.RawIOBase):
    """A stream that refuses to give more than a release may hold.

    Args:
        source: what is read.
        name: of the release, for messages.
    """

    def __init__(self, source: BinaryIO, name: str) -> None:
        self._source = source
        self._name = name
        self._read = 0

    def read(self, size: int = -1) -> bytes:
        """As a file."""
        data = self._source.read(size)
        self._read += len(data)
        if self._read > MOST_BYTES + _OVERHEAD:
            raise TooLargeError(f"{self._name} unpacks to more than {self._read // 1_000_000:,} MB: it is not read")
        return data


class _TarInfo(tarfile.TarInfo):
    """A member whose extended headers, which are read into memory at once, are limited."""

    def _proc_member(self, tar: tarfile.TarFile) -> Self:
        if self.type in _EXTENDED and self.size > _HEADER:
            raise tarfile.ReadError(f"an extended header has {self.size:,} bytes")
        return cast(Self, super()._proc_member(tar))  # type: ignore[misc] # tarfile's own hook, which the stubs leave out
