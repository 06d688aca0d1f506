"""What a change does to the keys and values of settings."""

from collections import Counter
from collections.abc import Iterator

from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.settings import Setting

_IDENTITIES = ("id", "name", "key", "path", "uses", "repo")  # keys by which entries of a list are told apart
_ITEMS = 3  # items that a value with commas must have to be a list
_LONGEST = 200  # characters of a value that are kept


def settings_facts(old: Setting, new: Setting, path: str = "") -> Iterator[Fact]:
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
    elif plain(old) != plain(new):
        yield from value_facts(brief(old), brief(new), path or None, old.line, new.line)


def value_facts(before: str, after: str, key: str | None, old_line: int | None, new_line: int | None) -> Iterator[Fact]:
    """The facts about a value that changed: where it is a list written with commas, what that gains and loses."""
    old, new = (before.split(", "), after.split(", ")) if ", " in before and ", " in after else ([], [])
    gone = [item for item in old if item not in new]
    come = [item for item in new if item not in old]
    if len(gone) + len(come) <= len(new) // 2 and (gone or come) and len(old) >= _ITEMS:
        yield from (Fact(FactKind.ITEM_REMOVED, item, subject=key, old_line=old_line) for item in gone)
        yield from (Fact(FactKind.ITEM_ADDED, after=item, subject=key, new_line=new_line) for item in come)
    else:
        yield Fact(FactKind.VALUE_CHANGED, before, after, key, None, old_line, new_line)


def _mappings(old: dict[str, Setting], new: dict[str, Setting], path: str) -> Iterator[Fact]:
    for key, value in old.items():
        if key not in new:
            yield Fact(FactKind.KEY_REMOVED, brief(value), subject=_joined(path, key), old_line=value.line)
    for key, value in new.items():
        if key not in old:
            yield Fact(FactKind.KEY_ADDED, after=brief(value), subject=_joined(path, key), new_line=value.line)
        else:
            yield from settings_facts(old[key], value, _joined(path, key))


def _lists(old: list[Setting], new: list[Setting], path: str) -> Iterator[Fact]:
    before, after = _by_identity(old), _by_identity(new)
    if before is not None and after is not None:
        for name, item in before.items():
            if name not in after:
                yield Fact(FactKind.ITEM_REMOVED, name, subject=path or None, old_line=item.line)
        for name, item in after.items():
            if name not in before:
                yield Fact(FactKind.ITEM_ADDED, after=name, subject=path or None, new_line=item.line)
            else:
                yield from settings_facts(before[name], item, f"{path}[{name}]")
        return
    gone = _beyond(old, new)
    come = _beyond(new, old)
    if len(gone) == len(come) and all(not isinstance(item.content, str) for item in (*gone, *come)):
        positions = {id(item): position for position, item in enumerate(new)}
        for first, second in zip(gone, come, strict=True):
            yield from settings_facts(first, second, f"{path}[{positions[id(second)]}]")
        return
    yield from (Fact(FactKind.ITEM_REMOVED, brief(item), subject=path or None, old_line=item.line) for item in gone)
    yield from (Fact(FactKind.ITEM_ADDED, after=brief(item), subject=path or None, new_line=item.line) for item in come)


def _by_identity(items: list[Setting]) -> dict[str, Setting] | None:
    """The items by the value of the first key that all of them have, each another."""
    for key in _IDENTITIES:
        names = [found.text if (found := item.at(key)) else None for item in items]
        if items and all(names) and len(set(names)) == len(names):
            return {str(name): item for name, item in zip(names, items, strict=True)}
    return None


def _beyond(items: list[Setting], others: list[Setting]) -> list[Setting]:
    """The items that the others lack, each as often as they lack it."""
    held = Counter(plain(item) for item in others)
    left = []
    for item in items:
        if held[plain(item)]:
            held[plain(item)] -= 1
        else:
            left.append(item)
    return left


def _joined(path: str, key: str) -> str:
    if "." in key or "[" in key:
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def plain(setting: Setting) -> str:
    """A value in one line, the same for equal values."""
    if isinstance(setting.content, str):
        return setting.content
    if isinstance(setting.content, list):
        return f"[{', '.join(plain(item) for item in setting.content)}]"
    return f"{{{', '.join(f'{key}: {plain(value)}' for key, value in setting.content.items())}}}"


def brief(setting: Setting) -> str:
    """A value in one line that is short enough to be quoted."""
    text = " ".join(plain(setting).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
