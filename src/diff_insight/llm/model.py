"""One GGUF in memory: its weights, its vocabulary and what it says of itself."""

import ctypes
import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import llama_cpp
from llguidance import LLTokenizer
from llguidance.llamacpp import lltokenizer_from_vocab

from diff_insight.errors import ModelError
from diff_insight.llm.llama_log import captured_errors


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is loaded and run.

    Attributes:
        path: the GGUF.
        writes: whether prose is asked of it; a model that only labels and titles has False.
        gpu_layers: layers to offload; -1 for all, 0 for none. Without a GPU back end in the build it has no effect.
        threads: CPU threads; 0 for as many as this process may use.
        context: tokens of one question and its answer, at most; 0 for what the questions need.
    """

    path: Path
    writes: bool
    gpu_layers: int = -1
    threads: int = 0
    context: int = 0

    @property
    def cpu_threads(self) -> int:
        """The number of threads that runs: `threads`, or the processors this process may use."""
        if self.threads:
            return self.threads
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """What a report says of the model that wrote it."""

    name: str
    sha256: str
    size: int
    description: str


class Model:
    """A GGUF's weights and vocabulary; a context manager that frees them.

    Raises:
        ModelError: the file is missing, no GGUF, cut off, or holds a model that cannot answer chat questions.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        _check_is_gguf(settings.path)
        params = llama_cpp.llama_model_default_params()
        params.n_gpu_layers = settings.gpu_layers
        with captured_errors() as errors:
            llama_cpp.llama_backend_init()
            handle = llama_cpp.llama_model_load_from_file(os.fsencode(settings.path), params)
        if not handle:
            reason = f" ({errors[0]})" if errors else ""
            raise ModelError(
                f"llama.cpp cannot load {settings.path}{reason}; the file may be cut off or of a newer format: "
                "compare its size and SHA-256 with the source it was copied from"
            )
        self.handle = handle
        self.vocab = llama_cpp.llama_model_get_vocab(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        llama_cpp.llama_model_free(self.handle)

    @cached_property
    def identity(self) -> ModelIdentity:
        """Name, SHA-256, size in bytes and llama.cpp's description; reads the whole file once."""
        buffer = ctypes.create_string_buffer(256)
        llama_cpp.llama_model_desc(self.handle, buffer, len(buffer))
        with self.settings.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return ModelIdentity(
            name=self.settings.path.stem,
            sha256=digest,
            size=self.settings.path.stat().st_size,
            description=buffer.value.decode("utf-8", "replace"),
        )

    @cached_property
    def chat_template(self) -> str:
        """The Jinja2 chat template of the GGUF.

        Raises:
            ModelError: there is none, so the model was not made to answer instructions.
        """
        template = llama_cpp.llama_model_chat_template(self.handle, None)
        if not template:
            raise ModelError(f"{self.settings.path} has no chat template: choose an instruct (chat) model")
        return bytes(template).decode("utf-8", "replace")

    @property
    def trained_context(self) -> int:
        """Tokens the model was trained to attend to."""
        return int(llama_cpp.llama_model_n_ctx_train(self.handle))

    @property
    def context_limit(self) -> int:
        """Tokens a question may have with its answer: what the user allows, within what the model was trained for."""
        return min(self.settings.context or self.trained_context, self.trained_context or 1 << 30)

    @property
    def vocabulary_size(self) -> int:
        """Number of tokens, which is the length of a logits vector."""
        return int(llama_cpp.llama_vocab_n_tokens(self.vocab))

    @cached_property
    def constraint_tokenizer(self) -> LLTokenizer:
        """The vocabulary in llguidance's form; made once, since it walks every token."""
        return lltokenizer_from_vocab(self.vocab)

    def special_piece(self, token: int) -> str:
        """The text of a special token such as BOS, or '' where the model has none (-1)."""
        if token < 0:
            return ""
        buffer = ctypes.create_string_buffer(256)
        length = llama_cpp.llama_token_to_piece(self.vocab, token, buffer, len(buffer), 0, True)
        return buffer.raw[: max(length, 0)].decode("utf-8", "replace")

    @property
    def bos(self) -> str:
        """The text of the token that begins a sequence, or ''."""
        return self.special_piece(llama_cpp.llama_vocab_bos(self.vocab))

    @property
    def eos(self) -> str:
        """The text of the token that ends a sequence, or ''."""
        return self.special_piece(llama_cpp.llama_vocab_eos(self.vocab))

    @property
    def begins_with_bos(self) -> bool:
        """Whether the vocabulary wants BOS before the first token."""
        return bool(llama_cpp.llama_vocab_get_add_bos(self.vocab))

    @property
    def bos_token(self) -> int:
        """The id of BOS; -1 where there is none."""
        return int(llama_cpp.llama_vocab_bos(self.vocab))

    def tokenize(self, text: str, *, special: bool) -> tuple[int, ...]:
        """Token ids of a text.

        Args:
            text: any text; what cannot be encoded as UTF-8 is replaced.
            special: whether control tokens written out in the text, such as `<|im_end|>`, become those tokens.
                Only ever true for the model's own template: a diff that contains them must stay plain text.
        """
        data = text.encode("utf-8", "replace")
        capacity = len(data) + 8
        tokens = (llama_cpp.llama_token * capacity)()
        count = llama_cpp.llama_tokenize(self.vocab, data, len(data), tokens, capacity, False, special)
        if count < 0:
            raise ModelError(f"the tokenizer of {self.settings.path} failed on {len(data)} bytes of text")
        return tuple(tokens[:count])


def _check_is_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except FileNotFoundError:
        raise ModelError(f"there is no model file {path}: check the path given with --model") from None
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read: {error.strerror}; give a GGUF with --model") from None
    if magic != b"GGUF":
        raise ModelError(f"{path} is no GGUF file (it does not begin with 'GGUF'): give a model in llama.cpp's format")
