"""The LoRA adapter shipped with the tool, which trains the embedded model to choose change types and write titles."""

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
_LARGEST = 31.0  # below 2^5, sums of products of half-precision numbers are exact in double precision


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter in llama.cpp's format, and the task it was trained for."""

    path: Path
    sha256: str
    trained: Trained


def embedded_adapter() -> Adapter:
    """The adapter shipped with this tool.

    Raises:
        ModelError: it is missing or damaged.
    """
    return read_adapter(package_data(f"models/{ADAPTER}"))


def read_adapter(path: Path) -> Adapter:
    """Read the metadata and SHA-256 of an adapter.

    Raises:
        ModelError: it is missing, not a GGUF, or does not say what it was trained for.
    """
    check_is_gguf(path)
    try:
        field = GGUFReader(path).get_field(METADATA_KEY)
        trained = Trained.model_validate_json(field.contents() if field else "")
    except (ValueError, IndexError):  # pydantic's ValidationError is a ValueError
        raise ModelError(f"the adapter {path} does not say what it was trained for: reinstall diff-insight") from None
    return Adapter(path, sha256_of(path), trained)


class Deltas:
    """The deltas that an adapter adds to the weights of its base model.

    The adapter is in half precision, so every product of two of its numbers is a multiple of 2^-48, and every sum of
    such products below 2^5 is exact in double precision: the result has the same bits in whatever order a BLAS sums,
    with or without fused multiply-add, on every processor.

    Args:
        path: the adapter.

    Raises:
        ValueError: the adapter is not in half precision.
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
        """Names of the weights it changes."""
        return frozenset(name.removesuffix(_A) for name in self._tensors if name.endswith(_A))

    def of(self, name: str) -> NDArray[np.float64]:
        """The delta of a weight, shape (outputs, inputs).

        Raises:
            ValueError: the adapter's numbers are too large to be summed exactly.
        """
        a = self._tensors[name + _A].astype(np.float64)
        b = self._tensors[name + _B].astype(np.float64)
        if float((np.abs(b) @ np.abs(a)).max()) > _LARGEST:
            raise ValueError(f"the adapter's numbers for {name} are too large to be summed exactly")
        added: NDArray[np.float64] = (b @ a) * (self._alpha / a.shape[0])
        return added
