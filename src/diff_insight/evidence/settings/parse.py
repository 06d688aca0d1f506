"""Parses YAML, TOML and JSON into trees in which every value has its line number."""

from __future__ import annotations

import json
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import tree_sitter_json
import tree_sitter_toml
import yaml
from tree_sitter import Language, Node, Parser

_DEEPEST = 60  # maximum levels of nesting
_MOST = 50_000  # maximum number of values in a file
_LARGEST = 512 * 1024  # maximum length of a file in characters
_LONGEST = 200  # maximum length of a quoted value in characters


@dataclass(frozen=True, slots=True)
class Setting:
    """A scalar, mapping or list.

    Attributes:
        content: a scalar's value, with its tag but with quotes and escapes resolved; a mapping by key; or a list.
        line: its first line, counted from 1 by line feeds; for an entry of a mapping, the line of its key.
        written: a scalar as written in the file, without the surrounding quotation marks.
        key: for an entry of a mapping, the key as written in the file.
        last: the last line of a scalar; 0 for a mapping or list.
        is_block: whether it is a multi-line scalar: one under `|` or `>`, or TOML between triple quotes.
    """

    content: str | dict[str, Setting] | list[Setting]
    line: int
    written: str = ""
    key: str = ""
    last: int = 0
    is_block: bool = False

    @property
    def text(self) -> str | None:
        """The value of a scalar; None for a mapping or list."""
        return self.content if isinstance(self.content, str) else None

    def at(self, *keys: str) -> Setting | None:
        """The value at a path of nested keys; None if there is none."""
        found: Setting | None = self
        for key in keys:
            found = found.content.get(key) if found and isinstance(found.content, dict) else None
        return found

    def entries(self) -> list[tuple[str, Setting]]:
        """The entries of a mapping; empty for anything else."""
        return list(self.content.items()) if isinstance(self.content, dict) else []

    def items(self) -> list[Setting]:
        """The items of a list; empty for anything else."""
        return self.content if isinstance(self.content, list) else []


class _TooLargeError(Exception):
    """A file has more values or deeper nesting than is read."""


def read_settings(text: str, suffix: str) -> tuple[Setting, ...] | None:
    """Parse the documents of a whole file; None if it is not valid, too large or nested too deeply.

    YAML may have any number, of which empty ones are left out; JSON and TOML have exactly one.

    Args:
        text: its content.
        suffix: `.json`, `.jsonc`, `.toml`, `.yaml` or `.yml`.
    """
    if len(text) > _LARGEST:
        return None
    # The YAML parser's indexes do not count a byte order mark.
    text = text.removeprefix("\ufeff")
    try:
        match suffix:
            case ".json" | ".jsonc":
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


def _read_yaml(text: str) -> tuple[Setting, ...]:
    """Build the values from the parser's events: PyYAML's own composer recurses, and deep nesting would crash it.

    An alias becomes the scalar `*name`: the content it refers to is read, and changes, at its anchor.
    """
    # PyYAML also ends lines at U+2028 and lone carriage returns, so lines are counted from its character indexes.
    feeds = [position for position, character in enumerate(text) if character == "\n"]
    documents: list[Setting] = []
    open_: list[_Open] = []
    size = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if not event.start_mark or not event.end_mark:
            continue
        start, end = event.start_mark.index, event.end_mark.index
        size += 1
        if size > _MOST or len(open_) > _DEEPEST:
            raise _TooLargeError
        line = bisect_right(feeds, start - 1) + 1
        match event:
            case yaml.MappingStartEvent():
                open_.append(_Open({}, line, start))
                continue
            case yaml.SequenceStartEvent():
                open_.append(_Open([], line, start))
                continue
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                ended = open_.pop()
                # YAML reads a template's `{{ name }}` as a mapping whose key is a mapping.
                if text.startswith("{{", ended.start):
                    done = _text_at(ended.line, text[ended.start : end])
                else:
                    done = Setting(ended.content, ended.line)
            case yaml.ScalarEvent():
                done = _scalar(event, line, text[start:end])
            case yaml.AliasEvent():
                done = _text_at(line, text[start:end])
            case _:
                continue
        if open_:
            open_[-1].put(done)
        elif done.content != "" or done.written:
            documents.append(done)
    return tuple(documents)


def _text_at(line: int, written: str) -> Setting:
    return Setting(written, line, written, last=line + written.count("\n"), is_block="\n" in written)


