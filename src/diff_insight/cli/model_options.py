"""The options about models that several commands share."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diff_insight.llm.models.options import Quantisation
from diff_insight.sentences.languages import LANGUAGES, SOURCE

if TYPE_CHECKING:
    Language = str
else:  # Typer makes a choice of an enum
    Language = StrEnum("Language", {code.upper(): code for code in LANGUAGES})

ENGLISH = Language(SOURCE)

LANGUAGE_CHOICE = "|".join(LANGUAGES)
"""How the help of an option shows the languages."""


ModelName = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME|GGUF",
        help="A model of your own instead of the embedded one: a file, or a name that `models add` gave it.",
    ),
]
LabelsFile = Annotated[
    Path | None, typer.Option("--labels", metavar="FILE", help="A YAML list of types instead of the usual four.")
]
PromptsFolder = Annotated[
    Path | None, typer.Option("--prompts", metavar="DIR", help="Prompt templates to use instead of the tool's.")
]
GpuLayers = Annotated[
    int,
    typer.Option("--gpu-layers", metavar="N", min=-1, help="Layers on the GPU, where the build has one; -1 for all."),
]
Threads = Annotated[
    int, typer.Option("--threads", metavar="N", min=0, help="CPU threads; 0 for as many as there are processors.")
]
Context = Annotated[
    int,
    typer.Option(
        "--context", metavar="N", min=0, help="Tokens of a question with its answer, at most; 0 for what suits."
    ),
]
Fast = Annotated[
    bool,
    typer.Option(
        "--fast",
        help="Answer side by side even where that changes answers: for models and GPUs with which questions are "
        "otherwise asked one at a time.",
    ),
]
CacheLimit = Annotated[
    int,
    typer.Option(
        "--cache-limit",
        metavar="MIB",
        min=0,
        help="Mebibytes of answers to keep, so that none is asked for twice; 0 to ask for all.",
    ),
]
QuantisationType = Annotated[
    Quantisation,
    typer.Option("--quantisation", metavar="q4_0|q8_0", help="The type of the embedded model's weights."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
