"""Reads entries that are `change` directives, as the changelogs of SQLAlchemy, Alembic and Mako have them."""

import re
from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import FileChange, Line
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import numbers_in, without_references
from diff_insight.topics.markup import SENTENCE_END, plain_text
from diff_insight.topics.topic import Origin

_DIRECTIVE = re.compile(r"(?P<indent>\s*)\.\.\s+change::\s*$")
_OPTION = re.compile(r"\s*:(?P<name>[a-z_]+):\s*(?P<value>.*)$")
_MARK = re.compile(r"\A\s*[-*+]\s+(?=\S)")
_HEADINGS = {
    "bug": "Fixed", "feature": "Added", "usecase": "Added", "performance": "Performance", "security": "Security",
    "removed": "Removed", "deprecated": "Deprecated", "deprecations": "Deprecated", "change": "Changed",
    "changed": "Changed",
}  # fmt: skip
"""What the tags of a change say of its kind, in the words of other changelogs."""

_NUMBER = re.compile(r"\d+")


def has_directives(file: FileChange) -> bool:
    """Whether a file has such directives in lines that the change shows."""
    return any(_DIRECTIVE.match(line.text) for hunk in file.hunks for line in hunk.lines)


def directive_entries(file: FileChange) -> Iterator[Entry]:
    """Yield the entries that a change adds, told by their first sentence; if that announces a list, its items."""
    for hunk in file.hunks:
        lines = [line for line in hunk.lines if line.kind != "-"]
        for start, line in enumerate(lines):
            if directive := _DIRECTIVE.match(line.text):
                yield from _entries(list(_content(lines[start + 1 :], len(directive["indent"]))), file.path)


def _content(lines: Sequence[Line], indent: int) -> Iterator[Line]:
    """Yield the lines that are indented below a directive."""
    for line in lines:
        if line.text.strip() and len(line.text) - len(line.text.lstrip()) <= indent:
            return
        yield line


def _entries(content: Sequence[Line], path: str) -> Iterator[Entry]:
    options: dict[str, str] = {}
    body = list(content)
    while body and (not body[0].text.strip() or _OPTION.match(body[0].text)):
        if option := _OPTION.match(body.pop(0).text):
            options[option["name"]] = option["value"]
    tags = [tag.strip() for tag in options.get("tags", "").split(",")]
    heading = next((_HEADINGS[tag] for tag in tags if tag in _HEADINGS), "")
    tickets = tuple(map(int, _NUMBER.findall(options.get("tickets", ""))))
    paragraphs = list(_paragraphs(body))
    if paragraphs and paragraphs[0][-1].text.rstrip().endswith(":"):
        told = [item for paragraph in paragraphs[1:] for item in _items(paragraph)]
    else:
        told = paragraphs[:1]
    for lines in told:
        first = lines[0]
        written = "\n".join(line.text.strip() for line in lines)
        text = SENTENCE_END.split(plain_text(_MARK.sub("", written), path))[0]
        if first.kind == "+" and text:
            numbers = tuple(dict.fromkeys((*tickets, *numbers_in(written))))
            yield Entry(without_references(text), Origin.CHANGELOG, heading, numbers, path, first.text)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the blocks between empty lines, up to the first directive among them."""
    block: list[Line] = []
    for line in lines:
        if line.text.strip():
            block.append(line)
        elif block:
            yield block
            block = []
        if line.text.lstrip().startswith(".. "):
            return
    if block:
        yield block


def _items(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the items of a list."""
    item: list[Line] = []
    for line in lines:
        if _MARK.match(line.text):
            if item:
                yield item
            item = [line]
        elif item:
            item.append(line)
    if item:
        yield item
