"""Runs all steps from a change to its reports, for every command and for the public functions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diff_insight.changes.changeset import ChangeSet, Source
from diff_insight.changes.notice import Notice, NoticeKind
from diff_insight.changes.redaction import redacted
from diff_insight.changes.secrets import scanner
from diff_insight.changes.selection import Category, from_here, select, split
from diff_insight.changes.size_limit import USUAL, SizeLimit
from diff_insight.evidence.roles import RoleRule
from diff_insight.insight.analysis import Progress, analyse
from diff_insight.insight.change_types import DEFAULT_TYPES, ChangeType
from diff_insight.insight.highlights import DEFAULT_LINES
from diff_insight.llm.installed import needs_model_package
from diff_insight.llm.models.options import ModelOptions
from diff_insight.reports.build import build_report, provenance_of
from diff_insight.reports.formats import render
from diff_insight.reports.output_paths import Targets, free_targets, targets_of
from diff_insight.reports.render_options import RenderOptions
from diff_insight.reports.report import Report, Request
from diff_insight.sentences.translation import Wording
from diff_insight.system.output import DEFAULT_PATTERN, check_writable

if TYPE_CHECKING:  # it loads what only a model needs
    from diff_insight.insight.model_session import ModelSession


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """Which reports are made of a change, and how they are written.

    Attributes:
        language: language of the reports.
        types: the change types that files can have.
        paths: patterns of files to report; empty for all.
        excluded: patterns of files to leave out.
        categories: each gets its own report; empty for a single report.
        other: whether files in no category get a report.
        contributors: whether authors are named.
        redact: whether secrets are masked.
        roles: the user's own rules for what files are for.
        highlights: maximum number of topics in the highlights; 0 for all that concern users.
        formats: keys of `formats.FORMATS`.
        rendering: rendering options of the formats.
        pattern: pattern of the output paths.
    """

    language: str = "en"
    types: tuple[ChangeType, ...] = DEFAULT_TYPES
    paths: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    other: bool = True
    contributors: bool = False
    redact: bool = False
    roles: tuple[RoleRule, ...] = ()
    highlights: int = DEFAULT_LINES
    formats: tuple[str, ...] = ("md",)
    rendering: RenderOptions = field(default_factory=RenderOptions)
    pattern: str = DEFAULT_PATTERN

    def request(self, source: Source) -> Request:
        """The request that a report of this source records."""
        return Request(
            source=source.kind,
            input_sha256=source.sha256,
            archives_sha256=source.archives_sha256,
            pathspecs=source.pathspecs,
            paths=from_here(self.paths, source.prefix),
            excluded=from_here(self.excluded, source.prefix),
            categories=self.categories,
            other=self.other,
            roles=self.roles,
            highlights=self.highlights,
            redaction=scanner() if self.redact else None,
        )


@dataclass(frozen=True, slots=True)
class RunSettings:
    """All settings that are fixed before a change is read; shared by the command line, clusters and `reproduce`.

    Attributes:
        spec: which reports are made.
        model: the model to use; None for reports from evidence alone.
        prompts: a folder of prompt templates; None for the built-in ones.
        size: size limit of the diffs that are read.
    """

    spec: ReportSpec
    model: ModelOptions | None = None
    prompts: Path | None = None
    size: SizeLimit = USUAL


@contextmanager
def open_session(
    model: ModelOptions,
    prompts: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator["ModelSession"]:
    """Open a model with its prompts; it is freed at the end.

    Args:
        model: which model, and how it is run.
        prompts: a folder of prompt templates; None for the built-in ones.
        tell: called with a status message before a slow operation.
        stopped: once it returns true, the model is asked no further questions.

    Raises:
        ModelError: llama.cpp is not installed, or the model cannot be loaded or prepared.
        SettingsFileError: the prompts cannot be read.
    """
    # Imported here because only a model needs them.
    from diff_insight.insight.model_session import ModelSession
    from diff_insight.insight.questions.prompts import load_prompts

    templates = load_prompts(prompts)
    try:
        from diff_insight.llm.open_model import open_model
    except ModuleNotFoundError as error:
        raise needs_model_package(error) or error from None
    with open_model(model, tell, stopped) as opened:
        yield ModelSession(opened.name, opened.model, templates, opened.languages)


def parts_of(changes: ChangeSet, request: Request) -> list[tuple[str, ChangeSet]]:
    """The parts that get their own report, with the names of their categories.

    Raises:
        EmptyChangeError: no file is left to report.
    """
    if request.redaction:
        changes = redacted(changes)
    selected = select(changes, request.paths, request.excluded)
    return list(split(selected, request.categories, with_other=request.other))


@dataclass(frozen=True, slots=True)
class Plan:
    """A change split into the parts that get reports, and the output paths of each report."""

    day: date
    request: Request
    parts: tuple[tuple[str, ChangeSet], ...]
    targets: tuple[Targets, ...]

    @property
    def paths(self) -> list[Path]:
        """The files that will be written."""
        return [path for targets in self.targets for path in targets.values() if path]


def plan(changes: ChangeSet, spec: ReportSpec, day: date) -> Plan:
    """Plan the reports of a change.

    Raises:
        EmptyChangeError: no file is left to report.
        UsageError: the pattern is invalid, or gives two reports the same path.
    """
    request = spec.request(changes.source)
    parts = tuple(parts_of(changes, request))
    names = [name for name, _ in parts]
    return Plan(day, request, parts, tuple(targets_of(spec.pattern, spec.formats, day, changes.source, names)))


def check_targets(planned: Plan) -> None:
    """Check in advance whether the reports can be written.

    Raises:
        OutputError: one of them cannot be written.
    """
    for path in planned.paths:
        check_writable(path)


def make(
    planned: Plan,
    spec: ReportSpec,
    session: "ModelSession | None",
    progress: Callable[[str], AbstractContextManager[Progress]],
    permalink: str | None = None,
) -> list[Report]:
    """The reports of a plan, in its order.

    Args:
        planned: the plan.
        spec: which reports are made, and how.
        session: the model to use; None for reports from evidence alone.
        progress: maps the name of a part to a callback that takes the numbers of questions answered and known.
        permalink: URL of a page that shows the change; None for the one derived from the source.

    Raises:
        ModelError: the model cannot answer.
    """
    reports: list[Report] = []
    for category, part in planned.parts:
        with progress(category) as show:
            reports.append(
                report_of(part, spec, session, show, category, planned.day, planned.request, permalink=permalink)
            )
    return reports


def report_of(
    part: ChangeSet,
    spec: ReportSpec,
    session: "ModelSession | None",
    progress: Progress,
    category: str,
    day: date,
    request: Request,
    *,
    permalink: str | None = None,
) -> Report:
    """The report of one part of a change.

    Args:
        part: the files of the category.
        spec: as in `make`.
        session: as in `make`.
        progress: called with the numbers of questions answered and known.
        category: name of the category.
        day: date of the report.
        request: the request that the report records.
        permalink: as in `make`.

    Raises:
        ModelError: the model cannot answer.
    """
    wording = Wording(spec.language)
    is_asked = session is not None and session.suits(spec.language)
    if session and not is_asked:
        part = replace(part, notices=(*part.notices, Notice(NoticeKind.MODEL_UNFIT, 1, names=(session.name,))))
    analysis = analyse(
        part,
        wording,
        spec.types,
        session if is_asked else None,
        progress,
        with_contributors=spec.contributors,
        role_rules=spec.roles,
        most_highlights=spec.highlights,
    )
    provenance = provenance_of(session, spec.types, request)
    return build_report(analysis, wording, category=category, day=day, permalink=permalink, provenance=provenance)


@dataclass(frozen=True, slots=True)
class RenderedReport:
    """A report with, for each format, its output path (None for standard output) and its bytes."""

    report: Report
    files: dict[str, tuple[Path | None, bytes]]


def rendered(planned: Plan, reports: Sequence[Report], spec: ReportSpec) -> list[RenderedReport]:
    """The reports of a plan in all their formats."""
    return [
        RenderedReport(
            report, {format_: (path, render(report, format_, spec.rendering)) for format_, path in targets.items()}
        )
        for report, targets in zip(reports, planned.targets, strict=True)
    ]


def avoid_overwriting(reports: Sequence[RenderedReport]) -> list[RenderedReport]:
    """The same reports at paths where they overwrite nothing; see `output_paths.free_targets`."""
    moved = []
    for each in reports:
        contents = {format_: content for format_, (_, content) in each.files.items()}
        free = free_targets({format_: path for format_, (path, _) in each.files.items()}, contents)
        moved.append(RenderedReport(each.report, {f: (free[f], contents[f]) for f in contents}))
    return moved
