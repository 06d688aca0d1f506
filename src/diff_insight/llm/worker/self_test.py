"""Tests how questions must be batched to get the same bits side by side as alone, with this model on this machine.

Which kernels llama.cpp picks depends on the types of the model's tensors, the processor or GPU, and the build; some
round differently for few rows than for many. So an engine answers the same questions alone and all together, with
lengths that produce every kind of decode call, and every logits vector is compared bit for bit. The calls that most
often differ come first, and the first difference ends the test of a rule.
"""

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from diff_insight.llm.gguf.row_rules import GPU_RULES, RowRule, rules_to_try
from diff_insight.llm.protocol.question import Choice, Question, Scaling
from diff_insight.llm.worker.engine import Engine, Task
from diff_insight.llm.worker.grammar import Logits
from diff_insight.llm.worker.sizing import MOST_SLOTS, slots_for
from diff_insight.llm.worker.weights import Weights


@dataclass(frozen=True, slots=True)
class _Ask:
    """A question of the test.

    Attributes:
        length: tokens in it.
        runs: lengths of the runs of tokens in its answer, each of which ends with logits.
        is_compared: whether it is also asked alone.
    """

    length: int
    runs: tuple[int, ...]
    is_compared: bool = False


# In a round all questions are begun together, as far as there are slots.
_ROUNDS: tuple[tuple[_Ask, ...], ...] = (
    # Single tokens, in calls of 16, 9, 4 and 1 of them.
    tuple(
        _Ask(1, (1,) * (4 if number == 0 else 3 if number < 4 else 2 if number < 9 else 1), number in (0, 8))
        for number in range(MOST_SLOTS)
    ),
    # Runs of tokens of one length and of several, beside single tokens.
    (_Ask(6, (1, 3), is_compared=True), _Ask(6, (1, 1)), _Ask(3, (1, 2), is_compared=True)),
    # More tokens than the 64 from which flash attention is computed in tiles, and a neighbour that makes llama.cpp
    # compute attention over 512 cells instead of 256.
    (_Ask(66, (1, 1), is_compared=True), _Ask(66, (1,)), _Ask(250, (1, 1))),
)
_LONGEST = 250
_TOKENS = 8
"""More tokens than any of the answers has."""
_PREFIX = 8
_PREFIX_ON_GPU = 450
"""With any of the last questions more than 512 cells: GPU kernels for attention may depend on their number."""


class _Script:
    """A predetermined answer in runs of tokens, and a digest of the logits it received."""

    def __init__(self, runs: Sequence[Sequence[int]]) -> None:
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
        return [*self._runs[0][1:]] if self._runs else []

    def choose(self, logits: Logits) -> int:
        self._seen.update(np.ascontiguousarray(logits).tobytes())
        self._runs.popleft()
        return self._runs[0][0] if self._runs else 0


class _Scripts:
    """Starts the answer that was last put into `next`."""

    closing_reserve = 0

    def __init__(self) -> None:
        self.next: tuple[tuple[int, ...], ...] = ()

    def start(self, _max_tokens: int, _scaling: Scaling) -> _Script:
        return _Script(self.next)


@dataclass(frozen=True, slots=True)
class _Scripted:
    """A question and the tokens of its answer."""

    question: Question
    answer: tuple[tuple[int, ...], ...]
    is_compared: bool


def exact_rule(weights: Weights) -> RowRule | None:
    """The cheapest rule by which every logits vector is the same, bit for bit, alone and side by side; None if none is.

    Raises:
        ModelError: llama.cpp cannot create the context or decode.
    """
    rules = GPU_RULES if weights.are_on_gpu else rules_to_try(weights.matrix_types, weights.kernels)
    return next((rule for rule in rules if is_exact(weights, rule)), None)


def is_exact(weights: Weights, rule: RowRule) -> bool:
    """Whether every logits vector is the same, bit for bit, alone and side by side, if calls follow the rule.

    Raises:
        ModelError: llama.cpp cannot create the context or decode.
    """
    draw = random.Random(0)  # noqa: S311 - the same questions everywhere, not for secrets

    def tokens(count: int) -> tuple[int, ...]:
        return tuple(draw.randrange(weights.vocabulary_size) for _ in range(count))

    scripts = _Scripts()
    prefix = tokens(_PREFIX_ON_GPU if weights.are_on_gpu else _PREFIX)
    task = Task(prefix, scripts, max_tokens=_TOKENS, longest=_LONGEST)
    with Engine(weights, task, slots=slots_for(weights, task.cells, rule), rule=rule) as engine:
        for asked in _ROUNDS:
            drawn = [
                _Scripted(Question(tokens(ask.length)), tuple(map(tokens, ask.runs)), ask.is_compared) for ask in asked
            ]
            alone = {
                number: _digests(engine, scripts, {number: each})[number]
                for number, each in enumerate(drawn)
                if each.is_compared
            }
            together = _digests(engine, scripts, dict(enumerate(drawn)))
            if any(together[number] != digest for number, digest in alone.items()):
                return False
    return True


def _digests(engine: Engine, scripts: _Scripts, asked: dict[int, _Scripted]) -> dict[int, str]:
    waiting = deque(asked.items())
    seen: dict[int, str] = {}
    while waiting or not engine.is_idle:
        while waiting and engine.free:
            number, each = waiting.popleft()
            scripts.next = each.answer
            engine.begin(number, each.question)
        seen.update({answer.question: answer.text for answer in engine.step()})
    return seen
