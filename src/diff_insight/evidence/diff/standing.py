"""Classifies changed lines of YAML, JSON and TOML as keys or other content, as far as the lines around them show."""

import re
from collections.abc import Container, Iterable, Iterator
from enum import Enum, auto

from diff_insight.evidence.diff.stretches import KnownLine, Stretch


class Standing(Enum):
    """What a changed line contains."""

    KEY = auto()  # a key of an existing mapping, or a line not known to be anything else
    INSIDE = auto()  # a key inside one that was itself added or removed
    UNSURE = auto()  # perhaps a key, perhaps part of a multi-line string that begins further up
    TEXT = auto()  # part of a multi-line string, or of a document that was added or removed


_BLANK_OR_COMMENT = re.compile(r"\s*(?:#.*)?$")
_TEMPLATE = re.compile(r"\s*\{[{%#]")
_KEY = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'\[\]{},&*!|>%@`#-][^\s{}]*?|-[^\s{}]+?)\s*:"""
_STRUCTURE = re.compile(rf"""\s*(?:{_KEY}(?:\s|$)|-(?:\s|$)|---|\.\.\.|%|\?\s|:\s|[\[\]{{}}]|<<:)""")
_OPENS_TEXT = re.compile(rf"(?P<place>\s*(?:-\s+)*)(?:{_KEY}\s+|(?<=\s))(?:[!&]\S+\s+)*[|>][-+\d]*\s*(?:#.*)?$")
_OPENS_LINES = re.compile(r"""=\s*(\"{3}|'{3})""")
_TRIPLE = re.compile(r"""\"{3}|'{3}""")
_DIVIDES = re.compile(r"---(?:\s|$)")


def yaml_standings(stretch: Stretch, unpaired: Container[int]) -> dict[int, Standing]:
    """The standing of each changed YAML line, by line number.

    Args:
        stretch: lines of one side.
        unpaired: the numbers of changed lines that are not paired with a line of the other side.
    """
    texts = _texts(stretch)
    found = dict.fromkeys(texts, Standing.TEXT)
    for line, parent in _with_parents(line for line in stretch.lines if line.number not in texts):
        if parent and parent.number in unpaired:
            found[line.number] = Standing.INSIDE
        elif _is_item(line.text) or (_column(line.text) and parent is None):
            found[line.number] = Standing.UNSURE
    return {line.number: found[line.number] for line in stretch.lines if line.changed and line.number in found}


def json_standings(stretch: Stretch, unpaired: Container[int]) -> dict[int, Standing]:
    """The same for JSON, where quotation marks identify keys, except those of a one-line item."""
    found = {}
    for line, parent in _with_parents(stretch.lines):
        if line.changed and parent and parent.number in unpaired:
            found[line.number] = Standing.INSIDE
        elif line.changed and line.text.lstrip().startswith("{"):
            found[line.number] = Standing.UNSURE
    return found


def toml_standings(stretch: Stretch, unpaired: Container[int]) -> dict[int, Standing]:
    """The same for TOML, where every line outside a multi-line string can be a key."""
    texts: set[int] = set()
    mark = ""
    for line in stretch.lines:
        opening = _OPENS_LINES.search(line.text)
        if mark:
            texts.add(line.number)
            mark = "" if mark in line.text else mark
        elif opening and opening[1] not in line.text[opening.end() :]:
            mark = opening[1]
        elif not opening and _TRIPLE.search(line.text):
            # A string that ends here began above the first visible line.
            texts.update(other.number for other in stretch.lines if other.number <= line.number)
    return {line.number: Standing.TEXT for line in stretch.lines if line.changed and line.number in texts}


def _with_parents(lines: Iterable[KnownLine]) -> Iterator[tuple[KnownLine, KnownLine | None]]:
    """Yield each line that may hold a key or an item, with its parent line by indentation."""
    parents: list[KnownLine] = []
    for line in lines:
        if _is_skipped(line.text):
            continue
        while parents and not _holds(parents[-1].text, line.text):
            parents.pop()
        yield line, parents[-1] if parents else None
        parents.append(line)


def _holds(parent: str, text: str) -> bool:
    """Whether a line can be the parent of another; list items may be in the same column as their key."""
    if _column(parent) == _column(text):
        return _is_item(text) and not _is_item(parent)
    return _column(parent) < _column(text)


def _is_item(text: str) -> bool:
    return text.lstrip().startswith("- ")


def _column(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _is_skipped(text: str) -> bool:
    return bool(_BLANK_OR_COMMENT.match(text) or _TEMPLATE.match(text)) or text.lstrip().startswith(("]", "}"))


def _texts(stretch: Stretch) -> set[int]:
    """The numbers of lines in block scalars (`|`, `>`), in other multi-line text, and in added or removed documents."""
    lines = [line for line in stretch.lines if line.text.strip()]
    found = set(_under_headers(lines, stretch.above))
    loose = [
        place
        for place, line in enumerate(lines)
        if line.number not in found and not _is_skipped(line.text) and not _STRUCTURE.match(line.text)
    ]
    # A line without YAML structure belongs to a multi-line string, as do the lines around it indented at least as far
    # and the line above those, where the string begins. The least indented lines reach furthest, so they come first.
    for place in sorted(loose, key=lambda place: _column(lines[place].text)):
        if lines[place].number in found:
            continue
        column = _column(lines[place].text)
        above = place
        while above > 0 and _column(lines[above - 1].text) >= column:
            above -= 1
        below = place
        while below + 1 < len(lines) and _column(lines[below + 1].text) >= column:
            below += 1
        found.update(other.number for other in lines[max(above - 1, 0) : below + 1])
    return found | set(_of_documents(lines))


def _under_headers(lines: list[KnownLine], above: str) -> Iterator[int]:
    header = _OPENS_TEXT.match(above)
    column = 0 if header else None
    for line in lines:
        if column is not None and _column(line.text) > column:
            yield line.number
            continue
        header = _OPENS_TEXT.match(line.text)
        column = _opened(header["place"], line.text) if header else None


def _opened(place: str, text: str) -> int:
    """The column a block scalar is indented beyond: that of its key or, for an item without one, of the last dash."""
    return place.rindex("-") if text[len(place) :].startswith(("|", ">")) and "-" in place else len(place)


def _of_documents(lines: list[KnownLine]) -> Iterator[int]:
    """Yield the changed lines of runs with a document separator: they may belong to either document."""
    run: list[KnownLine] = []
    for line in [*lines, KnownLine(0, "", changed=False)]:
        if line.changed:
            run.append(line)
        else:
            if any(_DIVIDES.match(other.text) for other in run):
                yield from (other.number for other in run)
            run = []
