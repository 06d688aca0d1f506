"""A llama.cpp context with many sequences, each with its own KV cache, and the decode calls made on it."""

import ctypes
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.llama_log import captured_errors
from diff_insight.llm.worker.grammar import Logits
from diff_insight.llm.worker.weights import Weights

BLOCK = 512
"""Maximum number of tokens in a decode call."""


@dataclass(frozen=True, slots=True)
class Block:
    """Tokens of one sequence in one decode call, and after how many of its last tokens logits are asked for."""

    sequence: int
    position: int
    tokens: Sequence[int]
    outputs: int = 0


class Context:
    """A context with sequences 0 to `sequences` - 1; a context manager that frees it.

    The KV cache is not unified, so attention in a sequence never sums over its neighbours' cells.

    Args:
        weights: the model.
        sequences: number of sequences.
        cells: KV cache cells, and so tokens, of each sequence.
        outputs: maximum number of logits vectors in a call.

    Raises:
        ModelError: the context does not fit into memory.
    """

    def __init__(self, weights: Weights, *, sequences: int, cells: int, outputs: int) -> None:
        self._weights = weights
        self._handle = self._opened(sequences, cells, outputs)
        self._memory = llama_cpp.llama_get_memory(self._handle)
        self._token = np.zeros(BLOCK, np.int32)
        self._position = np.zeros(BLOCK, np.int32)
        self._wants = np.zeros(BLOCK, np.int8)
        self._one = np.ones(BLOCK, np.int32)
        self._ids = np.arange(sequences, dtype=np.int32)
        self._id_pointers = np.zeros(BLOCK, np.uintp)
        self.seconds = 0.0
        """Time spent inside llama_decode so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        llama_cpp.llama_free(self._handle)

    def decode(self, blocks: Sequence[Block]) -> Logits:
        """Decode blocks of different sequences in one call.

        Args:
            blocks: at most `BLOCK` tokens in all.

        Returns:
            Logits, shape (outputs of all blocks, vocabulary), in the tokens' order; valid until the next call.

        Raises:
            ModelError: llama.cpp cannot decode them.
        """
        end = 0
        for block in blocks:
            start, end = end, end + len(block.tokens)
            self._token[start:end] = block.tokens
            self._position[start:end] = range(block.position, block.position + len(block.tokens))
            self._id_pointers[start:end] = self._ids.ctypes.data + block.sequence * self._ids.itemsize
            self._wants[start:end] = 0
            self._wants[end - block.outputs : end] = 1
        batch = llama_cpp.llama_batch(
            n_tokens=end,
            token=_pointer(self._token, llama_cpp.llama_token),
            pos=_pointer(self._position, llama_cpp.llama_pos),
            n_seq_id=_pointer(self._one, ctypes.c_int32),
            seq_id=_pointer(self._id_pointers, ctypes.POINTER(llama_cpp.llama_seq_id)),
            logits=_pointer(self._wants, ctypes.c_int8),
        )
        started = time.perf_counter()
        code = llama_cpp.llama_decode(self._handle, batch)
        self.seconds += time.perf_counter() - started
        if code != 0:
            raise ModelError(
                f"llama.cpp could not decode {end} tokens with {self._weights.settings.path} "
                f"(llama_decode returned {code}); try a smaller --context or fewer --gpu-layers"
            )
        rows = sum(block.outputs for block in blocks)
        shape = (rows, self._weights.vocabulary_size)
        if not rows:
            return np.zeros(shape, np.float32)
        pointer = llama_cpp.llama_get_logits(self._handle)
        return np.ctypeslib.as_array(ctypes.cast(pointer, ctypes.POINTER(ctypes.c_float)), shape)

    def copy(self, source: int, target: int) -> None:
        """Replace the contents of the target sequence with those of the source."""
        self.truncate(target, 0)
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, -1, -1)

    def truncate(self, sequence: int, length: int) -> bool:
        """Keep only a sequence's first tokens; False if the model cannot, its state being one sum over all tokens."""
        return bool(llama_cpp.llama_memory_seq_rm(self._memory, sequence, length if length else -1, -1))

    def state(self, sequence: int) -> memoryview:
        """The contents of a sequence, for `restore` into a context of the same model, build and machine."""
        size = llama_cpp.llama_state_seq_get_size(self._handle, sequence)
        room = (ctypes.c_uint8 * size)()
        written = llama_cpp.llama_state_seq_get_data(self._handle, room, size, sequence)
        return memoryview(room).cast("B")[:written]

    def restore(self, sequence: int, state: bytearray) -> bool:
        """Replace the contents of a sequence with what `state` returned; False, and an empty sequence, if it cannot."""
        self.truncate(sequence, 0)
        room = (ctypes.c_uint8 * len(state)).from_buffer(state)
        with captured_errors():
            if llama_cpp.llama_state_seq_set_data(self._handle, room, len(state), sequence):
                return True
        self.truncate(sequence, 0)
        return False

    def _opened(self, sequences: int, cells: int, outputs: int) -> llama_cpp.llama_context_p:
        settings = self._weights.settings
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = cells * sequences
        params.n_seq_max = sequences
        params.n_batch = BLOCK
        params.n_ubatch = BLOCK
        params.n_outputs_max = outputs  # otherwise memory is reserved for the logits of a whole block
        params.n_threads = settings.cpu_threads
        params.n_threads_batch = settings.cpu_threads
        params.kv_unified = False
        # On CPUs llama.cpp's flash attention takes about twice as long for single tokens after many others.
        if not self._weights.are_on_gpu:
            params.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        params.no_perf = True
        with captured_errors() as errors:
            handle = llama_cpp.llama_init_from_model(self._weights.handle, params)
        if not handle:
            reason = f" ({errors[0]})" if errors else ""
            raise ModelError(
                f"cannot create a context of {sequences} sequences with {cells} tokens each for "
                f"{settings.path}{reason}; free some memory or give a smaller --context"
            )
        return handle


def _pointer(array: NDArray[Any], of: type) -> object:
    return array.ctypes.data_as(ctypes.POINTER(of))
