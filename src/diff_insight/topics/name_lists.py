"""Tells lists of release notes and guides that are nothing but names of code, and writes them in a row."""

import re
from collections.abc import Sequence

_BARE = re.compile(r"`[^`]+`(?:\s*\([^()]*\))?[.,;]?$")
_LONGEST = 400  # maximum characters of a row


def is_bare_name(text: str) -> bool:
    """Whether a text in plain Markdown is a name of code, perhaps with a remark in parentheses, and nothing else."""
    return _BARE.match(text) is not None


def in_a_row(names: Sequence[str]) -> str:
    """At least one name, separated by commas; of those for which a line has no room the number is told."""
    shown = list(names)
    while len(shown) > 1 and len(", ".join(shown)) > _LONGEST:
        shown.pop()
    return ", ".join(shown) + (f", … (+{len(names) - len(shown)})" if len(shown) < len(names) else "")
