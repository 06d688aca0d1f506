"""Keeps the self-test's verdict in the user's cache, for one model, build and machine each."""

import json
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from diff_insight.atomic_file import write_atomically


def kept_verdict(folder: Path | None, key: tuple[str, ...], find_out: Callable[[], bool]) -> bool:
    """The verdict that was kept under the key, or a new one, which is kept where the folder can be written.

    Args:
        folder: where verdicts are kept; None for nowhere.
        key: everything the verdict depends on.
        find_out: makes the verdict.
    """
    if folder is None:
        return find_out()
    file = folder / f"{sha256(json.dumps(key).encode()).hexdigest()[:32]}.json"
    try:
        known = json.loads(file.read_bytes())
    except (OSError, ValueError):
        known = None
    if isinstance(known, dict) and known.get("key") == list(key) and isinstance(known.get("exact"), bool):
        return bool(known["exact"])
    verdict = find_out()
    with suppress(OSError):  # then the next run finds out again: slower, with the same result
        write_atomically(file, json.dumps({"key": key, "exact": verdict}).encode())
    return verdict
