"""`diff-insight report`: from a change to written reports."""

import os
import sys
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.selection import read_categories, select, split
from diff_insight.cli.fail_on import failing, parse_fail_on
from diff_insight.cli.interruption import Interruption
from diff_insight.cli.model_options import (
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
from diff_insight.cli.progress import progress_bar
from diff_insight.cli.source import read_source
from diff_insight.errors import UsageError
from diff_insight.insight.analysis import analyse
from diff_insight.insight.labels import DEFAULT_LABELS, Label, read_labels
from diff_insight.insight.reader import Reader, ReaderSettings, opened_reader
from diff_insight.llm.prepare import Quantisation
from diff_insight.llm.remembering import Tally
from diff_insight.llm.result_cache import LIMIT
from diff_insight.project import find_project
from diff_insight.report.build import build_report, provenance_of
from diff_insight.report.html import render_html
from diff_insight.report.json_text import render_json
from diff_insight.report.markdown import DIFF_LINES, Flavour, render_markdown
from diff_insight.report.output import (
    DEFAULT_PATTERN,
    check_writable,
    output_path,
    write_report,
    write_standard_output,
)
from diff_insight.report.report import CategoryItem, Report, Request
from diff_insight.wording import Wording, language_of_locale

_FORMATS = ("md", "html", "json")

FAILED = 3
"""The exit code when a file meets a --fail-on condition."""


def report(
    revisions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[RANGE]",
            help="BASE HEAD, BASE..HEAD, BASE...HEAD (from their merge base), or COMMIT^! for what one commit changed.",
            show_default=False,
        ),
    ] = None,
    repo: Annotated[
        Path | None,
        typer.Option("--repo", metavar="DIR", help="The repository; by default the one around the current folder."),
    ] = None,
    staged: Annotated[bool, typer.Option("--staged", help="Report what is staged.")] = False,
    worktree: Annotated[
        bool, typer.Option("--worktree", help="Report what is not committed, staged or not, of tracked files.")
    ] = False,
    patch: Annotated[
        Path | None, typer.Option("--patch", metavar="FILE", help="Report a unified diff; - reads standard input.")
    ] = None,
    compare_json: Annotated[
        Path | None,
        typer.Option("--compare-json", metavar="FILE", help="Report what GitHub's compare endpoint answered."),
    ] = None,
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
            metavar="en|ja|zh",
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
        int,
        typer.Option("--diff-lines", metavar="N", min=0, help="Lines of each file's diff to show in a report."),
    ] = DIFF_LINES,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="PATTERN", help="Where to write: strftime's %, {category}, or - for stdout."
        ),
    ] = DEFAULT_PATTERN,
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date",
            formats=["%Y-%m-%d"],
            metavar="YYYY-MM-DD",
            help="The report's date; else SOURCE_DATE_EPOCH, the head commit's, the mail's, or today.",
            show_default=False,
        ),
    ] = None,
    permalink: Annotated[
        str | None,
        typer.Option("--permalink", metavar="URL", help="A page of the change; by default derived from the remote."),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="TYPE[:P]|SIGN",
            help="Exit with 3 when a file has this type, with at least probability P if given, or shows this sign of a "
            "breaking change; 'any sign' for every one; repeatable.",
        ),
    ] = None,
    contributors: Annotated[
        bool, typer.Option("--contributors", help="Name the authors of the range's commits.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Report what changed between two versions."""
    if no_model and (model or prompts or writes or fast):
        raise UsageError("--no-model asks no model: leave --model, --prompts, --writes and --fast out")
    if permalink and not permalink.startswith(("https://", "http://")):
        raise UsageError(f"--permalink {permalink!r}: give a web address that begins with https:// or http://")
    wanted = _formats(formats)
    label_set = read_labels(labels) if labels else DEFAULT_LABELS
    conditions = parse_fail_on(fail_on or [], label_set, with_model=not no_model)
    wording = Wording(lang or language_of_locale())
    changes = read_source(
        revisions or [], repo, staged=staged, worktree=worktree, patch=patch, compare=compare_json
    )  # fmt: skip
    changes = select(changes, path or [], exclude or [])
    if any(condition.is_type for condition in conditions) and not no_model and not model:
        _say("note: the embedded model's types are not reliable; --no-model or --model suits --fail-on", quiet=quiet)
    named = read_categories(categories) if categories else ()
    parts = split(changes, named, with_other=other)
    request = Request(
        source=changes.source.kind,
        input_sha256=changes.source.sha256,
        paths=tuple(path or ()),
        excluded=tuple(exclude or ()),
        categories=tuple(CategoryItem(name=each.name, patterns=each.patterns) for each in named),
        other=other,
    )
    report_day = _day(day, changes)
    targets = _targets(output, wanted, report_day, [name for name, _ in parts])

    with ExitStack() as stack:
        interruption = stack.enter_context(Interruption(quiet=quiet))
        reader = None
        if not no_model:
            names = tuple(label.name for label in label_set)
            settings = ReaderSettings(
                model=model,
                lock=find_project(Path.cwd()).lock,
                quantisation=quantisation,
                prompts=prompts,
                writes=writes,
                labels=names,
                gpu_layers=gpu_layers,
                threads=threads,
                context=context,
                fast=fast,
                cache_limit=cache_limit << 20,
            )
            reader = stack.enter_context(
                opened_reader(settings, partial(_say, quiet=quiet), lambda: interruption.happened)
            )
        reports = [
            _reported(
                part,
                name,
                wording,
                label_set,
                reader,
                request,
                report_day,
                permalink,
                interruption,
                contributors=contributors,
                quiet=quiet,
            )
            for name, part in parts
        ]
        if reader:
            _say(_answers(reader.model.tally), quiet=quiet)
    for built, files in zip(reports, targets, strict=True):
        for format_, file in files.items():
            content = _rendered(built, format_, markdown, diff_lines)
            if file is None:
                write_standard_output(content)
            else:
                write_report(file, content)
                _say(f"wrote {file} (files: {len(built.files)})", quiet=quiet)
        for notice in built.notices:
            _say(f"note: {notice.text}", quiet=quiet)
    if met := failing(reports, conditions):
        more = f" and {len(met) - 10} more" if len(met) > 10 else ""
        _say(f"--fail-on is met by {', '.join(met[:10])}{more}", quiet=quiet)
        raise typer.Exit(FAILED)
    if interruption.happened:
        raise KeyboardInterrupt


def _reported(
    part: ChangeSet,
    name: str,
    wording: Wording,
    labels: tuple[Label, ...],
    reader: Reader | None,
    request: Request,
    day: date,
    permalink: str | None,
    interruption: Interruption,
    *,
    contributors: bool,
    quiet: bool,
) -> Report:
    with progress_bar(name, quiet=quiet) as show:

        def progress(done: int, known: int) -> None:
            show(done, known)
            if done:
                interruption.arm()

        analysis = analyse(part, wording, labels, reader, progress, with_contributors=contributors)
    return build_report(
        analysis,
        wording,
        category=name,
        day=day,
        permalink=permalink,
        provenance=provenance_of(reader, labels, request),
    )


def _answers(tally: Tally) -> str:
    if not tally.asked + tally.remembered:
        return "nothing was to be asked of the model"
    return f"answers: {tally.asked} from the model, {tally.remembered} from the cache"


def _formats(written: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(word.strip() for word in written.split(",")))
    if not set(wanted) <= set(_FORMATS):
        raise UsageError(f"--format {written!r}: there are md, html and json, or several as 'md,json'")
    return wanted


def _day(given: datetime | None, changes: ChangeSet) -> date:
    if given:
        return given.date()
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            raise UsageError(f"SOURCE_DATE_EPOCH is {epoch!r}: it is a number of seconds since 1970") from None
    return changes.source.day or date.today()  # noqa: DTZ011 - the reader's own day


def _targets(pattern: str, formats: tuple[str, ...], day: date, names: list[str]) -> list[dict[str, Path | None]]:
    """For each report where each format of it goes; None is standard output."""
    if pattern == "-":
        if len(names) * len(formats) > 1:
            raise UsageError(
                f"-o - takes one report in one format, and this is {len(names)} in {len(formats)}: "
                "choose fewer, or files with -o PATTERN"
            )
        return [{formats[0]: None}]
    targets: list[dict[str, Path | None]] = []
    for name in names:
        path = output_path(pattern, day, name)
        by_suffix = path.suffix.removeprefix(".") in _FORMATS
        targets.append(
            {f: path if len(formats) == 1 and not by_suffix else _with_suffix(path, f, by_suffix) for f in formats}
        )
    files = [file for target in targets for file in target.values() if file]
    if len(set(files)) < len(files):
        raise UsageError(f"-o {pattern!r} gives two reports the same name: put {{category}} into it")
    for file in files:
        check_writable(file)
    return targets


def _with_suffix(path: Path, format_: str, replaces: bool) -> Path:
    return path.with_suffix(f".{format_}") if replaces else path.with_name(f"{path.name}.{format_}")


def _rendered(report: Report, format_: str, flavour: Flavour, diff_lines: int) -> bytes:
    if format_ == "json":
        return render_json(report)
    if format_ == "html":
        return render_html(report, diff_lines).encode("utf-8")
    return render_markdown(report, flavour, diff_lines).encode("utf-8")


def _say(text: str, *, quiet: bool) -> None:
    if not quiet:
        print(text, file=sys.stderr)
