"""How a model is loaded and run."""

from dataclasses import dataclass
from pathlib import Path

from diff_insight.system.processors import usable_processors


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is loaded and run.

    Attributes:
        path: the GGUF.
        writes: whether prose is asked of it; None for what suits: not of one that was trained to label and title.
        gpu_layers: layers to offload; -1 for all, 0 for none. Without a GPU back end in the build it has no effect.
        threads: CPU threads; 0 for as many as this process may use.
        context: tokens of one question and its answer, at most; 0 for what the questions need.
        check_tensors: whether every number of the weights is looked at when they are loaded.
        fast: whether questions are answered side by side even where that changes their answers' bytes.
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
        """The number of threads that runs: `threads`, or the processors this process may use."""
        return self.threads or usable_processors()
