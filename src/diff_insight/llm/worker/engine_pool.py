"""Keeps engines open between sessions, so that a shared prefix is computed once for all reports of a run."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from diff_insight.llm.gguf.prefix_store import PrefixStore
from diff_insight.llm.protocol.messages import Open
from diff_insight.llm.worker.batching_plan import BatchingPlan
from diff_insight.llm.worker.engine import Engine, Task
from diff_insight.llm.worker.grammar import Constraint
from diff_insight.llm.worker.sizing import check_cache_fits, slots_for
from diff_insight.llm.worker.weights import Weights

_MOST = 4  # maximum number of kinds of question in one report


@dataclass(frozen=True, slots=True)
class _Pooled:
    """An engine, and whether it has fewer slots than its questions could use because of limited memory."""

    engine: Engine
    is_limited: bool

    def suffices(self, opening: Open, most: int) -> bool:
        """Whether it is long enough for the questions, and has as many slots as they can use or memory allows."""
        wanted = min(opening.questions, most)
        return self.engine.longest >= opening.longest and (self.is_limited or self.engine.slots >= wanted)

    def free(self) -> None:
        """Free the context."""
        self.engine.__exit__(None, None, None)


class EnginePool:
    """The engines of one model, least recently used first; a context manager that frees them.

    Args:
        weights: the model.
        plan: how its questions share decode calls; asked for when the first engine is made, as it may take a self-test.
        prefixes: keeps computed prefixes for later runs; None to keep none.
    """

    def __init__(self, weights: Weights, plan: Callable[[], BatchingPlan], prefixes: PrefixStore | None = None) -> None:
        self._weights = weights
        self._prefixes = prefixes
        self._plan = plan
        self._pooled: dict[str, _Pooled] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._free()

    @contextmanager
    def opened(self, opening: Open) -> Iterator[Engine]:
        """An engine for one kind of question, with as many slots as are useful, exact, and fit into memory.

        It is kept for the next questions of that kind, unless the block is left while questions are still running.

        Args:
            opening: the kind of question, and how many there are.

        Raises:
            ModelError: the schema cannot be compiled, or the context does not fit into memory.
        """
        key = json.dumps([opening.prefix, opening.answer_schema, opening.max_tokens], sort_keys=True)
        pooled = self._pooled.pop(key, None)
        if pooled is None or not pooled.suffices(opening, self._plan().most_slots):
            if pooled:
                pooled.free()
            pooled = self._made(opening, self._plan())
        try:
            yield pooled.engine
        except BaseException:
            pooled.free()
            raise
        if not pooled.engine.is_idle:
            pooled.free()
            return
        self._pooled[key] = pooled
        while len(self._pooled) > _MOST:
            self._pooled.pop(next(iter(self._pooled))).free()

    def _made(self, opening: Open, plan: BatchingPlan) -> _Pooled:
        constraint = Constraint(self._weights.constraint_tokenizer, opening.answer_schema)
        task = Task(opening.prefix, constraint, opening.max_tokens, opening.longest)
        useful = min(opening.questions, plan.most_slots)
        slots = slots_for(self._weights, task.cells, plan.rule, useful)
        if self._pooled and slots < useful:
            self._free()  # the pooled engines hold the memory that these questions need
            slots = slots_for(self._weights, task.cells, plan.rule, useful)
        check_cache_fits(self._weights, task.cells, plan.rule)
        engine = Engine(self._weights, task, slots=slots, rule=plan.rule, prefixes=self._prefixes)
        return _Pooled(engine, is_limited=slots < useful)

    def _free(self) -> None:
        while self._pooled:
            self._pooled.popitem()[1].free()
