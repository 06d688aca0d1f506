"""Finds how a change affects what users meet in source code.

That are options, commands, environment variables, routes, exit codes and deprecations.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from diff_insight.evidence.code.language import CodeLanguage
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.surface import go_options, javascript_options, python_options, rust_options
from diff_insight.evidence.surface.deprecations import Deprecation, deprecations, may_deprecate
from diff_insight.evidence.surface.exit_codes import exit_codes, exit_with_codes
from diff_insight.evidence.surface.item import Item
from diff_insight.evidence.surface.item_facts import OneSide, item_facts, shown_text
from diff_insight.evidence.surface.routes import declare_routes, routes
from diff_insight.evidence.surface.variables import read_variables, variables

WARNING = "warning"
"""The place of a deprecation that a warning states of something other than a parameter."""


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads options in one language; sources that `marks` does not match have none."""

    marks: re.Pattern[str]
    read: Callable[[Node], Iterator[Item]]


@dataclass(frozen=True, slots=True)
class _LineReader:
    """Reads what a single line declares, given a source and its language; useless if none is `are_on` edited lines."""

    read: Callable[[str, str], Iterator[Item]]
    are_on: Callable[[Iterable[str], str], bool]


_BY_LINE = (
    _LineReader(variables, read_variables),
    _LineReader(routes, declare_routes),
    _LineReader(exit_codes, exit_with_codes),
)
_OPTIONS = {
    "Python": _Reader(python_options.MARKS, python_options.options),
    "Go": _Reader(go_options.MARKS, go_options.options),
    "Rust": _Reader(rust_options.MARKS, rust_options.options),
    "JavaScript": _Reader(javascript_options.MARKS, javascript_options.options),
    "TypeScript": _Reader(javascript_options.MARKS, javascript_options.options),
}


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side of a file offers, and what it says is deprecated."""

    offered: OneSide
    deprecations: tuple[Deprecation, ...]


def surface_facts(sides: Sides, language: CodeLanguage) -> Iterator[Fact]:
    """Yield the facts about what users meet, in line order.

    Args:
        sides: a source file.
        language: its language.
    """
    edited = [line.text for line in (*sides.removed_lines(), *sides.added_lines())]
    by_line = [each.read for each in _BY_LINE if each.are_on(edited, language.name)]
    old, new = (_side(sides, language, by_line, is_old=is_old) for is_old in (True, False))
    found = list(item_facts(old.offered, new.offered, are_whole=sides.are_whole))
    found += [_deprecated(each, new.offered.lines) for each in _newly(old, new) if each.line in new.offered.changed]
    found += [_ended(each, old.offered.lines) for each in _newly(new, old) if each.line in old.offered.changed]
    yield from sorted(found, key=lambda fact: fact.new_line or fact.old_line or 0)


def _side(
    sides: Sides, language: CodeLanguage, by_line: Sequence[Callable[[str, str], Iterator[Item]]], *, is_old: bool
) -> _Side:
    text = shown_text(sides, is_old=is_old)
    items: list[Item] = []
    reader = _OPTIONS.get(language.name)
    if reader and reader.marks.search(text):
        items += reader.read(language.tree(text))
    for read in by_line:
        items += read(text, language.name)
    told = tuple(deprecations(text, language.definitions(text))) if may_deprecate(text) else ()
    return _Side(OneSide.of(sides, text, tuple(items), is_old=is_old), told)


def _newly(old: _Side, new: _Side) -> list[Deprecation]:
    """The deprecations of the new side that the old one does not have, in these or other words about the same.

    A warning in words that were there before, such as one that an asynchronous twin gets later, is not new.
    """
    left = list(old.deprecations)
    known = {each.text for each in left if not each.is_mark}
    waiting = []
    for each in new.deprecations:
        if not each.is_mark and each.text in known and all(each.name != one.name for one in left):
            continue
        same = next((one for one in left if (one.name, one.text) == (each.name, each.text)), None)
        if same:
            left.remove(same)
        else:
            waiting.append(each)
    for each in list(waiting):
        reworded = next((one for one in left if one.name == each.name and one.is_mark == each.is_mark), None)
        if reworded:
            left.remove(reworded)
            waiting.remove(each)
    return waiting


def _deprecated(each: Deprecation, lines: Sequence[str]) -> Fact:
    return Fact(
        FactKind.DEPRECATED, after=each.text, subject=each.name or None, where=_of_warning(each), new_line=each.line,
        public=each.public, new_span=_span(each, lines),
    )  # fmt: skip


def _ended(each: Deprecation, lines: Sequence[str]) -> Fact:
    return Fact(
        FactKind.DEPRECATION_ENDED, before=each.text, subject=each.name or None, where=_of_warning(each),
        old_line=each.line, public=each.public, old_span=_span(each, lines),
    )  # fmt: skip


def _of_warning(each: Deprecation) -> str | None:
    return None if each.is_mark else each.parameter or WARNING


def _span(each: Deprecation, lines: Sequence[str]) -> tuple[int, int] | None:
    start = lines[each.line - 1].find(each.text)
    return (start, start + len(each.text)) if start >= 0 else None
