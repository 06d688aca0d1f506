"""Facts about changes to the structure of a Markdown text: headings, tables and code blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.diff.slices import Slice, quoting, whole_line
from diff_insight.evidence.markdown.blocks import (
    Block,
    BlockKind,
    Blocks,
    cells,
    is_delimiter,
    part_blocks,
    whole_blocks,
)
from diff_insight.evidence.surface.item import DEFAULT

_RELEASE = re.compile(r"\d+\.\d+|\d{4}-\d{2}-\d{2}")  # a version, or a release date
_CODE = re.compile(r"\*{0,2}`([\w][\w.\-\[\]]*)`\*{0,2}")
_OF_SETTINGS = re.compile(
    r"(?:config(?:uration)?[ -])?(?:settings?|options?|keys?)|(?:environment|env) var(?:iable)?s?|variables?|config"
)  # heads of columns whose rows are settings
_OF_DEFAULTS = frozenset({"default", "defaults", "default value"})
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s+(?=```|~~~)")
_CELLS = 8  # maximum columns named of an added or removed table


@dataclass(frozen=True, slots=True)
class _Lines:
    """Line numbers of the changed lines of both sides, and the blocks already reported, as (side, first line)."""

    removed: frozenset[int | None]
    added: frozenset[int | None]
    told: set[tuple[str, int]]


def markdown_blocks(sides: Sides) -> tuple[Blocks, Blocks]:
    """The blocks of the old and the new side: of the whole text if it is known, else of the lines of each hunk."""
    if sides.old is not None and sides.new is not None:
        return Blocks(whole_blocks(sides.old)), Blocks(whole_blocks(sides.new))
    old: list[Block] = []
    new: list[Block] = []
    for hunk in sides.file.hunks[: len(sides.edits)]:
        old += part_blocks([line.text for line in hunk.lines if line.kind != "+"], max(hunk.old_start, 1))
        new += part_blocks([line.text for line in hunk.lines if line.kind != "-"], max(hunk.new_start, 1))
    return Blocks(old), Blocks(new)


def markdown_facts(sides: Sides, old: Blocks, new: Blocks) -> Iterator[Fact]:
    """The facts about headings, tables and code blocks; each edited code block is reported once.

    Args:
        sides: the change of a Markdown file.
        old: the blocks of its old side.
        new: the blocks of its new side.
    """
    lines = _Lines(
        frozenset(line.old for line in sides.removed_lines()),
        frozenset(line.new for line in sides.added_lines()),
        set(),
    )
    for edit in sides.all_edits():
        before = old.at(edit.removed.old) if edit.removed else None
        after = new.at(edit.added.new) if edit.added else None
        kinds = {block.kind for block in (before, after) if block}
        if BlockKind.HEADING in kinds:
            yield from _heading(edit, before, after)
        elif BlockKind.CODE in kinds:
            yield from _code(edit, before, after, lines)
        elif BlockKind.TABLE in kinds:
            yield from _table(edit, before, after, lines)


def _heading(edit: Edit, before: Block | None, after: Block | None) -> Iterator[Fact]:
    old = before if before and before.kind is BlockKind.HEADING else None
    new = after if after and after.kind is BlockKind.HEADING else None
    # The edit may be on the underline of a heading rather than on its text.
    if (edit.removed and old and edit.removed.old != old.start) or (edit.added and new and edit.added.new != new.start):
        return
    if old and new and _is_same_section(old.text, new.text):
        if old.text != new.text:
            yield Fact(FactKind.HEADING_RENAMED, old.text, new.text, old_line=old.start, new_line=new.start)
        return
    if old:
        yield Fact(FactKind.HEADING_REMOVED, before=old.text, old_line=old.start)
    if new:
        yield Fact(FactKind.HEADING_ADDED, after=new.text, new_line=new.start)


def _is_same_section(old: str, new: str) -> bool:
    """Whether one heading can be the other one renamed; two release headings of a change log cannot."""
    return _RELEASE.search(old) is None or _RELEASE.search(new) is None


def _code(
    edit: Edit,
    before: Block | None,
    after: Block | None,
    lines: _Lines,
) -> Iterator[Fact]:
    if edit.removed and edit.added and _without_item(edit.removed.text) == _without_item(edit.added.text):
        return
    old = before if before and before.kind is BlockKind.CODE else None
    new = after if after and after.kind is BlockKind.CODE else None
    known = [("-", old.start)] if old else []
    known += [("+", new.start)] if new else []
    if not lines.told.isdisjoint(known):
        lines.told.update(known)
        return
    lines.told.update(known)
    block = new or old
    if block is None:
        return
    whole_old = old is not None and old.start in lines.removed and old.end in lines.removed
    whole_new = new is not None and new.start in lines.added and new.end in lines.added
    kind = FactKind.CODE_BLOCK_CHANGED
    if whole_new and not old:
        kind = FactKind.CODE_BLOCK_ADDED
    elif whole_old and not new:
        kind = FactKind.CODE_BLOCK_REMOVED
    changed = kind is FactKind.CODE_BLOCK_CHANGED
    removed = _told(edit.removed) if old and changed else None
    added = _told(edit.added) if new and changed else None
    yield replace(
        quoting(kind, removed, added, block.text or None),
        where=block.section or None,
        old_line=removed.line.old if removed else old.start if old else None,
        new_line=added.line.new if added else new.start if new else None,
    )


def _without_item(line: str) -> str:
    """A line without white space around it, and without the mark of the list item that opens a code block."""
    return _ITEM.sub("", line.strip())


def _told(line: Line | None) -> Slice | None:
    return whole_line(line) if line and line.text.strip() else None


def _table(
    edit: Edit,
    before: Block | None,
    after: Block | None,
    lines: _Lines,
) -> Iterator[Fact]:
    old = before if before and before.kind is BlockKind.TABLE else None
    new = after if after and after.kind is BlockKind.TABLE else None
    block = new or old
    if block is None or (old and ("-", old.start) in lines.told) or (new and ("+", new.start) in lines.told):
        return
    if new and not old and new.text and new.start in lines.added and new.end in lines.added:
        lines.told.add(("+", new.start))
        yield Fact(FactKind.TABLE_ADDED, after=_head(new), where=new.section or None, new_line=new.start)
    elif old and not new and old.text and old.start in lines.removed and old.end in lines.removed:
        lines.told.add(("-", old.start))
        yield Fact(FactKind.TABLE_REMOVED, before=_head(old), where=old.section or None, old_line=old.start)
    elif old and new and old.text and new.text and len(cells(old.text)) != len(cells(new.text)):
        # If the number of columns changes, every row differs; report that once.
        lines.told.update((("-", old.start), ("+", new.start)))
        yield from _columns(old, new)
    else:
        yield from _row(edit, old, new)


def _head(table: Block) -> str:
    return ", ".join(cell for cell in cells(table.text)[:_CELLS] if cell)


def _columns(old: Block, new: Block) -> Iterator[Fact]:
    before, after = cells(old.text), cells(new.text)
    for name in before:
        if name not in after:
            yield Fact(
                FactKind.COLUMN_REMOVED, before=name, where=old.section or None, old_line=old.start, new_line=new.start
            )
    for name in after:
        if name not in before:
            yield Fact(
                FactKind.COLUMN_ADDED, after=name, where=new.section or None, old_line=old.start, new_line=new.start
            )


def _row(edit: Edit, old: Block | None, new: Block | None) -> Iterator[Fact]:
    removed = edit.removed if old else None
    added = edit.added if new else None
    if any(is_delimiter(line.text) for line in (removed, added) if line):
        return
    before = cells(removed.text) if removed else []
    after = cells(added.text) if added else []
    where = (new or old).section or None if (new or old) else None  # type: ignore[union-attr]
    if removed and added:
        changed = [(a, b) for a, b in zip_longest(before, after, fillvalue="") if a != b]
        if name := _with_other_default(new, before, after):
            (was, now), *more = changed
            yield Fact(
                FactKind.SETTING_CHANGED, was.strip("` "), now.strip("` "), name, DEFAULT,
                removed.old, added.new, public=True,
            )  # fmt: skip
            changed = more
        if changed:
            yield Fact(
                FactKind.ROW_CHANGED, " | ".join(a for a, _ in changed), " | ".join(b for _, b in changed),
                after[0] if before[0] == after[0] else None, where, removed.old, added.new,
            )  # fmt: skip
    elif name := _setting(new or old, before or after):
        kind = FactKind.SETTING_ADDED if added else FactKind.SETTING_REMOVED
        yield Fact(
            kind, None if added else name, name if added else None, None, where,
            removed.old if removed else None, added.new if added else None, public=True,
        )  # fmt: skip
    elif removed and any(before):
        yield Fact(FactKind.ROW_REMOVED, before=_first(before), where=where, old_line=removed.old)
    elif added and any(after):
        yield Fact(FactKind.ROW_ADDED, after=_first(after), where=where, new_line=added.new)


def _setting(table: Block | None, row: list[str]) -> str:
    """The setting that a row of a table of settings is about; '' if it is none."""
    heads = cells(table.text) if table else []
    named = _CODE.fullmatch(row[0].strip()) if row else None
    return named[1] if named and heads and _OF_SETTINGS.fullmatch(heads[0].strip(" *`").lower()) else ""


def _with_other_default(table: Block | None, before: list[str], after: list[str]) -> str:
    """The setting of a row in which the first cell that differs states its default; '' if another cell does."""
    heads = [head.strip(" *`").lower() for head in cells(table.text)] if table else []
    differing = [number for number, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
    is_default = differing and differing[0] < len(heads) and heads[differing[0]] in _OF_DEFAULTS
    return _setting(table, after) if is_default and before[differing[0]] and after[differing[0]] else ""


def _first(row: list[str]) -> str:
    return next(cell for cell in row if cell)
