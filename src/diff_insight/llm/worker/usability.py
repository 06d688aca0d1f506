"""Whether a model that was loaded can answer in JSON: what kind it is, and what its vocabulary can write."""

import ctypes
import string

import llama_cpp

from diff_insight.errors import ModelError
from diff_insight.llm.worker.weights import Weights

_WRITTEN = string.ascii_letters + string.digits + string.punctuation + " \n"


def check_can_answer(weights: Weights) -> None:
    """Find out before any question whether a model is of a kind that answers, in a process that may end over it.

    llama.cpp ends its process where a byte has no token in some kinds of vocabulary, so every byte is tried here.

    Raises:
        ModelError: it makes vectors instead of text, or has no tokens for the letters of JSON.
    """
    path = weights.settings.path
    if weights.makes_vectors:
        raise ModelError(f"{path} is an embedding model, which writes no text: choose an instruct (chat) model")
    if not llama_cpp.llama_model_has_decoder(weights.handle) or llama_cpp.llama_model_has_encoder(weights.handle):
        raise ModelError(f"{path} does not continue a text (it is an encoder): choose an instruct (chat) model")
    vocabulary = llama_cpp.llama_model_get_vocab(weights.handle)
    missing = [letter for letter in _WRITTEN if not _tokens(vocabulary, letter.encode())]
    if missing:
        shown = " ".join(map(repr, missing[:5]))
        raise ModelError(
            f"the vocabulary of {path} has no tokens for {len(missing)} letters that JSON needs, such as {shown}: "
            "the file is damaged, or was made for something else than text"
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
