"""Remembers up to which commit daily reports have been made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from diff_insight.errors import OutputError, SettingsFileError
from diff_insight.system.atomic_file import write_atomically


class _State(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = 1
    reported: dict[str, str] = {}


class DailyState:
    """The last reported commit of each ref, kept in a file.

    Args:
        file: the file, which does not have to exist yet.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs away from the state until the end of the block, so that none reports the same commits.

        Raises:
            SettingsFileError: another run has it.
            OutputError: the lock file cannot be written.
        """
        lock = FileLock(f"{self._file}.lock", blocking=False)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout:
            raise SettingsFileError(
                f"another `diff-insight daily` is using {self._file}: wait for it, or name another file with --state"
            ) from None
        except OSError as error:
            raise self._cannot_be_written(error) from None
        try:
            yield
        finally:
            lock.release()

    def last(self, ref: str) -> str | None:
        """The id of the last reported commit of a ref; None before the first report.

        Raises:
            SettingsFileError: the file cannot be read, or is not a state file.
        """
        return self._read().reported.get(ref)

    def move(self, ref: str, commit: str) -> None:
        """Record that a ref is reported up to a commit.

        Raises:
            SettingsFileError: the file cannot be read, or is not a state file.
            OutputError: it cannot be written.
        """
        state = self._read()
        moved = state.model_copy(update={"reported": {**state.reported, ref: commit}})
        try:
            write_atomically(self._file, (moved.model_dump_json(indent=1) + "\n").encode())
        except OSError as error:
            raise self._cannot_be_written(error) from None

    def _cannot_be_written(self, error: OSError) -> OutputError:
        return OutputError(f"{self._file} cannot be written: {error.strerror}; choose another place with --state")

    def _read(self) -> _State:
        try:
            return _State.model_validate_json(self._file.read_bytes())
        except FileNotFoundError:
            return _State()
        except (OSError, ValidationError):
            raise SettingsFileError(
                f"{self._file} does not say what was reported: name another file with --state, or remove it and say "
                "with --since where to begin"
            ) from None
