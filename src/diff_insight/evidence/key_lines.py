"""Reads `key: value` off single lines, where a settings file is not known whole."""

import re
from collections.abc import Iterator

from diff_insight.changes.changeset import Line
from diff_insight.evidence.edits import Edit
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.settings_facts import value_facts

_KEY = re.compile(r"""^\s*(?:-\s+)?["']?([A-Za-z_][\w.\-/]*)["']?\s*[:=]\s*(\S.*?),?\s*$""")


def key_facts(edit: Edit) -> Iterator[Fact]:
    """The key of a line that came or went, or the value that another took the place of."""
    before = _entry(edit.removed) if edit.removed else None
    after = _entry(edit.added) if edit.added else None
    old_line = edit.removed.old if edit.removed else None
    new_line = edit.added.new if edit.added else None
    if before and after and before[0] == after[0]:
        if before[1] != after[1]:
            yield from value_facts(before[1], after[1], before[0], old_line, new_line)
        return
    if before:
        yield Fact(FactKind.KEY_REMOVED, before[1], subject=before[0], old_line=old_line)
    if after:
        yield Fact(FactKind.KEY_ADDED, after=after[1], subject=after[0], new_line=new_line)


def _entry(line: Line) -> tuple[str, str] | None:
    match = _KEY.match(line.text)
    if match is None or match[2].startswith("//"):
        return None
    return match[1], match[2].strip("\"'")
