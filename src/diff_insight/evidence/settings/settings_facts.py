"""Facts about the keys and values of settings that a change adds, removes or edits."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.settings.parse import Setting, brief

_IDENTITIES = ("id", "name", "key", "path", "uses", "repo")  # keys that can identify the entries of a list
_ITEMS = 3  # minimum number of items for a comma-separated value to count as a list


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A changed text value to be reported line by line: its line numbers before and after."""

    old: range
    new: range


_Named = tuple[Setting, Setting]  # the setting that identifies an item of a list, and the item


def settings_facts(old: Setting, new: Setting, path: str = "") -> Iterator[Fact | Rewritten]:
    """Yield the keys and list items that are added or removed and the values that change, the outermost of each.

    List items are matched by an `id`, `name` or the like if all items have a distinct one, else by content, so that
    an item inserted at the front is one new item.

    Args:
        old: the value before.
        new: the value after.
        path: the keys that lead to it, joined by dots, with list items in brackets.
    """
    if isinstance(old.content, dict) and isinstance(new.content, dict):
        yield from _mappings(old.content, new.content, path)
    elif isinstance(old.content, list) and isinstance(new.content, list):
        yield from _lists(old.content, new.content, path)
    elif meaning(old) != meaning(new):
        before, after = brief(old), brief(new)
        # The difference may lie beyond the quoted part, or only in escapes and white space.
        if (old.is_block and new.is_block) or before == after:
            yield Rewritten(range(old.line, old.last + 1), range(new.line, new.last + 1))
        else:
            yield from value_facts(before, after, path or None, old.line, new.line)


def value_facts(before: str, after: str, key: str | None, old_line: int | None, new_line: int | None) -> Iterator[Fact]:
    """Yield the facts about a changed value: for a comma-separated list, the items it gains and loses."""
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
    """The items of a comma-separated list; empty for a sentence or a value that merely contains a list."""
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
    # Items without an identity are taken for the same item, edited, only if they are at the same position.
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
    """The items by the value of a key; None unless every item has a distinct one."""
    found = [(name, item) for item in items if (name := item.at(key)) and name.text]
    named = {name.text or "": (name, item) for name, item in found}
    return named if len(named) == len(items) else None


def lacking(items: Mapping[int, Setting], others: Mapping[int, Setting]) -> dict[int, Setting]:
    """The settings missing from `others`, by position; equal settings are counted, not merged."""
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
    """A hashable value that is equal for settings with the same meaning, wherever and however they are written."""
    if isinstance(setting.content, str):
        return setting.content
    if isinstance(setting.content, list):
        return tuple(meaning(item) for item in setting.content)
    return frozenset((key, meaning(value)) for key, value in setting.content.items())
