"""GGUF files on disk: checks the magic bytes and computes the SHA-256."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from diff_insight.errors import ModelError


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A GGUF with the SHA-256 of the whole file, as hexadecimal digits, and its size in bytes."""

    path: Path
    sha256: str
    size: int


def read_model_file(path: Path) -> ModelFile:
    """Read the whole file once.

    Raises:
        ModelError: the file is missing, cannot be read, or is not a GGUF.
    """
    check_is_gguf(path)
    try:
        return ModelFile(path, sha256_of(path), path.stat().st_size)
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read: {error.strerror}; copy it again") from None


def check_is_gguf(path: Path) -> None:
    """Check the magic bytes of a file.

    Raises:
        ModelError: the file is missing, cannot be read, or is not a GGUF.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except FileNotFoundError:
        raise ModelError(f"there is no model file {path}: check the path given with --model") from None
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read: {error.strerror}; give a GGUF with --model") from None
    if magic != b"GGUF":
        raise ModelError(f"{path} is not a GGUF file (no 'GGUF' at its start): give a model in llama.cpp's format")


def sha256_of(path: Path) -> str:
    """The SHA-256 of the whole file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
