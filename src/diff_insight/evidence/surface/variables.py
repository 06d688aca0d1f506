"""Environment variables that a program reads, in all languages of the readers."""

import re
from collections.abc import Iterable, Iterator

from diff_insight.evidence.surface.item import Item, ItemKind

_NAME = r"(?P<name>[A-Za-z_][A-Za-z0-9_]+)"
_QUOTED = rf"\s*[\"']{_NAME}[\"']"

READS = {
    "Python": (
        rf"(?<![A-Za-z])environ(?:\.get|\.pop|\.setdefault)?[\[(]{_QUOTED}|\bgetenv\({_QUOTED}|\benvvar\s*=\s*\[?{_QUOTED}"
        rf"|{_QUOTED}\s+(?:not\s+)?in\s+(?:os\.)?environ\b"
    ),
    "JavaScript": rf"\bprocess\.env(?:\.{_NAME}|\[{_QUOTED}\])|\bDeno\.env\.get\({_QUOTED}",
    "Go": rf"\bos\.(?:Getenv|LookupEnv)\({_QUOTED}",
    "Rust": rf"\benv::var(?:_os)?\({_QUOTED}",
    "Java": rf"\bSystem\.getenv\({_QUOTED}",
    "C#": rf"\bEnvironment\.GetEnvironmentVariable\({_QUOTED}",
    "Ruby": rf"\bENV(?:\.fetch\(|\[){_QUOTED}",
    "C": rf"\b(?:secure_)?getenv\({_QUOTED}",
}
"""For each language by its display name the expressions that read a variable whose name stands there."""

_ALIASES = {"TypeScript": "JavaScript", "C++": "C", "TSX": "JavaScript"}
_COMMENT = re.compile(r"\s*(?:#|//|\*|/\*)")


def _numbered(pattern: str) -> re.Pattern[str]:
    """The pattern with its groups numbered, since the name stands in several places."""
    return re.compile(pattern.replace("?P<name>", ""))


_PATTERNS = {language: _numbered(pattern) for language, pattern in READS.items()}


def read_variables(lines: Iterable[str], language: str) -> bool:
    """Whether any of these lines of a source reads a variable."""
    pattern = _PATTERNS.get(_ALIASES.get(language, language))
    return pattern is not None and any(pattern.search(line) for line in lines if "env" in line.lower())


def variables(text: str, language: str) -> Iterator[Item]:
    """Yield each variable that a source reads, at the first line that does; comments do not count.

    Args:
        text: the source.
        language: display name of its language.
    """
    pattern = _PATTERNS.get(_ALIASES.get(language, language))
    if pattern is None or "env" not in text.lower():
        return
    seen = set()
    for number, line in enumerate(text.split("\n"), start=1):
        if "env" not in line.lower() or _COMMENT.match(line):
            continue
        for match in pattern.finditer(line):
            name = next(group for group in match.groups() if group)
            if name not in seen:
                seen.add(name)
                yield Item(ItemKind.VARIABLE, name, number, number)
