"""Records which lines of a batch are done, so that an interrupted batch can resume."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from diff_insight.errors import OutputError
from diff_insight.pipeline import ReportSpec
from diff_insight.reports.report import Provenance
from diff_insight.workflows.batch import BatchLine


class Journal:
    """A file with an entry for each finished line of a batch.

    Args:
        file: the journal's path; it need not exist yet. Incomplete entries, left by a killed process, are ignored.

    Raises:
        OutputError: the file cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._done: dict[str, list[str]] = {}
        try:
            lines = file.read_bytes().splitlines() if file.exists() else []
        except OSError as error:
            raise OutputError(f"{file} cannot be read: {error.strerror}; choose another one with --journal") from None
        for line in lines:
            try:
                entry = json.loads(line)
                self._done[str(entry["key"])] = [str(path) for path in entry["files"]]
            except (ValueError, KeyError, TypeError):
                continue

    def is_done(self, key: str) -> bool:
        """Whether a line is done and its output files still exist."""
        return key in self._done and all(Path(file).is_file() for file in self._done[key])

    def add(self, key: str, files: Sequence[str]) -> None:
        """Record that a line is done.

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
                f"{self._file} cannot be written: {error.strerror}; choose another one with --journal"
            ) from None
        self._done[key] = list(files)

    def _ends_line(self) -> bool:
        with self._file.open("rb") as journal:
            journal.seek(-1, os.SEEK_END)
            return journal.read(1) == b"\n"


def key_of_line(line: BatchLine, spec: ReportSpec, provenance: Provenance) -> str:
    """A hash of everything a line's output files depend on; of releases the content and the name, not the folder."""
    names = [Path(path).name for path in (line.base, line.head)] if line.contents else []
    identity = [line.day.isoformat(), *line.ids, *names, asdict(spec), provenance.model_dump(mode="json")]
    return sha256(json.dumps(identity, default=str, sort_keys=True).encode()).hexdigest()
