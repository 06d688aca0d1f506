"""Reads from the lines of `setup.py` which commands and other entry points a Python package installs."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.surface.item_facts import shown_text

_POINT = re.compile(r"""\s*["'](?P<name>[\w.-]+)\s*=\s*(?P<value>[\w.]+:[\w.]+)[^"']*["']""")
_GROUP = re.compile(r"""["']?\b(?P<name>[\w.]+?)["']?\]?(?:\.extend|\.append)?\s*(?::|=|\()+\s*[\[(]""")
_SCRIPTS = frozenset({"console_scripts", "gui_scripts"})
_FARTHEST = 40  # maximum lines from an entry point up to the group that it belongs to


def script_facts(sides: Sides) -> Iterator[Fact]:
    """Yield the entry points that a `setup.py` no longer has, by the keys that `pyproject.toml` gives them.

    Args:
        sides: the file; any other one has none.
    """
    if PurePosixPath(sides.file.path).name != "setup.py":
        return
    removed = [(line, match) for line in sides.removed_lines() if (match := _POINT.match(line.text))]
    if not removed:
        return
    old, new = (shown_text(sides, is_old=is_old).split("\n") for is_old in (True, False))
    kept = {match["name"] for text in new if (match := _POINT.match(text))}
    for line, match in removed:
        group = _group(old, line.old or 1)
        if match["name"] not in kept and group:
            key = "project.scripts" if group in _SCRIPTS else f"project.entry-points.{group}"
            yield Fact(FactKind.KEY_REMOVED, before=match["value"], subject=f"{key}.{match['name']}", old_line=line.old)


def _group(lines: Sequence[str], number: int) -> str:
    """The name of the list of entry points in which a line stands; '' if the lines above do not say it."""
    for text in reversed(lines[max(number - 1 - _FARTHEST, 0) : number - 1]):
        if match := _GROUP.search(text):
            return match["name"]
    return ""
