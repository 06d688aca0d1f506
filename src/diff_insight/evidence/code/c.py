"""Definitions in C and C++."""

import re
from collections.abc import Iterator
from dataclasses import replace

import tree_sitter_c
import tree_sitter_cpp
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import CodeLanguage, at_margin
from diff_insight.evidence.code.nodes import define, field, field_text, members, of_type, qualified, text_of, value_of

STATIC = "static"
_TYPES = {
    "class_specifier": NameKind.CLASS,
    "struct_specifier": NameKind.CLASS,
    "union_specifier": NameKind.CLASS,
    "enum_specifier": NameKind.ENUM,
}
_TRANSPARENT = frozenset(
    {"preproc_ifdef", "preproc_if", "preproc_else", "preproc_elif", "preproc_elifdef", "declaration_list", "ERROR"}
)
_WRAPPING = frozenset({"pointer_declarator", "reference_declarator", "array_declarator", "init_declarator"})
_MEMBERS = frozenset({NameKind.FUNCTION, NameKind.METHOD, NameKind.PROPERTY, NameKind.VARIABLE})
_DECLARED = frozenset({"function_definition", "declaration", "field_declaration"})


def definitions(root: Node) -> Iterator[Definition]:
    """Yield functions, prototypes, types with their members, enum values, macros and aliases.

    A definition is public unless it is `static`, in a private or protected section of a class, or in an anonymous
    namespace. A function and its prototype in the same file are two definitions of one name.
    """
    yield from _in_block(root, "", public=True)


def header_definitions(root: Node) -> Iterator[Definition]:
    """The same for a header.

    There a `static` function with a body stays public, since every including file gets a copy, and a name with an
    underscore at its end is a private member.
    """
    for definition in definitions(root):
        is_copied = definition.decided_by == STATIC
        if definition.name.endswith("_") and definition.kind in _MEMBERS:
            yield replace(definition, public=False)
        else:
            yield replace(definition, public=True, decided_by="") if is_copied else definition


def _in_block(block: Node, container: str, *, public: bool) -> Iterator[Definition]:
    visible = public
    for node in block.named_children:
        if node.type == "access_specifier":
            visible = public and text_of(node) == "public"
            continue
        yield from _declared(node, node, container, public=visible)


def _declared(node: Node, whole: Node, container: str, *, public: bool) -> Iterator[Definition]:
    match node.type:
        case "template_declaration":
            for child in node.named_children:
                if child.type != "template_parameter_list":
                    yield from _declared(child, whole, container, public=public)
        case "namespace_definition":
            name, body = field_text(node, "name").replace("::", "."), field(node, "body")
            if body:
                inside = qualified(container, name) if name else container
                yield from _in_block(body, inside, public=public and bool(name))
        case "linkage_specification":
            body = field(node, "body")
            if body and body.type == "declaration_list":
                yield from _in_block(body, container, public=public)
            elif body:
                yield from _declared(body, whole, container, public=public)
        case "preproc_def" | "preproc_function_def":
            name, value = field_text(node, "name"), value_of(field(node, "value"))
            if field(node, "value") is None:  # an include guard or a switch
                return
            listed = field(node, "parameters")
            parameters = tuple(Parameter(text_of(p), text_of(p)) for p in members(listed)) if listed else None
            yield define(
                NameKind.MACRO, "", name, node, named=field(node, "name"), public=True, parameters=parameters,
                value=None if listed else value,
            )  # fmt: skip
        case "type_definition" | "alias_declaration":
            yield from _alias(node, container, public=public)
        case kind if kind in _TYPES:
            yield from _type(node, whole, container, public=public)
        case kind if kind in _DECLARED:
            yield from _function_or_type(node, whole, container, public=public)
        case kind if kind in _TRANSPARENT:
            yield from _in_block(node, container, public=public)


def _type(node: Node, whole: Node, container: str, *, public: bool, alias: Node | None = None) -> Iterator[Definition]:
    named, body = field(node, "name") or alias, field(node, "body")
    if body is None:
        return
    name = text_of(named)
    if name:
        yield define(_TYPES[node.type], container, name, whole, named=named, public=public)
    inside = qualified(container, name) if name else container
    if node.type == "enum_specifier":
        for value in of_type(body, "enumerator"):
            value_name = field_text(value, "name")
            yield define(
                NameKind.ENUM_VALUE, inside, value_name, value, public=public, value=value_of(field(value, "value"))
            )
        return
    visible = public and node.type != "class_specifier"
    for member in body.named_children:
        if member.type == "access_specifier":
            visible = public and text_of(member) == "public"
        else:
            yield from _declared(member, member, inside, public=visible)


