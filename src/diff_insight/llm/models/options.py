"""Options for opening and running a model."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Quantisation(StrEnum):
    """Weight types that are fast on CPUs and give exact answers side by side; see docs/measurements.md."""

    Q4_0 = "q4_0"
    Q8_0 = "q8_0"


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """Which model is opened, and how it is run.

    Attributes:
        model: a GGUF's path, or the name of an added model; None for the embedded model.
        lock: the project's lock file, which must pin the model; None if there is none.
        quantisation: the type of the embedded model's weights.
        writes: whether the model writes prose; None for yes, unless it was trained to label and title.
        languages: codes of the languages it may write in; None for those that were measured when it was added, or any
            if nothing was, or if `writes` is given.
        types: names of the change types it chooses from, which decide whether the embedded model uses its adapter; None
            for those that the adapter was trained for.
        gpu_layers: see `ModelSettings`.
        threads: see `ModelSettings`.
        context: see `ModelSettings`.
        fast: see `ModelSettings`.
        cache_limit: maximum size of the user's answer cache, in bytes; 0 to disable the cache.
    """

    model: str | None = None
    lock: Path | None = None
    quantisation: Quantisation = Quantisation.Q4_0
    writes: bool | None = None
    languages: tuple[str, ...] | None = None
    types: tuple[str, ...] | None = None
    gpu_layers: int = -1
    threads: int = 0
    context: int = 0
    fast: bool = False
    cache_limit: int = 0
