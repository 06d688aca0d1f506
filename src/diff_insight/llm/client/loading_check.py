"""Has llama.cpp read a GGUF whole and look at every number of it, in a process of its own."""

from pathlib import Path

from diff_insight.errors import ModelError
from diff_insight.llm.client.worker_process import Worker, WorkerDied
from diff_insight.llm.gguf.file import check_is_gguf
from diff_insight.llm.protocol.messages import Load
from diff_insight.llm.protocol.settings import ModelSettings


def check_loads_whole(path: Path) -> None:
    """Load every tensor, of which none may hold an impossible number.

    Raises:
        ModelError: llama.cpp refuses the file, or ended over it.
    """
    check_is_gguf(path)
    settings = ModelSettings(path, gpu_layers=0, check_tensors=True)
    try:
        Worker(Load(settings=settings, sha256="", self_test_results=None)).kill()
    except WorkerDied as death:
        raise ModelError(f"llama.cpp ended while it loaded {path} ({death}): the file is damaged") from None
