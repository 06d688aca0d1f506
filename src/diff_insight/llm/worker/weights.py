"""The weights of a GGUF in memory, and the properties that a context needs."""

import ctypes
from functools import cached_property
from types import TracebackType
from typing import Self

import llama_cpp
from llguidance import LLTokenizer
from llguidance.llamacpp import lltokenizer_from_vocab

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.build_info import this_build
from diff_insight.llm.gguf.file import check_is_gguf
from diff_insight.llm.gguf.header import read_header
from diff_insight.llm.gguf.kernels import Kernels, kernels_for
from diff_insight.llm.gguf.load import load_gguf
from diff_insight.llm.protocol.settings import ModelSettings

_F16 = 2  # bytes of a value in the KV cache


class Weights:
    """A GGUF's weights; a context manager that frees them.

    Raises:
        ModelError: the file is missing, not a GGUF, cut off, or of a kind this llama.cpp does not know.
    """

    def __init__(self, settings: ModelSettings) -> None:
        check_is_gguf(settings.path)
        self.settings = settings
        params = llama_cpp.llama_model_default_params()
        params.n_gpu_layers = settings.gpu_layers
        params.check_tensors = settings.check_tensors
        params.use_extra_bufts = self.kernels is Kernels.REPACKED
        if not self.are_on_gpu:
            # Mapped into memory, what is repacked would be there twice, and what is not would count as free memory.
            params.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
        self.handle = load_gguf(settings.path, params)
        self._vocab = llama_cpp.llama_model_get_vocab(self.handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        llama_cpp.llama_model_free(self.handle)

    @cached_property
    def kernels(self) -> Kernels:
        """The kernels that multiply its matrices; a file whose header only llama.cpp can read gets the usual ones."""
        if self.are_on_gpu:
            return Kernels.REPACKED
        try:
            return kernels_for(self.matrix_types, this_build().system)
        except ModelError:
            return Kernels.REPACKED

    @cached_property
    def matrix_types(self) -> frozenset[str]:
        """The types of the matrices, by the names that ggml gives them, such as `Q4_K`.

        Raises:
            ModelError: the file's header cannot be read.
        """
        tensors = read_header(self.settings.path).tensors
        return frozenset(tensor.tensor_type.name for tensor in tensors if (tensor.shape > 1).sum() > 1)

    @property
    def makes_vectors(self) -> bool:
        """Whether the file names a pooling type, as embedding and ranking models do."""
        return self._number("pooling_type", 0) > 0

    @property
    def are_on_gpu(self) -> bool:
        """Whether layers, and with them their KV cache, are in GPU memory."""
        return goes_to_gpu(self.settings)

    @cached_property
    def description(self) -> str:
        """Architecture, size and quantisation, as llama.cpp describes them."""
        buffer = ctypes.create_string_buffer(256)
        llama_cpp.llama_model_desc(self.handle, buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    @property
    def trained_context(self) -> int:
        """Context length the model was trained with, in tokens."""
        return int(llama_cpp.llama_model_n_ctx_train(self.handle))

    @property
    def vocabulary_size(self) -> int:
        """Number of tokens in the vocabulary, which is the length of a logits vector."""
        return int(llama_cpp.llama_vocab_n_tokens(self._vocab))

    @cached_property
    def constraint_tokenizer(self) -> LLTokenizer:
        """The vocabulary in llguidance's form; built once, since that visits every token."""
        return lltokenizer_from_vocab(self._vocab)

    @cached_property
    def cell_bytes(self) -> int:
        """Upper bound on the size of a KV cache cell, in bytes: layers that share or skip it are counted in full."""
        layers = llama_cpp.llama_model_n_layer(self.handle)
        heads = llama_cpp.llama_model_n_head_kv(self.handle)
        usual = llama_cpp.llama_model_n_embd(self.handle) // max(1, llama_cpp.llama_model_n_head(self.handle))
        widths = self._number("attention.key_length", usual) + self._number("attention.value_length", usual)
        return int(layers * heads * widths * _F16)

    @property
    def keeps_tokens(self) -> bool:
        """Whether the last tokens of a sequence can be removed; a recurrent state is one sum over all tokens."""
        recurrent = llama_cpp.llama_model_is_recurrent(self.handle) or llama_cpp.llama_model_is_hybrid(self.handle)
        return not recurrent

    def _number(self, key: str, otherwise: int) -> int:
        """A number from the GGUF's metadata, whose key is prefixed with the architecture."""
        value = self._metadata(f"{self._metadata('general.architecture')}.{key}")
        return int(value) if value.isdigit() else otherwise

    def _metadata(self, key: str) -> str:
        buffer = ctypes.create_string_buffer(256)
        length = llama_cpp.llama_model_meta_val_str(self.handle, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace") if length > 0 else ""


def goes_to_gpu(settings: ModelSettings) -> bool:
    """Whether layers of a model go to GPU memory: layers are offloaded, and this llama.cpp build supports a GPU."""
    return settings.gpu_layers != 0 and bool(llama_cpp.llama_supports_gpu_offload())
