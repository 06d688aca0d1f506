"""A GGUF as a file: whether it is one, its SHA-256, and how llama.cpp loads it."""

import hashlib
import os
from pathlib import Path

import llama_cpp

from diff_insight.errors import ModelError
from diff_insight.llm.llama_log import captured_errors


def check_is_gguf(path: Path) -> None:
    """Look at the first bytes of a file.

    Raises:
        ModelError: the file is missing, cannot be read, or is no GGUF.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except FileNotFoundError:
        raise ModelError(f"there is no model file {path}: check the path given with --model") from None
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read: {error.strerror}; give a GGUF with --model") from None
    if magic != b"GGUF":
        raise ModelError(f"{path} is no GGUF file (it does not begin with 'GGUF'): give a model in llama.cpp's format")


def sha256_of(path: Path) -> str:
    """The SHA-256 of the whole file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_gguf(path: Path, params: llama_cpp.llama_model_params) -> llama_cpp.llama_model_p:
    """llama.cpp's model of the file, to be freed with `llama_model_free`.

    Raises:
        ModelError: llama.cpp refuses the file.
    """
    with captured_errors() as errors:
        llama_cpp.llama_backend_init()
        handle = llama_cpp.llama_model_load_from_file(os.fsencode(path), params)
    if not handle:
        reason = f" ({errors[0]})" if errors else ""
        raise ModelError(
            f"llama.cpp cannot load {path}{reason}; the file may be cut off or of a newer format: "
            "compare its size and SHA-256 with the source it was copied from"
        )
    return handle
