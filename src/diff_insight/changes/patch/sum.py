"""Combines the hunks of two patches, the second of which was made on top of the first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from diff_insight.changes.changeset import Hunk, Line

_CONTEXT = 3  # lines around a change, as git shows them
_COMPARED = 4_000_000  # maximum line pairs of a block that is searched for removed lines that were added back


@dataclass(frozen=True, slots=True)
class _Edit:
    """A line of one patch, and the line of the version between the patches at which, or before which, it is placed."""

    place: int
    line: Line


@dataclass(frozen=True, slots=True)
class _Kept:
    kind: str
    text: str
    ends_file: bool


def added_up(first: Sequence[Hunk], second: Sequence[Hunk]) -> tuple[Hunk, ...] | None:
    """The hunks that lead from the version before the first patch to the one after the second.

    A line added by the first and removed by the second is in none of them, nor is one that was removed and added back.

    Returns:
        The hunks, empty if the second patch reverts the first; None if the second does not apply on top of the first.
    """
    found: list[Hunk] = []
    spans = sorted([hunk.new_span for hunk in first] + [hunk.old_span for hunk in second])
    rest_first = sorted(first, key=lambda hunk: hunk.new_span)
    rest_second = sorted(second, key=lambda hunk: hunk.old_span)
    shift_first = shift_second = 0
    for start, end in _merged(spans):
        ours = _taken(rest_first, end, of_new=True)
        theirs = _taken(rest_second, end, of_new=False)
        kept = _woven(_placed(ours, of_new=True), _placed(theirs, of_new=False), start, end)
        if kept is None:
            return None
        found += _hunks(_without_returned(kept), start - shift_first, start + shift_second)
        shift_first += sum(_growth(hunk) for hunk in ours)
        shift_second += sum(_growth(hunk) for hunk in theirs)
    return tuple(found)


def _growth(hunk: Hunk) -> int:
    return sum((line.kind == "+") - (line.kind == "-") for line in hunk.lines)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with overlapping or adjacent ones merged."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _taken(hunks: list[Hunk], end: int, *, of_new: bool) -> list[Hunk]:
    """Remove and return the leading hunks that end before a line."""
    count = 0
    while count < len(hunks) and (hunks[count].new_span if of_new else hunks[count].old_span)[1] <= end:
        count += 1
    taken = hunks[:count]
    del hunks[:count]
    return taken


def _placed(hunks: Sequence[Hunk], *, of_new: bool) -> list[_Edit]:
    placed = []
    absent = "-" if of_new else "+"
    for hunk in hunks:
        place = (hunk.new_span if of_new else hunk.old_span)[0]
        for line in hunk.lines:
            placed.append(_Edit(place, line))
            place += line.kind != absent
    return placed


def _woven(first: list[_Edit], second: list[_Edit], start: int, end: int) -> list[_Kept] | None:
    """The lines of both patches merged into one diff, from before both to after both; None if they do not fit."""
    kept: list[_Kept] = []
    one = two = 0
    for place in range(start, end + 1):
        while one < len(first) and first[one].place == place and first[one].line.kind == "-":
            kept.append(_as("-", first[one].line))
            one += 1
        while two < len(second) and second[two].place == place and second[two].line.kind == "+":
            kept.append(_as("+", second[two].line))
            two += 1
        if place == end:
            break
        ours = first[one].line if one < len(first) and first[one].place == place else None
        theirs = second[two].line if two < len(second) and second[two].place == place else None
        one += ours is not None
        two += theirs is not None
        line = ours or theirs
        if line is None or (ours and theirs and ours.text != theirs.text):
            return None
        is_added, is_removed = ours is not None and ours.kind == "+", theirs is not None and theirs.kind == "-"
        if is_added and is_removed:
            continue
        kept.append(_as("+" if is_added else "-" if is_removed else " ", line))
    return kept if one == len(first) and two == len(second) else None


def _as(kind: str, line: Line) -> _Kept:
    return _Kept(kind, line.text, line.ends_file)


def _without_returned(kept: list[_Kept]) -> list[_Kept]:
    """The lines diffed again, so that removed lines that were added back count as unchanged."""
    old = [line for line in kept if line.kind != "+"]
    new = [line for line in kept if line.kind != "-"]
    if len(old) * len(new) > _COMPARED:
        return kept
    result: list[_Kept] = []
    waiting: list[_Kept] = []  # since removed lines come before added ones
    for code in LCSseq.opcodes([_content(line) for line in old], [_content(line) for line in new]):
        if code.tag == "equal":
            result += waiting
            waiting = []
            result += [_Kept(" ", line.text, line.ends_file) for line in old[code.src_start : code.src_end]]
        else:
            result += [_Kept("-", line.text, line.ends_file) for line in old[code.src_start : code.src_end]]
            waiting += [_Kept("+", line.text, line.ends_file) for line in new[code.dest_start : code.dest_end]]
    return result + waiting


def _content(line: _Kept) -> tuple[str, bool]:
    return line.text, line.ends_file


def _hunks(kept: list[_Kept], old: int, new: int) -> Iterator[Hunk]:
    """Group changed lines into hunks with context; `old` and `new` are the first line's number on each side."""
    changed = [position for position, line in enumerate(kept) if line.kind != " "]
    spans = _merged([(max(0, at - _CONTEXT), min(len(kept), at + _CONTEXT + 1)) for at in changed])
    position = 0
    for start, end in spans:
        old += sum(line.kind != "+" for line in kept[position:start])
        new += sum(line.kind != "-" for line in kept[position:start])
        yield _hunk(kept[start:end], old, new)
        position = start


def _hunk(kept: Sequence[_Kept], old: int, new: int) -> Hunk:
    lines = []
    before, after = old, new
    for line in kept:
        is_old, is_new = line.kind != "+", line.kind != "-"
        lines.append(
            Line(line.kind, line.text, before if is_old else None, after if is_new else None, line.ends_file)
        )  # fmt: skip
        before += is_old
        after += is_new
    counts = before - old, after - new
    starts = old - (counts[0] == 0), new - (counts[1] == 0)
    ranges = [f"{start}" + (f",{count}" if count != 1 else "") for start, count in zip(starts, counts, strict=True)]
    return Hunk(f"@@ -{ranges[0]} +{ranges[1]} @@", starts[0], starts[1], tuple(lines))
