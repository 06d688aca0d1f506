"""A GGUF ready for questions: its vocabulary in this process, its weights in a worker process."""

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
from diff_insight.llm.gguf.kernels import CHOICE
from diff_insight.llm.gguf.task import Trained
from diff_insight.llm.prompt.tokenizer import Tokenizer
from diff_insight.llm.protocol.messages import Batching, Compile, Compiled, Load, Loaded, Open
from diff_insight.llm.protocol.settings import ModelSettings

Kept = TypeVar("Kept", Loaded, Compiled)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """How a report identifies the model that wrote it.

    Attributes:
        name: file name without its suffix.
        sha256: SHA-256 of the whole file.
        size: of the file, in bytes.
        description: architecture, size and quantisation, as llama.cpp describes them.
        batching: how questions shared decode calls; None if none was asked.
    """

    name: str
    sha256: str
    size: int
    description: str
    batching: Batching | None


class Model:
    """A context manager that ends the worker and frees the vocabulary.

    Args:
        settings: the file, and how it is run.
        sha256: SHA-256 of the file, if already known.
        cache: the answer cache; None to disable. It is not used with `fast`, where an answer depends on its neighbours.
        self_test_results: the folder that stores self-test results; None to store none.
        prefixes: the folder that stores computed prefixes of prompts; None to store none.
        testing: called when a self-test begins, which takes a while.
        stopped: once it returns true, no more questions are asked.

    Raises:
        ModelError: the file is missing, not a GGUF, cut off, or of a model that this llama.cpp does not know.
    """

    def __init__(
        self,
        settings: ModelSettings,
        *,
        sha256: str | None = None,
        cache: AnswerCache | None = None,
        self_test_results: Path | None = None,
        prefixes: Path | None = None,
        testing: Callable[[], None] = lambda: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        check_is_gguf(settings.path)
        self.settings = settings
        self._testing = testing
        self._stopped = stopped
        self._load = Load(
            settings=settings,
            sha256=sha256 or sha256_of(settings.path),
            self_test_results=self_test_results,
            prefixes=prefixes,
        )
        self._origin = key_of(self._load.sha256, asdict(this_build()), settings.gpu_layers, CHOICE).hex()
        self._cache = None if settings.fast else cache
        self._worker: Worker | None = None
        self._batching: Batching | None = None
        self.tally = Tally()
        """Number of answers so far, by source."""
        self._loaded = self._known_or(key_of("loaded", self._origin), Loaded, self._load_now)
        try:
            # Only after the worker has loaded the file, since one that crashes llama.cpp must not crash this process.
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
        """How a report identifies the model."""
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
        """The task the model was trained for; None if it was not trained for this tool."""
        return self.tokenizer.trained

    @property
    def writes(self) -> bool:
        """Whether the model is asked for prose."""
        return self.trained is None if self.settings.writes is None else self.settings.writes

    @property
    def context_limit(self) -> int:
        """Maximum tokens of a question and its answer: `--context` if set, and at most the trained context length."""
        trained = self._loaded.trained_context
        return min(self.settings.context or trained, trained or 1 << 30)

    def tokenize(self, text: str) -> tuple[int, ...]:
        """Token ids of a text; control tokens such as `<|im_end|>` in it are treated as plain text."""
        return self.tokenizer.tokenize(text, special=False)

    def closing_reserve(self, schema: dict[str, Any]) -> int:
        """Number of tokens an answer may take beyond its budget to be closed.

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
        """Like `uncached_session`, but answers from the cache first; the worker is started only for other questions."""

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
        """A session with the model for questions of one kind; only one session may be open at a time.

        Args:
            prefix: tokens that every question begins with.
            schema: the JSON Schema that every answer must match.
            max_tokens: token budget of an answer; once it is used up, the answer is closed.
            longest: maximum number of tokens in a question.
            questions: expected number of questions; fewer need less memory.

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
        """The worker, started if it is not running."""
        if self._worker is None:
            self._worker = Worker(self._load)
        return self._worker

    def _load_now(self) -> Loaded:
        """The worker's description of the model; a worker that dies while loading is restarted once."""
        try:
            return self.worker().loaded
        except WorkerDied:
            self.dismiss()
        try:
            return self.worker().loaded
        except WorkerDied as death:
            raise ModelError(
                f"llama.cpp crashed while loading {self.settings.path} ({death}); the file may be damaged, "
                "or there is too little memory for it"
            ) from None

    def _known_or(self, key: bytes, kind: type[Kept], find_out: Callable[[], Kept]) -> Kept:
        """The cached reply to the same request, or a new one, which is then cached."""
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            with suppress(ValidationError):
                return kind.model_validate_json(kept)
        reply = find_out()
        if self._cache:
            self._cache.put(key, reply.model_dump_json().encode())
        return reply

    def dismiss(self) -> None:
        """Kill the worker, if it is running."""
        if self._worker:
            self._worker.kill()
            self._worker = None
