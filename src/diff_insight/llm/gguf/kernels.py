"""Which of llama.cpp's kernels multiply a model's matrices on the CPU.

For K-quants there are two ways, as of llama-cpp-python 0.3.36: matrices that are repacked while they are loaded
(`repack.cpp`), and, from eight rows on, tiled kernels for matrices as they stand in the file (`tiled.cpp`). llama.cpp
repacks what it can and multiplies the rest tiled, and so mixes them. Where processors have AVX512_VNNI, the tiled
kernels alone read prompts almost twice as fast, and nothing needs to be repacked: see docs/measurements.md. Elsewhere,
and for other types, matrices are repacked and the tiled kernels are off, because few rows side by side are faster
without them.
"""

from collections.abc import Collection
from enum import Enum

CHOICE = 3
"""Raised whenever a file may be computed by other kernels than before on the same machine: the bits of answers, the
result of the self-test and the contents of a KV cache depend on it."""

TILED_TYPES = frozenset(
    (
        "Q2_K",
        "Q3_K",
        "Q4_K",
        "Q5_K",
        "Q6_K",
        "IQ1_S",
        "IQ1_M",
        "IQ2_XXS",
        "IQ2_XS",
        "IQ2_S",
        "IQ3_XXS",
        "IQ3_S",
        "IQ4_XS",
    )
)
"""The types of matrices that the tiled kernels take, by ggml's names."""

TILED_FROM = 8
"""The number of rows from which on they take a product; fewer rows are each multiplied by itself."""

_PROCESSOR = "AVX512_VNNI = 1"  # as llama.cpp describes it


class Kernels(Enum):
    """The kernels of all matrices of a model.

    A process can use one of them only: llama.cpp reads the environment once.
    """

    REPACKED = "repacked"
    """Matrices are repacked if llama.cpp can do so, and never multiplied by tiled kernels."""
    TILED = "tiled"
    """Matrices stay as they are in the file, and are multiplied by tiled kernels from `TILED_FROM` rows on."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables that choose them, before a process makes its first decode call."""
        return {"GGML_CPU_TILED_MM": "1" if self is Kernels.TILED else "0"}


def kernels_for(types: Collection[str], system: str) -> Kernels:
    """The faster kernels for a model with matrices of these types.

    Args:
        types: the types by ggml's names; none if they are not known.
        system: llama.cpp's description of its build and the processor.
    """
    tiled = bool(types) and TILED_TYPES.issuperset(types) and _PROCESSOR in system
    return Kernels.TILED if tiled else Kernels.REPACKED
