"""Caches self-test results in the user's cache folder, one per model, build and machine."""

import json
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from diff_insight.llm.gguf.build_info import this_build
from diff_insight.system.atomic_file import write_atomically


def self_test_key(sha256: str, gpu_layers: int) -> tuple[str, ...]:
    """Everything that the result for a model depends on; the SHA-256 of its file identifies the model."""
    build = this_build()
    return (build.tool, build.llama_cpp_python, build.system, *build.devices, sha256, str(gpu_layers))


def cached_self_test(folder: Path | None, key: tuple[str, ...], find_out: Callable[[], bool]) -> bool:
    """The result stored under the key, or a new one, which is stored if the folder is writable.

    Args:
        folder: where results are stored; None to store none.
        key: everything the result depends on.
        find_out: computes the result.
    """
    if folder is None:
        return find_out()
    known = known_self_test(folder, key)
    if known is not None:
        return known
    result = find_out()
    with suppress(OSError):  # the next run then computes it again: slower, with the same result
        write_atomically(_file(folder, key), json.dumps({"key": key, "exact": result}).encode())
    return result


def known_self_test(folder: Path, key: tuple[str, ...]) -> bool | None:
    """The result stored under the key; None if there is none."""
    try:
        known = json.loads(_file(folder, key).read_bytes())
    except (OSError, ValueError):
        return None
    if isinstance(known, dict) and known.get("key") == list(key) and isinstance(known.get("exact"), bool):
        return bool(known["exact"])
    return None


def _file(folder: Path, key: tuple[str, ...]) -> Path:
    return folder / f"{sha256(json.dumps(key).encode()).hexdigest()[:32]}.json"
