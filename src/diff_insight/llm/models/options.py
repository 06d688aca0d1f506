"""Which model is opened, and how it is run."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Quantisation(StrEnum):
    """The types of weights that are fast on CPUs and exact side by side; see docs/measurements.md."""

    Q4_0 = "q4_0"
    Q8_0 = "q8_0"


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Which model is opened, and how it is run.

    Attributes:
        model: a GGUF's path, or the name of a model that was added; None for the embedded model.
        lock: the project's lock file, which must pin the model; None where there is none.
        quantisation: the type of the embedded model's weights.
        writes: whether the model writes prose; None for what suits: one that was trained to label and title does not.
        types: the names of the change types it chooses from, which decide whether the adapter of the embedded model
            suits; None for those that the adapter was trained for.
        gpu_layers: as in `ModelSettings`, like what follows.
        threads: likewise.
        context: likewise.
        fast: likewise.
        cache_limit: bytes that answers may take in the user's cache; 0 to keep and look up none.
    """

    model: str | None = None
    lock: Path | None = None
    quantisation: Quantisation = Quantisation.Q4_0
    writes: bool | None = None
    types: tuple[str, ...] | None = None
    gpu_layers: int = -1
    threads: int = 0
    context: int = 0
    fast: bool = False
    cache_limit: int = 0
