"""What documentation says changed in a version: Sphinx's `versionchanged`, `versionadded` and `versionremoved`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from packaging.version import InvalidVersion, Version
from rapidfuzz.fuzz import ratio

from diff_insight.changes.changeset import Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.surface.item_facts import shown_text

_SUFFIXES = frozenset({".py", ".pyi", ".rst", ".md", ".txt", ".pyx"})
_DIRECTIVE = re.compile(
    r"(?P<margin>\s*)(?:\.\.\s+|[`:]{3,}\{)version(?:changed|added|removed)(?:::|\})\s*(?P<version>\S+)?(?P<words>.*)$"
)
_FENCE = re.compile(r"\s*[`:]{3,}\s*$")
_OBJECT = re.compile(
    r"(?P<margin>\s*)\.\.\s+(?:py:|c:|js:)?(?:auto)?(?:function|method|class|attribute|data|exception|module|decorator|"
    r"option|setting|confval|property|classmethod|staticmethod|coroutine|comethod)::\s*(?P<name>[\w.\-]+)"
)
_DEFINITION = re.compile(r"(?P<margin>\s*)(?:async\s+)?(?:def|class)\s+(?P<name>\w+)")
_LINES = 12  # maximum lines of one note
_FARTHEST = 150  # maximum lines from a note up to what it is about
_LEAST, _LONGEST = 3, 300  # words and characters of a note that is told
_SAME = 60.0  # likeness, in percent, from which a note is an earlier one in other words


@dataclass(frozen=True, slots=True)
class _Note:
    line: int
    version: str
    words: str


def version_notes(sides: Sides) -> Iterator[Fact]:
    """Yield the notes on what changed in a version that a file gains.

    Notes on earlier versions than the file spoke of before, and earlier notes in other words, are none; nor are those
    of a new file, which may have been written for what was there.

    Args:
        sides: a document, or a Python source with its docstrings.
    """
    if PurePosixPath(sides.file.path).suffix not in _SUFFIXES or sides.file.status is Status.ADDED:
        return
    added = {line.new for line in sides.added_lines() if "version" in line.text}
    if not added:
        return
    before, lines = (shown_text(sides, is_old=is_old).split("\n") for is_old in (True, False))
    known = list(_notes(before))
    newest = max((number for note in known if (number := _number(note.version))), default=None)
    for note in _notes(lines):
        number = _number(note.version)
        is_late = newest is not None and number is not None and number < newest
        if note.line not in added or is_late or any(ratio(note.words, old.words) >= _SAME for old in known):
            continue
        if len(note.words.split()) >= _LEAST and len(note.words) <= _LONGEST and not addresses_model(note.words):
            yield Fact(
                FactKind.CHANGE_NOTED, after=note.words, subject=_about(lines, note.line) or None, where=note.version,
                new_line=note.line, public=True,
            )  # fmt: skip


def _notes(lines: Sequence[str]) -> Iterator[_Note]:
    for position, line in enumerate(lines):
        match = _DIRECTIVE.match(line) if "version" in line else None
        if match is None:
            continue
        words = [match["words"]]
        is_fenced = "{" in line
        for text in lines[position + 1 : position + _LINES]:
            margin = len(text) - len(text.lstrip())
            is_inside = is_fenced or margin > len(match["margin"])
            if (
                (not text.strip() and any(map(str.strip, words)))
                or _FENCE.match(text)
                or (text.strip() and not is_inside)
            ):
                break
            words.append(text)
        yield _Note(position + 1, match["version"] or "", " ".join(" ".join(words).split()).rstrip('"').strip())


def _number(version: str) -> Version | None:
    try:
        return Version(version)
    except InvalidVersion:
        return None  # such as `next`


def _about(lines: Sequence[str], line: int) -> str:
    """The name of the innermost definition or directive around a note; '' if there is none."""
    margin = len(lines[line - 1]) - len(lines[line - 1].lstrip())
    for text in reversed(lines[max(line - 1 - _FARTHEST, 0) : line - 1]):
        match = _OBJECT.match(text) or _DEFINITION.match(text)
        if match and len(match["margin"]) < margin:
            return match["name"]
    return ""
