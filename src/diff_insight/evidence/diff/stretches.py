"""The known lines of one side of a change, changed or not."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from diff_insight.evidence.diff.sides import Sides

_SECTION = re.compile(r"@@ .*? @@ ?(.*)")


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line of one side: its number, counted from 1, its text, and whether the other side lacks it."""

    number: int
    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines of one side.

    Attributes:
        lines: the lines in order.
        above: the nearest line above that begins at the margin with a letter, as git shows it after `@@`; '' if
            unknown.
    """

    lines: tuple[KnownLine, ...]
    above: str = ""


def stretches(sides: Sides, kind: str) -> list[Stretch]:
    """One stretch for the full text if it is known, otherwise one per hunk.

    Args:
        sides: a file's change.
        kind: '-' for the old side, '+' for the new one.
    """
    hunks = sides.file.hunks[: len(sides.edits)]
    text = sides.old if kind == "-" else sides.new
    if text is not None and sides.are_whole:
        changed = {line.old if kind == "-" else line.new for hunk in hunks for line in hunk.lines if line.kind == kind}
        numbered = enumerate(text.removeprefix("\ufeff").split("\n"), 1)
        return [Stretch(tuple(KnownLine(number, line, number in changed) for number, line in numbered))]
    found = []
    for hunk in hunks:
        lines = tuple(
            KnownLine((line.old if kind == "-" else line.new) or 0, line.text, line.kind == kind)
            for line in hunk.lines
            if line.kind in (" ", kind)
        )
        section = _SECTION.match(hunk.header)
        found.append(Stretch(lines, section[1].strip() if section else ""))
    return found


def all_lines(known: Sequence[Stretch]) -> list[KnownLine]:
    """The lines of all stretches."""
    return [line for stretch in known for line in stretch.lines]
