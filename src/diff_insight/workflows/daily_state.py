"""Remembers up to which commit there are daily reports."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diff_insight.errors import OutputError, SettingsFileError
from diff_insight.system.atomic_file import write_atomically


class _State(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = 1
    reported: dict[str, str] = {}


class DailyState:
    """The last commit that was reported of each ref, in a file.

    Args:
        file: which need not be there yet.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def last(self, ref: str) -> str | None:
        """The id of the last commit that was reported of a ref; None before the first report.

        Raises:
            SettingsFileError: the file cannot be read, or is none of these.
        """
        return self._read().reported.get(ref)

    def move(self, ref: str, commit: str) -> None:
        """Say that a ref is reported up to a commit.

        Raises:
            SettingsFileError: the file cannot be read, or is none of these.
            OutputError: it cannot be written.
        """
        state = self._read()
        moved = state.model_copy(update={"reported": {**state.reported, ref: commit}})
        try:
            write_atomically(self._file, (moved.model_dump_json(indent=1) + "\n").encode())
        except OSError as error:
            raise OutputError(
                f"{self._file} cannot be written: {error.strerror}; choose another place with --state"
            ) from None

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
