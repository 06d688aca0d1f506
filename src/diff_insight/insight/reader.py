"""Opens the model a report is made with, and the prompts it is asked with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import platformdirs

from diff_insight.insight.labels import DEFAULT_LABELS
from diff_insight.insight.prompts import Prompts, load_prompts
from diff_insight.llm.adapter import embedded_adapter
from diff_insight.llm.embedded import prepared_model
from diff_insight.llm.model import Model
from diff_insight.llm.settings import ModelSettings

PREPARING = "preparing the embedded model, once: some seconds"
TESTING = "testing once whether questions can be answered side by side with this model on this machine"


@dataclass(frozen=True, slots=True)
class Reader:
    """A model and the prompts it is asked with."""

    model: Model
    prompts: Prompts


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What a reader is made of.

    Attributes:
        model: a GGUF; None for the embedded model.
        prompts: a folder of templates; None for the tool's own.
        writes: whether the model writes prose; None for what suits: one that was trained to label and title does not.
        labels: the names of the types it is asked for; the embedded model is taught the usual ones.
        gpu_layers: as in `ModelSettings`, like what follows.
        threads: likewise.
        context: likewise.
        fast: likewise.
    """

    model: Path | None = None
    prompts: Path | None = None
    writes: bool | None = None
    labels: tuple[str, ...] = tuple(label.name for label in DEFAULT_LABELS)
    gpu_layers: int = -1
    threads: int = 0
    context: int = 0
    fast: bool = False


@contextmanager
def opened_reader(
    settings: ReaderSettings,
    tell: Callable[[str], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Reader]:
    """A reader whose model is freed at the end.

    Args:
        settings: what it is made of.
        tell: called with a sentence before something that takes a while.
        stopped: once true, the model is asked nothing any more.

    Raises:
        ModelError: the model cannot be loaded or prepared.
        SettingsFileError: the prompts cannot be read.
    """
    templates = load_prompts(settings.prompts)
    cache = platformdirs.user_cache_path("diff-insight")
    given = ModelSettings(
        path=settings.model or Path(),
        writes=settings.writes,
        gpu_layers=settings.gpu_layers,
        threads=settings.threads,
        context=settings.context,
        fast=settings.fast,
    )

    def opened(model: ModelSettings) -> Model:
        return Model(model, verdicts=cache / "verdicts", testing=lambda: tell(TESTING), stopped=stopped)

    def embedded() -> Model:
        adapter = embedded_adapter()
        suits = adapter.trained.suits(settings.labels) and not settings.writes
        prepared = prepared_model(cache / "models", adapter if suits else None, lambda: tell(PREPARING))
        model = opened(replace(given, path=prepared.path, writes=bool(settings.writes)))
        if prepared.sha256 in (None, model.identity.sha256):
            return model
        with model:
            prepared.path.unlink(missing_ok=True)  # damaged since it was made
        return embedded()

    with opened(given) if settings.model else embedded() as model:
        yield Reader(model, templates)
