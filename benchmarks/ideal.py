"""How fast llama.cpp alone reads prompts and writes side by side, at the depth at which the questions need it."""

import statistics
from dataclasses import dataclass

from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.context import BLOCK, Block, Context
from diff_insight.llm.worker.weights import Weights

_REPEAT = 5


@dataclass(frozen=True)
class Rates:
    """Tokens a second: of one prompt alone behind the prefix, and of single tokens of `slots` sequences together."""

    prefill: float
    batched: float

    def seconds(self, read: int, written: int) -> float:
        """What reading and writing so many tokens takes at best."""
        return read / self.prefill + written / self.batched


def measured_rates(settings: ModelSettings, *, prefix: int, question: int, slots: int) -> Rates:
    """The medians of a few tries.

    Args:
        settings: the model.
        prefix: tokens that lie before each question.
        question: tokens of a question, at most a block.
        slots: sequences that write together.
    """
    with (
        Weights(settings) as weights,
        Context(weights, sequences=slots + 1, cells=prefix + 2 * BLOCK) as context,
    ):
        tokens = [1000 + 7 * number % 30000 for number in range(BLOCK)]
        for start in range(0, prefix, BLOCK):
            context.decode([Block(slots, start, tokens[: min(BLOCK, prefix - start)], wants_logits=False)])
        for sequence in range(slots):
            context.copy(slots, sequence)
        reading, writing = [], []
        for _ in range(_REPEAT):
            before = context.seconds
            context.decode([Block(0, prefix, tokens[:question], wants_logits=True)])
            reading.append(context.seconds - before)
            context.truncate(0, prefix)
        for sequence in range(slots):
            context.decode([Block(sequence, prefix, tokens[:question], wants_logits=False)])
        for step in range(4 * _REPEAT):
            before = context.seconds
            position = prefix + question + step
            context.decode([Block(each, position, tokens[:1], wants_logits=True) for each in range(slots)])
            writing.append(context.seconds - before)
        return Rates(question / statistics.median(reading), slots / statistics.median(writing))
