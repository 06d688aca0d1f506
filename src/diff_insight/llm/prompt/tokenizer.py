"""The vocabulary of a GGUF, without its weights: tokenises texts, and reads the chat template and special tokens."""

import ctypes
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import llama_cpp
from pydantic import ValidationError

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import check_is_gguf
from diff_insight.llm.gguf.load import load_gguf
from diff_insight.llm.gguf.task import METADATA_KEY, Trained


class Tokenizer:
    """A GGUF's vocabulary; a context manager that frees it.

    Raises:
        ModelError: the file is missing, not a GGUF, or cut off.
    """

    def __init__(self, path: Path) -> None:
        check_is_gguf(path)
        self.path = path
        params = llama_cpp.llama_model_default_params()
        params.vocab_only = True
        self._handle = load_gguf(path, params)
        self._vocab = llama_cpp.llama_model_get_vocab(self._handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        llama_cpp.llama_model_free(self._handle)

    @cached_property
    def chat_template(self) -> str:
        """The Jinja2 chat template of the GGUF.

        Raises:
            ModelError: there is none, so this is not an instruct model.
        """
        template = llama_cpp.llama_model_chat_template(self._handle, None)
        if not template:
            raise ModelError(f"{self.path} has no chat template: choose an instruct (chat) model")
        return bytes(template).decode("utf-8", "replace")

    @cached_property
    def trained(self) -> Trained | None:
        """The task the model was trained for; None if it was not trained for this tool.

        Raises:
            ModelError: the metadata is in a form that this version does not know.
        """
        written = self._metadata(METADATA_KEY)
        if written is None:
            return None
        try:
            return Trained.model_validate_json(written)
        except ValidationError:
            raise ModelError(
                f"{self.path} records what it was trained for in a form that this version does not know: "
                "use the version of diff-insight it was made with, or another model"
            ) from None

    @property
    def bos(self) -> str:
        """The text of the token that begins a sequence; '' if there is none."""
        return self._special_piece(llama_cpp.llama_vocab_bos(self._vocab))

    @property
    def eos(self) -> str:
        """The text of the token that ends a sequence; '' if there is none."""
        return self._special_piece(llama_cpp.llama_vocab_eos(self._vocab))

    @property
    def begins_with_bos(self) -> bool:
        """Whether the vocabulary expects BOS before the first token."""
        return bool(llama_cpp.llama_vocab_get_add_bos(self._vocab))

    @property
    def bos_token(self) -> int:
        """The id of BOS; -1 if there is none."""
        return int(llama_cpp.llama_vocab_bos(self._vocab))

    def tokenize(self, text: str, *, special: bool) -> tuple[int, ...]:
        """Token ids of a text.

        Args:
            text: any text; what cannot be encoded as UTF-8 is replaced.
            special: whether control tokens written out in the text, such as `<|im_end|>`, become those tokens.
                Only true for the model's own template: a diff that contains them must stay plain text.
        """
        data = text.encode("utf-8", "replace")
        capacity = len(data) + 8
        tokens = (llama_cpp.llama_token * capacity)()
        count = llama_cpp.llama_tokenize(self._vocab, data, len(data), tokens, capacity, False, special)
        if count < 0:
            raise ModelError(f"the tokenizer of {self.path} failed on {len(data)} bytes of text")
        return tuple(tokens[:count])

    def _metadata(self, key: str) -> str | None:
        """A string of the GGUF's metadata; None if the key is missing."""
        length = llama_cpp.llama_model_meta_val_str(self._handle, key.encode(), None, 0)
        if length < 0:
            return None
        buffer = ctypes.create_string_buffer(length + 1)
        llama_cpp.llama_model_meta_val_str(self._handle, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    def _special_piece(self, token: int) -> str:
        """The text of a special token such as BOS; '' if the model has none (-1)."""
        if token < 0:
            return ""
        buffer = ctypes.create_string_buffer(256)
        length = llama_cpp.llama_token_to_piece(self._vocab, token, buffer, len(buffer), 0, True)
        return buffer.raw[: max(length, 0)].decode("utf-8", "replace")
