"""Finds on single lines of source what an expression of their language names."""

import re
from collections.abc import Iterable, Iterator, Mapping

_ALIASES = {"TypeScript": "JavaScript", "TSX": "JavaScript", "C++": "C"}
_COMMENT = re.compile(r"\s*(?:#|//|\*|/\*)")


class LinePatterns:
    """Expressions by language, each with groups of which one matches what is looked for."""

    def __init__(self, expressions: Mapping[str, str], mark: str) -> None:
        """Compile the expressions.

        Args:
            expressions: one for each language, by its display name.
            mark: text in lower case without which no line can match.
        """
        self._patterns = {language: re.compile(expression) for language, expression in expressions.items()}
        self._mark = mark

    def are_on(self, lines: Iterable[str], language: str) -> bool:
        """Whether any of these lines of a source matches."""
        pattern = self._pattern_of(language)
        return pattern is not None and any(pattern.search(line) for line in lines if self._mark in line.lower())

    def first_lines(self, text: str, language: str) -> Iterator[tuple[str, int]]:
        """Yield each thing that a source names, with the number of the first line that does; comments do not count."""
        pattern = self._pattern_of(language)
        if pattern is None or self._mark not in text.lower():
            return
        seen = set()
        for number, line in enumerate(text.split("\n"), start=1):
            if self._mark not in line.lower() or _COMMENT.match(line):
                continue
            for match in pattern.finditer(line):
                name = next(group for group in match.groups() if group)
                if name not in seen:
                    seen.add(name)
                    yield name, number

    def _pattern_of(self, language: str) -> re.Pattern[str] | None:
        return self._patterns.get(_ALIASES.get(language, language))
