"""Checks that a loaded model can answer in JSON: that it generates text, and that its vocabulary covers JSON."""

import ctypes
import string

import llama_cpp

from diff_insight.errors import ModelError
from diff_insight.llm.worker.weights import Weights

_WRITTEN = string.ascii_letters + string.digits + string.punctuation + " \n"


def check_can_answer(weights: Weights) -> None:
    """Check, before any question, that a model can answer; runs in the worker, which may crash over it.

    With some kinds of vocabulary, llama.cpp kills its process over a byte without a token, so every byte is tried here.

    Raises:
        ModelError: the model produces vectors instead of text, or lacks tokens for the characters of JSON.
    """
    path = weights.settings.path
    if weights.makes_vectors:
        raise ModelError(f"{path} is an embedding model, which generates no text: choose an instruct (chat) model")
    if not llama_cpp.llama_model_has_decoder(weights.handle) or llama_cpp.llama_model_has_encoder(weights.handle):
        raise ModelError(f"{path} is not a decoder-only model, so it cannot chat: choose an instruct (chat) model")
    vocabulary = llama_cpp.llama_model_get_vocab(weights.handle)
    missing = [letter for letter in _WRITTEN if not _tokens(vocabulary, letter.encode())]
    if missing:
        shown = " ".join(map(repr, missing[:5]))
        raise ModelError(
            f"the vocabulary of {path} has no tokens for {len(missing)} characters that JSON needs, such as {shown}: "
            "the file is damaged, or the model is not for text"
        )
    for byte in range(256):
        _tokens(vocabulary, bytes([byte]))


def _tokens(vocabulary: llama_cpp.llama_vocab_p, text: bytes) -> int:
    tokens = (llama_cpp.llama_token * 16)()
    count = int(llama_cpp.llama_tokenize(vocabulary, text, len(text), tokens, len(tokens), False, False))
    piece = ctypes.create_string_buffer(64)
    written = b""
    for token in tokens[: max(0, count)]:
        length = llama_cpp.llama_token_to_piece(vocabulary, token, piece, len(piece), 0, False)
        written += piece.raw[: max(0, length)]
    return count if text.strip() in written else 0
