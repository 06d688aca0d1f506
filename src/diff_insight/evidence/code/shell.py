"""Definitions in shell scripts."""

import re
from collections.abc import Iterator

import tree_sitter_bash
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.language import CodeLanguage, nowhere
from diff_insight.evidence.code.nodes import define, field, field_text

_TRANSPARENT = frozenset({"if_statement", "else_clause", "compound_statement", "ERROR"})


def definitions(root: Node) -> Iterator[Definition]:
    """Yield functions; none is public, because a script does not show whether it is sourced."""
    for node in root.named_children:
        if node.type == "function_definition":
            yield define(NameKind.FUNCTION, "", field_text(node, "name"), node, named=field(node, "name"), public=False)
        elif node.type in _TRANSPARENT:
            yield from definitions(node)


SHELL = CodeLanguage(
    "shell",
    tree_sitter_bash.language,
    definitions,
    begins=re.compile(r"^\s*(?:function\s+)?([\w-]+)\s*\(\)"),
    is_proved=nowhere,
)
