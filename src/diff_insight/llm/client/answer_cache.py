"""Stores results by a hash of everything they depend on, in an SQLite file that only its owner can read."""

import hashlib
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from diff_insight.errors import CacheError

LIMIT = 256 << 20
"""Default maximum size of the results, in bytes."""

_FORMAT = 1
_PATIENCE = 10.0  # seconds to wait for another process that is writing
_TABLE = """
CREATE TABLE IF NOT EXISTS results (
    key BLOB PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class CacheState:
    """The number of results in a cache, and the size of its files on disk, in bytes."""

    results: int
    size: int


class AnswerCache:
    """Values by key; a context manager that evicts the least recently used ones beyond the limit on exit.

    Every value is committed as soon as it is put, so a killed process loses none. Several processes can use the file at
    once. If it cannot be opened, read or written, that is reported once and the cache is disabled: results are then
    computed again.

    Args:
        path: the SQLite file; it and its folder are created if missing.
        limit: maximum size of the results, in bytes.
        tell: called with a sentence when the cache cannot be used.
    """

    def __init__(self, path: Path, limit: int = LIMIT, tell: Callable[[str], None] = lambda _: None) -> None:
        self._path = path
        self._limit = limit
        self._tell = tell
        self._used: set[bytes] = set()
        self._connection: sqlite3.Connection | None = None
        try:
            self._connection = _opened(path)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if self._connection is None:
            return
        try:
            self._note_use(self._connection)
            _trim(self._connection, self._limit)
        except sqlite3.Error as error:
            self._give_up(error)
        if self._connection:
            self._connection.close()

    def get(self, key: bytes) -> bytes | None:
        """The value of a key; None if there is none, or if it was damaged after it was put."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute("SELECT value, digest FROM results WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._give_up(error)
            return None
        if row is None or _digest(key, row[0]) != row[1]:
            return None
        self._used.add(key)
        return bytes(row[0])

    def put(self, key: bytes, value: bytes) -> None:
        """Store a value under a key, replacing any previous one."""
        if self._connection is None:
            return
        try:
            self._connection.execute(
                "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)",
                (key, value, _digest(key, value), int(time.time())),
            )
        except sqlite3.Error as error:
            self._give_up(error)

    def _note_use(self, connection: sqlite3.Connection) -> None:
        now = int(time.time())
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("UPDATE results SET used = ? WHERE key = ?", [(now, key) for key in sorted(self._used)])
        connection.execute("COMMIT")

    def _give_up(self, error: sqlite3.Error | OSError) -> None:
        if self._connection:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
        self._tell(f"{_cannot_be_used(self._path, error)}; this run continues without it")


def state_of(path: Path) -> CacheState:
    """The number and size of the results in a cache; zero if there is no file.

    Raises:
        CacheError: the cache cannot be read.
    """
    if not path.exists():
        return CacheState(0, 0)
    try:
        connection = _opened(path)
        try:
            (results,) = connection.execute("SELECT count(*) FROM results").fetchone()
        finally:
            connection.close()
        return CacheState(int(results), sum(file.stat().st_size for file in _files(path)))
    except (sqlite3.Error, OSError) as error:
        raise CacheError(_cannot_be_used(path, error)) from None


def clear(path: Path) -> None:
    """Delete all results, even while other processes use them.

    Raises:
        CacheError: they cannot be deleted.
    """
    if not path.exists():
        return
    try:
        connection = _opened(path)
        try:
            connection.execute("DELETE FROM results")
            _give_back(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, OSError) as error:
        raise CacheError(_cannot_be_used(path, error)) from None


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))  # SQLite would use 0644
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    deadline = time.monotonic() + _PATIENCE
    while True:
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        try:
            _prepare(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            # Switching to WAL does not wait for another process that is doing the same.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        except BaseException:
            connection.close()
            raise
        else:
            return connection


def _prepare(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # only affects a new file
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = NORMAL")
    if _format_of(connection) == _FORMAT:
        return
    connection.execute("BEGIN IMMEDIATE")
    if _format_of(connection) != _FORMAT:  # another process may have created the table while this one waited
        connection.execute("DROP TABLE IF EXISTS results")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
    connection.execute("COMMIT")


def _format_of(connection: sqlite3.Connection) -> int:
    (known,) = connection.execute("PRAGMA user_version").fetchone()
    return int(known)


def _trim(connection: sqlite3.Connection, limit: int) -> None:
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    while True:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        (results,) = connection.execute("SELECT count(*) FROM results").fetchone()
        if (pages - free) * page <= limit or not results:
            break
        oldest = "SELECT key FROM results ORDER BY used, key LIMIT ?"
        connection.execute(f"DELETE FROM results WHERE key IN ({oldest})", (-(-results // 10),))  # noqa: S608
    _give_back(connection)


def _give_back(connection: sqlite3.Connection) -> None:
    """Return free pages to the file system; each step frees one page, and only executescript steps to the end."""
    connection.executescript("PRAGMA incremental_vacuum")


def _digest(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(key + value).digest()


def _files(path: Path) -> list[Path]:
    return [file for file in (path, *(path.with_name(f"{path.name}-{end}") for end in ("wal", "shm"))) if file.exists()]


def _cannot_be_used(path: Path, error: sqlite3.Error | OSError) -> str:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"the cache {path} cannot be used ({reason}): delete it, free some space, or change XDG_CACHE_HOME"