def _scalar(event: yaml.ScalarEvent, line: int, written: str) -> Setting:
    last = line + written.rstrip().count("\n")
    value = f"{event.tag} {event.value}" if event.tag else event.value
    is_block = event.style in ("|", ">")
    if is_block:
        written = written.partition("\n")[2]
    elif event.style and written.startswith(event.style):
        written = written[1:-1]
    return Setting(value, line, written, last=last, is_block=is_block)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not been read yet, with its first line and start index."""

    content: dict[str, Setting] | list[Setting]
    line: int
    start: int
    key: Setting | None = None

    def put(self, value: Setting) -> None:
        """Add the next key, value or item."""
        if isinstance(self.content, list):
            self.content.append(value)
        elif self.key is None:
            self.key = value
        else:
            name = self.key.text if self.key.text is not None else brief(self.key)
            written = self.key.written or name
            self.content[name] = replace(value, line=self.key.line, key=written)
            self.key = None


def brief(setting: Setting) -> str:
    """A value on one line, with keys and scalars as written, cut to a length that can be quoted."""
    text = " ".join(_shown(setting).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _shown(setting: Setting) -> str:
    if isinstance(setting.content, str):
        return setting.written
    if isinstance(setting.content, list):
        return f"[{', '.join(_shown(item) for item in setting.content)}]"
    return f"{{{', '.join(f'{value.key}: {_shown(value)}' for value in setting.content.values())}}}"


def _text(node: Node | None) -> str:
    return node.text.decode("utf-8", "replace") if node and node.text else ""


def _unquoted(text: str) -> str:
    for quote in ('"""', "'''", '"', "'"):
        if len(text) >= 2 * len(quote) and text.startswith(quote) and text.endswith(quote):
            return text[len(quote) : -len(quote)]
    return text


def _read_json(text: str) -> tuple[Setting, ...] | None:
    root = _parser(".json").parse(text.encode("utf-8", "replace")).root_node
    values = [node for node in root.named_children if node.type != "comment"]
    if root.has_error or len(values) != 1:
        return None
    return (_of_json(values[0], iter(range(_MOST)), 0),)


def _of_json(node: Node, counter: Iterator[int], depth: int) -> Setting:
    line = node.start_point[0] + 1
    if next(counter, None) is None or depth > _DEEPEST:
        raise _TooLargeError
    if node.type == "object":
        entries: dict[str, Setting] = {}
        for pair in node.named_children:
            value = pair.child_by_field_name("value")
            if value is not None:
                read = _of_json(value, counter, depth + 1)
                key = _unquoted(_text(pair.child_by_field_name("key")))
                entries[key] = replace(read, line=pair.start_point[0] + 1, key=key)
        return Setting(entries, line)
    if node.type == "array":
        items = [item for item in node.named_children if item.type != "comment"]
        return Setting([_of_json(item, counter, depth + 1) for item in items], line)
    raw = _text(node)
    meant = json.loads(raw, strict=False) if node.type == "string" and "\\" in raw else _unquoted(raw)
    return Setting(meant, line, _unquoted(raw), last=node.end_point[0] + 1)


def _read_toml(text: str) -> tuple[Setting, ...] | None:
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
                first = earlier.line if earlier else line
                inside[last] = Setting([*items, Setting(entries, line)], first, key=last)
            elif last in inside and isinstance(inside[last].content, dict):
                entries = inside[last].content  # type: ignore[assignment]
            else:
                inside[last] = Setting(entries, line, key=last)
            for pair in body:
                if pair.type == "pair":
                    _put_pair(entries, pair, counter)
    return (Setting(top, 1),)


def _put_pair(entries: dict[str, Setting], pair: Node, counter: Iterator[int]) -> None:
    key, value = (child for child in pair.named_children if child.type != "comment")
    line = pair.start_point[0] + 1
    *parents, last = _keys(key)
    _table(entries, parents, line)[last] = replace(_of_toml(value, counter, 0), line=line, key=last)


def _table(entries: dict[str, Setting], keys: list[str], line: int) -> dict[str, Setting]:
    for key in keys:
        found = entries.setdefault(key, Setting({}, line, key=key))
        inner = found.items()[-1].content if found.items() else found.content
        if not isinstance(inner, dict):
            raise ValueError("a table and a value have the same name")
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
    raw = _text(node)
    is_escaped = node.type == "string" and raw.startswith('"') and "\\" in raw
    value = tomllib.loads(f"value = {raw}")["value"] if is_escaped else _unquoted(raw)
    return Setting(value, line, _unquoted(raw), last=node.end_point[0] + 1, is_block="\n" in raw)
