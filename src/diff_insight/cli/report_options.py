"""The options of every command that makes reports."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.selection import read_categories
from diff_insight.changes.size_limit import LARGEST_DIFF, SizeLimit
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
from diff_insight.insight.change_types import DEFAULT_TYPES, read_change_types
from diff_insight.llm.client.answer_cache import LIMIT
from diff_insight.llm.models.options import ModelOptions, Quantisation
from diff_insight.pipeline import ReportSpec, RunSettings
from diff_insight.report.formats import FORMATS
from diff_insight.report.render_options import DIFF_LINES, Flavour, RenderOptions
from diff_insight.sentences.translation import language_of_locale
from diff_insight.system.output import DEFAULT_PATTERN
from diff_insight.system.visible import visible
from diff_insight.workflows.project import find_project


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What these options say.

    Attributes:
        run: which reports are made, and with which model.
        quiet: whether only errors are printed.
    """

    run: RunSettings
    quiet: bool

    def tell(self, text: str) -> None:
        """Tell the user something that they may not want to hear."""
        if not self.quiet:
            print(visible(text), file=sys.stderr)


def report_options(
    path: Annotated[
        list[str] | None,
        typer.Option("--path", metavar="GLOB", help="Report only these files, in .gitignore syntax; repeatable."),
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Leave these files out; repeatable.")
    ] = None,
    categories: Annotated[
        Path | None,
        typer.Option("--categories", metavar="FILE", help="A YAML file of categories: one report for each."),
    ] = None,
    other: Annotated[
        bool, typer.Option("--other/--no-other", help="Whether files of no category get a report of their own.")
    ] = True,
    labels: LabelsFile = None,
    model: ModelName = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Make the report from evidence alone.")] = False,
    writes: Annotated[
        bool | None,
        typer.Option(
            "--writes/--no-writes",
            help="Whether the model writes explanations and the overview; by default only one given with --model.",
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
            metavar=LANGUAGE_CHOICE,
            help="The language of the report; by default the locale's.",
            show_default=False,
        ),
    ] = None,
    formats: Annotated[
        str,
        typer.Option("--format", metavar="md,html,json", help="What to write: md, html, json, or several: md,json."),
    ] = "md",
    markdown: Annotated[
        Flavour, typer.Option("--markdown", metavar="pandoc|github", help="The dialect of Markdown.")
    ] = Flavour.PANDOC,
    diff_lines: Annotated[
        int, typer.Option("--diff-lines", metavar="N", min=0, help="Lines of each file's diff to show in a report.")
    ] = DIFF_LINES,
    output: Annotated[
        str,
        typer.Option(
            "-o",
            "--output",
            metavar="PATTERN",
            help="Where to write: strftime's %, {category}, {base}, {head}, or - for stdout.",
        ),
    ] = DEFAULT_PATTERN,
    contributors: Annotated[
        bool, typer.Option("--contributors", help="Name the authors of the range's commits.")
    ] = False,
    redact: Annotated[
        bool, typer.Option("--redact", help="Mask the secrets that detect-secrets finds, before anything reads them.")
    ] = False,
    max_diff: MaxDiff = LARGEST_DIFF,
    quiet: Quiet = False,
) -> ReportOptions:
    """What the options say.

    Raises:
        UsageError: they contradict each other.
        SettingsFileError: a file that they name cannot be used.
    """
    if no_model and (model or prompts or writes or fast):
        raise UsageError("--no-model asks no model: leave --model, --prompts, --writes and --fast out")
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
        formats=_formats(formats),
        rendering=RenderOptions(markdown, diff_lines),
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
        raise UsageError(f"--format {words!r}: there are md, html and json, or several as 'md,json'")
    return wanted
