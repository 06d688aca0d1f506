"""Describes a programming language: how to read its definitions, and which changes affect code that uses them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tree_sitter import Language, Node, Parser

from diff_insight.evidence.code.definition import Definition, NameKind

_ERROR = re.compile(r"(?:Error|Exception)$")
CONTAINER = "container"
"""A value of `decided_by`: only the container shows whether the definition is public."""

UNDOCUMENTED = "undocumented"
"""A value of `decided_by`: a mark leaves the definition out of the documentation, but code elsewhere can use it."""


DEMANDED = "demanded"
"""The place of a fact about a new method that all implementations of an interface must define."""

SPELLED_OUT = "spelled out"
"""The place of a fact about a method of a concrete class of which only the result is new: it binds no caller."""


def nowhere(_text: str, _indented: bool) -> bool:
    """No fragment of a file shows that a definition in it is public."""
    return False


def anywhere(_text: str, _indented: bool) -> bool:
    """A definition's own line shows whether it is public, at any indentation."""
    return True


def at_margin(_text: str, indented: bool) -> bool:
    """A definition's own line shows whether it is public only at the left margin."""
    return not indented


@dataclass(frozen=True, slots=True)
class CodeLanguage:
    """A programming language.

    Attributes:
        name: display name.
        grammar: returns tree-sitter's pointer to the grammar.
        read: yields the definitions under the root of a syntax tree.
        begins: matches a line that begins a definition; the first group that matched is the name.
        is_proved: whether a fragment of a file proves that a definition is public, given its text and whether it is
            indented.
        says_public: whether a keyword on a definition's own line, such as `export`, marks it as public.
        without_word: given the same arguments, what decides whether a definition without such a keyword is public; ''
            for nothing.
        declares: matches declarations of names on a line; its group holds the names.
        overloads: whether one name can stand for several functions distinguished by their parameters.
        overloads_are_advice: whether several declarations of a function are one function, told to type checkers.
        methods_need_class: whether the parser recognises a method only inside a class.
        exports_apart: whether a separate statement can export what is defined elsewhere in the file.
        lists_exports: whether a list such as `__all__` can define what is exported.
        binds_callers: whether changing this signature breaks callers.
        demands: whether all that implement an interface must define a method that is declared in it by this text.
        passes_by_name: whether parameters are passed by name.
        is_known_by_header: whether other files know its names only through a header.
        folder_is_package: whether the files of a folder are one package, so that names can move between them freely.
        declares_namespace: whether each file says to which namespace its names belong, wherever it lies.
        results_bind_heirs: whether a result's type, where there was none, binds only those who override the method.
        infers_results: whether a function need not spell out the type of its result.
        annotations_are_advice: whether types only tell tools what to pass, and nothing heeds them when it runs.
        null_is_advice: whether a `?` after a type only tells tools whether to expect null.
        null_default_is_nullable: whether a parameter whose default is null takes null, whatever its type says.
        has_macros: whether macros in front of a definition can hide it from the parser.
        missed: matches the beginning of a definition wherever it stands, for languages whose parser misses some; its
            group is the name.
        missed_beside: matches a line of the files in which the parser may do so.
        own: matches an attribute of an object where its own methods set or read it; its group is the name.
        ignores_case: whether functions and classes can be named in any case.
        inner_namespaces: matches qualified names in namespaces that by custom are for the library itself.
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
    overloads_are_advice: bool = False
    methods_need_class: bool = False
    exports_apart: bool = False
    lists_exports: bool = False
    binds_callers: Callable[[str], bool] = lambda _signature: False
    demands: Callable[[str], bool] = lambda _text: False
    passes_by_name: bool = False
    is_known_by_header: bool = False
    folder_is_package: bool = False
    declares_namespace: bool = False
    results_bind_heirs: bool = False
    infers_results: bool = False
    annotations_are_advice: bool = False
    null_is_advice: bool = False
    null_default_is_nullable: bool = False
    has_macros: bool = False
    missed: re.Pattern[str] | None = None
    missed_beside: re.Pattern[str] = re.compile("")
    own: re.Pattern[str] | None = None
    ignores_case: bool = False
    inner_namespaces: re.Pattern[str] | None = None

    def definitions(self, source: str) -> tuple[Definition, ...]:
        """The definitions in a source text, in line order; anything that cannot be parsed is left out."""
        return _definitions(self, source)

    def tree(self, source: str) -> Node:
        """The root of the syntax tree of a source text."""
        return _tree(self.grammar, source)


# What a change leaves, the diffs of its commits find again, and what one commit leaves the next one.
@lru_cache(maxsize=1024)
def _definitions(language: CodeLanguage, source: str) -> tuple[Definition, ...]:
    root = _tree(language.grammar, source)
    return tuple(_as_error_type(definition) for definition in language.read(root) if definition.name.strip("."))


def _as_error_type(definition: Definition) -> Definition:
    is_error = definition.kind is NameKind.CLASS and _ERROR.search(definition.name)
    return replace(definition, kind=NameKind.ERROR_TYPE) if is_error else definition


# Both sides of one file are read at a time.
@lru_cache(maxsize=2)
def _tree(grammar: Callable[[], object], source: str) -> Node:
    return _parser(grammar).parse(source.encode("utf-8", "replace")).root_node


@cache
def _parser(grammar: Callable[[], object]) -> Parser:
    return Parser(Language(grammar()))
