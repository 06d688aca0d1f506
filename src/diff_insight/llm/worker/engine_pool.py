"""Keeps engines open between askings, so that a prefix is computed once for all reports that begin with it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from diff_insight.llm.protocol.messages import Open
from diff_insight.llm.worker.engine import Engine, Task
from diff_insight.llm.worker.grammar import Constraint
from diff_insight.llm.worker.sizing import MOST_SLOTS, check_cache_fits, slots_for
from diff_insight.llm.worker.weights import Weights

_MOST = 4  # kinds of questions that one report asks at most, in practice


class EnginePool:
    """The engines of one model, the last used last; a context manager that frees them.

    Args:
        weights: the model.
    """

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._kept: dict[str, Engine] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._free()

    @contextmanager
    def opened(self, opening: Open, allowed: Callable[[int], int]) -> Iterator[Engine]:
        """An engine for questions of a kind, with as many slots as pay, fit into memory and are allowed.

        It is kept for the next questions of that kind, unless these end before their time.

        Args:
            opening: the kind, and how many questions there are.
            allowed: of so many slots, how many may be used.

        Raises:
            ModelError: the schema cannot be compiled, or the context does not fit into memory.
        """
        key = json.dumps([opening.prefix, opening.answer_schema, opening.max_tokens], sort_keys=True)
        engine = self._kept.pop(key, None)
        if engine is None or not _suffices(engine, opening, allowed):
            if engine:
                engine.__exit__(None, None, None)
            engine = self._made(opening, allowed)
        try:
            yield engine
        except BaseException:
            engine.__exit__(None, None, None)
            raise
        if not engine.is_idle:
            engine.__exit__(None, None, None)
            return
        self._kept[key] = engine
        while len(self._kept) > _MOST:
            self._kept.pop(next(iter(self._kept))).__exit__(None, None, None)

    def _made(self, opening: Open, allowed: Callable[[int], int]) -> Engine:
        constraint = Constraint(self._weights.constraint_tokenizer, opening.answer_schema)
        task = Task(opening.prefix, constraint, opening.max_tokens, opening.longest)
        slots = slots_for(self._weights, task.cells, opening.questions)
        if self._kept and slots < min(opening.questions, MOST_SLOTS):
            self._free()  # what is kept takes the memory that these questions need
            slots = slots_for(self._weights, task.cells, opening.questions)
        check_cache_fits(self._weights, task.cells)
        return Engine(self._weights, task, slots=allowed(slots))

    def _free(self) -> None:
        while self._kept:
            self._kept.popitem()[1].__exit__(None, None, None)


def _suffices(engine: Engine, opening: Open, allowed: Callable[[int], int]) -> bool:
    return engine.longest >= opening.longest and engine.slots >= allowed(min(opening.questions, MOST_SLOTS))
