"""Adds to a diff that was cut the lines that facts name, so that every fact leads to its line."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from diff_insight.changes.changeset import Hunk, Line
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.reports.shown_diff import LONGEST
from diff_insight.system.visible import visible_diff

Place = tuple[str, int]
"""A line of a file: `o` for the old side or `n` for the new one, and its number, counted from 1."""

_AROUND = 1  # lines of context on each side of a line that is added
_HEADER = re.compile(r"@@+ -(\d+)[^+]*\+(\d+)")


def places_shown(lines: Sequence[str]) -> frozenset[Place]:
    """The lines of the file that a shown diff has, by the numbers in the headers of its hunks."""
    found: set[Place] = set()
    old = new = 0
    for line in lines:
        if header := _HEADER.match(line):
            old, new = int(header[1]), int(header[2])
        elif line[:1] in ("-", "+", " ", ""):
            if line[:1] != "+":
                found.add(("o", old))
                old += 1
            if line[:1] != "-":
                found.add(("n", new))
                new += 1
    return frozenset(found)


def hunks_with(diff: str, path: str, wanted: Collection[Place]) -> tuple[str, ...]:
    """The lines of small hunks that have the wanted lines, each with a line of context, in the order of the diff.

    Args:
        diff: the hunks of one file, in unified format.
        path: its path, for messages.
        wanted: lines of the file; those that the diff does not have are ignored.

    Raises:
        UnreadableChangeError: it is not a valid diff.
    """
    if not wanted:
        return ()
    places = frozenset(wanted)
    lines = [line for hunk in read_hunks(diff, path) for part in _parts(hunk, places) for line in _text(part)]
    return tuple(visible_diff("\n".join(lines)).split("\n")) if lines else ()


def _parts(hunk: Hunk, wanted: frozenset[Place]) -> Iterator[Sequence[Line]]:
    """The runs of a hunk's lines that are wanted or stand next to one."""
    hits = [place for place, line in enumerate(hunk.lines) if ("o", line.old) in wanted or ("n", line.new) in wanted]
    near = sorted({place + step for place in hits for step in range(-_AROUND, _AROUND + 1)} & {*range(len(hunk.lines))})
    for _, run in groupby(enumerate(near), key=lambda pair: pair[1] - pair[0]):
        yield [hunk.lines[place] for _, place in run]


def _text(lines: Sequence[Line]) -> Iterator[str]:
    old, new = ([number for line in lines if (number := getattr(line, side))] for side in ("old", "new"))
    yield f"@@ -{old[0] if old else 0},{len(old)} +{new[0] if new else 0},{len(new)} @@"
    for line in lines:
        text = line.kind + line.text
        yield text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
