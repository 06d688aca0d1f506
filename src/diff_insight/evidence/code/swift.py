"""Definitions in Swift."""

import re

import tree_sitter_swift
from tree_sitter import Node

from diff_insight.evidence.code.declarations import Declarations, modifiers
from diff_insight.evidence.code.definition import NameKind
from diff_insight.evidence.code.language import CodeLanguage, nowhere

_SHOWN = re.compile(r"\b(?:public|open)\b(?!\(set\))")


def _is_public(node: Node, inside: bool) -> bool:
    """Without a word, a name is internal, but for the members of a public protocol or enum and public extensions."""
    around = node.parent.parent if inside and node.parent else None
    is_of_protocol = around is not None and around.type == "protocol_declaration"
    is_value = node.type in ("enum_entry", "protocol_function_declaration", "protocol_property_declaration")
    of_extension = around is not None and bool(_SHOWN.search(modifiers(around))) and _is_extension(around)
    return is_of_protocol or is_value or of_extension or _is_extension(node) or bool(_SHOWN.search(modifiers(node)))


def _is_extension(node: Node) -> bool:
    return node.type == "class_declaration" and any(child.type == "extension" for child in node.children)


_DECLARATIONS = Declarations(
    containers={"class_declaration": NameKind.CLASS, "protocol_declaration": NameKind.INTERFACE},
    functions=frozenset({"function_declaration", "protocol_function_declaration", "init_declaration"}),
    values={
        "property_declaration": NameKind.PROPERTY, "protocol_property_declaration": NameKind.PROPERTY,
        "enum_entry": NameKind.ENUM_VALUE, "typealias_declaration": NameKind.TYPE,
    },
    around=frozenset({"class_body", "enum_class_body", "protocol_body"}),
    parameters=frozenset(),
    parameter=re.compile(r"^(?:@\w+\s+)*(_\s+\w+|\w+)"),  # what has no label is known by its name
    is_public=_is_public,
    reopens=_is_extension,
    by_position=lambda text: text.startswith(("_ ", "_:")),
    result=re.compile(r"->\s*([^{]+)"),
)  # fmt: skip

SWIFT = CodeLanguage(
    "Swift",
    tree_sitter_swift.language,
    _DECLARATIONS.read,
    begins=re.compile(r"^\s*(?:[a-z]+\s+)*(?:func|class|struct|enum|protocol|actor)\s+(\w+)"),
    is_proved=nowhere,
    overloads=True,
    passes_by_name=True,
    binds_callers=lambda _signature: True,
    folder_is_package=True,
)
