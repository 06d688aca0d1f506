"""What a model needs installed, which everything else works without; imports nothing of it."""

from diff_insight.errors import ModelError

_MODULES = frozenset({"llama_cpp", "llguidance", "gguf", "numpy"})


def needs_model_package(error: ImportError) -> ModelError | None:
    """The error for the user if a module that only models need is missing; None if it is another module."""
    if error.name not in _MODULES:
        return None
    return ModelError(
        f"a model needs {error.name}, which is not installed: `pip install llama-cpp-python gguf llguidance`, or run "
        "without a model with --no-model"
    )
