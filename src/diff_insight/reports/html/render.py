"""Renders a report as one HTML page that opens from disk without a network and can be sorted and filtered."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange
from diff_insight.reports.compared import compared
from diff_insight.reports.folded_file import folded_sentence
from diff_insight.reports.highlight_sections import highlight_sections
from diff_insight.reports.html.diff_marks import diff_marks
from diff_insight.reports.html.page import Pages
from diff_insight.reports.html.treemap import HEIGHT, WIDTH, Box, treemap
from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import FileItem, Report
from diff_insight.reports.shown_diff import shown_diff
from diff_insight.reports.statements import Statement, statements
from diff_insight.reports.untold import untold
from diff_insight.reports.upgrade_lines import upgrade_lines
from diff_insight.sentences.short_names import short_names
from diff_insight.sentences.translation import Wording

STYLES = ("page.css", "change_types.css", "report.css")
SCRIPTS = ("page.js", "report.js")

_OPEN_LINES = 30  # diffs of at most this many lines are expanded initially
_OPEN_FILES = 40  # in reports of at most this many files
_FACTS = 60  # maximum facts listed per file
_PALETTE = 6  # number of colours for types, used cyclically
_LABELLED = (70.0, 22.0)  # minimum width and height of a treemap box that shows its name


@dataclass(frozen=True, slots=True)
class _Diff:
    """The shown part of a file's diff: text and marks, line by line, and a note if something is left out."""

    text: str
    marks: str
    lines: int
    is_open: bool
    note: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file with the values the template needs."""

    item: FileItem
    name: str
    folder: str
    colour: int
    box: Box
    has_label: bool
    diff: _Diff
    statements: tuple[Statement, ...]
    more_facts: int
    folded: str


def render_html(report: Report, options: RenderOptions = DEFAULT, pages: Pages | None = None) -> str:
    """The report as a page; nothing in its diffs or texts can be interpreted as markup.

    Args:
        report: the report to render.
        options: rendering options.
        pages: renders with custom templates; None for the built-in ones.
    """
    pages = pages or Pages()
    values = {**page_values(report, options.diff_lines), "assets": pages.assets(STYLES, SCRIPTS)}
    return pages.render("report.html.j2", values)


def page_values(report: Report, diff_lines: int) -> Mapping[str, object]:
    """The values for a report's template, except its style and script."""
    wording = Wording(report.language)
    files = _files(wording, report, diff_lines)
    types = Counter(file.type for file in report.files)
    added = sum(file.additions or 0 for file in report.files)
    removed = sum(file.deletions or 0 for file in report.files)
    return {
        "report": report,
        "say": wording.say,
        "say_n": wording.say_n,
        "compared": compared(report.range),
        "files": files,
        "types": [(name, types[name], colour_of(report, name)) for name in _ordered_types(report, types)],
        "statuses": sorted(Counter(str(file.status) for file in report.files).items()),
        "folders": _folders(report),
        "added": added,
        "removed": removed,
        "share_added": round(100 * added / max(1, added + removed), 2),
        "width": WIDTH,
        "height": HEIGHT,
        "highlights": highlight_sections(wording, report),
        "upgrade": upgrade_lines(wording, report),
        "untold": untold(wording, report),
        "provenance": json.dumps(report.provenance.model_dump(mode="json", exclude_none=True), indent=1),
        "words": json.dumps({"shown": wording.say("{shown} of {total} files", shown="{shown}", total="{total}")}),
    }


def colour_of(report: Report, name: str) -> int:
    """The colour number of a type: its position among the requested types."""
    names = [label.name for label in report.provenance.labels]
    return (names.index(name) if name in names else len(names)) % _PALETTE


def _ordered_types(report: Report, found: Counter[str]) -> list[str]:
    names = [label.name for label in report.provenance.labels if label.name in found]
    return names + sorted(set(found) - set(names))


def _folders(report: Report) -> list[str]:
    """The top-level folders of the files, empty if there is only one."""
    found = sorted({_top_folder(file.path) for file in report.files})
    return found if len(found) > 1 else []


def _top_folder(path: str) -> str:
    """The top-level folder of a path, `.` for a file in the root."""
    return PurePosixPath(path).parts[0] if "/" in path else "."


def _files(wording: Wording, report: Report, limit: int) -> list[_File]:
    names = short_names(file.path for file in report.files)
    boxes = treemap([(file.path, (file.additions or 0) + (file.deletions or 0)) for file in report.files])
    few = len(report.files) <= _OPEN_FILES
    made: list[_File] = []
    for item, box in zip(report.files, boxes, strict=True):
        stated = item.statements or _statements_of_old_report(wording, item)
        made.append(
            _File(
                item=item,
                name=names[item.path],
                folder=_top_folder(item.path),
                colour=colour_of(report, item.type),
                box=box,
                has_label=box.width > max(_LABELLED[0], 8.0 * len(names[item.path])) and box.height > _LABELLED[1],
                diff=_diff(wording, item, limit, few=few),
                statements=stated[:_FACTS],
                more_facts=max(0, len(stated) - _FACTS),
                folded=folded_sentence(wording, item) if item.folded else "",
            )
        )
    return made


def _statements_of_old_report(wording: Wording, item: FileItem) -> tuple[Statement, ...]:
    """The statements of a file in a report before version 1.3, which does not store them."""
    change = FileChange(path=item.path, old_path=item.old_path, status=item.status)
    return tuple(statements(wording, change, item.facts))


def _diff(wording: Wording, file: FileItem, limit: int, *, few: bool) -> _Diff:
    if file.folded:
        return _Diff("", "", 0, is_open=False, note="")
    shown = shown_diff(wording, file, limit)
    lines = len(shown.lines)
    marks = diff_marks(shown.whole_hunks, file.path)
    marks += [""] * (lines - len(marks))
    return _Diff(shown.text, "|".join(marks), lines, few and lines <= _OPEN_LINES, shown.note)
