"""Tells lists of release notes and guides that are nothing but names of code, and writes them in a row."""

import re
from collections.abc import Iterator, Sequence

_BARE = re.compile(r"(?:`[^`]+`(?:\s*\([^()]*\))?|[a-z][\w.]*\([^()]*\))[.,;]?$")
_LONGEST = 400  # maximum characters of a row of which the rest is counted
_ROW = 200  # maximum characters of one of several


def is_bare_name(text: str) -> bool:
    """Whether a text is a name of code, with a remark or parameters in parentheses perhaps, and nothing else."""
    return _BARE.match(text) is not None


def in_rows(names: Sequence[str]) -> Iterator[str]:
    """Yield the names separated by commas, in as many rows as have room for all; a long name has one of its own."""
    row = ""
    for name in (name.rstrip(".,;") for name in names):
        if row and len(f"{row}, {name}") > _ROW:
            yield row
            row = ""
        row = f"{row}, {name}" if row else name
    if row:
        yield row


def in_a_row(names: Sequence[str], separator: str = ", ", most: int = _LONGEST) -> str:
    """At least one name in one line, without the punctuation of a list; of those without room the number is told.

    Args:
        names: the names, or short texts.
        separator: what stands between two of them.
        most: maximum characters of the line, unless the first alone is longer.
    """
    shown = [name.rstrip(".,;") for name in names]
    while len(shown) > 1 and len(separator.join(shown)) > most:
        shown.pop()
    return separator.join(shown) + (f", … (+{len(names) - len(shown)})" if len(shown) < len(names) else "")
