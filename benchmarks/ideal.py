"""Measures prefill and batched decode speed of llama.cpp alone, at the context depth of the questions."""

import statistics
from dataclasses import dataclass

from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.context import BLOCK, Block, Context
from diff_insight.llm.worker.weights import Weights

_REPEAT = 5


@dataclass(frozen=True)
class Rates:
    """Tokens per second: prefill of one prompt after the prefix, and decoding of `slots` sequences in a batch."""

    prefill: float
    batched: float

    def seconds(self, read: int, written: int) -> float:
        """Minimum seconds to read and write the given numbers of tokens."""
        return read / self.prefill + written / self.batched


def measured_rates(settings: ModelSettings, *, prefix: int, question: int, slots: int) -> Rates:
    """The rates, as medians of a few runs.

    Args:
        settings: the model.
        prefix: number of tokens before each question.
        question: number of tokens in a question, at most one block.
        slots: number of sequences decoded in a batch.
    """
    with (
        Weights(settings) as weights,
        Context(weights, sequences=slots + 1, cells=prefix + 2 * BLOCK, outputs=slots + 1) as context,
    ):
        tokens = [1000 + 7 * number % 30000 for number in range(BLOCK)]
        for start in range(0, prefix, BLOCK):
            context.decode([Block(slots, start, tokens[: min(BLOCK, prefix - start)])])
        for sequence in range(slots):
            context.copy(slots, sequence)
        reading, writing = [], []
        for _ in range(_REPEAT):
            before = context.seconds
            context.decode([Block(0, prefix, tokens[:question], outputs=1)])
            reading.append(context.seconds - before)
            context.truncate(0, prefix)
        for sequence in range(slots):
            context.decode([Block(sequence, prefix, tokens[:question])])
        for step in range(4 * _REPEAT):
            before = context.seconds
            position = prefix + question + step
            context.decode([Block(each, position, tokens[:1], outputs=1) for each in range(slots)])
            writing.append(context.seconds - before)
        return Rates(question / statistics.median(reading), slots / statistics.median(writing))
