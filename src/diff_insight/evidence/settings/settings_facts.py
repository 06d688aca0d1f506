"""What a change does to the keys and values of settings."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.settings.parse import Setting, brief

_IDENTITIES = ("id", "name", "key", "path", "uses", "repo")  # keys by which entries of a list are told apart
_ITEMS = 3  # items that a value with commas must have to be a list


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text among the settings that changed, to be told by its lines: their numbers before and after."""

    old: range
    new: range


_Named = tuple[Setting, Setting]  # what names an item of a list, and the item


def settings_facts(old: Setting, new: Setting, path: str = "") -> Iterator[Fact | Rewritten]:
    """The keys and list items that come and go and the values that change, the outermost of each.

    Items of a list are told apart by an `id`, a `name` or the like where all have one that differs, else by what they
    are, so that an item put in at the front is one new item.

    Args:
        old: the value before.
        new: the value after.
        path: the keys that lead to it, joined by dots; an item of a list stands in brackets.
    """
    if isinstance(old.content, dict) and isinstance(new.content, dict):
        yield from _mappings(old.content, new.content, path)
    elif isinstance(old.content, list) and isinstance(new.content, list):
        yield from _lists(old.content, new.content, path)
    elif meaning(old) != meaning(new):
        before, after = brief(old), brief(new)
        # What differs may lie beyond what is quoted, or in escapes and white space alone.
        if (old.is_block and new.is_block) or before == after:
            yield Rewritten(range(old.line, old.last + 1), range(new.line, new.last + 1))
        else:
            yield from value_facts(before, after, path or None, old.line, new.line)


def value_facts(before: str, after: str, key: str | None, old_line: int | None, new_line: int | None) -> Iterator[Fact]:
    """The facts about a value that changed: where it is a list of words with commas, what that gains and loses."""
    old, new = _words(before), _words(after)
    before_all, after_all = set(old), set(new)
    removed = [item for item in old if item not in after_all]
    added = [item for item in new if item not in before_all]
    if len(removed) + len(added) <= len(new) // 2 and (removed or added) and len(old) >= _ITEMS:
        yield from (Fact(FactKind.ITEM_REMOVED, item, subject=key, old_line=old_line) for item in removed)
        yield from (Fact(FactKind.ITEM_ADDED, after=item, subject=key, new_line=new_line) for item in added)
    else:
        yield Fact(FactKind.VALUE_CHANGED, before, after, key, None, old_line, new_line)


def _words(value: str) -> list[str]:
    """The items of a list that is written with commas; none of a sentence, and none of what only contains a list."""
    inside = value[1:-1] if value.startswith("[") and value.endswith("]") else value
    items = inside.split(", ")
    is_list = len(items) > 1 and all(item and not set(item) & set(" []{}()…") for item in items)
    return items if is_list else []


def _mappings(old: dict[str, Setting], new: dict[str, Setting], path: str) -> Iterator[Fact | Rewritten]:
    for key, value in old.items():
        if key not in new:
            yield Fact(FactKind.KEY_REMOVED, brief(value), subject=_joined(path, value.key), old_line=value.line)
    for key, value in new.items():
        if key not in old:
            yield Fact(FactKind.KEY_ADDED, after=brief(value), subject=_joined(path, value.key), new_line=value.line)
        else:
            yield from settings_facts(old[key], value, _joined(path, value.key))


def _lists(old: list[Setting], new: list[Setting], path: str) -> Iterator[Fact | Rewritten]:
    for key in _IDENTITIES:
        before, after = _by_identity(old, key), _by_identity(new, key)
        if before and after:
            yield from _named_items(before, after, path)
            return
    first, second = dict(enumerate(old)), dict(enumerate(new))
    removed, added = lacking(first, second), lacking(second, first)
    are_large = all(item.text is None or item.is_block for item in (*removed.values(), *added.values()))
    # Of items without a name, two that differ are one only where they stand in the same place.
    if are_large and list(removed) == list(added):
        for place, item in added.items():
            yield from settings_facts(removed[place], item, f"{path}[{place}]")
        return
    for item in removed.values():
        yield Fact(FactKind.ITEM_REMOVED, brief(item), subject=path or None, old_line=item.line)
    for item in added.values():
        yield Fact(FactKind.ITEM_ADDED, after=brief(item), subject=path or None, new_line=item.line)


def _named_items(before: dict[str, _Named], after: dict[str, _Named], path: str) -> Iterator[Fact | Rewritten]:
    for key, (name, _) in before.items():
        if key not in after:
            yield Fact(FactKind.ITEM_REMOVED, brief(name), subject=path or None, old_line=name.line)
    for key, (name, item) in after.items():
        if key not in before:
            yield Fact(FactKind.ITEM_ADDED, after=brief(name), subject=path or None, new_line=name.line)
        else:
            yield from settings_facts(before[key][1], item, f"{path}[{brief(name)}]")


def _by_identity(items: list[Setting], key: str) -> dict[str, _Named] | None:
    """The items by the value of a key; None unless all of them have it, each another."""
    found = [(name, item) for item in items if (name := item.at(key)) and name.text]
    named = {name.text or "": (name, item) for name, item in found}
    return named if len(named) == len(items) else None


def lacking(items: Mapping[int, Setting], others: Mapping[int, Setting]) -> dict[int, Setting]:
    """The settings that the others lack, each as often as they lack it; all by their places."""
    held = Counter(meaning(item) for item in others.values())
    left = {}
    for place, item in items.items():
        if held[meaning(item)]:
            held[meaning(item)] -= 1
        else:
            left[place] = item
    return left


def _joined(path: str, key: str) -> str:
    if "." in key or "[" in key:
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def meaning(setting: Setting) -> Hashable:
    """A value that is the same for settings that mean the same, wherever and however they are written."""
    if isinstance(setting.content, str):
        return setting.content
    if isinstance(setting.content, list):
        return tuple(meaning(item) for item in setting.content)
    return frozenset((key, meaning(value)) for key, value in setting.content.items())
