"""Finds blocks of lines that were removed in one place and added in another, within a file or between files."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import LCSseq

from diff_insight.changes.changeset import FileChange, Hunk, Line, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind, Trait, having
from diff_insight.evidence.diff.sides import EDITS_READ

_WINDOW = 3  # adjacent lines that must match
_LETTERS = 60  # letters and digits they must have in total, so that three closing braces do not count
_TELLING = 5  # letters and digits a line needs to represent the block
_PLACES = 8  # occurrences of a window beyond which it no longer shows where lines went
_ALIGNED_PAIRS = 100_000_000  # maximum number of line pairs for which the sides of a hunk are aligned
_NOTICE = re.compile(r"\bcopyright\b|\blicen[sc]ed?\b|SPDX-", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(?://|/\*|\*|#(?!\s*(?:include|define|if|endif|else|pragma)\b)|;|--|<!--|%|\.\.|\"{3})")
_IMPORT = re.compile(r"\s*(?:import|from|package|using|use|require|#\s*include)\b")
_DEFINES = re.compile(
    r"\s*(?:(?:export|default|pub|public|private|protected|static|async|final|abstract)\s+)*"
    r"(?:def|class|func|fn|function|interface|struct|enum|trait|type|var|let|const|val|static)\s+(?:\([^()]*\)\s*)?(\w+)"
)
_EXPLAINED = having(Trait.MOVABLE)


@dataclass(frozen=True, slots=True)
class Move:
    """Lines that moved from one place to another, ignoring leading and trailing white space.

    Attributes:
        old_path: the file they were moved from.
        new_path: the file they were moved to.
        old: their old line numbers, in order.
        new: their new line numbers, in order.
        first: the first line with enough letters or digits to represent the block, stripped.
        telling: the index of that line, counted from 0.
    """

    old_path: str
    new_path: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    first: str
    telling: int

    @property
    def count(self) -> int:
        """How many lines moved, not counting blank ones."""
        return len(self.old)


def moves(files: Sequence[FileChange]) -> tuple[Move, ...]:
    """All moves of a change, in the order of the removed lines.

    The running time is linear in the number of lines, apart from aligning the sides of each hunk, which is bounded.

    A move is at least three adjacent lines with at least 60 letters and digits. Ignored are lines added in many places,
    lines removed from several files, lines that only changed in white space, imports, and notices of copyright.
    """
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    flat: list[tuple[str, list[Line]]] = []
    leave: dict[tuple[str, ...], set[str]] = defaultdict(set)
    removed: list[tuple[FileChange, list[Line]]] = []
    for file in files:
        moved = _moved_lines(file)
        for run in _runs(moved, "+"):
            for start, window in _windows(run):
                places[window].append((len(flat), start))
            flat.append((file.path, run))
        for run in _runs(moved, "-"):
            for _, window in _windows(run):
                leave[window].add(file.path)
            removed.append((file, run))
    for window, paths in leave.items():
        if len(paths) > 1:
            places.pop(window, None)
    taken: set[tuple[int, int]] = set()
    found = [move for file, run in removed for move in _moves_of_run(file, run, places, flat, taken)]
    return tuple(found)


def _path_before(file: FileChange) -> str:
    return file.old_path or file.path if file.status is Status.RENAMED else file.path


def _moved_lines(file: FileChange) -> list[list[Line]]:
    """The lines of each hunk, limited as for facts, with edits of white space alone marked as unchanged."""
    found: list[list[Line]] = []
    left = EDITS_READ
    for hunk in file.hunks:
        found.append(_beyond_white_space(hunk))
        left -= len(hunk.lines)
        if left <= 0:
            break
    return found


def _beyond_white_space(hunk: Hunk) -> list[Line]:
    """The lines of a hunk, with those that differ only in white space marked as unchanged; none for a huge rewrite."""
    old = [line for line in hunk.lines if line.kind != "+"]
    new = [line for line in hunk.lines if line.kind != "-"]
    if all(line.kind == " " for line in old) or all(line.kind == " " for line in new):
        return list(hunk.lines)
    if len(old) * len(new) > _ALIGNED_PAIRS:
        return []
    stay: set[tuple[int | None, int | None]] = set()
    for code in LCSseq.opcodes([line.text.strip() for line in old], [line.text.strip() for line in new]):
        if code.tag == "equal":
            stay.update((line.old, None) for line in old[code.src_start : code.src_end])
            stay.update((None, line.new) for line in new[code.dest_start : code.dest_end])
    return [
        replace(line, kind=" ") if (line.old, None) in stay or (None, line.new) in stay else line for line in hunk.lines
    ]


def _runs(hunks: Sequence[Sequence[Line]], kind: str) -> list[list[Line]]:
    """The runs of adjacent lines of one kind in each hunk, without blank lines."""
    runs: list[list[Line]] = []
    for lines in hunks:
        run: list[Line] = []
        for line in lines:
            if line.kind == " ":
                runs.append(run)
                run = []
            elif line.kind == kind and line.text.strip():
                run.append(line)
        runs.append(run)
    return [run for run in runs if len(run) >= _WINDOW]


def _windows(run: list[Line]) -> Iterator[tuple[int, tuple[str, ...]]]:
    texts = [line.text.strip() for line in run]
    letters = [sum(map(str.isalnum, text[:_LETTERS])) for text in texts]
    for start in range(len(texts) - _WINDOW + 1):
        if sum(letters[start : start + _WINDOW]) >= _LETTERS:
            yield start, tuple(texts[start : start + _WINDOW])


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
        length, number, at = max(
            ((_length(run, start, flat[number][1], (number, at), taken), number, at) for number, at in free),
            key=lambda found: found[0],
        )
        if length < _WINDOW:
            continue
        path, other = flat[number]
        taken.update((number, at + step) for step in range(length))
        end = start + length
        texts = [line.text.strip() for line in run[start:end]]
        if _is_boilerplate(texts):
            continue
        telling = next((n for n, text in enumerate(texts) if sum(map(str.isalnum, text)) >= _TELLING), 0)
        yield Move(
            _path_before(file),
            path,
            tuple(line.old or 0 for line in run[start:end]),
            tuple(line.new or 0 for line in other[at : at + length]),
            texts[telling],
            telling,
        )


def _is_boilerplate(texts: Sequence[str]) -> bool:
    """Whether lines are imports, or a copyright or licence comment, with which every file of a project may begin."""
    is_known = any(map(_NOTICE.search, texts)) or any(map(_IMPORT.match, texts))
    return is_known and all(_COMMENT.match(text) or _IMPORT.match(text) for text in texts)


def _length(run: list[Line], start: int, other: list[Line], place: tuple[int, int], taken: set[tuple[int, int]]) -> int:
    """How many consecutive lines of a run match another run at a place, stopping at a line already taken."""
    number, at = place
    length = 0
    while (
        start + length < len(run)
        and at + length < len(other)
        and (number, at + length) not in taken
        and run[start + length].text.strip() == other[at + length].text.strip()
    ):
        length += 1
    return length


def with_moves(
    files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]], found: Sequence[Move]
) -> list[tuple[Fact, ...]]:
    """The facts of each file, with its moves and without facts that a move explains.

    A name removed from lines that moved to another file counts as moved, and so does a removed name that is redefined
    in a file to which other lines moved.
    """
    numbers = {file.path: number for number, file in enumerate(files)}
    numbers |= {_path_before(file): number for number, file in enumerate(files) if file.status is Status.RENAMED}
    left: dict[tuple[int, int], tuple[int, int]] = {}  # (file, old line) -> (file, new line) it moved to
    added: dict[tuple[int, int], int] = {}  # (file, new line) -> file it came from
    for move in found:
        source, target = numbers[move.old_path], numbers[move.new_path]
        left |= {(source, old): (target, new) for old, new in zip(move.old, move.new, strict=True)}
        added |= dict.fromkeys(((target, new) for new in move.new), source)
    names: dict[tuple[int, int, str | None], Fact] = {}  # moved names by source file, target file and name
    for source, of_file in enumerate(facts):
        for fact in of_file:
            target, line = left.get((source, fact.old_line or 0), (source, 0))
            if fact.kind is FactKind.NAME_REMOVED and target != source:
                moved = replace(fact, kind=FactKind.NAME_MOVED, after=fact.before, new_line=line)
                names[source, target, fact.before] = moved
    result: list[list[Fact]] = []
    for number, of_file in enumerate(facts):
        kept: list[Fact] = []
        for fact in of_file:
            target, _ = left.get((number, fact.old_line or 0), (number, 0))
            source = added.get((number, fact.new_line or 0), number)
            if fact.kind is FactKind.NAME_REMOVED and (number, target, fact.before) in names:
                kept.append(replace(names[number, target, fact.before], new_path=files[target].path))
            elif fact.kind is FactKind.NAME_ADDED and (source, number, fact.after) in names:
                kept.append(replace(names[source, number, fact.after], old_path=_path_before(files[source])))
            elif not (_is_explained(fact) and ((number, fact.old_line) in left or (number, fact.new_line) in added)):
                kept.append(fact)
        result.append(kept)
    ways: dict[tuple[int, int], None] = {}
    for move in found:
        source, target = numbers[move.old_path], numbers[move.new_path]
        here = Fact(
            FactKind.BLOCK_MOVED, move.first, move.first, str(move.count),
            old_line=move.old[move.telling], new_line=move.new[move.telling],
        )  # fmt: skip
        if source == target:
            result[source].append(here)
        else:
            result[source].append(replace(here, new_path=move.new_path))
            result[target].append(replace(here, old_path=move.old_path))
            ways[source, target] = None
    defined = {target: _defined(files[target]) for _, target in ways}
    for source, target in ways:
        kept = list(_with_redefined(result[source], files[target].path, defined[target]))
        anew = {
            moved.before: moved
            for was, moved in zip(result[source], kept, strict=True)
            if moved is not was and moved.new_path == files[target].path
        }
        result[source] = kept
        result[target] = [_as_moved(fact, anew, _path_before(files[source])) for fact in result[target]]
    return [tuple(of_file) for of_file in result]


def _as_moved(fact: Fact, anew: Mapping[str | None, Fact], source: str) -> Fact:
    """The fact about a new name as one about a name that moved here, if another file lost it."""
    moved = anew.get(fact.after) if fact.kind is FactKind.NAME_ADDED else None
    if moved is None:
        return fact
    return replace(moved, after=fact.after, new_line=fact.new_line, new_path=None, old_path=source)


def _defined(file: FileChange) -> dict[str, int | None]:
    """The names that added lines of a file appear to define, with their line numbers."""
    lines = (line for hunk in file.hunks for line in hunk.lines if line.kind == "+")
    return {match[1]: line.new for line in lines if (match := _DEFINES.match(line.text))}


def _with_redefined(facts: Sequence[Fact], path: str, defined: Mapping[str, int | None]) -> Iterator[Fact]:
    """The facts of a file from which lines moved to `path`; removed names redefined there count as moved."""
    for fact in facts:
        name = (fact.before or "").rpartition(".")[2]
        if fact.kind is FactKind.NAME_REMOVED and name in defined:
            moved = replace(fact, kind=FactKind.NAME_MOVED, after=fact.before)
            yield replace(moved, new_line=defined[name], new_path=path)
        else:
            yield fact


def _is_explained(fact: Fact) -> bool:
    return fact.kind in _EXPLAINED and (fact.before is None or fact.after is None or fact.before == fact.after)
