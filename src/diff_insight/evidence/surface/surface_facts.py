"""Finds how a change affects what users meet in source code: options, commands, variables, routes, deprecations."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tree_sitter import Node

from diff_insight.changes.changeset import Hunk
from diff_insight.evidence.code.language import CodeLanguage
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.surface import go_options, javascript_options, python_options, rust_options
from diff_insight.evidence.surface.deprecations import Deprecation, deprecations, may_deprecate
from diff_insight.evidence.surface.item import Item, ItemKind
from diff_insight.evidence.surface.routes import routes
from diff_insight.evidence.surface.variables import variables

_GLOBAL = frozenset({ItemKind.VARIABLE, ItemKind.ROUTE})  # whose names mean the same wherever they stand
WARNING = "warning"
"""The place of a deprecation that a warning states of something other than a parameter."""

_LONGEST = 80  # maximum characters of a name
_TRAIT = 120  # maximum characters of a trait that is quoted


@dataclass(frozen=True, slots=True)
class _Kinds:
    added: FactKind
    removed: FactKind


_KINDS = {
    ItemKind.OPTION: _Kinds(FactKind.OPTION_ADDED, FactKind.OPTION_REMOVED),
    ItemKind.COMMAND: _Kinds(FactKind.COMMAND_ADDED, FactKind.COMMAND_REMOVED),
    ItemKind.VARIABLE: _Kinds(FactKind.VARIABLE_ADDED, FactKind.VARIABLE_REMOVED),
    ItemKind.ROUTE: _Kinds(FactKind.ROUTE_ADDED, FactKind.ROUTE_REMOVED),
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads options in one language; sources that `marks` does not match have none."""

    marks: re.Pattern[str]
    read: Callable[[Node], Iterator[Item]]


_OPTIONS = {
    "Python": _Reader(python_options.MARKS, python_options.options),
    "Go": _Reader(go_options.MARKS, go_options.options),
    "Rust": _Reader(rust_options.MARKS, rust_options.options),
    "JavaScript": _Reader(javascript_options.MARKS, javascript_options.options),
    "TypeScript": _Reader(javascript_options.MARKS, javascript_options.options),
}


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side of a file offers, and the numbers of its changed lines."""

    items: tuple[Item, ...]
    deprecations: tuple[Deprecation, ...]
    changed: frozenset[int]
    lines: Sequence[str]


def surface_facts(sides: Sides, language: CodeLanguage) -> Iterator[Fact]:
    """Yield the facts about what users meet, in line order.

    What has another name on the two sides is gone and new. What stands on an unchanged line stays, as does what another
    function or class offers under the same name.

    Args:
        sides: a source file.
        language: its language.
    """
    old, new = _side(sides, language, is_old=True), _side(sides, language, is_old=False)
    pairs, removed, added = _matched(old.items, new.items)
    found = [_fact(_KINDS[item.kind].removed, item, is_old=True) for item in removed if _is_told(item, old, new)]
    found += [_fact(_KINDS[item.kind].added, item, is_old=False) for item in added if _is_told(item, new, old)]
    for before, after in pairs:
        found += _differences(before, after, sides.are_whole)
    found += [_deprecated(each, new.lines) for each in _newly(old, new) if each.line in new.changed]
    found += [_ended(each, old.lines) for each in _newly(new, old) if each.line in old.changed]
    yield from sorted(found, key=lambda fact: fact.new_line or fact.old_line or 0)


def _side(sides: Sides, language: CodeLanguage, *, is_old: bool) -> _Side:
    whole = sides.old if is_old else sides.new
    text = whole if sides.are_whole and whole is not None else _shown(sides.file.hunks, is_old=is_old)
    changed = sides.removed_lines() if is_old else sides.added_lines()
    items: list[Item] = []
    reader = _OPTIONS.get(language.name)
    if reader and reader.marks.search(text):
        items += reader.read(language.tree(text))
    items += variables(text, language.name)
    items += routes(text, language.name)
    told = tuple(deprecations(text, language.definitions(text))) if may_deprecate(text) else ()
    numbers = frozenset(number for line in changed if (number := line.old if is_old else line.new))
    usable = tuple(item for item in items if len(item.name) <= _LONGEST)
    return _Side(usable, told, numbers, text.split("\n"))


def _shown(hunks: Sequence[Hunk], *, is_old: bool) -> str:
    """What a diff shows of one side, each line at its number; the others are empty."""
    lines: list[str] = []
    for hunk in hunks:
        for line in hunk.lines:
            number = line.old if is_old else line.new
            if number:
                lines += [""] * (number - 1 - len(lines))
                lines.append(line.text)
    return "\n".join(lines)


def _is_told(item: Item, own: _Side, other: _Side) -> bool:
    """Whether an item stands on a changed line, and the other side does not use its name in another way."""
    if item.line not in own.changed:
        return False
    if item.kind in _GLOBAL:
        return not any(item.name in line for line in other.lines)
    # The name may stand in a constant now, or may have stood in one.
    bare = item.name.lstrip("-")
    quoted = [f"{quote}{name}{quote}" for quote in "\"'" for name in (bare, item.name)]
    known = {each.line for each in other.items if each.name == item.name}
    return not any(name in line for number, line in enumerate(other.lines, 1) if number not in known for name in quoted)


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


def _matched(old: Sequence[Item], new: Sequence[Item]) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair items of one kind and name, first within their scope; also return the unpaired old and new ones."""
    left: dict[tuple[ItemKind, str], list[Item]] = defaultdict(list)
    for item in old:
        left[item.kind, item.name].append(item)
    pairs, waiting, added = [], [], []
    for item in new:
        same = next((each for each in left[item.kind, item.name] if each.scope == item.scope), None)
        if same:
            left[item.kind, item.name].remove(same)
            pairs.append((same, item))
        else:
            waiting.append(item)
    for item in waiting:
        if others := left[item.kind, item.name]:
            pairs.append((others.pop(0), item))
        else:
            added.append(item)
    return pairs, [item for items in left.values() for item in items], added


def _fact(kind: FactKind, item: Item, *, is_old: bool) -> Fact:
    if is_old:
        return Fact(kind, before=item.name, subject=item.scope or None, old_line=item.line, public=True)
    return Fact(
        kind, after=item.name, subject=item.scope or None, where=item.help or None, new_line=item.line, public=True
    )


def _differences(before: Item, after: Item, are_whole: bool) -> Iterator[Fact]:
    """Yield the traits that differ; of a diff alone, only those that both sides show."""
    old, new = dict(before.traits), dict(after.traits)
    for trait in dict.fromkeys((*old, *new)):
        first, second = old.get(trait), new.get(trait)
        is_known = are_whole or (first is not None and second is not None)
        is_short = all(len(text or "") <= _TRAIT for text in (first, second))
        if is_known and is_short and _plain(first) != _plain(second):
            yield Fact(
                FactKind.OPTION_CHANGED, first, second, after.name, trait,
                old_line=before.start, new_line=after.start, public=True,
            )  # fmt: skip


def _plain(text: str | None) -> str | None:
    return text.replace("'", '"') if text else text


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
