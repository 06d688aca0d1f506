"""Model options shared by several commands."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diff_insight.cli.help_groups import CONTENT, MODEL, OUTPUT
from diff_insight.llm.models.options import Quantisation
from diff_insight.sentences.languages import LANGUAGES, SOURCE

if TYPE_CHECKING:
    Language = str
else:  # Typer turns an enum into a choice
    Language = StrEnum("Language", {code.upper(): code for code in LANGUAGES})

ENGLISH = Language(SOURCE)

LANGUAGE_CHOICE = "|".join(LANGUAGES)
"""The languages as option help shows them."""


ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        rich_help_panel=MODEL,
        metavar="NAME|GGUF",
        help="Model to use instead of the embedded one: a GGUF file, or a name given with `models add`.",
    ),
]
LabelsFile = Annotated[
    Path | None,
    typer.Option(
        "--labels",
        rich_help_panel=CONTENT,
        metavar="FILE",
        help="YAML list of change types to use instead of the default four.",
    ),
]
PromptsFolder = Annotated[
    Path | None,
    typer.Option(
        "--prompts",
        rich_help_panel=MODEL,
        metavar="DIR",
        help="Folder of prompt templates to use instead of the built-in ones.",
    ),
]
GpuLayers = Annotated[
    int,
    typer.Option(
        "--gpu-layers",
        rich_help_panel=MODEL,
        metavar="N",
        min=-1,
        help="Layers to run on the GPU, if the build supports one; -1 for all.",
    ),
]
Threads = Annotated[
    int,
    typer.Option(
        "--threads", rich_help_panel=MODEL, metavar="N", min=0, help="Number of CPU threads; 0 for one per processor."
    ),
]
Context = Annotated[
    int,
    typer.Option(
        "--context",
        rich_help_panel=MODEL,
        metavar="N",
        min=0,
        help="Maximum tokens of a question with its answer; 0 for as many as needed.",
    ),
]
Fast = Annotated[
    bool,
    typer.Option(
        "--fast",
        rich_help_panel=MODEL,
        help="Answer questions in parallel even if that changes answers, with models and GPUs that would otherwise "
        "answer one at a time.",
    ),
]
CacheLimit = Annotated[
    int,
    typer.Option(
        "--cache-limit",
        rich_help_panel=MODEL,
        metavar="MIB",
        min=0,
        help="Maximum size in MiB of the cache of model answers; 0 to disable the cache.",
    ),
]
QuantisationType = Annotated[
    Quantisation,
    typer.Option(
        "--quantisation",
        rich_help_panel=MODEL,
        metavar="q4_0|q8_0",
        help="Quantisation of the embedded model's weights.",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", rich_help_panel=OUTPUT, help="Print only errors.")]
