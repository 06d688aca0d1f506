"""Codes with which a program says how it ended, where its source names them as numbers."""

import re
from collections.abc import Iterable, Iterator

from diff_insight.evidence.surface.item import Item, ItemKind

_CODE = r"\(?\s*(\d{1,3})\b"
_EXITS = {
    "Python": (rf"\b(?:sys|os)\._?exit{_CODE}|\b(?:ctx|click)\.exit{_CODE}|\b(?:SystemExit|Exit)\((?:code=)?{_CODE}"),
    "JavaScript": rf"\bprocess\.exit{_CODE}|\bprocess\.exitCode\s*=\s*(\d{{1,3}})\b",
    "Go": rf"\bos\.Exit{_CODE}",
    "Rust": rf"\bprocess::exit{_CODE}",
    "Java": rf"\bSystem\.exit{_CODE}",
    "C#": rf"\bEnvironment\.Exit{_CODE}",
    "Ruby": rf"^\s*exit!?{_CODE}",
    "shell": r"(?:^|[;&|{]|\bthen|\belse)\s*exit\s+(\d{1,3})\b",
    "C": rf"\b_?exit{_CODE}",
}
_ALIASES = {"TypeScript": "JavaScript", "TSX": "JavaScript", "C++": "C"}
_COMMENT = re.compile(r"\s*(?:#|//|\*|/\*)")
_PATTERNS = {language: re.compile(pattern) for language, pattern in _EXITS.items()}


def exit_with_codes(lines: Iterable[str], language: str) -> bool:
    """Whether any of these lines of a source ends the program with a number."""
    pattern = _PATTERNS.get(_ALIASES.get(language, language))
    return pattern is not None and any(pattern.search(line) for line in lines if "xit" in line)


def exit_codes(text: str, language: str) -> Iterator[Item]:
    """Yield each code but 0 and 1, which every program has, at the first line that names it; comments do not count.

    Args:
        text: the source.
        language: display name of its language.
    """
    pattern = _PATTERNS.get(_ALIASES.get(language, language))
    seen = {"0", "1"}
    for number, line in enumerate(text.split("\n") if pattern and "xit" in text else (), start=1):
        for match in () if pattern is None or _COMMENT.match(line) else pattern.finditer(line):
            code = next(group for group in match.groups() if group)
            if code not in seen:
                seen.add(code)
                yield Item(ItemKind.EXIT_CODE, code, number, number)
