"""Draws a change as a map: a tile for each file, tests apart, and one tile for all files that nobody wrote by hand."""

from collections.abc import Mapping
from dataclasses import dataclass

from diff_insight.reports.html.file_switches import Switch, switch_of
from diff_insight.reports.html.treemap import Box, treemap
from diff_insight.reports.html.type_colours import colour_of
from diff_insight.reports.report import FileItem, Report
from diff_insight.sentences.translation import Wording

_LETTER = 7.9  # width of a letter of a label
_MARGIN = 12.0  # left and right of a label together
_LOWEST = 20.0  # height of a tile that can hold a label
_FEWEST = 4  # letters of a label that is cut
_SHARE = 0.06  # of the map for the tile of files that nobody wrote, at most


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of the map: its rectangle, what it says, and the file it leads to; '' as anchor if it is several files."""

    box: Box
    anchor: str
    colour: int
    title: str
    label: str
    is_aside: bool


def change_map(wording: Wording, report: Report, names: Mapping[str, str]) -> tuple[Tile, ...]:
    """The tiles of a report's map.

    Args:
        wording: language of the titles.
        report: the report.
        names: a short name for each path.
    """
    drawn = [file for file in report.files if switch_of(file) is not Switch.NOISE] or list(report.files)
    folded = [file for file in report.files if switch_of(file) is Switch.NOISE] if folds(report) else []
    placed = [
        (f"{'tests' if switch_of(file) is Switch.TESTS else 'files'}/{file.path}", _lines(file)) for file in drawn
    ]
    if folded:
        most = max(1, round(_SHARE * sum(lines for _, lines in placed)))
        placed.append(("folded/files", min(most, sum(map(_lines, folded)))))
    boxes = treemap(placed)
    tiles = [
        Tile(
            box,
            file.anchor,
            colour_of(report, file.type),
            file.path,
            _label(names[file.path], box),
            switch_of(file) is Switch.TESTS,
        )
        for file, box in zip(drawn, boxes, strict=False)
    ]
    if folded:
        said = wording.say_n(
            "{count} lock, generated or vendored file", "{count} lock, generated or vendored files", len(folded)
        )
        tiles.append(Tile(boxes[-1], "", len(report.provenance.labels), said, _label(said, boxes[-1]), is_aside=True))
    return tuple(tiles)


def _lines(file: FileItem) -> int:
    return (file.additions or 0) + (file.deletions or 0)


def _label(name: str, box: Box) -> str:
    """The name, cut to the tile's width; '' if the tile cannot hold one."""
    most = int((box.width - _MARGIN) / _LETTER)
    if box.height < _LOWEST or most < min(_FEWEST, len(name)):
        return ""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def has_tests(report: Report) -> bool:
    """Whether some tiles stand for tests."""
    return any(switch_of(file) is Switch.TESTS for file in report.files)


def folds(report: Report) -> bool:
    """Whether one tile stands for the files that nobody wrote by hand."""
    kinds = {switch_of(file) for file in report.files}
    return Switch.NOISE in kinds and len(kinds) > 1
