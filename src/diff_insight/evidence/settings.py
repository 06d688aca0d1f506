"""Reads YAML, TOML and JSON into trees whose every value knows its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import tree_sitter_json
import tree_sitter_toml
import yaml
from tree_sitter import Language, Node, Parser

_DEEPEST = 60  # levels of nesting that are read
_MOST = 50_000  # values of one file that are read, aliases counted each time
_LARGEST = 512 * 1024  # characters of a file that is read


@dataclass(frozen=True, slots=True)
class Setting:
    """A value: text for a scalar, else what it holds.

    Attributes:
        content: a scalar as it is written without quotes, a mapping by key, or a list.
        line: where it begins, counted from 1; of a mapping's entry, where its key stands.
    """

    content: str | dict[str, Setting] | list[Setting]
    line: int

    @property
    def text(self) -> str | None:
        """The value of a scalar."""
        return self.content if isinstance(self.content, str) else None

    def at(self, *keys: str) -> Setting | None:
        """What lies under some keys, one inside the other."""
        found: Setting | None = self
        for key in keys:
            found = found.content.get(key) if found and isinstance(found.content, dict) else None
        return found

    def entries(self) -> list[tuple[str, Setting]]:
        """The entries of a mapping; none of anything else."""
        return list(self.content.items()) if isinstance(self.content, dict) else []

    def items(self) -> list[Setting]:
        """The items of a list; none of anything else."""
        return self.content if isinstance(self.content, list) else []


class _TooLargeError(Exception):
    """There are more values than are read."""


def read_settings(text: str, suffix: str) -> Setting | None:
    """The values of a whole file; None where it is not valid, too large or nested too deeply.

    Args:
        text: its content.
        suffix: `.json`, `.toml`, `.yaml` or `.yml`.
    """
    if len(text) > _LARGEST:
        return None
    try:
        match suffix:
            case ".json":
                return _read_json(text)
            case ".toml":
                return _read_toml(text)
            case _:
                return _read_yaml(text)
    except (_TooLargeError, yaml.YAMLError, ValueError):
        return None


@cache
def _parser(suffix: str) -> Parser:
    return Parser(Language(tree_sitter_json.language() if suffix == ".json" else tree_sitter_toml.language()))


def _read_yaml(text: str) -> Setting | None:
    """Build the values from the parser's events: PyYAML's own composer recurses, and deep nesting would crash it."""
    documents: list[Setting] = []
    anchors: dict[str | None, tuple[Setting, int]] = {}
    open_: list[_Open] = []
    size = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        size += 1
        if size > _MOST or len(open_) > _DEEPEST:
            raise _TooLargeError
        match event:
            case yaml.MappingStartEvent():
                open_.append(_Open({}, line, event.anchor, size))
                continue
            case yaml.SequenceStartEvent():
                open_.append(_Open([], line, event.anchor, size))
                continue
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                ended = open_.pop()
                done = Setting(ended.content, ended.line)
                anchors[ended.anchor] = (done, size - ended.before)
            case yaml.ScalarEvent():
                done = Setting(event.value, line)
                anchors[event.anchor] = (done, 1)
            case yaml.AliasEvent():
                # An alias counts for all that its anchor holds, so that aliases of aliases cannot grow without bound.
                done, held = anchors.get(event.anchor, (Setting(f"*{event.anchor}", line), 1))
                size += held
            case _:
                continue
        if open_:
            open_[-1].put(done, line)
        else:
            documents.append(done)
    return documents[0] if len(documents) == 1 else Setting(list(documents), 1) if documents else None


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read; `before` counts what was read before it."""

    content: dict[str, Setting] | list[Setting]
    line: int
    anchor: str | None
    before: int
    key: tuple[str, int] | None = None

    def put(self, value: Setting, line: int) -> None:
        """Take the next key, value or item."""
        if isinstance(self.content, list):
            self.content.append(value)
        elif self.key is None:
            self.key = (value.text if value.text is not None else "?", line)
        else:
            name, at = self.key
            self.content[name] = Setting(value.content, at)
            self.key = None


