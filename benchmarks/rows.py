"""Reads changes that others gathered: JSON lines with a `path`, a `status`, and a `diff` without its header."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diff_insight.changes.changeset import FileChange
from diff_insight.changes.unified import read_unified
from diff_insight.errors import DiffInsightError

_SIDES = {"added": ("/dev/null", "b/"), "removed": ("a/", "/dev/null")}


def changes_of(path: Path) -> Iterator[tuple[dict[str, Any], FileChange]]:
    """Each row of a file, gzipped or not, whose diff can be read, with its change."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        for line in file:
            row: dict[str, Any] = json.loads(line)
            change = _change(row) if row["diff"] else None
            if change:
                yield row, change


def _change(row: dict[str, Any]) -> FileChange | None:
    old, new = _SIDES.get(row["status"], ("a/", "b/"))
    sides = [side if side == "/dev/null" else side + row["path"] for side in (old, new)]
    try:
        (change,) = read_unified(f"--- {sides[0]}\n+++ {sides[1]}\n{row['diff']}\n".encode(), "row")
    except (DiffInsightError, ValueError):
        return None
    return change
