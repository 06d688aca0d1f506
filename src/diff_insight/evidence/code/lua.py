"""Definitions in Lua."""

import re
from collections.abc import Iterator

import tree_sitter_lua
from tree_sitter import Node

from diff_insight.evidence.code.declarations import Declarations
from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.language import CodeLanguage, at_margin
from diff_insight.evidence.code.nodes import define, field, text_of


def _is_public(node: Node, _inside: bool) -> bool:
    name = text_of(field(node, "name")).replace(":", ".").rpartition(".")[2]
    return not text_of(node).startswith("local ") and not name.startswith("_")


_DECLARATIONS = Declarations(
    containers={},
    functions=frozenset({"function_declaration"}),
    values={},
    around=frozenset(),
    parameters=frozenset({"parameters"}),
    parameter=re.compile(r"(\w+|\.\.\.)"),
    is_public=_is_public,
    is_optional=lambda _text: True,  # a call may leave out any argument
    by_position=lambda _text: True,
)


def definitions(root: Node) -> Iterator[Definition]:
    """Yield functions, and the functions and values that are assigned to a field of a table."""
    yield from _DECLARATIONS.read(root)
    for node in root.named_children:
        target = node.named_children[0] if node.type == "assignment_statement" and node.named_children else None
        named = target.named_children[0] if target is not None and target.named_children else None
        if named is not None and named.type == "dot_index_expression":
            container, _, name = text_of(named).rpartition(".")
            is_public = not name.startswith("_")
            yield define(NameKind.PROPERTY, container, name, node, named=named, public=is_public)


LUA = CodeLanguage(
    "Lua",
    tree_sitter_lua.language,
    definitions,
    begins=re.compile(r"^\s*(?:local\s+)?function\s+([\w.:]+)"),
    is_proved=lambda text, indented: at_margin(text, indented) and not text.startswith("local"),
)
