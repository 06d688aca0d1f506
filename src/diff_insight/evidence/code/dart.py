"""Definitions in Dart."""

import re
from collections.abc import Iterator

import tree_sitter_dart
from tree_sitter import Node

from diff_insight.evidence.code.declarations import Declarations, name_of
from diff_insight.evidence.code.definition import Definition, NameKind
from diff_insight.evidence.code.language import CodeLanguage, at_margin
from diff_insight.evidence.code.nodes import text_of


def _is_public(node: Node, _inside: bool) -> bool:
    named = name_of(node)
    return not text_of(named).startswith("_") if named is not None else True


_DECLARATIONS = Declarations(
    containers={
        "class_definition": NameKind.CLASS, "mixin_declaration": NameKind.CLASS,
        "extension_declaration": NameKind.CLASS, "enum_declaration": NameKind.ENUM,
    },
    functions=frozenset({"function_signature", "constructor_signature", "getter_signature", "setter_signature"}),
    values={
        "enum_constant": NameKind.ENUM_VALUE, "static_final_declaration": NameKind.CONSTANT,
        "initialized_identifier": NameKind.PROPERTY, "type_alias": NameKind.TYPE,
    },
    around=frozenset(
        {
            "class_body", "enum_body", "extension_body", "method_signature", "declaration",
            "initialized_identifier_list", "static_final_declaration_list",
        }
    ),
    parameters=frozenset({"formal_parameter_list"}),
    parameter=re.compile(r"(\w+)\s*(?:=.*)?[\]}]*$"),
    is_public=_is_public,
    is_optional=lambda text: text[:1] in "[{" or text[-1:] in "]}" or ("=" in text),
    groups=("{}", "[]"),
    by_position=lambda text: not (text.startswith("{") or text.endswith("}")),
)  # fmt: skip


def definitions(root: Node) -> Iterator[Definition]:
    """Yield classes, mixins, extensions, enums, functions, fields and constants; an underscore makes a name private."""
    for definition in _DECLARATIONS.read(root):
        # A constructor has the name of its class.
        if definition.name.rpartition(".")[2] != definition.container.rpartition(".")[2] or not definition.container:
            yield definition


DART = CodeLanguage(
    "Dart",
    tree_sitter_dart.language,
    definitions,
    begins=re.compile(r"^\s*(?:abstract\s+)?(?:class|mixin|extension|enum)\s+(\w+)"),
    is_proved=at_margin,
    binds_callers=lambda _signature: False,
)
