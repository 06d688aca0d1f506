"""Tests whether questions answered side by side get the same bits as alone, with this model on this machine.

Which kernels llama.cpp picks depends on the model's tensor types, the processor or GPU, and the build; some round
differently for one token than for many. So the engine answers the same questions twice, one at a time and all together,
with lengths that produce every kind of decode call, and every logits vector is compared bit for bit.
"""

import random
from collections import deque
from hashlib import blake2b

import numpy as np

from diff_insight.llm.protocol.question import Choice, Question, Scaling
from diff_insight.llm.worker.engine import Engine, Task
from diff_insight.llm.worker.grammar import Logits
from diff_insight.llm.worker.sizing import slots_for
from diff_insight.llm.worker.weights import Weights

_PREFIX = 450  # with a long question more than 512 cells, from where flash attention may split the KV cache
_LONG = 70  # tokens in a question that is computed in tiles, which are 64 wide
_SHORT = 24


class _Script:
    """A predetermined answer with fast-forward runs of various lengths, and a digest of the logits it received."""

    def __init__(self, runs: list[list[int]]) -> None:
        self.choices: list[Choice] = []
        self.was_cut = False
        self.tokens = 0
        self._runs = deque(runs)
        self._seen = blake2b()

    @property
    def finished(self) -> bool:
        return not self._runs

    @property
    def text(self) -> str:
        return self._seen.hexdigest()

    def fast_forward_tokens(self) -> list[int]:
        return self._runs[0][1:] if self._runs else []

    def choose(self, logits: Logits) -> int:
        self._seen.update(np.ascontiguousarray(logits).tobytes())
        self._runs.popleft()
        return self._runs[0][0] if self._runs else 0


class _Scripts:
    """Hands out the script that `number` selects, drawn at its first use, and increments `number`."""

    closing_reserve = 0

    def __init__(self, random_: random.Random, vocabulary: int) -> None:
        self._random = random_
        self._vocabulary = vocabulary
        self._made: dict[int, list[list[int]]] = {}
        self.number = 0

    def tokens(self, count: int) -> list[int]:
        return [self._random.randrange(self._vocabulary) for _ in range(count)]

    def start(self, _max_tokens: int, _scaling: Scaling) -> _Script:
        lengths = [1, *(self._random.choice((1, 1, 1, 2, 3, 5, 9)) for _ in range(7))]
        runs = self._made.setdefault(self.number, [self.tokens(length) for length in lengths])
        self.number += 1
        return _Script(runs)


def batching_is_exact(weights: Weights) -> bool:
    """Whether every logits vector is the same, bit for bit, alone and side by side.

    Raises:
        ModelError: llama.cpp cannot create the context or decode.
    """
    draw = random.Random(0)  # noqa: S311 - the same questions everywhere, not for secrets
    scripts = _Scripts(draw, weights.vocabulary_size)
    task = Task(tuple(scripts.tokens(_PREFIX)), scripts, max_tokens=64, longest=_LONG)
    slots = slots_for(weights, task.cells)
    lengths = [_LONG, *(draw.randint(1, _SHORT) for _ in range(slots)), _LONG - 3, 1]
    questions = [Question(tuple(scripts.tokens(length))) for length in lengths]
    with Engine(weights, task, slots=slots) as engine:
        alone = [_answered(engine, [number], questions, scripts)[number] for number in range(len(questions))]
        together = _answered(engine, list(range(len(questions))), questions, scripts)
    return alone == [together[number] for number in range(len(questions))]


def _answered(engine: Engine, numbers: list[int], questions: list[Question], scripts: _Scripts) -> dict[int, str]:
    waiting = deque(numbers)
    seen: dict[int, str] = {}
    while waiting or not engine.is_idle:
        while waiting and engine.free:
            scripts.number = waiting[0]
            engine.begin(waiting[0], questions[waiting.popleft()])
        for answer in engine.step():
            seen[answer.question] = answer.text
    return seen
