"""Defaults that documentation states: which of them it states otherwise after a change."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.surface.item import DEFAULT
from diff_insight.evidence.surface.item_facts import shown_text

_SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".rst", ".adoc", ".txt"})
_STATED = re.compile(
    r"\bdefaults?\b(?:\s+value)?(?:\s+(?:is|to|of))*[\s:=(*_]*"
    r"(?:`+(?P<code>[^`]+?)`+|(?P<literal>true|false|none|null|undefined|nil|-?\d[\w.]*\b|\"[^\"]*\"|'[^']*'))",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?:\*\*|__)`?([^*_`]\S*?)`?:?(?:\*\*|__)")
_SPAN = re.compile(r"`+([^`]+?)`+")
_KEY = re.compile(r"-{0,2}[A-Za-z_$][\w$.:-]*")
# Lines that say of what the lines below them speak: headings, directives and items of lists.
_ABOVE = re.compile(
    r"#{1,6}\s+(?P<heading>.+?)\s*#*$"
    r"|\s*\.\. (?:[\w-]+:)?(?:setting|confval|option|attribute|data|envvar|py:attribute)::\s*(?P<directive>\S+)"
    r"|\s*(?:[-*+]|\d+\.)\s+(?:\*\*)?`+(?P<item>[^`]+?)`+"
)
_UNDERLINE = re.compile(r"([=\-~^\"'#*+])\1{2,}\s*$")
_ANCHOR = re.compile(r"<[^>]*>|\{#[^}]*\}|\[#?\]\([^)]*\)")
_FARTHEST = 60  # maximum lines from a default up to what it is the default of


def documented_defaults(sides: Sides) -> Iterator[Fact]:
    """Yield the defaults that a line of documentation states otherwise than the line that it replaces.

    What they are the default of stands in front of them as code, or in the heading, directive or item of a list above.

    Args:
        sides: the file; one that is no text of documentation by its suffix has none.
    """
    if PurePosixPath(sides.file.path).suffix not in _SUFFIXES:
        return
    above: dict[bool, Sequence[str]] = {}
    for edit in sides.all_edits():
        if not (edit.removed and edit.added):
            continue
        old, new = (_STATED.search(line.text) for line in (edit.removed, edit.added))
        if old is None or new is None or edit.removed.text[: old.start()] != edit.added.text[: new.start()]:
            continue
        before, after = (match["code"] or match["literal"] for match in (old, new))
        if before == after:
            continue
        if not above:
            above = {is_old: shown_text(sides, is_old=is_old).split("\n") for is_old in (True, False)}
        first = _subject(edit.removed, old, edit.removed.old, above[True])
        second = _subject(edit.added, new, edit.added.new, above[False])
        if first and first == second:
            yield Fact(
                FactKind.SETTING_CHANGED, before, after, first, DEFAULT, edit.removed.old, edit.added.new, public=True
            )


def _subject(line: Line, stated: re.Match[str], number: int | None, lines: Sequence[str]) -> str:
    """What a stated default is the default of; '' if nothing says it."""
    in_front = line.text[: stated.start()]
    # In `**retries**: \`number\`` the code is a type.
    for form in (_BOLD, _SPAN):
        named = [name for name in form.findall(in_front) if _KEY.fullmatch(name)]
        if named:
            return str(named[-1])
    last = (number or 1) - 1
    for position in range(last - 1, max(last - _FARTHEST, -1), -1):
        text = lines[position] if position < len(lines) else ""
        name = _named(text)
        if not name and _UNDERLINE.match(text) and position and lines[position - 1].strip():
            name = _ANCHOR.sub("", lines[position - 1]).strip(" `*")
            return name if _KEY.fullmatch(name) else ""
        if name:
            return name if _KEY.fullmatch(name) else ""
    return ""


def _named(text: str) -> str:
    match = _ABOVE.match(text)
    if match is None:
        return ""
    return _ANCHOR.sub("", match["heading"] or match["directive"] or match["item"]).strip(" `*:")
