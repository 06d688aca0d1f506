"""`diff-insight evaluate`: agreement of a model with labelled changes."""

import random
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from diff_insight.cli.model_options import (
    ENGLISH,
    LANGUAGE_CHOICE,
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
from diff_insight.errors import UsageError
from diff_insight.evaluation.evaluation import Evaluation, as_table
from diff_insight.evaluation.evaluation import evaluate as evaluate_changes
from diff_insight.evaluation.rows import labelled_changes
from diff_insight.insight.change_types import DEFAULT_TYPES, read_change_types
from diff_insight.llm.models.options import ModelOptions, Quantisation
from diff_insight.pipeline import open_session
from diff_insight.sentences.translation import Wording
from diff_insight.system.output import check_writable, write_report, write_standard_output

_SEED = 1


def evaluate(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="JSON Lines, optionally gzipped: see docs/evaluate.md.")
    ],
    model: ModelName = None,
    no_model: Annotated[bool, typer.Option("--no-model", help="Evaluate the rules instead of a model.")] = False,
    lang: Annotated[
        Language, typer.Option("--lang", metavar=LANGUAGE_CHOICE, help="Language of labels and titles.")
    ] = ENGLISH,
    subjects: Annotated[
        bool, typer.Option("--subjects", help="Show the model the commit subjects, if the dataset has them.")
    ] = False,
    sample: Annotated[
        int, typer.Option("--sample", metavar="N", min=0, help="Evaluate a fixed sample of N changes; 0 for all.")
    ] = 0,
    labels: LabelsFile = None,
    prompts: PromptsFolder = None,
    gpu_layers: GpuLayers = -1,
    threads: Threads = 0,
    context: Context = 0,
    fast: Fast = False,
    quantisation: QuantisationType = Quantisation.Q4_0,
    json: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Also write the figures as JSON; - prints only JSON to stdout."),
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Compare a model's types and titles with those of labelled changes."""
    if no_model and (model or prompts or fast):
        raise UsageError("--no-model excludes --model, --prompts and --fast: omit them")
    if json and str(json) != "-":
        check_writable(json, "--json")
    change_types = read_change_types(labels) if labels else DEFAULT_TYPES
    changes = list(labelled_changes(dataset))
    if sample and sample < len(changes):
        changes = random.Random(_SEED).sample(changes, sample)  # noqa: S311 - a fixed sample
    wording = Wording(lang)
    with ExitStack() as stack:
        progress = stack.enter_context(progress_bar(dataset.name, quiet=quiet))
        session = None
        if not no_model:
            names = tuple(each.name for each in change_types)
            settings = ModelOptions(
                model=model,
                quantisation=quantisation,
                writes=False,
                types=names,
                gpu_layers=gpu_layers,
                threads=threads,
                context=context,
                fast=fast,
            )
            tell = (lambda _: None) if quiet else partial(print, file=sys.stderr)
            session = stack.enter_context(open_session(settings, prompts, tell))
        evaluation = evaluate_changes(
            dataset.name, changes, session, wording, change_types, progress, with_subjects=subjects
        )
    _write(evaluation, json)


def _write(evaluation: Evaluation, json: Path | None) -> None:
    written = (evaluation.model_dump_json(indent=2) + "\n").encode()
    if json and str(json) == "-":
        write_standard_output(written)
        return
    write_standard_output(as_table(evaluation).encode())
    if json:
        write_report(json, written, "--json")
