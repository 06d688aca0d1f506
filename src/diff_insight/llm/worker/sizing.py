"""Decides how many questions to answer side by side: as many as pay off and fit into memory."""

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.row_rules import RowRule
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.weights import Weights, goes_to_gpu
from diff_insight.system.memory import available_memory

MOST_SLOTS = 16
"""Maximum number of questions side by side; 24 and 32 were no faster per token, see docs/measurements.md."""

_SHARE = 0.5  # share of the free memory that the KV cache may take
_PADDING = 256  # llama.cpp rounds a sequence's KV cache up to a multiple of this many cells


def slots_for(weights: Weights, cells: int, rule: RowRule, questions: int = MOST_SLOTS) -> int:
    """The number of questions to answer side by side; at least 1, however little memory is free.

    Args:
        weights: the model, already loaded.
        cells: KV cache cells per sequence.
        rule: how many sequences are needed for them, beside the one that holds the prefix.
        questions: number of questions to answer.
    """
    sequence = _sequence_bytes(weights, cells)
    fitting = int(available_memory() * _SHARE) // sequence - 1 if sequence else MOST_SLOTS
    return max(1, min(rule.most_outputs(MOST_SLOTS), questions, fitting - fitting % rule.multiple))


def check_cache_fits(weights: Weights, cells: int, rule: RowRule) -> None:
    """Check, before llama.cpp allocates it, that there is memory for one question, its companions and the prefix.

    Raises:
        ModelError: there is not enough memory.
    """
    if weights.are_on_gpu:
        return
    needed, free = (rule.padded(1) + 1) * _sequence_bytes(weights, cells), available_memory()
    if needed > free:
        raise ModelError(
            f"a question of {cells} tokens needs {_mb(needed)} MB of memory beside {weights.settings.path}, but only "
            f"{_mb(free)} MB are free: free some, or give a smaller --context"
        )


def check_model_fits(settings: ModelSettings) -> None:
    """Check, before llama.cpp loads it, that a model fits into memory.

    Raises:
        ModelError: it does not.
    """
    if goes_to_gpu(settings):
        return
    needed, free = settings.path.stat().st_size, available_memory()
    if needed > free:
        raise ModelError(
            f"{settings.path} needs {_mb(needed)} MB of memory, but only {_mb(free)} MB are free: free some, or choose "
            "a model with fewer parameters or fewer bits"
        )


def _sequence_bytes(weights: Weights, cells: int) -> int:
    return -(-cells // _PADDING) * _PADDING * weights.cell_bytes


def _mb(size: int) -> int:
    return -(-size // 1_000_000)
