"""The LoRA adapter that comes with the tool: it teaches the embedded model types and titles of changes."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGUFReader
from numpy.typing import NDArray

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import check_is_gguf, sha256_of
from diff_insight.llm.gguf.task import METADATA_KEY, Trained
from diff_insight.system.package_data import package_data

ADAPTER = "diff-insight-adapter.gguf"

_A, _B = ".lora_a", ".lora_b"
_LARGEST = 31.0  # below 2^5, where sums of products of half-precision numbers are exact in double precision


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter in llama.cpp's format, and what it teaches."""

    path: Path
    sha256: str
    trained: Trained


def embedded_adapter() -> Adapter:
    """The adapter that comes with this tool.

    Raises:
        ModelError: it is missing or damaged.
    """
    return read_adapter(package_data(f"models/{ADAPTER}"))


def read_adapter(path: Path) -> Adapter:
    """What an adapter says of itself.

    Raises:
        ModelError: it is missing, no GGUF, or does not say what it was trained for.
    """
    check_is_gguf(path)
    try:
        field = GGUFReader(path).get_field(METADATA_KEY)
        trained = Trained.model_validate_json(field.contents() if field else "")
    except (ValueError, IndexError):  # of which pydantic's error is one
        raise ModelError(f"the adapter {path} does not say what it teaches: install diff-insight again") from None
    return Adapter(path, sha256_of(path), trained)


class Deltas:
    """What an adapter adds to the weights of its base.

    Its numbers are in half precision, so every product of two of them is a multiple of 2^-48 and every sum of such
    products below 2^5 is exact in double precision: the result has the same bits in whatever order a BLAS sums up, with
    or without fused multiplication, on every processor.

    Args:
        path: the adapter.

    Raises:
        ValueError: it is not in half precision, or its numbers are too large to be summed up exactly.
    """

    def __init__(self, path: Path) -> None:
        reader = GGUFReader(path)
        self._tensors = {tensor.name: tensor.data for tensor in reader.tensors}
        if any(data.dtype != np.float16 for data in self._tensors.values()):
            raise ValueError("an adapter must be in half precision")
        alpha = reader.get_field("adapter.lora.alpha")
        self._alpha = float(alpha.contents()) if alpha else 0.0

    @property
    def names(self) -> frozenset[str]:
        """The weights it changes."""
        return frozenset(name.removesuffix(_A) for name in self._tensors if name.endswith(_A))

    def of(self, name: str) -> NDArray[np.float64]:
        """What is added to a weight, shape (outputs, inputs)."""
        a = self._tensors[name + _A].astype(np.float64)
        b = self._tensors[name + _B].astype(np.float64)
        if float((np.abs(b) @ np.abs(a)).max()) > _LARGEST:
            raise ValueError(f"the adapter's numbers for {name} are too large")
        added: NDArray[np.float64] = (b @ a) * (self._alpha / a.shape[0])
        return added
