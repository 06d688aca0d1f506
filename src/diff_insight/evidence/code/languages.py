"""Knows which grammar reads which file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

import tree_sitter_bash
import tree_sitter_c
import tree_sitter_c_sharp
import tree_sitter_cpp
import tree_sitter_go
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_python
import tree_sitter_ruby
import tree_sitter_rust
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from diff_insight.evidence.code import c, csharp, go, java, javascript, python, ruby, rust, shell
from diff_insight.evidence.code.definition import Definition


@dataclass(frozen=True, slots=True)
class CodeLanguage:
    """A programming language: its grammar, and the reader of definitions off its syntax trees.

    Attributes:
        name: as people write it.
        pointer: gives the grammar.
        reader: gives the definitions under a root node.
        says_public: whether a definition's own line says that it is public, so that a fragment of a file proves it.
    """

    name: str
    pointer: Callable[[], object]
    reader: Callable[[Node], Iterator[Definition]]
    says_public: bool

    @property
    def overloads(self) -> bool:
        """Whether one name can stand for several functions that are told apart by their parameters."""
        return self.name in ("C++", "C#", "Java", "TypeScript", "TSX")

    def definitions(self, source: str) -> tuple[Definition, ...]:
        """What a source text defines, in the order of its lines; what cannot be parsed is left out."""
        tree = _parser(self.pointer).parse(source.encode("utf-8", "replace"))
        return tuple(definition for definition in self.reader(tree.root_node) if definition.name.strip("."))


@cache
def _parser(pointer: Callable[[], object]) -> Parser:
    return Parser(Language(pointer()))


_JAVASCRIPT = CodeLanguage("JavaScript", tree_sitter_javascript.language, javascript.definitions, says_public=True)
_TYPESCRIPT = tree_sitter_typescript.language_typescript
_SUFFIXES: tuple[tuple[tuple[str, ...], CodeLanguage], ...] = (
    ((".py", ".pyi"), CodeLanguage("Python", tree_sitter_python.language, python.definitions, False)),
    ((".js", ".jsx", ".mjs", ".cjs"), _JAVASCRIPT),
    ((".ts", ".mts", ".cts"), CodeLanguage("TypeScript", _TYPESCRIPT, javascript.definitions, True)),
    ((".tsx",), CodeLanguage("TSX", tree_sitter_typescript.language_tsx, javascript.definitions, True)),
    ((".go",), CodeLanguage("Go", tree_sitter_go.language, go.definitions, True)),
    ((".rs",), CodeLanguage("Rust", tree_sitter_rust.language, rust.definitions, True)),
    ((".java",), CodeLanguage("Java", tree_sitter_java.language, java.definitions, True)),
    ((".cs",), CodeLanguage("C#", tree_sitter_c_sharp.language, csharp.definitions, True)),
    ((".c",), CodeLanguage("C", tree_sitter_c.language, c.definitions, False)),
    ((".cc", ".cpp", ".cxx"), CodeLanguage("C++", tree_sitter_cpp.language, c.definitions, False)),
    ((".h", ".hpp", ".hh", ".hxx"), CodeLanguage("C++", tree_sitter_cpp.language, c.header_definitions, False)),
    ((".rb", ".rake", ".gemspec"), CodeLanguage("Ruby", tree_sitter_ruby.language, ruby.definitions, False)),
    ((".sh", ".bash", ".zsh", ".ksh"), CodeLanguage("shell", tree_sitter_bash.language, shell.definitions, False)),
)
_LANGUAGES = {suffix: language for suffixes, language in _SUFFIXES for suffix in suffixes}


def code_language(path: str) -> CodeLanguage | None:
    """The language of a file by its suffix; None where it is none of those that are read."""
    return _LANGUAGES.get(PurePosixPath(path).suffix.lower())
