"""Finds blocks of lines that are gone in one place and new in another, within a file and between files."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from diff_insight.changes.changeset import FileChange, Line, Status
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.sides import EDITS_READ

_WINDOW = 3  # neighbouring lines that must agree
_LETTERS = 60  # letters and digits they must have in all: three closing braces are no block
_TELLING = 5  # letters and digits of a line that can stand for the block
_PLACES = 8  # places a window may stand in before it says nothing about where lines went
_DEFINES = re.compile(
    r"\s*(?:(?:export|default|pub|public|private|protected|static|async|final|abstract)\s+)*"
    r"(?:def|class|func|fn|function|interface|struct|enum|trait|type)\s+(?:\([^()]*\)\s*)?(\w+)"
)
_EXPLAINED = frozenset(
    {
        FactKind.HEADING_ADDED, FactKind.HEADING_REMOVED, FactKind.HEADING_MOVED, FactKind.LINK_ADDED,
        FactKind.LINK_REMOVED, FactKind.ROW_ADDED, FactKind.ROW_REMOVED, FactKind.CODE_BLOCK_ADDED,
        FactKind.CODE_BLOCK_REMOVED, FactKind.TABLE_ADDED, FactKind.TABLE_REMOVED, FactKind.LINE_ADDED,
        FactKind.LINE_REMOVED,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """Lines that left one place and stand in another, white space at their ends aside.

    Attributes:
        old_path: the file they left.
        new_path: the file they came to.
        old: their numbers before, in order.
        new: their numbers after, in order.
        first: the first of them that has some letters.
    """

    old_path: str
    new_path: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    first: str

    @property
    def count(self) -> int:
        """How many lines moved, empty ones aside."""
        return len(self.old)


def moves(files: Sequence[FileChange]) -> tuple[Move, ...]:
    """All moves of a change, in the order of the lines that left; the work is linear in its lines.

    A move is at least three neighbouring lines with some 60 letters; those that stand in many places count for none.
    """
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    come = [_runs(file, "+") for file in files]
    flat: list[tuple[str, list[Line]]] = []
    for file, runs in zip(files, come, strict=True):
        for run in runs:
            for start, window in _windows(run):
                places[window].append((len(flat), start))
            flat.append((file.path, run))
    found = []
    taken: set[tuple[int, int]] = set()
    for file in files:
        for run in _runs(file, "-"):
            found += list(_moves_of_run(file, run, places, flat, taken))
    return tuple(found)


def _path_before(file: FileChange) -> str:
    return file.old_path or file.path if file.status is Status.RENAMED else file.path


def _runs(file: FileChange, kind: str) -> list[list[Line]]:
    """The file's neighbouring lines of one kind, without empty ones, up to the number that facts are read from."""
    runs: list[list[Line]] = []
    left = EDITS_READ
    for hunk in file.hunks:
        run: list[Line] = []
        for line in hunk.lines:
            if line.kind == " ":
                runs.append(run)
                run = []
            elif line.kind == kind and line.text.strip():
                run.append(line)
        runs.append(run)
        left -= len(hunk.lines)
        if left <= 0:
            break
    return [run for run in runs if len(run) >= _WINDOW]


def _windows(run: list[Line]) -> Iterator[tuple[int, tuple[str, ...]]]:
    texts = [line.text.strip() for line in run]
    for start in range(len(texts) - _WINDOW + 1):
        window = tuple(texts[start : start + _WINDOW])
        if sum(character.isalnum() for text in window for character in text[:_LETTERS]) >= _LETTERS:
            yield start, window


