"""How many questions are answered side by side: what pays, and what fits into memory."""

from diff_insight.errors import ModelError
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.weights import Weights, goes_to_gpu
from diff_insight.system.memory import available_memory

MOST_SLOTS = 16
"""Questions side by side, at most; with 24 and 32 tokens came no faster, see docs/measurements.md."""

_SHARE = 0.5  # of the free memory that a KV cache may take
_PADDING = 256  # tokens that llama.cpp rounds a sequence's cache up to


def slots_for(weights: Weights, cells: int, questions: int = MOST_SLOTS) -> int:
    """The number of sequences beside the one that keeps the prefix; 1 at least, whatever memory there is.

    Args:
        weights: the model, in memory already.
        cells: tokens that each sequence holds.
        questions: how many there are to answer.
    """
    sequence = _sequence_bytes(weights, cells)
    fitting = int(available_memory() * _SHARE) // sequence - 1 if sequence else MOST_SLOTS
    return max(1, min(MOST_SLOTS, questions, fitting))


def check_cache_fits(weights: Weights, cells: int) -> None:
    """Find out, before llama.cpp takes it, whether there is memory for one question and the prefix.

    Raises:
        ModelError: there is not.
    """
    if weights.are_on_gpu:
        return
    needed, free = 2 * _sequence_bytes(weights, cells), available_memory()
    if needed > free:
        raise ModelError(
            f"a question of {cells} tokens takes {_mb(needed)} MB of memory beside {weights.settings.path}, and "
            f"{_mb(free)} MB are free: free some, or give a smaller --context"
        )


def check_model_fits(settings: ModelSettings) -> None:
    """Find out, before llama.cpp reads it, whether a model fits into memory.

    Raises:
        ModelError: it does not.
    """
    if goes_to_gpu(settings):
        return
    needed, free = settings.path.stat().st_size, available_memory()
    if needed > free:
        raise ModelError(
            f"{settings.path} takes {_mb(needed)} MB of memory, and {_mb(free)} MB are free: free some, or choose a "
            "model with fewer parameters or fewer bits"
        )


def _sequence_bytes(weights: Weights, cells: int) -> int:
    return -(-cells // _PADDING) * _PADDING * weights.cell_bytes


def _mb(size: int) -> int:
    return -(-size // 1_000_000)
