"""What this tool knows of a programming language: how to read it, and what it means for those who use its names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from tree_sitter import Language, Node, Parser

from diff_insight.evidence.code.definition import Definition

CONTAINER = "container"
"""What decides whether a definition is public where only what it stands in says so."""


def nowhere(_text: str, _indented: bool) -> bool:
    """No part of a file shows that a definition of it is public."""
    return False


def anywhere(_text: str, _indented: bool) -> bool:
    """A definition's own line shows whether it is public, wherever it stands."""
    return True


def at_margin(_text: str, indented: bool) -> bool:
    """A definition's own line shows whether it is public where it stands at the left margin."""
    return not indented


@dataclass(frozen=True, slots=True)
class CodeLanguage:
    """A programming language.

    Attributes:
        name: as people write it.
        grammar: gives tree-sitter's pointer to the grammar.
        read: gives the definitions under the root of a syntax tree.
        begins: a line that begins a definition; the first of its groups that matches is the name.
        is_proved: whether a part of a file proves that a definition is public, by its text and whether it is indented.
        says_public: whether a word of a definition's own line, such as `export`, says that it is public.
        without_word: what decides whether a definition is public that has no such word, likewise; '' for nothing.
        declares: what declares names on a line; its group holds them.
        overloads: whether one name can stand for several functions that are told apart by their parameters.
        methods_need_class: whether a method is read only inside a class.
        exports_apart: whether a statement of its own can export what is defined elsewhere in the file.
        lists_exports: whether a list such as `__all__` can say what is exported.
        binds_callers: whether another signature than this one breaks those who call it.
        passes_by_name: whether parameters are passed by name.
        is_known_by_header: whether others know its names by a header alone.
        folder_is_package: whether the files of a folder are one package, so that a name that moves among them stays.
    """

    name: str
    grammar: Callable[[], object]
    read: Callable[[Node], Iterator[Definition]]
    begins: re.Pattern[str]
    is_proved: Callable[[str, bool], bool]
    says_public: bool = False
    without_word: Callable[[str, bool], str] = lambda _text, _indented: CONTAINER
    declares: re.Pattern[str] = re.compile(r"\b(?:const|let|var|function|class)\s([^=(\n]*)")
    overloads: bool = False
    methods_need_class: bool = False
    exports_apart: bool = False
    lists_exports: bool = False
    binds_callers: Callable[[str], bool] = lambda _signature: False
    passes_by_name: bool = False
    is_known_by_header: bool = False
    folder_is_package: bool = False

    def definitions(self, source: str) -> tuple[Definition, ...]:
        """What a source text defines, in the order of its lines; what cannot be parsed is left out."""
        tree = _parser(self.grammar).parse(source.encode("utf-8", "replace"))
        return tuple(definition for definition in self.read(tree.root_node) if definition.name.strip("."))


@cache
def _parser(grammar: Callable[[], object]) -> Parser:
    return Parser(Language(grammar()))
