"""Environment variables that a program reads, in all languages of the readers."""

import re
from collections.abc import Iterable, Iterator

from diff_insight.evidence.surface.item import Item, ItemKind
from diff_insight.evidence.surface.line_patterns import LinePatterns

_NAME = r"(?P<name>[A-Za-z_][A-Za-z0-9_]+)"
_QUOTED = rf"\s*[\"']{_NAME}[\"']"
_NOT_SET = r"(?!\s*\]?\s*=(?!=))"  # what a program sets for others it does not read

READS = {
    "Python": (
        rf"(?<![A-Za-z])environ(?:\.get|\.pop|\.setdefault)?\({_QUOTED}|(?<![A-Za-z])environ\[{_QUOTED}{_NOT_SET}"
        rf"|\bgetenv\({_QUOTED}|\benvvar\s*=\s*\[?{_QUOTED}"
        rf"|{_QUOTED}\s+(?:not\s+)?in\s+(?:os\.)?environ\b"
    ),
    "JavaScript": rf"\bprocess\.env(?:\.{_NAME}\b|\[{_QUOTED}){_NOT_SET}|\bDeno\.env\.get\({_QUOTED}",
    "Go": rf"\bos\.(?:Getenv|LookupEnv)\({_QUOTED}",
    "Rust": rf"\benv::var(?:_os)?\({_QUOTED}",
    "Java": rf"\bSystem\.getenv\({_QUOTED}",
    "C#": rf"\bEnvironment\.GetEnvironmentVariable\({_QUOTED}",
    "Ruby": rf"\bENV(?:\.fetch\(|\[){_QUOTED}{_NOT_SET}",
    "C": rf"\b(?:secure_)?getenv\({_QUOTED}",
}
"""For each language by its display name the expressions that read a variable whose name stands there."""

# What a web server tells a program of a request (RFC 3875 and PEP 3333), often kept in a mapping called `environ`.
_OF_REQUEST = re.compile(
    r"HTTP_(?!PROXY$)\w+|(?:REQUEST|SERVER|REMOTE|SCRIPT)_[A-Z]+|CONTENT_(?:TYPE|LENGTH)|QUERY_STRING|PATH_(?:INFO|TRANSLATED)"
)
# Numbered groups, since the name stands in several places.
_PATTERNS = LinePatterns({language: text.replace("?P<name>", "") for language, text in READS.items()}, "env")


def read_variables(lines: Iterable[str], language: str) -> bool:
    """Whether any of these lines of a source reads a variable."""
    return _PATTERNS.are_on(lines, language)


def variables(text: str, language: str) -> Iterator[Item]:
    """Yield each variable that a source reads, at the first line that does; comments do not count.

    Args:
        text: the source.
        language: display name of its language.
    """
    for name, line in _PATTERNS.first_lines(text, language):
        if not _OF_REQUEST.fullmatch(name):
            yield Item(ItemKind.VARIABLE, name, line, line)
