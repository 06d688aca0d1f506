"""Measures how fast a model reads and writes with its matrices repacked, and with tiled kernels.

    python benchmarks/kernels.py GGUF

Tokens a second of one prompt after 450 others, and milliseconds of a call with one token of each of several sequences.
"""

import argparse
import multiprocessing
import os
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from diff_insight.llm.gguf.kernels import Kernels
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.context import Block, Context
from diff_insight.llm.worker.weights import Weights

PREFIX = 450
PROMPT = 248
ROWS = (1, 2, 4, 7, 8, 16)
REPEAT = 5


class Chosen(Weights):
    """Weights that are multiplied by given kernels, whichever would be faster."""

    def __init__(self, settings: ModelSettings, kernels: Kernels) -> None:
        self.kernels = kernels
        super().__init__(settings)


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    arguments = parser.parse_args()
    print("| " + " | ".join(["matrices", "seconds to load", "tokens read a second", *map(str, ROWS)]) + " |")
    print("|" + "---|" * (3 + len(ROWS)), flush=True)
    # A process for each, since one process can only use one of the two ways to multiply.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1) as process:
        for kernels in Kernels:
            print(process.submit(row, arguments.model, kernels).result(), flush=True)


def row(path: Path, kernels: Kernels) -> str:
    """The figures of one way to multiply."""
    os.environ.update(kernels.environment)
    begun = time.perf_counter()
    with (
        Chosen(ModelSettings(path, gpu_layers=0), kernels) as weights,
        Context(weights, sequences=max(ROWS) + 1, cells=PREFIX + 2 * PROMPT, outputs=max(ROWS) + 1) as context,
    ):
        loaded = time.perf_counter() - begun
        tokens = [1000 + 7 * number for number in range(PREFIX + PROMPT)]
        context.decode([Block(max(ROWS), 0, tokens[:PREFIX])])
        for sequence in range(max(ROWS)):
            context.copy(max(ROWS), sequence)
        reading = measured(context, [Block(0, PREFIX, tokens[PREFIX:], outputs=1)])
        writing = [
            measured(context, [Block(sequence, PREFIX, tokens[:1], outputs=1) for sequence in range(rows)])
            for rows in ROWS
        ]
    figures = [kernels.value, f"{loaded:.1f}", f"{PROMPT / reading:.0f}", *(f"{1000 * each:.0f}" for each in writing)]
    return "| " + " | ".join(figures) + " |"


def measured(context: Context, blocks: list[Block]) -> float:
    """Median seconds of a call, whose tokens are removed again."""
    seconds = []
    for _ in range(REPEAT):
        before = context.seconds
        context.decode(blocks)
        seconds.append(context.seconds - before)
        for block in blocks:
            context.truncate(block.sequence, PREFIX)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
