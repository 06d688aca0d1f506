"""Maps file suffixes to languages: to add one, write a module with its `CodeLanguage` and add a line here."""

from functools import cache
from pathlib import PurePosixPath
from pkgutil import resolve_name

from diff_insight.evidence.code.language import CodeLanguage

# Where the language of each suffix is defined; its grammar is loaded when the first such file is read.
_PLACES = {
    ".py .pyi": "python:PYTHON",
    ".js .jsx .mjs .cjs": "javascript:JAVASCRIPT",
    ".ts .mts .cts": "javascript:TYPESCRIPT",
    ".tsx": "javascript:TSX",
    ".go": "go:GO",
    ".rs": "rust:RUST",
    ".java": "java:JAVA",
    ".cs": "csharp:CSHARP",
    ".c": "c:C",
    ".cc .cpp .cxx": "c:CPP",
    ".h .hpp .hh .hxx": "c:HEADER",
    ".rb .rake .gemspec": "ruby:RUBY",
    ".kt .kts": "kotlin:KOTLIN",
    ".php": "php:PHP",
    ".swift": "swift:SWIFT",
    ".scala .sc": "scala:SCALA",
    ".lua": "lua:LUA",
    ".dart": "dart:DART",
    ".sh .bash .zsh .ksh": "shell:SHELL",
}
_BY_SUFFIX = {suffix: place for suffixes, place in _PLACES.items() for suffix in suffixes.split()}


def code_language(path: str) -> CodeLanguage | None:
    """The language of a file, by its suffix; None if it is not supported."""
    place = _BY_SUFFIX.get(PurePosixPath(path).suffix.lower())
    return _language(place) if place else None


@cache
def _language(place: str) -> CodeLanguage:
    found: CodeLanguage = resolve_name(f"diff_insight.evidence.code.{place}")
    return found
