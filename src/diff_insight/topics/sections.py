"""Reads a document as sections: headings with the paragraphs and the list items below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from pathlib import PurePosixPath
from textwrap import dedent

from markdown_it import MarkdownIt
from markdown_it.token import Token

_RST = frozenset({".rst", ".rest", ".txt"})
_UNDERLINE = re.compile(r"([=\-~^\"'+#*.:`_])\1{2,}\s*$")
_FENCE = re.compile(r"---|\+\+\+")  # around front matter
_ITEM = re.compile(r"(?P<indent>\s*)(?:[-*+•]|\d+[.)]|#\.)\s+(?P<text>\S.*)")
_ALERT = re.compile(r"\[!\w+\]\s*")  # what begins a block quote of GitHub that stands out
_ANCHOR = re.compile(r"\s*<[A-Z]\w*[^<>]*>[^<>]*</[A-Z]\w*>|\s*\{#[\w-]+\}\s*$")  # and components, as in VitePress
_DIRECTIVE = re.compile(r"\.\.(?:\s|$)|:\w[\w -]*:(?:\s|$)|__\s")
_LIST_TABLE = re.compile(r"\.\. list-table::")
_HEADS = re.compile(r"\s+:header-rows:\s*(\d)\s*$")
_ROW = re.compile(r"\s+\* - *(?P<text>.*)")
_CELL = re.compile(r"(?P<indent>\s+)- *(?P<text>.*)")
# Blocks and no inline marks, as `plain_text` reads those.
_MARKDOWN = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


_Heading = tuple[str, int, int]
"""The marked-up title, the level and the line of a heading."""


class BlockKind(Enum):
    """The kind of a block of prose."""

    PARAGRAPH = auto()
    ITEM = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, or a row in the body of a table.

    Attributes:
        kind: which of these it is.
        text: its marked-up text; of an item its first paragraph, of a row its first cell.
        line: its first line, from 0 on.
        details: the marked-up text of what stands below the first paragraph of an item, or of the row's other cells.
    """

    kind: BlockKind
    text: str
    line: int
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the prose directly below it.

    Attributes:
        title: the marked-up heading; '' for what stands above the first one.
        above: the headings of the sections around it, outermost first.
        level: from 1 for the outermost headings on; 0 above the first one.
        line: the line of the heading, from 0 on.
        blocks: paragraphs, list items and rows of tables, without code.
        is_leaf: whether no section lies inside it.
    """

    title: str
    above: tuple[str, ...]
    level: int
    line: int
    blocks: tuple[Block, ...]
    is_leaf: bool


def sections(lines: Sequence[str], path: str) -> list[Section]:
    """The sections of a document, or of a part of one, in their order.

    Args:
        lines: its lines.
        path: its path, whose suffix tells the markup; all but reStructuredText is read as Markdown.
    """
    is_rst = PurePosixPath(path).suffix.lower() in _RST
    parts: list[tuple[_Heading, list[Block]]] = [(("", 0, 0), [])]
    for part in _of_rst(lines) if is_rst else _of_markdown(lines):
        if isinstance(part, Block):
            parts[-1][1].append(part)
        else:
            parts.append((part, []))
    found = []
    around: list[tuple[int, str]] = []
    for position, ((title, level, line), blocks) in enumerate(parts):
        around = [each for each in around if each[0] < level]
        is_leaf = position + 1 == len(parts) or parts[position + 1][0][1] <= level
        found.append(Section(title, tuple(each for _, each in around), level, line, tuple(blocks), is_leaf))
        around.append((level, title))
    return found


def _of_markdown(lines: Sequence[str]) -> Iterator[Block | _Heading]:
    items = 0
    item: list[str] = []  # the paragraphs of the item that is read, with those of the items nested in it
    cells: list[str] = []
    line = 0
    tokens = _MARKDOWN.parse("\n".join(_without_front_matter(lines)))
    for opening, content in pairwise(tokens):
        match opening.type:
            case "heading_open":
                yield _ANCHOR.sub("", content.content), int(opening.tag[1:]), _line_of(opening)
            case "list_item_open":
                items += 1
                if items == 1:
                    item, line = [], _line_of(opening)
            case "list_item_close":
                items -= 1
                if items == 0 and item:
                    yield Block(BlockKind.ITEM, item[0], line, tuple(item[1:]))
            case "paragraph_open" if items == 0:
                yield Block(BlockKind.PARAGRAPH, _ALERT.sub("", content.content), _line_of(opening))
            case "paragraph_open":
                item.append(content.content)
            case "tr_open":
                cells, line = [], _line_of(opening)
            case "td_open":
                cells.append(content.content)
            case "tr_close" if items == 0 and cells and cells[0]:
                yield Block(BlockKind.ROW, cells[0], line, tuple(cells[1:]))


def _without_front_matter(lines: Sequence[str]) -> list[str]:
    """The lines, those of the front matter empty, so that all keep their numbers."""
    ends = [number for number, line in enumerate(lines) if _FENCE.fullmatch(line.rstrip())]
    last = ends[1] + 1 if len(ends) > 1 and ends[0] == 0 else 0
    return [*([""] * last), *lines[last:]]


def _line_of(token: Token) -> int:
    return token.map[0] if token.map else 0


def _of_rst(lines: Sequence[str]) -> Iterator[Block | _Heading]:
    """Yield headings by their underlines, in the order in which these occur, and blocks that are not indented."""
    levels: list[str] = []
    number = 0
    while number < len(lines):
        text = lines[number].rstrip()
        under = lines[number + 1].rstrip() if number + 1 < len(lines) else ""
        if not text or text[0].isspace():
            number += 1
        elif _UNDERLINE.match(text):
            number += 1  # a line above a heading, or between parts
        elif _UNDERLINE.match(under) and len(under) >= len(text.strip()) - 2:
            if under[0] not in levels:
                levels.append(under[0])
            yield text.strip(), levels.index(under[0]) + 1, number
            number += 2
        elif _DIRECTIVE.match(text):
            end = _end_of_block(lines, number + 1)
            if _LIST_TABLE.match(text):
                yield from _rows_of_list(lines[:end], number + 1)
            number = end
        else:
            item = _ITEM.match(text)
            end = _end_of_paragraph(lines, number + 1, is_item=item is not None)
            first = item["text"] if item else text
            written = "\n".join([first, *(line.strip() for line in lines[number + 1 : end])])
            below = _end_of_block(lines, end) if item else end
            details = _of_rst(dedent("\n".join(lines[end:below])).split("\n"))
            told = tuple(part.text for part in details if isinstance(part, Block))
            yield Block(BlockKind.ITEM if item else BlockKind.PARAGRAPH, written, number, told)
            number = below


def _rows_of_list(lines: Sequence[str], start: int) -> Iterator[Block]:
    """Yield the rows of a `list-table`, whose lines begin at `start`, but for those of its head."""
    heads = 0
    begins: list[int] = []
    rows: list[list[str]] = []
    for number, line in enumerate(lines[start:], start):
        if option := _HEADS.match(line):
            heads = int(option[1])
        elif row := _ROW.match(line):
            begins.append(number)
            rows.append([row["text"]])
        elif rows and (cell := _CELL.match(line)) and len(cell["indent"]) == _indent_of(lines[begins[-1]]) + 2:
            rows[-1].append(cell["text"])
        elif rows:
            rows[-1][-1] = f"{rows[-1][-1]}\n{line.strip()}".strip()
    for number, (first, *others) in list(zip(begins, rows, strict=True))[heads:]:
        yield Block(BlockKind.ROW, first, number, tuple(others))


def _indent_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end_of_paragraph(lines: Sequence[str], start: int, *, is_item: bool) -> int:
    """The line after the last one of a paragraph; one of an item goes on in lines that are indented."""
    end = start
    while end < len(lines) and lines[end].strip() and not (_ITEM.match(lines[end]) if is_item else False):
        end += 1
    return end


def _end_of_block(lines: Sequence[str], start: int) -> int:
    """The line after the last one that is indented."""
    end = start
    while end < len(lines) and (not lines[end].strip() or lines[end][0].isspace()):
        end += 1
    return end
