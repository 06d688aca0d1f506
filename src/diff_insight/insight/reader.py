"""Opens the model a report is made with, and the prompts it is asked with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from diff_insight.insight.prompts import Prompts, load_prompts
from diff_insight.llm.embedded import embedded_model_path
from diff_insight.llm.model import Model, ModelSettings


@dataclass(frozen=True, slots=True)
class Reader:
    """A model and the prompts it is asked with."""

    model: Model
    prompts: Prompts


@contextmanager
def opened_reader(
    path: Path | None, prompts: Path | None, *, writes: bool | None, gpu_layers: int, threads: int, context: int
) -> Iterator[Reader]:
    """A reader whose model is freed at the end.

    Args:
        path: a GGUF; None for the embedded model.
        prompts: a folder of templates; None for the tool's own.
        writes: whether the model writes prose; None for what suits: a model of the user's does, the embedded not.
        gpu_layers: as in `ModelSettings`.
        threads: as in `ModelSettings`.
        context: as in `ModelSettings`.

    Raises:
        ModelError: the model cannot be loaded.
        SettingsFileError: the prompts cannot be read.
    """
    templates = load_prompts(prompts)
    settings = ModelSettings(
        path=path or embedded_model_path(),
        writes=path is not None if writes is None else writes,
        gpu_layers=gpu_layers,
        threads=threads,
        context=context,
    )
    with Model(settings) as model:
        yield Reader(model, templates)
