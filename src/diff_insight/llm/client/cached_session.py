"""Answers questions from the cache if the same ones were answered before, and asks the model the others."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain
from types import TracebackType
from typing import Self

from pydantic import TypeAdapter, ValidationError

from diff_insight.llm.client.answer_cache import AnswerCache
from diff_insight.llm.client.session import Session
from diff_insight.llm.protocol.question import Answer, Failure, Question

_ANSWER = TypeAdapter(Answer)


def key_of(*parts: object) -> bytes:
    """A hash of JSON-serialisable values: equal for equal values, different for different ones."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=True).encode()).digest()


@dataclass(slots=True)
class Tally:
    """Number of answers from the model (`asked`) and from the cache (`remembered`)."""

    asked: int = 0
    remembered: int = 0


class CachedSession:
    """Questions of one kind; a context manager like `Session`, which it begins once a question is not in the cache.

    Args:
        cache: None to disable.
        kind: a hash of everything an answer depends on, apart from the question.
        begin: begins a session with the model.
        tally: where answers are counted.
    """

    def __init__(self, cache: AnswerCache | None, kind: bytes, begin: Callable[[], Session], tally: Tally) -> None:
        self._cache = cache
        self._kind = kind
        self._begin = begin
        self._tally = tally
        self._session: Session | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._session:
            self._session.__exit__(error, value, traceback)

    def answer(self, questions: Iterable[Question]) -> Iterator[Answer | Failure]:
        """Yield answers as they are found in the cache or finished, in no fixed order; see `Session.answer`."""
        found: deque[Answer] = deque()
        new: list[tuple[int, bytes]] = []

        def unknown() -> Iterator[Question]:
            for number, question in enumerate(questions):
                key = key_of(self._kind.hex(), asdict(question))
                known = self._known(key)
                if known:
                    found.append(replace(known, question=number))
                else:
                    new.append((number, key))
                    yield question

        asked = unknown()
        first = next(asked, None)
        yield from self._remembered(found)
        if first is None:
            return
        if self._session is None:
            self._session = self._begin()
        for answer in self._session.answer(chain([first], asked)):
            number, key = new[answer.question]
            if isinstance(answer, Answer):
                self._tally.asked += 1
                if self._cache:
                    self._cache.put(key, _ANSWER.dump_json(answer))
            yield replace(answer, question=number)
            yield from self._remembered(found)
        yield from self._remembered(found)

    def _known(self, key: bytes) -> Answer | None:
        value = self._cache.get(key) if self._cache else None
        if value is None:
            return None
        try:
            return _ANSWER.validate_json(value)
        except ValidationError:
            return None

    def _remembered(self, found: deque[Answer]) -> Iterator[Answer]:
        while found:
            self._tally.remembered += 1
            yield found.popleft()
