"""Makes the reports of a change: cut into categories, analysed, and rendered in each of the wanted formats."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, Source
from diff_insight.changes.redaction import redacted
from diff_insight.changes.secrets import scanner
from diff_insight.changes.selection import Category, from_here, select, split
from diff_insight.insight.analysis import Progress, analyse
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.questions.open_model import ModelSession
from diff_insight.report.build import build_report, provenance_of
from diff_insight.report.html.render import render_html
from diff_insight.report.json_text import render_json
from diff_insight.report.markdown.render import Flavour, render_markdown
from diff_insight.report.output_paths import Targets, free_targets, targets_of
from diff_insight.report.report import CategoryItem, Report, Request
from diff_insight.sentences.translation import Wording
from diff_insight.system.output import check_writable


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """Which reports are made of a change, and how they are written down.

    Attributes:
        language: of the reports.
        types: the types that files can have.
        paths: patterns of the files that are reported; none for all.
        excluded: patterns of files that are left out.
        categories: each gets a report of its own; none for one report.
        other: whether files of no category get one.
        contributors: whether authors are named.
        redact: whether secrets are masked.
        formats: some of `targets.FORMATS`.
        flavour: of Markdown.
        diff_lines: lines of each file's diff in Markdown and HTML.
        pattern: of the output's paths.
    """

    language: str
    types: tuple[ChangeType, ...]
    paths: tuple[str, ...]
    excluded: tuple[str, ...]
    categories: tuple[Category, ...]
    other: bool
    contributors: bool
    redact: bool
    formats: tuple[str, ...]
    flavour: Flavour
    diff_lines: int
    pattern: str

    def request(self, source: Source) -> Request:
        """What a report of a source says that it was asked for."""
        return Request(
            source=source.kind,
            input_sha256=source.sha256,
            pathspecs=source.pathspecs,
            paths=from_here(self.paths, source.prefix),
            excluded=from_here(self.excluded, source.prefix),
            categories=tuple(CategoryItem(name=each.name, patterns=each.patterns) for each in self.categories),
            other=self.other,
            redaction=scanner() if self.redact else None,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """A change cut into the parts that get reports, and where each report goes."""

    day: date
    request: Request
    parts: tuple[tuple[str, ChangeSet], ...]
    targets: tuple[Targets, ...]

    @property
    def paths(self) -> list[Path]:
        """The files that will be written."""
        return [path for targets in self.targets for path in targets.values() if path]


def plan(changes: ChangeSet, spec: ReportSpec, day: date) -> Plan:
    """What is to be made of a change.

    Raises:
        EmptyChangeError: no file is left to report.
        UsageError: the pattern is none, or gives two reports the same path.
    """
    if spec.redact:
        changes = redacted(changes)
    request = spec.request(changes.source)
    parts = tuple(split(select(changes, request.paths, request.excluded), spec.categories, with_other=spec.other))
    names = [name for name, _ in parts]
    return Plan(day, request, parts, tuple(targets_of(spec.pattern, spec.formats, day, changes.source, names)))


def check_targets(planned: Plan) -> None:
    """Find out before the work is done whether the reports can be written.

    Raises:
        OutputError: one could not.
    """
    for path in planned.paths:
        check_writable(path)


def make(
    planned: Plan,
    spec: ReportSpec,
    session: ModelSession | None,
    progress: Callable[[str], AbstractContextManager[Progress]],
    permalink: str | None = None,
) -> list[Report]:
    """The reports of a plan, in its order.

    Args:
        planned: what is to be made.
        spec: how.
        session: the model that is asked; None for reports from evidence alone.
        progress: gives for the name of a part what is called with the questions answered and known.
        permalink: a page that shows the change, in place of the one derived from the source.

    Raises:
        ModelError: the model cannot answer.
    """
    wording = Wording(spec.language)
    made: list[Report] = []
    for name, part in planned.parts:
        with progress(name) as show:
            analysis = analyse(part, wording, spec.types, session, show, with_contributors=spec.contributors)
        provenance = provenance_of(session, spec.types, planned.request)
        made.append(
            build_report(
                analysis, wording, category=name, day=planned.day, permalink=permalink, provenance=provenance
            )
        )  # fmt: skip
    return made


def avoid_overwriting(planned: Plan, reports: list[Report], spec: ReportSpec) -> Plan:
    """The plan with targets at which its reports replace no other ones; see `targets.free_targets`."""
    targets = [
        free_targets(part, {format_: _rendered(report, format_, spec) for format_ in part})
        for report, part in zip(reports, planned.targets, strict=True)
    ]
    return replace(planned, targets=tuple(targets))


def written(planned: Plan, reports: list[Report], spec: ReportSpec) -> Iterator[tuple[Report, Path | None, bytes]]:
    """Each report in each format, with the path it goes to; None is standard output."""
    for report, targets in zip(reports, planned.targets, strict=True):
        for format_, path in targets.items():
            yield report, path, _rendered(report, format_, spec)


def _rendered(report: Report, format_: str, spec: ReportSpec) -> bytes:
    if format_ == "json":
        return render_json(report)
    if format_ == "html":
        return render_html(report, spec.diff_lines).encode("utf-8")
    return render_markdown(report, spec.flavour, spec.diff_lines).encode("utf-8")