def _moves_of_run(
    file: FileChange,
    run: list[Line],
    places: dict[tuple[str, ...], list[tuple[int, int]]],
    flat: list[tuple[str, list[Line]]],
    taken: set[tuple[int, int]],
) -> Iterator[Move]:
    end = 0
    for start, window in _windows(run):
        if start < end or len(places.get(window, ())) not in range(1, _PLACES + 1):
            continue
        free = [place for place in places[window] if place not in taken]
        if not free:
            continue
        number, at = max(free, key=lambda place: _length(run, start, flat[place[0]][1], place[1]))
        path, other = flat[number]
        length = _length(run, start, other, at)
        taken.update((number, at + step) for step in range(length))
        end = start + length
        texts = [line.text.strip() for line in run[start:end]]
        yield Move(
            _path_before(file),
            path,
            tuple(line.old or 0 for line in run[start:end]),
            tuple(line.new or 0 for line in other[at : at + length]),
            next((text for text in texts if sum(map(str.isalnum, text)) >= _TELLING), texts[0]),
        )


def _length(run: list[Line], start: int, other: list[Line], at: int) -> int:
    length = 0
    for old, new in zip(run[start:], other[at:], strict=False):
        if old.text.strip() != new.text.strip():
            break
        length += 1
    return length


def with_moves(
    files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]], found: Sequence[Move]
) -> list[tuple[Fact, ...]]:
    """The facts of each file with its moves, and without what a move explains.

    A name that is gone from lines of a move to another file is a name that moved, and so is one that is defined anew in
    a file to which other lines moved.
    """
    numbers = {file.path: number for number, file in enumerate(files)}
    numbers |= {_path_before(file): number for number, file in enumerate(files) if file.status is Status.RENAMED}
    result = [list(of_file) for of_file in facts]
    for move in found:
        source, target = numbers[move.old_path], numbers[move.new_path]
        old, new = set(move.old), set(move.new)
        gone = {f.before: f for f in result[source] if f.kind is FactKind.NAME_REMOVED and f.old_line in old}
        come = {f.after: f for f in result[target] if f.kind is FactKind.NAME_ADDED and f.new_line in new}
        result[source] = [fact for fact in result[source] if not (_is_explained(fact) and fact.old_line in old)]
        result[target] = [fact for fact in result[target] if not (_is_explained(fact) and fact.new_line in new)]
        here = Fact(
            FactKind.BLOCK_MOVED, move.first, move.first, str(move.count), old_line=move.old[0], new_line=move.new[0]
        )
        if source == target:
            result[source].append(here)
            continue
        result[source].append(replace(here, new_path=move.new_path))
        result[target].append(replace(here, old_path=move.old_path))
        for name, fact in gone.items():
            # The line that defines it moved, so it is defined over there, perhaps inside of another container.
            other = come.get(name)
            moved = replace(
                fact, kind=FactKind.NAME_MOVED, after=name, new_line=move.new[move.old.index(fact.old_line or 0)]
            )
            result[source][result[source].index(fact)] = replace(moved, new_path=move.new_path)
            if other:
                result[target][result[target].index(other)] = replace(moved, old_path=move.old_path)
    ways = {(numbers[move.old_path], numbers[move.new_path]) for move in found}
    for source, target in sorted(ways):
        if source != target:
            result[source] = list(_with_redefined(result[source], files[target]))
    return [tuple(of_file) for of_file in result]


def _with_redefined(facts: Sequence[Fact], target: FileChange) -> Iterator[Fact]:
    """The facts of a file of which lines moved to another, where a name that is gone here is defined anew."""
    lines = (line for hunk in target.hunks for line in hunk.lines if line.kind == "+")
    defined = {match[1]: line.new for line in lines if (match := _DEFINES.match(line.text))}
    for fact in facts:
        name = (fact.before or "").rpartition(".")[2]
        if fact.kind is FactKind.NAME_REMOVED and name in defined:
            moved = replace(fact, kind=FactKind.NAME_MOVED, after=fact.before)
            yield replace(moved, new_line=defined[name], new_path=target.path)
        else:
            yield fact


def _is_explained(fact: Fact) -> bool:
    return fact.kind in _EXPLAINED and (fact.before is None or fact.after is None or fact.before == fact.after)
