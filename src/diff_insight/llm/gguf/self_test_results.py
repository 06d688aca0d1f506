"""Caches self-test results in the user's cache folder, one per model, build and machine."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diff_insight.llm.gguf.build_info import this_build
from diff_insight.llm.gguf.kernels import CHOICE
from diff_insight.llm.gguf.row_rules import RowRule
from diff_insight.system.atomic_file import write_atomically


def self_test_key(sha256: str, gpu_layers: int) -> tuple[str, ...]:
    """Everything that the result for a model depends on; the SHA-256 of its file identifies the model."""
    build = this_build()
    return (build.tool, build.llama_cpp_python, build.system, *build.devices, sha256, str(gpu_layers), str(CHOICE))


class SelfTestResult(BaseModel):
    """What was found out for a key: the rule by which batching is exact, None if none is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: tuple[str, ...]
    rule: RowRule | None


def cached_self_test(
    folder: Path | None, key: tuple[str, ...], find_out: Callable[[], RowRule | None]
) -> RowRule | None:
    """The rule stored under the key, or a new one, which is stored if the folder is writable.

    Args:
        folder: where results are stored; None to store none.
        key: everything the result depends on.
        find_out: runs the self-test.
    """
    if folder is None:
        return find_out()
    known = known_self_test(folder, key)
    if known is not None:
        return known.rule
    rule = find_out()
    with suppress(OSError):  # the next run then computes it again: slower, with the same result
        write_atomically(_file(folder, key), SelfTestResult(key=key, rule=rule).model_dump_json().encode())
    return rule


def known_self_test(folder: Path, key: tuple[str, ...]) -> SelfTestResult | None:
    """The result stored under the key; None if there is none."""
    try:
        known = SelfTestResult.model_validate_json(_file(folder, key).read_bytes())
    except (OSError, ValidationError):
        return None
    return known if known.key == key else None


def _file(folder: Path, key: tuple[str, ...]) -> Path:
    return folder / f"{sha256(repr(key).encode()).hexdigest()[:32]}.json"
