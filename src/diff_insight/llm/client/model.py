"""A GGUF that can be asked: its vocabulary in this process, its weights in a worker process."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from pydantic import ValidationError

from diff_insight.errors import ModelError
from diff_insight.llm.client.answer_cache import AnswerCache
from diff_insight.llm.client.cached_session import CachedSession, Tally, key_of
from diff_insight.llm.client.session import Session
from diff_insight.llm.client.worker_process import Worker, WorkerDied, talk
from diff_insight.llm.gguf.build_info import this_build
from diff_insight.llm.gguf.file import check_is_gguf, sha256_of
from diff_insight.llm.gguf.task import Trained
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.llm.protocol.messages import Batching, Compile, Compiled, Load, Loaded, Open
from diff_insight.llm.protocol.settings import ModelSettings

Kept = TypeVar("Kept", Loaded, Compiled)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What a report says of the model that wrote it.

    Attributes:
        name: the file's, without its suffix.
        sha256: of the whole file.
        size: of the file, in bytes.
        description: architecture, size and quantisation in llama.cpp's words.
        batching: how questions shared decode calls; None where none was asked.
    """

    name: str
    sha256: str
    size: int
    description: str
    batching: Batching | None


class Model:
    """A context manager that ends the worker and frees the vocabulary.

    Args:
        settings: which file, and how it is run.
        sha256: that of the file, where it is known already.
        cache: where answers are kept and looked up; None for nowhere. With `fast`, an answer depends on its neighbours
            and is not kept.
        self_test_results: the folder that keeps the self_test_results of self-tests; None for nowhere.
        testing: called when a self-test begins, which takes a while.
        stopped: once true, nothing is asked any more.

    Raises:
        ModelError: the file is missing, no GGUF, cut off, or holds a model that this llama.cpp does not know.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        sha256: str | None = None,
        cache: AnswerCache | None = None,
        self_test_results: Path | None = None,
        testing: Callable[[], None] = lambda: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        check_is_gguf(settings.path)
        self.settings = settings
        self._testing = testing
        self._stopped = stopped
        self._load = Load(
            settings=settings, sha256=sha256 or sha256_of(settings.path), self_test_results=self_test_results
        )
        self._origin = key_of(self._load.sha256, asdict(this_build()), settings.gpu_layers).hex()
        self._cache = None if settings.fast else cache
        self._worker: Worker | None = None
        self._batching: Batching | None = None
        self.tally = Tally()
        """Where the answers came from so far."""
        self._loaded = self._known_or(key_of("loaded", self._origin), Loaded, self._load_now)
        try:
            # Only now that these bytes were loaded once, since a file that ends llama.cpp must not end this process.
            self.tokenizer = Tokenizer(settings.path)
        except BaseException:
            self.dismiss()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.dismiss()
        self.tokenizer.__exit__(error, value, traceback)

    @property
    def identity(self) -> ModelIdentity:
        """What a report says of the model."""
        return ModelIdentity(
            name=self.settings.path.stem,
            sha256=self._load.sha256,
            size=self._size,
            description=self._loaded.description,
            batching=self._batching,
        )

    @cached_property
    def _size(self) -> int:
        return self.settings.path.stat().st_size

    @property
    def trained(self) -> Trained | None:
        """What the model was trained to answer; None for one that was not trained for this tool."""
        return self.tokenizer.trained

    @property
    def writes(self) -> bool:
        """Whether prose is asked of it."""
        return self.trained is None if self.settings.writes is None else self.settings.writes

    @property
    def context_limit(self) -> int:
        """Tokens a question may have with its answer: what the user allows, within what the model was trained for."""
        trained = self._loaded.trained_context
        return min(self.settings.context or trained, trained or 1 << 30)

    def tokenize(self, text: str) -> tuple[int, ...]:
        """Token ids of a text, in which control tokens such as `<|im_end|>` are nothing but letters."""
        return self.tokenizer.tokenize(text, special=False)

    def closing_reserve(self, schema: dict[str, Any]) -> int:
        """Tokens an answer may take beyond its budget to be brought to its end.

        Raises:
            ModelError: the JSON Schema cannot be compiled.
        """

        def compile_with(worker: Worker) -> Compiled:
            worker.send(Compile(answer_schema=schema))
            return worker.expect(Compiled)

        key = key_of("compiled", self._origin, schema)
        return self._known_or(key, Compiled, lambda: talk(self, compile_with)).closing_reserve

    def session(
        self,
        prefix: tuple[int, ...],
        schema: dict[str, Any],
        *,
        max_tokens: int,
        longest: int,
        questions: int,
    ) -> CachedSession:
        """A conversation like `asking`, but about what is not in the cache; the worker is started only for that."""

        def begin() -> Session:
            return self.uncached_session(prefix, schema, max_tokens=max_tokens, longest=longest, questions=questions)

        kind = key_of("answer", self._origin, prefix, schema, max_tokens)
        return CachedSession(self._cache, kind, begin, self.tally)

    def uncached_session(
        self,
        prefix: tuple[int, ...],
        schema: dict[str, Any],
        *,
        max_tokens: int,
        longest: int,
        questions: int,
    ) -> Session:
        """A conversation with the model about questions of one kind; one at a time.

        Args:
            prefix: tokens that every question begins with.
            schema: the JSON Schema that every answer must fit.
            max_tokens: tokens of an answer, beyond which it is brought to its end.
            longest: the most tokens a question has.
            questions: how many will come; few need less memory.

        Raises:
            ModelError: the context does not fit into memory, or the schema cannot be compiled.
        """
        opening = Open(
            prefix=prefix,
            answer_schema=schema,
            max_tokens=max_tokens,
            longest=longest,
            questions=max(1, questions),
        )
        session = Session(self, opening, self._testing, self._stopped)
        self._batching = session.opened.batching
        return session

    def worker(self) -> Worker:
        """The worker, started if there is none."""
        if self._worker is None:
            self._worker = Worker(self._load)
        return self._worker

    def _load_now(self) -> Loaded:
        """What the worker says of the model; one that ends while it loads is started again once."""
        try:
            return self.worker().loaded
        except WorkerDied:
            self.dismiss()
        try:
            return self.worker().loaded
        except WorkerDied as death:
            raise ModelError(
                f"llama.cpp ended while it loaded {self.settings.path} ({death}); the file may be damaged, "
                "or there is too little memory for it"
            ) from None

    def _known_or(self, key: bytes, kind: type[Kept], find_out: Callable[[], Kept]) -> Kept:
        """What the worker replied to the same request before, or replies now."""
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            with suppress(ValidationError):
                return kind.model_validate_json(kept)
        reply = find_out()
        if self._cache:
            self._cache.put(key, reply.model_dump_json().encode())
        return reply

    def dismiss(self) -> None:
        """End the worker, if there is one."""
        if self._worker:
            self._worker.kill()
            self._worker = None
