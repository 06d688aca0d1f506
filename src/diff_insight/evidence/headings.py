"""Finds Markdown headings among the lines of a hunk, and only those that cannot be comments in a code block."""

import re

from diff_insight.changes.changeset import Hunk, Line

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*(?:\{[^{}]*\})?[ \t]*\r?$")
_LINK = re.compile(r"\[([^\]]+)\]\([^()]*\)")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})\s*(\S*)")


def headings(hunk: Hunk) -> dict[Line, str]:
    """The text of each changed heading, by its line.

    A hunk shows only a part of the file, so a `#` line may be a comment inside a code block that began above. Before
    the first fence of a hunk the doubt is settled by that fence (one with a language opens a block); where nothing
    settles it, a first-level heading is believed only at the top of the file, and deeper ones always.
    """
    found: dict[Line, str] = {}
    for kind in "-+":
        lines = [line for line in hunk.lines if line.kind in (kind, " ")]
        from_top = (hunk.old_start if kind == "-" else hunk.new_start) <= 1
        inside = _starts_inside(lines, from_top=from_top)
        sure = from_top or any(_FENCE.match(line.text) for line in lines)
        for line in lines:
            if _FENCE.match(line.text):
                inside = not inside
            elif not inside and line.kind == kind:
                match = _HEADING.match(line.text)
                if match and (sure or len(match[1]) > 1):
                    found[line] = _LINK.sub(r"\1", match[2])
    return found


def _starts_inside(lines: list[Line], *, from_top: bool) -> bool:
    if from_top:
        return False
    first = next((match for line in lines if (match := _FENCE.match(line.text))), None)
    return first is not None and not first[2]
