"""Remembers which lines of a batch are done, so that one that was ended goes on where it was."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from diff_insight.errors import OutputError
from diff_insight.pipeline import ReportSpec
from diff_insight.report.report import Provenance
from diff_insight.workflows.batch import BatchLine


class Journal:
    """A file to which a line is added for each line of a batch that is done.

    Args:
        file: which need not be there yet. A last line that was torn when a process was killed counts as none.

    Raises:
        OutputError: it cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._done: dict[str, list[str]] = {}
        try:
            lines = file.read_bytes().splitlines() if file.exists() else []
        except OSError as error:
            raise OutputError(f"{file} cannot be read: {error.strerror}; name another one with --journal") from None
        for line in lines:
            try:
                entry = json.loads(line)
                self._done[str(entry["key"])] = [str(path) for path in entry["files"]]
            except (ValueError, KeyError, TypeError):
                continue

    def is_done(self, key: str) -> bool:
        """Whether a line was done, and the files it gave are still there."""
        return key in self._done and all(Path(file).is_file() for file in self._done[key])

    def add(self, key: str, files: Sequence[str]) -> None:
        """Say that a line is done.

        Raises:
            OutputError: the file cannot be written.
        """
        entry = json.dumps({"key": key, "files": list(files)}) + "\n"
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("ab") as journal:
                if journal.tell() and not self._ends_line():
                    journal.write(b"\n")
                journal.write(entry.encode())
                journal.flush()
                os.fsync(journal.fileno())
        except OSError as error:
            raise OutputError(
                f"{self._file} cannot be written: {error.strerror}; name another one with --journal"
            ) from None
        self._done[key] = list(files)

    def _ends_line(self) -> bool:
        with self._file.open("rb") as journal:
            journal.seek(-1, os.SEEK_END)
            return journal.read(1) == b"\n"


def key_of_line(line: BatchLine, spec: ReportSpec, provenance: Provenance) -> str:
    """A hash of everything the files of a line depend on."""
    identity = [line.day.isoformat(), line.base, line.head, asdict(spec), provenance.model_dump(mode="json")]
    return sha256(json.dumps(identity, default=str, sort_keys=True).encode()).hexdigest()
