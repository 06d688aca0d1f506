"""Anchors of files in a report."""

import hashlib
from collections.abc import Iterable


def anchors(paths: Iterable[str]) -> list[str]:
    """`item-` and the first six hex digits of each path's MD5, as in the published reports.

    If an earlier path has the same digits, `-2`, `-3` and so on is appended.
    """
    seen: dict[str, int] = {}
    result = []
    for path in paths:
        digits = hashlib.md5(path.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:6]
        seen[digits] = seen.get(digits, 0) + 1
        result.append(f"item-{digits}" + (f"-{seen[digits]}" if seen[digits] > 1 else ""))
    return result
