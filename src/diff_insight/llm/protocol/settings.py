"""How a model is loaded and run."""

from dataclasses import dataclass
from pathlib import Path

from diff_insight.system.processors import usable_processors


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is loaded and run.

    Attributes:
        path: path of the GGUF file.
        writes: whether the model writes prose; None for the default: not if it was trained to label and title.
        gpu_layers: layers to offload; -1 for all, 0 for none. No effect without a GPU back end in the build.
        threads: CPU threads; 0 for one per processor this process may use.
        context: maximum tokens of one question and its answer; 0 for as many as the questions need.
        check_tensors: whether every weight is validated on loading.
        fast: whether questions are batched even if that changes the bytes of their answers.
    """

    path: Path
    writes: bool | None = None
    gpu_layers: int = -1
    threads: int = 0
    context: int = 0
    fast: bool = False
    check_tensors: bool = False

    @property
    def cpu_threads(self) -> int:
        """The effective number of threads: `threads`, or the number of processors this process may use."""
        return self.threads or usable_processors()