def _alias(node: Node, container: str, *, public: bool) -> Iterator[Definition]:
    declared = field(node, "type")
    named = field(node, "declarator") or field(node, "name")
    if named is None or named.type not in ("type_identifier", "primitive_type"):
        return
    if declared is not None and declared.type in _TYPES and field(declared, "body") is not None:
        yield from _type(declared, node, container, public=public, alias=named)
        return
    yield define(NameKind.TYPE, container, text_of(named), node, named=named, public=public, value=value_of(declared))


def _function_or_type(node: Node, whole: Node, container: str, *, public: bool) -> Iterator[Definition]:
    declared = field(node, "type")
    if declared is not None and declared.type in _TYPES:
        yield from _type(declared, whole, container, public=public)
    is_static = any(text_of(word) == "static" for word in of_type(node, "storage_class_specifier"))
    declarator = field(node, "declarator")
    while declarator is not None and declarator.type in _WRAPPING:
        declarator = field(declarator, "declarator") or next(iter(declarator.named_children), None)
    if declarator is None:
        return
    if declarator.type == "field_identifier":
        yield define(
            NameKind.PROPERTY, container, text_of(declarator), whole, named=declarator, public=public,
            result=text_of(declared),
        )  # fmt: skip
        return
    named = field(declarator, "declarator") if declarator.type == "function_declarator" else None
    if named is None or named.type == "parenthesized_declarator":
        return
    written = text_of(named)
    # What a macro in front of the result makes the parser take for a part of the name.
    behind = "" if "operator" in written else written.rpartition(" ")[0]
    name = written.removeprefix(behind).lstrip(" *&").replace("::", ".")
    while behind and named.named_children:
        named = named.named_children[-1]
    own = qualified(container, name)
    # `static` hides a file-level function, but not a class member.
    hidden = is_static and not _is_member(node)
    # A result type with a body is a parse error: a macro before it kept the parser from seeing where it ends.
    is_misread = "{" in text_of(declared) or bool(behind)
    yield define(
        NameKind.METHOD if "." in own and node.type != "declaration" else NameKind.FUNCTION,
        container, name, whole, named=named,
        public=public and not hidden,
        parameters=None if is_misread else tuple(_parameters(field(declarator, "parameters"))),
        result="" if is_misread else text_of(declared),
        decided_by=STATIC if public and hidden and node.type == "function_definition" else "",
    )  # fmt: skip


def _is_member(node: Node) -> bool:
    """Whether a node is declared in a class rather than in a file or namespace."""
    around = node.parent
    while around is not None and around.type not in ("field_declaration_list", "declaration_list"):
        around = around.parent
    return around is not None and around.type == "field_declaration_list"


def _parameters(node: Node | None) -> Iterator[Parameter]:
    for child in members(node):
        if child.type in ("parameter_declaration", "optional_parameter_declaration"):
            text = text_of(child)
            if text == "void":
                continue
            declarator = field(child, "declarator")
            while declarator is not None and declarator.named_children:
                declarator = field(declarator, "declarator") or declarator.named_children[-1]
            default = field(child, "default_value")
            yield Parameter(
                text_of(declarator) or text,
                text,
                text_of(default) if default else None,
                required=default is None,
                by_position=True,
            )
        elif child.type in ("variadic_parameter", "variadic_parameter_declaration"):
            yield Parameter("...", text_of(child) or "...", required=False, by_position=True)


_BEGINS = re.compile(
    r"^\s*(?:typedef\s+)?(?:class|struct|union|enum(?:\s+class)?)\s+(\w+)\s*[:{]|^#\s*define\s+(\w+)"
    r"|^(?!\s|return\b|else\b|typedef\b)[\w:<>,*&\s]*?([\w:~]+)\s*\([^;]*$"
    r"|^(?!\s*(?:return|else|goto|case|throw|delete|new|do|if|while|for|switch|using|co_\w+)\b)"
    r"\s*[A-Za-z_][\w:<>,*&\s]*?[\s*&]([\w:]+)\s*\([^;{]*\)[^{]*;"
)

_INNER = re.compile(r"(?:^|\.)(?:detail|details|internal|impl)\.")

C = CodeLanguage("C", tree_sitter_c.language, definitions, begins=_BEGINS, is_proved=at_margin, is_known_by_header=True)
CPP = CodeLanguage(
    "C++",
    tree_sitter_cpp.language,
    definitions,
    begins=_BEGINS,
    is_proved=at_margin,
    overloads=True,
    is_known_by_header=True,
    has_macros=True,
    inner_namespaces=_INNER,
)
HEADER = CodeLanguage(
    "C++",
    tree_sitter_cpp.language,
    header_definitions,
    begins=_BEGINS,
    is_proved=at_margin,
    overloads=True,
    binds_callers=lambda _signature: True,
    has_macros=True,
    inner_namespaces=_INNER,
)
