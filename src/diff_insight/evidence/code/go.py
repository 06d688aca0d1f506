"""Definitions in Go."""

import re
from collections.abc import Iterator
from dataclasses import replace

import tree_sitter_go
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import CodeLanguage, anywhere
from diff_insight.evidence.code.nodes import define, field, field_text, members, of_type, text_of, value_of

_PROGRAM = re.compile(r"package main\b")  # which nothing can import
_TYPES = {"struct_type": NameKind.CLASS, "interface_type": NameKind.INTERFACE}


def definitions(root: Node) -> Iterator[Definition]:
    """Yield functions, methods, types with their fields and methods, constants and variables.

    A name is public if it begins with a capital letter and any type it belongs to is exported, but in a program.
    """
    is_program = any(_PROGRAM.match(text_of(node)) for node in of_type(root, "package_clause"))
    for definition in _definitions(root):
        yield replace(definition, public=definition.public and not is_program)


def _definitions(root: Node) -> Iterator[Definition]:
    for node in root.named_children:
        match node.type:
            case "function_declaration":
                yield _function(node, "", NameKind.FUNCTION)
            case "method_declaration":
                yield _function(node, _receiver(node), NameKind.METHOD)
            case "type_declaration":
                for spec in of_type(node, "type_spec", "type_alias"):
                    yield from _type(spec, node)
            case "const_declaration" | "var_declaration":
                kind = NameKind.CONSTANT if node.type == "const_declaration" else NameKind.VARIABLE
                for spec in _specs(node):
                    yield from _values(spec, kind)
            case "ERROR":
                yield from _definitions(node)


def _is_exported(name: str) -> bool:
    return name[:1].isupper()


def _function(node: Node, container: str, kind: NameKind) -> Definition:
    name = field_text(node, "name")
    return define(
        kind, container, name, node, named=field(node, "name"),
        public=_is_exported(name) and (not container or _is_exported(container)),
        parameters=tuple(_parameters(field(node, "parameters"))), result=field_text(node, "result"),
    )  # fmt: skip


def _receiver(node: Node) -> str:
    declared = next(iter(members(field(node, "receiver"))), None)
    kind = field_text(declared, "type") if declared else ""
    return kind.lstrip("*").partition("[")[0].strip()


def _parameters(node: Node | None) -> Iterator[Parameter]:
    for declared in members(node):
        if declared.type not in ("parameter_declaration", "variadic_parameter_declaration"):
            continue
        kind = field_text(declared, "type")
        variadic = declared.type == "variadic_parameter_declaration"
        names = [text_of(name) for name in declared.children_by_field_name("name") if name.is_named]
        for name in names or [""]:
            text = f"{name} {'...' if variadic else ''}{kind}".strip()
            yield Parameter(name or kind, text, required=not variadic, by_position=True)


def _type(spec: Node, whole: Node) -> Iterator[Definition]:
    name, kind = field_text(spec, "name"), field(spec, "type")
    public = _is_exported(name)
    known = _TYPES.get(kind.type if kind else "", NameKind.TYPE)
    node = whole if whole.start_point[0] == spec.start_point[0] else spec
    yield define(
        known, "", name, node, named=field(spec, "name"), public=public,
        value=value_of(kind) if known is NameKind.TYPE else None,
    )  # fmt: skip
    for fields in of_type(kind, "field_declaration_list") if kind else ():
        for declared in of_type(fields, "field_declaration"):
            for named in (name for name in declared.children_by_field_name("name") if name.is_named):
                yield define(
                    NameKind.PROPERTY, name, text_of(named), declared,
                    public=public and _is_exported(text_of(named)), result=field_text(declared, "type"),
                )  # fmt: skip
    if kind is not None and known is NameKind.INTERFACE and any(True for _ in of_type(kind, "type_elem")):
        yield define(NameKind.BOUND, name, "*", spec, public=False)  # what the interfaces have that it embeds
    for method in of_type(kind, "method_elem", "method_spec") if kind else ():
        yield _function(method, name, NameKind.METHOD)


def _specs(node: Node) -> Iterator[Node]:
    yield from of_type(node, "const_spec", "var_spec")
    for grouped in of_type(node, "var_spec_list"):
        yield from of_type(grouped, "var_spec")


def _values(spec: Node, kind: NameKind) -> Iterator[Definition]:
    names = [name for name in spec.children_by_field_name("name") if name.is_named]
    values = members(field(spec, "value"))
    for position, name in enumerate(names):
        value = value_of(values[position]) if position < len(values) else None
        if text_of(name) != "_":
            public = _is_exported(text_of(name))
            yield define(kind, "", text_of(name), spec, public=public, named=name, value=value)


GO = CodeLanguage(
    "Go",
    tree_sitter_go.language,
    definitions,
    begins=re.compile(r"^func\s+(?:\([^)]*\)\s*)?(\w+)|^type\s+(\w+)"),
    is_proved=anywhere,
    says_public=True,
    binds_callers=lambda _signature: True,
    demands=lambda _text: True,
    folder_is_package=True,
)
