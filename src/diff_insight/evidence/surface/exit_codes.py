"""Codes with which a program says how it ended, where its source names them as numbers."""

from collections.abc import Iterable, Iterator

from diff_insight.evidence.surface.item import Item, ItemKind
from diff_insight.evidence.surface.line_patterns import LinePatterns

_CODE = r"\(?\s*(\d{1,3})\b"
_EXITS = {
    "Python": rf"\b(?:sys|os)\._?exit{_CODE}|\b(?:ctx|click)\.exit{_CODE}|\b(?:SystemExit|Exit)\((?:code=)?{_CODE}",
    "JavaScript": rf"\bprocess\.exit{_CODE}|\bprocess\.exitCode\s*=\s*(\d{{1,3}})\b",
    "Go": rf"\bos\.Exit{_CODE}",
    "Rust": rf"\bprocess::exit{_CODE}",
    "Java": rf"\bSystem\.exit{_CODE}",
    "C#": rf"\bEnvironment\.Exit{_CODE}",
    "Ruby": rf"^\s*exit!?{_CODE}",
    "shell": r"(?:^|[;&|{]|\bthen|\belse)\s*exit\s+(\d{1,3})\b",
    "C": rf"\b_?exit{_CODE}",
}
_PATTERNS = LinePatterns(_EXITS, "exit")
_OF_ALL = frozenset({"0", "1"})  # codes that every program has


def exit_with_codes(lines: Iterable[str], language: str) -> bool:
    """Whether any of these lines of a source ends the program with a number."""
    return _PATTERNS.are_on(lines, language)


def exit_codes(text: str, language: str) -> Iterator[Item]:
    """Yield each code but 0 and 1, at the first line that names it; comments do not count.

    Args:
        text: the source.
        language: display name of its language.
    """
    for code, line in _PATTERNS.first_lines(text, language):
        if code not in _OF_ALL:
            yield Item(ItemKind.EXIT_CODE, code, line, line)
