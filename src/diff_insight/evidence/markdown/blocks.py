"""Finds headings, tables and code blocks in a Markdown text or a part of one."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from markdown_it import MarkdownIt
from markdown_it.token import Token

_LINK = re.compile(r"\[([^\]]+)\]\([^()]*\)")
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.:][^{}]*\}$")
_HEADING = re.compile(r" {0,3}#")
_LANGUAGE = re.compile(r"[\w+#.-]*")
_FENCE = re.compile(r"\s{0,12}(?:>\s?)?(`{3,}|~{3,})\s*([\w+#.-]*)")
_DELIMITER = re.compile(r"\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*\r?$")
_ROW = re.compile(r"\s*\|")
_CELL = re.compile(r"(?<!\\)\|")

# Only blocks are needed; what is inside a line is not parsed.
_WHOLE = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join", "reference"])
# Without its list, an item's fence looks like indented code.
_PART = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join", "reference", "code"])


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
    end = None
    if lines[0].rstrip() == "---":
        end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        return list(_blocks(_WHOLE, lines, first=1))
    matter = Block(BlockKind.FRONT_MATTER, 1, end + 1, "", "")
    return [matter, *_blocks(_WHOLE, lines[end + 1 :], first=end + 2)]


def part_blocks(lines: Sequence[str], first: int) -> list[Block]:
    """The blocks of consecutive lines of a text.

    A part may begin inside a code block, where `#` begins a comment. Its first fence decides this for the lines before
    it (a fence with a language opens a block). Without a fence, a first-level heading is accepted only at the top of
    the file, deeper ones always. A part may also begin below the first row of a table.

    Args:
        lines: the lines.
        first: line number of the first one.
    """
    if first <= 1 and lines and lines[0].rstrip() == "---":
        return whole_blocks("\n".join(lines))
    fence = next((match for line in lines if (match := _FENCE.match(line))), None)
    above: list[str] = []
    if first > 1 and lines:
        if fence is not None and not fence[2]:
            above = [fence[1]]
        elif _ROW.match(lines[0]) and not (len(lines) > 1 and is_delimiter(lines[1])):
            head = "| " * len(cells(lines[0])) + "|"
            above = [head] if is_delimiter(lines[0]) else [head, head.replace(" ", "-")]
    found = _blocks(_PART, [*above, *lines], first=first - len(above))
    is_sure = first <= 1 or fence is not None
    return [
        Block(block.kind, max(block.start, first), block.end, block.text if block.start >= first else "", block.section)
        for block in found
        if is_sure or not _is_doubtful(block, lines[max(block.start - first, 0)])
    ]


def _is_doubtful(block: Block, line: str) -> bool:
    """Whether a heading may be a comment in a code block that begins above the part."""
    return block.kind is BlockKind.HEADING and line.lstrip().startswith("# ")


def _blocks(parser: MarkdownIt, lines: Sequence[str], first: int) -> Iterator[Block]:
    """The blocks of lines, the first of which has the number `first`."""
    # A lone carriage return would be a line end to the parser.
    tokens = parser.parse("\n".join(lines).replace("\r", " "))
    section = ""
    for position, token in enumerate(tokens):
        if token.map is None:
            continue
        start, end = token.map
        if token.type == "heading_open" and token.level == 0:
            is_underlined = token.markup in ("=", "-")
            # In a part, `---` may end the front matter, and indented code is not told from headings.
            if parser is _PART and (token.markup == "-" or not (is_underlined or _HEADING.match(lines[start]))):
                continue
            # Of several lines over an underline, the last is taken for the title.
            title = tokens[position + 1].content.rsplit("\n", 1)[-1]
            section = without_links(_ATTRIBUTES.sub("", title.strip()))
            top = end - 2 if is_underlined else start
            if section:
                yield Block(BlockKind.HEADING, first + top, first + end - 1, section, section)
        elif token.type == "fence":
            last = min(end, len(lines)) - 1
            yield Block(BlockKind.CODE, first + start, first + last, _language(token), section)
        elif token.type == "table_open" and not lines[start].lstrip().startswith(">"):
            # A line of prose right below a table renders as a row of it, which nobody means.
            last = max(position for position in range(start, end) if "|" in lines[position])
            yield Block(BlockKind.TABLE, first + start, first + last, lines[start], section)


def _language(fence: Token) -> str:
    found = _LANGUAGE.match(fence.info.strip())
    return found[0] if found else ""
