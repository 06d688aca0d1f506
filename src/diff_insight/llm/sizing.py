"""How many questions are answered side by side: what pays, and what fits into memory."""

from diff_insight.llm.weights import Weights
from diff_insight.memory import available_memory

MOST_PLACES = 16
"""Questions side by side, at most; with 24 and 32 tokens came no faster, see docs/measurements.md."""

_SHARE = 0.5  # of the free memory that a KV cache may take
_PADDING = 256  # tokens that llama.cpp rounds a sequence's cache up to


def places_for(weights: Weights, cells: int, questions: int = MOST_PLACES) -> int:
    """The number of sequences beside the one that keeps the prefix; 1 at least, whatever memory there is.

    Args:
        weights: the model, in memory already.
        cells: tokens that each sequence holds.
        questions: how many there are to answer.
    """
    sequence = -(-cells // _PADDING) * _PADDING * weights.cell_bytes
    fitting = int(available_memory() * _SHARE) // sequence - 1 if sequence else MOST_PLACES
    return max(1, min(MOST_PLACES, questions, fitting))
