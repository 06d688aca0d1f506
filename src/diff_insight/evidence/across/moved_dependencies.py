"""Drops packages as newly needed that a `setup.py` or `setup.cfg`, of which dependencies are not read, named before."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from packaging.utils import canonicalize_name

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

_GIVEN_UP = frozenset({"setup.py", "setup.cfg"})
_NAME = re.compile(r"(?:^\s*|[\"'])([A-Za-z0-9][\w.-]*)")  # at the beginning of a line or of a string


def without_moved_dependencies(
    files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]]
) -> list[tuple[Fact, ...]]:
    """The facts of each file without new dependencies that stood in a line which such a file loses.

    Args:
        files: the files of the change.
        facts: those of each file.
    """
    named = {
        canonicalize_name(name)
        for file in files
        if PurePosixPath(file.path).name in _GIVEN_UP
        for hunk in file.hunks
        for line in hunk.lines
        if line.kind == "-"
        for name in _NAME.findall(line.text)
    }
    if not named:
        return list(facts)
    return [
        tuple(fact for fact in of_file if not (_is_new(file, fact) and canonicalize_name(fact.subject or "") in named))
        for file, of_file in zip(files, facts, strict=True)
    ]


def _is_new(file: FileChange, fact: Fact) -> bool:
    return fact.kind is FactKind.DEPENDENCY_ADDED and PurePosixPath(file.path).name == "pyproject.toml"
