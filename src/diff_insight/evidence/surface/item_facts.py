"""Finds how a change affects what one file offers: items added, removed, or with other traits."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from diff_insight.changes.changeset import Hunk
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.surface.item import REQUIRED, Item, ItemKind
from diff_insight.evidence.surface.routes import path_of

_FARTHEST = 2_000_000  # highest number of a line that is placed; a patch may claim any
_GLOBAL = frozenset({ItemKind.VARIABLE, ItemKind.ROUTE})  # whose names mean the same wherever they stand
_QUOTED = frozenset({ItemKind.OPTION, ItemKind.COMMAND})  # whose names may stand in constants
_LONGEST = 80  # maximum characters of a name
_TRAIT = 120  # maximum characters of a trait that is quoted


@dataclass(frozen=True, slots=True)
class _Kinds:
    added: FactKind
    removed: FactKind | None
    changed: FactKind | None = None


_KINDS = {
    ItemKind.OPTION: _Kinds(FactKind.OPTION_ADDED, FactKind.OPTION_REMOVED, FactKind.OPTION_CHANGED),
    ItemKind.COMMAND: _Kinds(FactKind.COMMAND_ADDED, FactKind.COMMAND_REMOVED),
    ItemKind.VARIABLE: _Kinds(FactKind.VARIABLE_ADDED, FactKind.VARIABLE_REMOVED),
    ItemKind.ROUTE: _Kinds(FactKind.ROUTE_ADDED, FactKind.ROUTE_REMOVED),
    ItemKind.DROPPED: _Kinds(FactKind.FIELD_DROPPED, None),
    ItemKind.EXIT_CODE: _Kinds(FactKind.EXIT_CODE_ADDED, FactKind.EXIT_CODE_REMOVED),
    ItemKind.FIELD: _Kinds(FactKind.FIELD_ADDED, FactKind.FIELD_REMOVED, FactKind.FIELD_CHANGED),
}


@dataclass(frozen=True, slots=True)
class OneSide:
    """What one side of a file offers, the numbers of its changed lines, and all of its lines."""

    items: tuple[Item, ...]
    changed: frozenset[int]
    lines: Sequence[str]

    @classmethod
    def of(cls, sides: Sides, text: str, items: tuple[Item, ...], *, is_old: bool) -> Self:
        """A side of a file.

        Args:
            sides: the file.
            text: see `shown_text`.
            items: what it offers.
            is_old: which side.
        """
        changed = sides.removed_lines() if is_old else sides.added_lines()
        numbers = frozenset(number for line in changed if (number := line.old if is_old else line.new))
        return cls(tuple(item for item in items if len(item.name) <= _LONGEST), numbers, text.split("\n"))


def item_facts(old: OneSide, new: OneSide, *, are_whole: bool) -> Iterator[Fact]:
    """Yield the facts about items.

    What has another name on the two sides is gone and new. What stands on an unchanged line stays, as does what another
    function or class offers under the same name.

    Args:
        old: the old side.
        new: the new side.
        are_whole: whether both texts are known in full.
    """
    pairs, removed, added = _matched(old.items, new.items)
    for item in removed:
        kind = _KINDS[item.kind].removed
        if kind and _is_told(item, old, new):
            yield _fact(kind, item, is_old=True)
    known = {_container(item) for item in old.items}
    for item in added:
        if _is_told(item, new, old):
            fact = _fact(_KINDS[item.kind].added, item, is_old=False)
            # A new type may demand what it likes.
            is_demanded = item.kind is ItemKind.FIELD and REQUIRED in dict(item.traits) and _container(item) in known
            yield replace(fact, where=REQUIRED) if is_demanded else fact
    for before, after in pairs:
        yield from _differences(before, after, are_whole)


def shown_text(sides: Sides, *, is_old: bool) -> str:
    """The text of one side if both are known in full, else what the diff shows of it, each line at its number."""
    whole = sides.old if is_old else sides.new
    return whole if sides.are_whole and whole is not None else _shown(sides.file.hunks, is_old=is_old)


def _shown(hunks: Sequence[Hunk], *, is_old: bool) -> str:
    """What a diff shows of one side, each line at its number; the others are empty, and what is too far is left out."""
    lines: list[str] = []
    for hunk in hunks:
        for line in hunk.lines:
            number = line.old if is_old else line.new
            if number and number <= _FARTHEST:
                lines += [""] * (number - 1 - len(lines))
                lines.append(line.text)
    return "\n".join(lines)


def _is_told(item: Item, own: OneSide, other: OneSide) -> bool:
    """Whether an item stands on a changed line, and the other side does not use its name in another way."""
    if item.line not in own.changed:
        return False
    if item.kind in _GLOBAL:
        return not any(item.name in line for line in other.lines)
    if item.kind not in _QUOTED:
        return True
    # The name may stand in a constant now, or may have stood in one.
    bare = item.name.lstrip("-")
    quoted = [f"{quote}{name}{quote}" for quote in "\"'" for name in (bare, item.name)]
    known = {each.line for each in other.items if each.name == item.name}
    return not any(name in line for number, line in enumerate(other.lines, 1) if number not in known for name in quoted)


def _matched(old: Sequence[Item], new: Sequence[Item]) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair items of one kind and name, first within their scope; also return the unpaired old and new ones."""
    left: dict[tuple[ItemKind, str], list[Item]] = defaultdict(list)
    for item in old:
        left[_met(item)].append(item)
    pairs, waiting, added = [], [], []
    for item in new:
        same = next((each for each in left[_met(item)] if each.scope == item.scope), None)
        if same:
            left[_met(item)].remove(same)
            pairs.append((same, item))
        else:
            waiting.append(item)
    for item in waiting:
        if others := left[_met(item)]:
            pairs.append((others.pop(0), item))
        else:
            added.append(item)
    return pairs, [item for items in left.values() for item in items], added


def _met(item: Item) -> tuple[ItemKind, str]:
    """The kind of an item, and its name as users meet it."""
    return item.kind, path_of(item.name) if item.kind is ItemKind.ROUTE else item.name


def _fact(kind: FactKind, item: Item, *, is_old: bool) -> Fact:
    if is_old:
        return Fact(kind, before=item.name, subject=item.scope or None, old_line=item.line, public=True)
    return Fact(
        kind, after=item.name, subject=item.scope or None, where=item.help or None, new_line=item.line, public=True
    )


def _container(item: Item) -> str:
    """What a field belongs to, such as a message; for an argument its field."""
    return item.name.rpartition("(")[0] if "(" in item.name else item.name.rpartition(".")[0]


def _differences(before: Item, after: Item, are_whole: bool) -> Iterator[Fact]:
    """Yield the traits that differ; of a diff alone, only those that both sides show."""
    kind = _KINDS[after.kind].changed
    if kind is None:
        return
    old, new = dict(before.traits), dict(after.traits)
    for trait in dict.fromkeys((*old, *new)):
        first, second = old.get(trait), new.get(trait)
        is_known = are_whole or (first is not None and second is not None)
        is_short = all(len(text or "") <= _TRAIT for text in (first, second))
        if is_known and is_short and _plain(first) != _plain(second):
            yield Fact(
                kind, first, second, after.name, trait,
                old_line=before.start, new_line=after.start, public=True,
            )  # fmt: skip


def _plain(text: str | None) -> str | None:
    return text.replace("'", '"') if text else text
