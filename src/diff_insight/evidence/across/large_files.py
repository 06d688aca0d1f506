"""What a change does to a file that Git LFS keeps elsewhere: in the repository there is only a pointer to it.

A pointer is a text of lines `key value`, `version` first, with the SHA-256 of the object and its size, as the
specification of Git LFS 1 says.
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
_LONGEST = 40  # lines of a pointer, with those of extensions


def stored_facts(sides: Sides) -> tuple[Fact, ...]:
    """That an object behind a pointer changed, came or went; none of what is a pointer on neither side."""
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
    """The id of the object, its size in bytes, and the line of that, on one side; None where the side is no pointer."""
    lines: Sequence[Line] = [
        line for hunk in sides.file.hunks[:1] for line in hunk.lines[: 2 * _LONGEST] if line.kind in (kind, " ")
    ]
    if len(sides.file.hunks) != 1 or not lines:
        return None
    # Without context only the two lines that differ are shown, below the version.
    is_below = (lines[0].old if kind == "-" else lines[0].new) == 2 and _OID.match(lines[0].text) and len(lines) == 2
    if not (is_below or _VERSION.match(lines[0].text)):
        return None
    size = next(((match[1], line) for line in lines if (match := _SIZE.match(line.text))), None)
    oid = next((line.text for line in lines if _OID.match(line.text)), None)
    if size is None or oid is None:
        return None
    return oid, (size[0], (size[1].old if kind == "-" else size[1].new) or 0)
