"""Facts about files stored in Git LFS, of which the repository holds only a pointer.

A pointer is a text of `key value` lines, `version` first, with the object's SHA-256 and size, as specified by Git LFS
version 1.
"""

import re
from collections.abc import Sequence

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides

_VERSION = re.compile(r"version https://git-lfs\.github\.com/spec/v\d+\r?\Z")
_SIZE = re.compile(r"size (\d+)\r?\Z")
_OID = re.compile(r"oid sha256:[0-9a-f]{64}\r?\Z")
_LONGEST = 40  # maximum number of lines of a pointer, including extensions


def stored_facts(sides: Sides) -> tuple[Fact, ...]:
    """The fact that the object behind a pointer was changed, added or removed; empty if neither side is a pointer."""
    old, new = _pointer(sides, "-"), _pointer(sides, "+")
    if not (old or new):
        return ()
    before, after = old[1] if old else None, new[1] if new else None
    if old and new and old[0] == new[0]:
        return ()
    return (
        Fact(
            FactKind.STORED_OBJECT_CHANGED,
            before[0] if before else None,
            after[0] if after else None,
            old_line=before[1] if before else None,
            new_line=after[1] if after else None,
        ),
    )


def _pointer(sides: Sides, kind: str) -> tuple[str, tuple[str, int]] | None:
    """One side's object id, and its size in bytes with the line of that; None if the side is not a pointer."""
    lines: Sequence[Line] = [
        line for hunk in sides.file.hunks[:1] for line in hunk.lines[: 2 * _LONGEST] if line.kind in (kind, " ")
    ]
    if len(sides.file.hunks) != 1 or not lines:
        return None
    # A diff without context shows only the two lines that differ, below the version.
    is_below = (lines[0].old if kind == "-" else lines[0].new) == 2 and _OID.match(lines[0].text) and len(lines) == 2
    if not (is_below or _VERSION.match(lines[0].text)):
        return None
    size = next(((match[1], line) for line in lines if (match := _SIZE.match(line.text))), None)
    oid = next((line.text for line in lines if _OID.match(line.text)), None)
    if size is None or oid is None:
        return None
    return oid, (size[0], (size[1].old if kind == "-" else size[1].new) or 0)
