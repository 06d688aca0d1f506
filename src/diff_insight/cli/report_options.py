"""The options shared by all commands that make reports."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.selection import read_categories
from diff_insight.changes.size_limit import LARGEST_DIFF, SizeLimit
from diff_insight.cli.help_groups import CONTENT, FILES, MODEL, OUTPUT
from diff_insight.cli.model_options import (
    LANGUAGE_CHOICE,
    CacheLimit,
    Context,
    Fast,
    GpuLayers,
    LabelsFile,
    Language,
    ModelName,
    PromptsFolder,
    QuantisationType,
    Quiet,
    Threads,
)
from diff_insight.cli.source import MaxDiff
from diff_insight.errors import UsageError
from diff_insight.evidence.roles import read_role_rules
from diff_insight.insight.change_types import DEFAULT_TYPES, read_change_types
from diff_insight.insight.highlights import DEFAULT_LINES
from diff_insight.llm.client.answer_cache import LIMIT
from diff_insight.llm.models.options import ModelOptions, Quantisation
from diff_insight.pipeline import ReportSpec, RunSettings
from diff_insight.reports.fail_on import FailOn
from diff_insight.reports.formats import FORMATS
from diff_insight.reports.render_options import DIFF_LINES, Flavour, RenderOptions
from diff_insight.sentences.translation import language_of_locale
from diff_insight.system.output import DEFAULT_PATTERN
from diff_insight.system.visible import visible
from diff_insight.workflows.project import find_project


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """The parsed options.

    Attributes:
        run: which reports to make, and with which model.
        quiet: whether only errors are printed.
    """

    run: RunSettings
    quiet: bool

    def tell(self, text: str) -> None:
        """Print a line to standard error, unless quiet."""
        if not self.quiet:
            print(visible(text), file=sys.stderr)

    def failing_on(self, conditions: tuple[FailOn, ...]) -> "ReportOptions":
        """The same options with the conditions of --fail-on."""
        rendering = replace(self.run.spec.rendering, fail_on=conditions)
        return replace(self, run=replace(self.run, spec=replace(self.run.spec, rendering=rendering)))

    def check_formats(self) -> None:
        """Check that every format has what it needs.

        Raises:
            UsageError: one is about conditions, and there are none.
        """
        spec = self.run.spec
        for name in spec.formats:
            if FORMATS[name].is_about_conditions and not spec.rendering.fail_on:
                raise UsageError(
                    f"--format {name} says which files meet --fail-on, which only `report` has: give it, such as "
                    "--fail-on 'any sign', or choose another format"
                )


def report_options(
    path: Annotated[
        list[str] | None,
        typer.Option(
            "--path",
            rich_help_panel=FILES,
            metavar="GLOB",
            help="Report only these files, in .gitignore syntax; repeatable.",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", rich_help_panel=FILES, metavar="GLOB", help="Exclude these files; repeatable."),
    ] = None,
    categories: Annotated[
        Path | None,
        typer.Option(
            "--categories",
            rich_help_panel=FILES,
            metavar="FILE",
            help="YAML file of categories, each with its own report.",
        ),
    ] = None,
    other: Annotated[
        bool,
        typer.Option(
            "--other/--no-other",
            rich_help_panel=FILES,
            help="Whether to report files outside all categories separately.",
        ),
    ] = True,
    labels: LabelsFile = None,
    model: ModelName = None,
    no_model: Annotated[
        bool,
        typer.Option("--no-model", rich_help_panel=MODEL, help="Make the report from evidence alone, without a model."),
    ] = False,
    writes: Annotated[
        bool | None,
        typer.Option(
            "--writes/--no-writes",
            rich_help_panel=MODEL,
            help="Whether the model writes explanations; by default only one given with --model does.",
            show_default=False,
        ),
    ] = None,
    gpu_layers: GpuLayers = -1,
    threads: Threads = 0,
    context: Context = 0,
    fast: Fast = False,
    quantisation: QuantisationType = Quantisation.Q4_0,
    cache_limit: CacheLimit = LIMIT >> 20,
    prompts: PromptsFolder = None,
    lang: Annotated[
        Language | None,
        typer.Option(
            "--lang",
            rich_help_panel=CONTENT,
            metavar=LANGUAGE_CHOICE,
            help="Language of the report; by default that of the locale.",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option(
            "--format", rich_help_panel=OUTPUT, metavar=",".join(FORMATS), help="Output formats; several as in md,json."
        ),
    ] = "md",
    markdown: Annotated[
        Flavour, typer.Option("--markdown", rich_help_panel=OUTPUT, metavar="pandoc|github", help="Markdown dialect.")
    ] = Flavour.PANDOC,
    diff_lines: Annotated[
        int,
        typer.Option(
            "--diff-lines",
            rich_help_panel=CONTENT,
            metavar="N",
            min=0,
            help="Maximum lines of each file's diff to show in a report.",
        ),
    ] = DIFF_LINES,
    highlights: Annotated[
        int,
        typer.Option(
            "--highlights",
            rich_help_panel=CONTENT,
            metavar="N",
            min=0,
            help="Maximum lines of highlights; 0 for all that concern users.",
        ),
    ] = DEFAULT_LINES,
    brief: Annotated[
        bool,
        typer.Option(
            "--brief",
            rich_help_panel=OUTPUT,
            help="Only highlights, insights and table in Markdown, at most 65,536 characters.",
        ),
    ] = False,
    roles: Annotated[
        Path | None,
        typer.Option(
            "--roles",
            rich_help_panel=FILES,
            metavar="FILE",
            help="YAML file that maps roles, such as test, to patterns of files.",
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            rich_help_panel=OUTPUT,
            metavar="PATTERN",
            help="Output path, with strftime %-codes, {category}, {base} and {head}; or - for stdout.",
        ),
    ] = DEFAULT_PATTERN,
    contributors: Annotated[
        bool, typer.Option("--contributors", rich_help_panel=CONTENT, help="Name the authors of the range's commits.")
    ] = False,
    redact: Annotated[
        bool,
        typer.Option(
            "--redact",
            rich_help_panel=CONTENT,
            help="Mask secrets found by detect-secrets before anything else reads them.",
        ),
    ] = False,
    max_diff: MaxDiff = LARGEST_DIFF,
    quiet: Quiet = False,
) -> ReportOptions:
    """Parse the options.

    Raises:
        UsageError: the options contradict each other.
        SettingsFileError: a file they name cannot be used.
    """
    if no_model and (model or prompts or writes or fast):
        raise UsageError("--no-model excludes --model, --prompts, --writes and --fast: omit them")
    change_types = read_change_types(labels) if labels else DEFAULT_TYPES
    spec = ReportSpec(
        language=lang or language_of_locale(),
        types=change_types,
        paths=tuple(path or ()),
        excluded=tuple(exclude or ()),
        categories=read_categories(categories) if categories else (),
        other=other,
        contributors=contributors,
        redact=redact,
        roles=read_role_rules(roles) if roles else (),
        highlights=highlights,
        formats=_formats(formats),
        rendering=RenderOptions(markdown, diff_lines, brief),
        pattern=output,
    )
    if no_model:
        return ReportOptions(RunSettings(spec, size=SizeLimit(max_diff)), quiet)
    model_options = ModelOptions(
        model=model,
        lock=find_project(Path.cwd()).lock,
        quantisation=quantisation,
        writes=writes,
        types=tuple(each.name for each in change_types),
        gpu_layers=gpu_layers,
        threads=threads,
        context=context,
        fast=fast,
        cache_limit=cache_limit << 20,
    )
    return ReportOptions(RunSettings(spec, model_options, prompts, SizeLimit(max_diff)), quiet)


def _formats(words: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(word.strip() for word in words.split(",")))
    if not set(wanted) <= set(FORMATS):
        raise UsageError(f"--format {words!r}: choose from {', '.join(FORMATS)}, or several as in 'md,json'")
    return wanted
