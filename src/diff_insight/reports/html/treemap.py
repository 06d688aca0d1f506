"""Lays files out as a treemap of their folders, each with an area proportional to its changed lines."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from squarify import normalize_sizes, squarify

WIDTH, HEIGHT = 1000.0, 360.0
_GAP = 2.0
_SMALL = 24.0  # a narrower or lower folder gets no margin, which would take up most of it


@dataclass(frozen=True, slots=True)
class Box:
    """Where a file is drawn: its index among the files, and a rectangle within WIDTH by HEIGHT."""

    file: int
    x: float
    y: float
    width: float
    height: float


def treemap(files: Sequence[tuple[str, int]]) -> list[Box]:
    """A box for each file, grouped by folder.

    Args:
        files: path with `/` separators and number of changed lines of each; 0 lines are drawn as 1.
    """
    numbered = [(path.split("/"), max(1, lines), number) for number, (path, lines) in enumerate(files)]
    return sorted(_boxes(numbered, 0, 0.0, 0.0, WIDTH, HEIGHT), key=lambda box: box.file)


_Numbered = tuple[list[str], int, int]


def _boxes(files: list[_Numbered], depth: int, x: float, y: float, width: float, height: float) -> list[Box]:
    groups: dict[tuple[str, bool], list[_Numbered]] = defaultdict(list)
    for file in files:
        parts = file[0]
        groups[parts[depth], depth + 1 == len(parts)].append(file)
    if len(groups) == 1 and not next(iter(groups))[1]:  # a folder that contains everything needs no margin
        return _boxes(files, depth + 1, x, y, width, height)
    ordered = sorted(groups.items(), key=lambda group: (-sum(file[1] for file in group[1]), group[0]))
    sizes = normalize_sizes([sum(file[1] for file in group) for _, group in ordered], width, height)
    boxes: list[Box] = []
    for ((_, is_file), group), place in zip(ordered, squarify(sizes, x, y, width, height), strict=True):
        left, top, wide, high = place["x"], place["y"], place["dx"], place["dy"]
        if is_file:
            # Entries with the same path, as in a patch series, share the place side by side.
            part = wide / len(group)
            boxes += [Box(file[2], left + nth * part, top, part, high) for nth, file in enumerate(group)]
        else:
            gap = _GAP if min(wide, high) > _SMALL else 0.0
            inner = (left + gap, top + gap, wide - 2 * gap, high - 2 * gap)
            boxes += _boxes(group, depth + 1, *inner)
    return boxes
