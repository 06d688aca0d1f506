"""Tells by its name, and by what the diff shows of it, whether a program wrote a file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pathspec import GitIgnoreSpec

from diff_insight.changes.changeset import FileChange, Status

_SHOWN = 2000  # lines of a file that are looked at
_MINIFIED = 100  # average characters of a line from which on no person wrote it

_BY_NAME = GitIgnoreSpec.from_lines(["*.dist-info/", "*.egg-info/"])
_MINIFIED_NAMES = GitIgnoreSpec.from_lines(["*.min.js", "*.min.css", "*.min.mjs"])
_MAP_OF_SCRIPT = re.compile(r"\.(?:[cm]?[jt]sx?|css)\.map\Z")
_MAPPINGS = re.compile(r'"mappings"\s*:')
_OF_MAP = re.compile(r'"(?:version"\s*:\s*3|sources"\s*:|names"\s*:)')
_JSON_LINE = re.compile(r"\s*(?:[\[{}\]\"]|$)")


@dataclass(frozen=True, slots=True)
class _Written:
    """What a generator calls its files, and what it writes into each of them.

    Attributes:
        names: the patterns of their names.
        header: what stands in their first lines.
        anywhere: whether it may as well stand farther down.
    """

    names: GitIgnoreSpec
    header: re.Pattern[str]
    anywhere: bool = False


_WRITTEN = (
    _Written(
        GitIgnoreSpec.from_lines(["*.pb.go", "*_pb2.py", "*_pb2_grpc.py", "*.g.dart"]),
        re.compile(r"\bgenerated\b", re.IGNORECASE),
    ),
    _Written(
        GitIgnoreSpec.from_lines(["*.[Dd]esigner.cs"]),
        re.compile(r"<auto-?generated|\bgenerated (?:code|by)\b|\bInitializeComponent\b", re.IGNORECASE),
        anywhere=True,
    ),
)


def is_generated(file: FileChange) -> bool:
    """Whether a name that generators give says so, and what is shown of the file does not say otherwise."""
    path = file.path
    if _BY_NAME.match_file(path):
        return True
    if is_minified(path):
        return _has_long_lines(file)
    if path.endswith(".map"):
        return _is_source_map(file)
    return any(_is_written(file, written) for written in _WRITTEN if written.names.match_file(path))


def _is_written(file: FileChange, written: _Written) -> bool:
    if any(written.header.search(line) for line in _shown(file)):
        return True
    # A hunk from farther down does not show the header, and a file of that name has one.
    begins = bool(file.hunks) and min(file.hunks[0].old_start, file.hunks[0].new_start) <= 1
    is_whole = file.status in (Status.ADDED, Status.REMOVED) and bool(file.hunks)
    return not (is_whole if written.anywhere else begins)


def is_minified(path: str) -> bool:
    """Whether a file is called as scripts and style sheets are that a program made small, names in them included."""
    return _MINIFIED_NAMES.match_file(path)


def _has_long_lines(file: FileChange) -> bool:
    lines = list(_shown(file))
    return not lines or sum(map(len, lines)) >= _MINIFIED * len(lines) or "sourceMappingURL=" in lines[-1]


def _is_source_map(file: FileChange) -> bool:
    """Whether it maps a script or style sheet to its sources; linkers and games have files of that name, too."""
    lines = list(_shown(file))
    if any(map(_MAPPINGS.search, lines)) and any(map(_OF_MAP.search, lines)):
        return True
    return _MAP_OF_SCRIPT.search(file.path) is not None and all(map(_JSON_LINE.match, lines))


def _shown(file: FileChange) -> Iterator[str]:
    """The lines of a file that the diff shows, empty ones aside."""
    lines = (line.text for hunk in file.hunks for line in hunk.lines if line.text.strip())
    return islice(lines, _SHOWN)
