"""Finds headings, tables and code blocks in a Markdown text or a part of one."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*(?:\{[^{}]*\})?[ \t]*\r?$")
_LINK = re.compile(r"\[([^\]]+)\]\([^()]*\)")
_FENCE = re.compile(r"\s{0,12}(?:>\s?)?(`{3,}|~{3,})\s*([\w+#.-]*)")
_UNDERLINE = re.compile(r"(?:=+|-{3,})[ \t]*\r?$")
_DOUBLE_UNDERLINE = re.compile(r"=+[ \t]*\r?$")
_PARAGRAPH = re.compile(r"(?![ \t]*(?:[-*+>#|=`~]|\d+[.)]\s|$))(?!.*\|).*\w")
_DELIMITER = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*\r?$")
_ROW = re.compile(r"\s*\|")
_CELL = re.compile(r"(?<!\\)\|")


class BlockKind(Enum):
    """The kind of a block."""

    HEADING = auto()
    CODE = auto()
    TABLE = auto()
    FRONT_MATTER = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a Markdown text.

    Attributes:
        kind: kind of the block.
        start: first line, 1-based.
        end: last line, inclusive.
        text: the title of a heading, the language of a code block, or the first line of a table.
        section: the title of the heading above it, '' if there is none or it is unknown.
    """

    kind: BlockKind
    start: int
    end: int
    text: str
    section: str


class Blocks:
    """The blocks of one side, looked up by line."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._starts = [block.start for block in blocks]

    def at(self, line: int | None) -> Block | None:
        """The block that contains a line, None if there is none."""
        position = bisect_right(self._starts, line or 0) - 1
        block = self._blocks[position] if position >= 0 else None
        return block if block and line and line <= block.end else None


def without_links(line: str) -> str:
    """A line with each link replaced by its label."""
    return _LINK.sub(r"\1", line)


def cells(row: str) -> list[str]:
    """The cells of a table row."""
    inner = row.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in _CELL.split(inner)]


def is_delimiter(row: str) -> bool:
    """Whether a row is the delimiter row under a table's header."""
    return "-" in row and _DELIMITER.match(row) is not None


def whole_blocks(text: str) -> list[Block]:
    """The blocks of a whole text."""
    lines = text.split("\n")
    blocks = []
    first = 0
    if lines[0].rstrip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
        if end:
            blocks.append(Block(BlockKind.FRONT_MATTER, 1, end + 1, "", ""))
            first = end + 1
    return blocks + _scan(lines[first:], first + 1, inside=False, sure=True, underline=_UNDERLINE)


def part_blocks(lines: Sequence[str], first: int) -> list[Block]:
    """The blocks of consecutive lines of a text.

    A part may begin inside a code block, where `#` begins a comment. Its first fence decides this for the lines before
    it (a fence with a language opens a block). Without a fence, a first-level heading is accepted only at the top of
    the file, deeper ones always.

    Args:
        lines: the lines.
        first: line number of the first one.
    """
    if first <= 1 and lines and lines[0].rstrip() == "---":
        return whole_blocks("\n".join(lines))
    fence = next((match for line in lines if (match := _FENCE.match(line))), None)
    inside = first > 1 and fence is not None and not fence[2]
    # In a part, `---` may end the front matter.
    return _scan(lines, first, inside=inside, sure=first <= 1 or fence is not None, underline=_DOUBLE_UNDERLINE)


def _scan(lines: Sequence[str], first: int, *, inside: bool, sure: bool, underline: re.Pattern[str]) -> list[Block]:
    blocks: list[Block] = []
    section = ""
    fence, opened, language = "`" * 3 if inside else "", 0, ""
    table: int | None = None
    for position, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            # A block opened before the part may have any kind of fence.
            if match and not match[2] and (match[1].startswith(fence) or (inside and not opened)):
                blocks.append(Block(BlockKind.CODE, first + opened, first + position, language, section))
                fence = ""
            continue
        is_row = _ROW.match(line) is not None
        if table is not None and not is_row:
            blocks.append(_table(lines, table, position - 1, first, section))
            table = None
        if match:
            fence, opened, language = match[1], position, match[2]
            inside = False
        elif is_row:
            table = position if table is None else table
        elif position and underline.match(line) and _PARAGRAPH.match(lines[position - 1]) and table is None:
            section = _LINK.sub(r"\1", lines[position - 1].strip())
            blocks.append(Block(BlockKind.HEADING, first + position - 1, first + position, section, section))
        elif (heading := _HEADING.match(line)) and (sure or len(heading[1]) > 1):
            section = _LINK.sub(r"\1", heading[2])
            blocks.append(Block(BlockKind.HEADING, first + position, first + position, section, section))
    end = first + len(lines) - 1
    if fence:
        blocks.append(Block(BlockKind.CODE, first + opened, end, language, section))
    if table is not None:
        blocks.append(_table(lines, table, len(lines) - 1, first, section))
    return blocks


def _table(lines: Sequence[str], start: int, end: int, first: int, section: str) -> Block:
    has_head = start + 1 <= end and is_delimiter(lines[start + 1])
    return Block(BlockKind.TABLE, first + start, first + end, lines[start] if has_head else "", section)
