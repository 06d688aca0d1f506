"""Opens the model a report is made with, and the prompts it is asked with."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from diff_insight import folders
from diff_insight.insight.labels import DEFAULT_LABELS
from diff_insight.insight.prompts import Prompts, load_prompts
from diff_insight.llm.adapter import embedded_adapter
from diff_insight.llm.embedded import prepared_model
from diff_insight.llm.gguf_file import read_model_file
from diff_insight.llm.model import Model
from diff_insight.llm.prepare import Quantisation
from diff_insight.llm.result_cache import ResultCache
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
        quantisation: the type of the embedded model's weights.
        prompts: a folder of templates; None for the tool's own.
        writes: whether the model writes prose; None for what suits: one that was trained to label and title does not.
        labels: the names of the types it is asked for; the embedded model is taught the usual ones.
        gpu_layers: as in `ModelSettings`, like what follows.
        threads: likewise.
        context: likewise.
        fast: likewise.
        cache_limit: bytes that answers may take in the user's cache; 0 to keep and look up none.
    """

    model: Path | None = None
    quantisation: Quantisation = Quantisation.Q4_0
    prompts: Path | None = None
    writes: bool | None = None
    labels: tuple[str, ...] = tuple(label.name for label in DEFAULT_LABELS)
    gpu_layers: int = -1
    threads: int = 0
    context: int = 0
    fast: bool = False
    cache_limit: int = 0


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
    given = ModelSettings(
        path=Path(),
        writes=settings.writes,
        gpu_layers=settings.gpu_layers,
        threads=settings.threads,
        context=settings.context,
        fast=settings.fast,
    )

    if settings.model:
        file = read_model_file(settings.model)
    else:
        adapter = embedded_adapter()
        suits = adapter.trained.suits(settings.labels) and not settings.writes
        file = prepared_model(
            folders.prepared_models(), adapter if suits else None, lambda: tell(PREPARING), settings.quantisation
        )
        given = replace(given, writes=bool(settings.writes))
    with ExitStack() as stack:
        cache = None
        if settings.cache_limit:
            cache = stack.enter_context(ResultCache(folders.results(), settings.cache_limit, tell))
        model = Model(
            replace(given, path=file.path),
            sha256=file.sha256,
            cache=cache,
            verdicts=folders.verdicts(),
            testing=lambda: tell(TESTING),
            stopped=stopped,
        )
        yield Reader(stack.enter_context(model), templates)