def _text(node: Node | None) -> str:
    return node.text.decode("utf-8", "replace") if node and node.text else ""


def _unquoted(text: str) -> str:
    for quote in ('"""', "'''", '"', "'"):
        if len(text) >= 2 * len(quote) and text.startswith(quote) and text.endswith(quote):
            return text[len(quote) : -len(quote)]
    return text


def _read_json(text: str) -> Setting | None:
    root = _parser(".json").parse(text.encode("utf-8", "replace")).root_node
    values = [node for node in root.named_children if node.type != "comment"]
    if root.has_error or len(values) != 1:
        return None
    return _of_json(values[0], iter(range(_MOST)), 0)


def _of_json(node: Node, counter: Iterator[int], depth: int) -> Setting:
    line = node.start_point[0] + 1
    if next(counter, None) is None or depth > _DEEPEST:
        raise _TooLargeError
    if node.type == "object":
        entries = {}
        for pair in node.named_children:
            value = pair.child_by_field_name("value")
            if value is not None:
                read = _of_json(value, counter, depth + 1)
                key = _unquoted(_text(pair.child_by_field_name("key")))
                entries[key] = Setting(read.content, pair.start_point[0] + 1)
        return Setting(entries, line)
    if node.type == "array":
        items = [item for item in node.named_children if item.type != "comment"]
        return Setting([_of_json(item, counter, depth + 1) for item in items], line)
    return Setting(_unquoted(_text(node)), line)


def _read_toml(text: str) -> Setting | None:
    root = _parser(".toml").parse(text.encode("utf-8", "replace")).root_node
    if root.has_error:
        return None
    counter = iter(range(_MOST))
    top: dict[str, Setting] = {}
    for node in root.named_children:
        if node.type == "pair":
            _put_pair(top, node, counter)
        elif node.type in ("table", "table_array_element"):
            name, *body = [child for child in node.named_children if child.type != "comment"]
            line = node.start_point[0] + 1
            *parents, last = _keys(name)
            inside = _table(top, parents, line)
            entries: dict[str, Setting] = {}
            if node.type == "table_array_element":
                earlier = inside.get(last)
                items = earlier.items() if earlier else []
                inside[last] = Setting([*items, Setting(entries, line)], earlier.line if earlier else line)
            elif last in inside and isinstance(inside[last].content, dict):
                entries = inside[last].content  # type: ignore[assignment]
            else:
                inside[last] = Setting(entries, line)
            for pair in body:
                if pair.type == "pair":
                    _put_pair(entries, pair, counter)
    return Setting(top, 1)


def _put_pair(entries: dict[str, Setting], pair: Node, counter: Iterator[int]) -> None:
    key, value = (child for child in pair.named_children if child.type != "comment")
    line = pair.start_point[0] + 1
    *parents, last = _keys(key)
    _table(entries, parents, line)[last] = Setting(_of_toml(value, counter, 0).content, line)


def _table(entries: dict[str, Setting], keys: list[str], line: int) -> dict[str, Setting]:
    for key in keys:
        found = entries.setdefault(key, Setting({}, line))
        inner = found.items()[-1].content if found.items() else found.content
        if not isinstance(inner, dict):
            raise ValueError("a table has the name of a value")
        entries = inner
    return entries


def _keys(node: Node) -> list[str]:
    if node.type == "dotted_key":
        return [key for child in node.named_children for key in _keys(child)]
    return [_unquoted(_text(node))]


def _of_toml(node: Node, counter: Iterator[int], depth: int) -> Setting:
    line = node.start_point[0] + 1
    if next(counter, None) is None or depth > _DEEPEST:
        raise _TooLargeError
    if node.type == "inline_table":
        entries: dict[str, Setting] = {}
        for pair in node.named_children:
            if pair.type == "pair":
                _put_pair(entries, pair, counter)
        return Setting(entries, line)
    if node.type == "array":
        items = [item for item in node.named_children if item.type != "comment"]
        return Setting([_of_toml(item, counter, depth + 1) for item in items], line)
    return Setting(_unquoted(_text(node)), line)
