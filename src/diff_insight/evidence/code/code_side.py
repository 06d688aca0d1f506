"""Reads one side of a source file: its definitions, the numbers of its changed lines, and its text."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from diff_insight.changes.changeset import Line
from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.fragments import fragment_definitions
from diff_insight.evidence.code.language import CodeLanguage
from diff_insight.evidence.diff.sides import EDITS_READ, Sides

FLAT = frozenset({NameKind.ENUM_VALUE, NameKind.PROPERTY, NameKind.EXPORT, NameKind.SETTER, NameKind.BOUND})
"""Kinds of names without a body."""

_PACKAGE_STAR = re.compile(r"""\* from ["'](?:\w|@\w)""")
_BODY = 100  # maximum number of lines compared per body
_BEHIND_MACRO = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b[^;()]*?\b(\w+)\s*\(")
_LISTED = re.compile(r"[\"'](\w+)[\"']\s*:\s*[\"'(]")  # a name and where it is, as in `"Reader": ".reader"`


@dataclass(frozen=True, slots=True)
class CodeSide:
    """One side of a file: its definitions, the numbers of its changed lines, and its text if known."""

    definitions: tuple[Definition, ...]
    changed: frozenset[int]
    lines: tuple[str, ...]

    def may_have_more(self, other: "CodeSide") -> bool:
        """Whether it may export names it does not spell out, through `__getattr__` or a star export.

        What both sides export of another package is the same on both.
        """
        known = {definition.name for definition in other.definitions}
        return any(
            d.name == "__getattr__"
            or (d.kind is NameKind.EXPORT and d.name.startswith("*") and not (_is_of_package(d) and d.name in known))
            for d in self.definitions
        )

    def body(self, definition: Definition) -> list[str]:
        """The lines of a definition that are compared, with its own name removed."""
        lines = self.lines[definition.start - 1 : definition.end][:_BODY]
        name = definition.name.rpartition(".")[2]
        return [line.strip().replace(name, "") for line in lines if line.strip()]


def code_side(sides: Sides, language: CodeLanguage, *, is_old: bool) -> CodeSide:
    """One side of a file: of its whole text if that is known, or else of the lines that the diff shows."""
    lines = sides.removed_lines() if is_old else sides.added_lines()
    changed = frozenset(number for line in lines if (number := line.old if is_old else line.new))
    whole = sides.old if is_old else sides.new
    if sides.are_whole and whole is not None:
        return CodeSide(language.definitions(whole), changed, tuple(whole.split("\n")))
    skipped = "+" if is_old else "-"
    fragments: list[list[Line]] = [
        [line for line in hunk.lines[:EDITS_READ] if line.kind != skipped]
        for hunk in sides.file.hunks[: len(sides.edits)]
    ]
    return CodeSide(tuple(fragment_definitions(language, fragments, old=is_old)), changed, ())


def without_unread(
    removed: list[Definition], new: CodeSide, language: CodeLanguage, *, are_whole: bool
) -> list[Definition]:
    """What is removed, without what the new side still has where the parser does not read it."""
    if language.has_macros:
        # The parser does not see what is defined behind a macro that it does not know.
        hidden = {name for line in new.lines for name in _BEHIND_MACRO.findall(line)}
        removed = [d for d in removed if d.parameters is None or d.name.rpartition(".")[2] not in hidden]
    if language.lists_exports and are_whole:
        # What a module imports only when it is asked for, its table of names says.
        listed = {name for line in new.lines for name in _LISTED.findall(line)}
        removed = [definition for definition in removed if definition.name not in listed]
    if language.missed and are_whole:
        missed = _missed(new, language.missed, language.missed_beside)
        removed = [definition for definition in removed if missed.isdisjoint(definition.name.split(".")[-2:])]
    return removed


def without_own(definitions: list[Definition], other: CodeSide, own: re.Pattern[str]) -> list[Definition]:
    """Drop the attributes of a class's body that its objects have on the other side, too, given or inherited."""
    there = {name for line in other.lines for name in own.findall(line)}
    return [d for d in definitions if not (d.kind in FLAT and d.container and d.name.rpartition(".")[2] in there)]


def innermost(side: CodeSide) -> Iterator[Definition]:
    """Yield the innermost definitions around changed lines, in one pass over definitions and lines."""
    definitions = sorted((d for d in side.definitions if d.kind not in FLAT), key=lambda d: (d.start, -d.end))
    open_: list[Definition] = []
    position = 0
    seen: set[int] = set()
    for line in sorted(side.changed):
        while position < len(definitions) and definitions[position].start <= line:
            open_.append(definitions[position])
            position += 1
        while open_ and open_[-1].end < line:
            open_.pop()
        around = next((d for d in reversed(open_) if d.end >= line), None)
        if around and id(around) not in seen:
            seen.add(id(around))
            yield around


def _missed(side: CodeSide, begins: re.Pattern[str], beside: re.Pattern[str]) -> frozenset[str]:
    """The names that are defined more often than the parser reads, in a file in which it may miss some."""
    if not any(beside.search(line) for line in side.lines):
        return frozenset()
    written = Counter(name for line in side.lines for name in begins.findall(line))
    read = Counter(definition.name.rpartition(".")[2] for definition in side.definitions)
    return frozenset(name for name, count in written.items() if count > read[name])


def _is_of_package(star: Definition) -> bool:
    """Whether a star export is of another package, and not of a module beside it."""
    return _PACKAGE_STAR.match(star.name) is not None
