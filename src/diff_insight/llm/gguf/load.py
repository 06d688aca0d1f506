"""Loads a GGUF with llama.cpp."""

import os
from pathlib import Path

import llama_cpp

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.deferred_signals import defer_signals
from diff_insight.llm.gguf.llama_log import captured_errors


def load_gguf(path: Path, params: llama_cpp.llama_model_params) -> llama_cpp.llama_model_p:
    """Load a model; the caller frees it with `llama_model_free`.

    Raises:
        ModelError: llama.cpp rejects the file.
    """
    with defer_signals(), captured_errors() as errors:
        llama_cpp.llama_backend_init()
        handle = llama_cpp.llama_model_load_from_file(os.fsencode(path), params)
    if not handle:
        reason = f" ({errors[0]})" if errors else ""
        raise ModelError(
            f"llama.cpp cannot load {path}{reason}; the file may be cut off, or in a newer format: "
            "compare its size and SHA-256 with the source it was copied from"
        )
    return handle
