"""Opens the model that the options name: finds it, checks its pin, and loads it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from diff_insight.llm.client.answer_cache import AnswerCache
from diff_insight.llm.client.model import Model
from diff_insight.llm.models.adapter import embedded_adapter
from diff_insight.llm.models.embedded import prepared_model
from diff_insight.llm.models.lock_file import Decoding, Pin, check_decoding, check_pin, read_lock
from diff_insight.llm.models.options import ModelOptions
from diff_insight.llm.models.resolve import ResolvedModel, resolve_model
from diff_insight.llm.models.store import EMBEDDED, ModelStore
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.system import paths

PREPARING = "preparing the embedded model (once, takes a few seconds)"
UNTAUGHT = "embedded-untaught"
"""The name that pins the embedded model when it runs without the adapter, with `--labels` or `--writes`."""

TESTING = "testing (once) whether this model can answer questions side by side on this machine"


@dataclass(frozen=True, slots=True)
class OpenModel:
    """A model ready to answer, the name it is pinned under, and the languages it may write in; None for any."""

    name: str
    model: Model
    languages: tuple[str, ...] | None


@contextmanager
def open_model(
    options: ModelOptions,
    tell: Callable[[str], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[OpenModel]:
    """Open a model, and free it at the end of the block.

    Args:
        options: which model, and how it is run.
        tell: called with a status line before a step that takes a while.
        stopped: once it returns true, the model is asked no more questions.

    Raises:
        ModelError: the model cannot be found, prepared or loaded, or is not the pinned one.
    """
    settings = ModelSettings(
        path=Path(),
        writes=options.writes,
        gpu_layers=options.gpu_layers,
        threads=options.threads,
        context=options.context,
        fast=options.fast,
    )
    if options.model in (None, EMBEDDED):
        resolved = _embedded(options, tell)
        settings = replace(settings, writes=bool(options.writes))
    else:
        resolved = resolve_model(options.model, ModelStore(paths.models()))
    # Checked before loading, so that a file nobody pinned is not even parsed.
    lock, sha256 = options.lock, resolved.file.sha256
    pin = check_pin(lock, read_lock(lock), resolved.name, sha256) if lock else None
    with ExitStack() as stack:
        cache = None
        if options.cache_limit:
            cache = stack.enter_context(AnswerCache(paths.results(), options.cache_limit, tell))
        model = Model(
            replace(settings, path=resolved.file.path),
            sha256=sha256,
            cache=cache,
            self_test_results=paths.self_test_results(),
            prefixes=paths.prefixes() if options.cache_limit else None,
            testing=lambda: tell(TESTING),
            stopped=stopped,
        )
        stack.enter_context(model)
        languages = _languages(options, resolved, pin) if model.writes else None
        opened = OpenModel(resolved.name, model, languages)
        if lock and pin:
            check_decoding(lock, pin, decoding_of(opened))
        yield opened


def decoding_of(opened: OpenModel) -> Decoding:
    """The settings of a model that its answers depend on."""
    settings = opened.model.settings
    return Decoding(
        writes=opened.model.writes,
        context=settings.context,
        gpu_layers=settings.gpu_layers,
        fast=settings.fast,
        languages=opened.languages,
    )


def _languages(options: ModelOptions, resolved: ResolvedModel, pin: Pin | None) -> tuple[str, ...] | None:
    """The languages that a model may write in: as the user says, as it is pinned, or as it was measured."""
    if options.languages is not None or options.writes is not None:
        return options.languages
    if pin:
        return pin.decoding.languages
    return resolved.verdict.languages if resolved.verdict else None


def _embedded(options: ModelOptions, tell: Callable[[str], None]) -> ResolvedModel:
    adapter = embedded_adapter()
    suits = (options.types is None or adapter.trained.suits(options.types)) and not options.writes
    file = prepared_model(
        paths.prepared_models(), adapter if suits else None, lambda: tell(PREPARING), options.quantisation
    )
    return ResolvedModel(EMBEDDED if suits else UNTAUGHT, file)
