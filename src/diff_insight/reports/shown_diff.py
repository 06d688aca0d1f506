"""Cuts the diff of a file to the part that is shown; the time and size of rendering do not depend on the rest."""

import re
from dataclasses import dataclass
from itertools import islice

from diff_insight.reports.report import FileItem
from diff_insight.sentences.translation import Wording
from diff_insight.system.visible import visible_diff

LONGEST = 2_000
"""Maximum characters shown of a line."""

_HEADER = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_LINE = re.compile(r"([^\n]*)\n")


@dataclass(frozen=True, slots=True)
class ShownDiff:
    """The shown part of a file's diff: its first lines, and a note if something is left out, else ''."""

    lines: tuple[str, ...]
    note: str

    @property
    def text(self) -> str:
        """The lines, without a line feed after the last one."""
        return "\n".join(self.lines)

    @property
    def whole_hunks(self) -> str:
        """The lines as a valid diff: the header of the last hunk counts only its shown lines."""
        headers = [(place, found) for place, line in enumerate(self.lines) if (found := _HEADER.match(line))]
        if not headers:
            return ""
        place, found = headers[-1]
        shown = self.lines[place + 1 :]
        old, new = (sum(line[:1] in (" ", side) for line in shown) for side in "-+")
        header = f"@@ -{found[1]},{old} +{found[2]},{new} @@{self.lines[place][found.end() :]}"
        lines = (*self.lines[:place], header, *shown) if shown else self.lines[:place]
        return "".join(f"{line}\n" for line in lines)


def shown_diff(wording: Wording, file: FileItem, limit: int) -> ShownDiff:
    """The first lines of a file's diff, each at most `LONGEST` characters, with invisible characters made visible.

    Args:
        wording: language of the note.
        file: file of the report.
        limit: maximum number of lines; 0 for none.
    """
    if file.unshown:
        return ShownDiff((), wording.say("The source of this report leaves out the diff of this file."))
    if not file.diff:
        return ShownDiff((), "")
    first = [found[1] for found in islice(_LINE.finditer(file.diff), limit)]
    notes = []
    if (total := file.diff.count("\n")) > limit:
        notes.append(
            wording.say("The diff is cut here: {shown} of its {total} lines are shown.", shown=limit, total=total)
        )
    if any(len(line) > LONGEST for line in first):
        notes.append(wording.say("Lines of more than {count} characters are cut.", count=LONGEST))
    cut = "\n".join(line if len(line) <= LONGEST else f"{line[:LONGEST]}…" for line in first)
    return ShownDiff(tuple(visible_diff(cut).split("\n")) if first else (), wording.sentences(notes))
