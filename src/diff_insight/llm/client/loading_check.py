"""Has llama.cpp load a whole GGUF and validate every value of its tensors, in a separate process."""

from pathlib import Path

from diff_insight.errors import ModelError
from diff_insight.llm.client.worker_process import Worker, WorkerDied
from diff_insight.llm.gguf.file import check_is_gguf
from diff_insight.llm.protocol.messages import Load
from diff_insight.llm.protocol.settings import ModelSettings


def check_loads_whole(path: Path) -> None:
    """Load every tensor and check that it contains no invalid value.

    Raises:
        ModelError: llama.cpp rejects the file, or crashes on it.
    """
    check_is_gguf(path)
    settings = ModelSettings(path, gpu_layers=0, check_tensors=True)
    try:
        Worker(Load(settings=settings, sha256="", self_test_results=None)).kill()
    except WorkerDied as death:
        raise ModelError(f"llama.cpp crashed while loading {path} ({death}): the file is damaged") from None
