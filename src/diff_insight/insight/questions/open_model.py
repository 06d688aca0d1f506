"""Opens the model a report is made with, and the prompts it is asked with."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.prompts import Prompts, load_prompts
from diff_insight.llm.client.answer_cache import AnswerCache
from diff_insight.llm.client.model import Model
from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import prepared_model
from diff_insight.llm.models.lock_file import Decoding, check_decoding, check_pin, read_lock
from diff_insight.llm.models.prepare import Quantisation
from diff_insight.llm.models.resolve import ResolvedModel, resolve_model
from diff_insight.llm.models.store import EMBEDDED, ModelStore
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.system import paths

PREPARING = "preparing the embedded model, once: some seconds"
UNTAUGHT = "embedded-untaught"
"""The name by which the embedded model is pinned where it is asked as it comes, with `--labels` or `--writes`."""

TESTING = "testing once whether questions can be answered side by side with this model on this machine"


@dataclass(frozen=True, slots=True)
class ModelSession:
    """A model, the name it is pinned by, and the prompts it is asked with."""

    name: str
    model: Model
    prompts: Prompts


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Which model is opened, and how.

    Attributes:
        model: a GGUF's path, or the name of a model that was added; None for the embedded model.
        lock: the project's lock file, which must pin the model; None where there is none.
        quantisation: the type of the embedded model's weights.
        prompts: a folder of templates; None for the tool's own.
        writes: whether the model writes prose; None for what suits: one that was trained to label and title does not.
        types: the names of the types it is asked for; the embedded model is taught the usual ones.
        gpu_layers: as in `ModelSettings`, like what follows.
        threads: likewise.
        context: likewise.
        fast: likewise.
        cache_limit: bytes that answers may take in the user's cache; 0 to keep and look up none.
    """

    model: str | None = None
    lock: Path | None = None
    quantisation: Quantisation = Quantisation.Q4_0
    prompts: Path | None = None
    writes: bool | None = None
    types: tuple[str, ...] = tuple(each.name for each in DEFAULT_TYPES)
    gpu_layers: int = -1
    threads: int = 0
    context: int = 0
    fast: bool = False
    cache_limit: int = 0


@contextmanager
def open_model(
    settings: ModelOptions,
    tell: Callable[[str], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[ModelSession]:
    """A session whose model is freed at the end.

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

    if settings.model in (None, EMBEDDED):
        chosen = _embedded(settings, tell)
        given = replace(given, writes=bool(settings.writes))
    else:
        chosen = resolve_model(settings.model, ModelStore(paths.models()))
    # Before the model is loaded: a file that nobody pinned is not even parsed.
    pin = check_pin(settings.lock, read_lock(settings.lock), chosen.name, chosen.file.sha256) if settings.lock else None
    with ExitStack() as stack:
        cache = None
        if settings.cache_limit:
            cache = stack.enter_context(AnswerCache(paths.results(), settings.cache_limit, tell))
        model = Model(
            replace(given, path=chosen.file.path),
            sha256=chosen.file.sha256,
            cache=cache,
            self_test_results=paths.self_test_results(),
            testing=lambda: tell(TESTING),
            stopped=stopped,
        )
        stack.enter_context(model)
        if settings.lock and pin:
            check_decoding(settings.lock, pin, decoding_of(model))
        yield ModelSession(chosen.name, model, templates)


def decoding_of(model: Model) -> Decoding:
    """How a model is run, as far as answers depend on it."""
    settings = model.settings
    return Decoding(writes=model.writes, context=settings.context, gpu_layers=settings.gpu_layers, fast=settings.fast)


def _embedded(settings: ModelOptions, tell: Callable[[str], None]) -> ResolvedModel:
    adapter = embedded_adapter()
    suits = adapter.trained.suits(settings.types) and not settings.writes
    file = prepared_model(
        paths.prepared_models(), adapter if suits else None, lambda: tell(PREPARING), settings.quantisation
    )
    return ResolvedModel(EMBEDDED if suits else UNTAUGHT, file)
