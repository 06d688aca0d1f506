"""Renders a report as one HTML page that opens from disk without a network: topics first, then every file."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.reports.compared import compared
from diff_insight.reports.folded_file import folded_sentence
from diff_insight.reports.html.change_map import change_map, folds, has_tests
from diff_insight.reports.html.diff_marks import diff_marks
from diff_insight.reports.html.fact_lines import Place, hunks_with, places_shown
from diff_insight.reports.html.file_switches import Switch, switch_of, switches_on
from diff_insight.reports.html.icon import icon
from diff_insight.reports.html.page import Pages, plain
from diff_insight.reports.html.topic_cards import card_sections
from diff_insight.reports.html.treemap import HEIGHT, WIDTH
from diff_insight.reports.html.type_colours import colour_of
from diff_insight.reports.notes.render import render_notes
from diff_insight.reports.render_options import DEFAULT, RenderOptions
from diff_insight.reports.report import FileItem, Report, SignItem
from diff_insight.reports.shown_diff import shown_diff
from diff_insight.reports.statements import Statement, statements
from diff_insight.reports.untold import untold
from diff_insight.reports.upgrade_lines import upgrade_lines
from diff_insight.sentences.short_names import short_names
from diff_insight.sentences.translation import Wording

STYLES = ("page.css", "change_types.css", "report.css")
SCRIPTS = ("page.js", "report_diffs.js", "report_files.js", "report_reading.js")

_OPEN_LINES = 30  # diffs of at most this many lines are expanded initially
_OPEN_FILES = 10  # files are, in reports of at most this many
_FACTS = 40  # maximum facts listed per file
_OF_WHOLE = 6  # likewise of a file that is new or gone, of which every line is a fact


@dataclass(frozen=True, slots=True)
class _Diff:
    """The shown part of a file's diff: text and marks, line by line, and a note if something is left out.

    `places` are the lines of the file that it has.
    """

    text: str
    marks: str
    lines: int
    is_open: bool
    note: str
    places: frozenset[Place]


_NONE = _Diff("", "", 0, is_open=False, note="", places=frozenset())


@dataclass(frozen=True, slots=True)
class _File:
    """A file with the values the template needs."""

    item: FileItem
    colour: int
    switch: Switch
    topic: int | None
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
    names = short_names(file.path for file in report.files)
    files = _files(wording, report, diff_lines)
    types = Counter(file.type for file in report.files)
    on = switches_on(report.files)
    present = [switch for switch in Switch if any(file.switch is switch for file in files)]
    return {
        "report": report,
        "say": wording.say,
        "say_n": wording.say_n,
        "versions": " → ".join(name for name in (report.range.base, report.range.head) if name),
        "compared": compared(report.range),
        "icon": icon(report.category),
        "files": files,
        "are_open": len(files) <= _OPEN_FILES,
        "places": {file.item.path: file.diff.places for file in files},
        "types": [(name, types[name], colour_of(report, name)) for name in _ordered_types(report, types)],
        "statuses": sorted(Counter(str(file.status) for file in report.files).items()),
        "folders": _folders(report),
        "switches": [(switch, switch in on) for switch in present if switch is not Switch.SOURCE],
        "added": sum(file.additions or 0 for file in report.files),
        "removed": sum(file.deletions or 0 for file in report.files),
        "tiles": change_map(wording, report, names) if len(files) > 1 else (),
        "has_tests": has_tests(report),
        "folds": folds(report),
        "width": WIDTH,
        "height": HEIGHT,
        "sections": card_sections(wording, report),
        "upgrade": upgrade_lines(wording, report),
        "untold": untold(wording, report),
        "notes": render_notes(report),
        "provenance": json.dumps(report.provenance.model_dump(mode="json", exclude_none=True), indent=1),
        "words": json.dumps(
            {
                "shown": wording.say("{shown} of {total} files", shown="{shown}", total="{total}"),
                "line": wording.say("line {number}", number="{number}"),
                "oldLine": wording.say("old line {number}", number="{number}"),
                "diffOf": wording.say("Diff of {path}", path="{path}"),
                "noTopic": wording.say("In no topic"),
                "noWords": wording.say("A change that nobody put into words"),
                "topics": [plain(topic.title or topic.subject) for topic in report.topics],
                "copied": wording.say("Copied"),
                "notCopied": wording.say("The browser did not allow copying"),
            }
        ),
    }


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
    topics = {file.path: file.topic for file in report.coverage.files}
    made: list[_File] = []
    for item in report.files:
        stated = item.statements or _statements_of_old_report(wording, item)
        most = _OF_WHOLE if item.status in (Status.ADDED, Status.REMOVED) else _FACTS
        made.append(
            _File(
                item=item,
                colour=colour_of(report, item.type),
                switch=switch_of(item),
                topic=topics.get(item.path),
                diff=_diff(wording, item, limit, stated[:most]),
                statements=stated[:most],
                more_facts=max(0, len(stated) - most),
                folded=folded_sentence(wording, item) if item.folded else "",
            )
        )
    return made


def _statements_of_old_report(wording: Wording, item: FileItem) -> tuple[Statement, ...]:
    """The statements of a file in a report before version 1.3, which does not store them."""
    change = FileChange(path=item.path, old_path=item.old_path, status=item.status)
    return tuple(statements(wording, change, item.facts))


def _diff(wording: Wording, file: FileItem, limit: int, stated: Sequence[Statement]) -> _Diff:
    """The first lines of a file's diff, and those beyond them that its facts and signs name."""
    if file.folded:
        return _NONE
    shown = shown_diff(wording, file, limit)
    places = places_shown(shown.lines)
    further: tuple[str, ...] = ()
    if limit and len(shown.lines) == limit:
        wanted = {*_named_by(stated), *_named_by(file.breaking_signs), *_named_by(file.facts[:_FACTS])}
        further = hunks_with(file.diff, file.path, wanted - places)
    lines = (*shown.lines, *further)
    marks = diff_marks(shown.whole_hunks, file.path)
    marks += [""] * (len(lines) - len(marks))
    return _Diff(
        "\n".join(lines), "|".join(marks), len(lines), len(lines) <= _OPEN_LINES, shown.note,
        places | places_shown(further),
    )  # fmt: skip


def _named_by(named: Sequence[Statement | SignItem | Fact]) -> set[Place]:
    """The lines that facts or signs name: of the new side, or else of the old one."""
    places = (("n", each.new_line) if each.new_line else ("o", each.old_line) for each in named)
    return {(side, number) for side, number in places if number}
