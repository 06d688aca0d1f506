"""Definitions in Rust."""

from collections.abc import Iterator

from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.nodes import define, field, field_text, members, of_type, qualified, text_of, value_of

_NAMED = {
    "function_item": NameKind.FUNCTION,
    "function_signature_item": NameKind.FUNCTION,
    "struct_item": NameKind.CLASS,
    "union_item": NameKind.CLASS,
    "enum_item": NameKind.ENUM,
    "trait_item": NameKind.INTERFACE,
    "type_item": NameKind.TYPE,
    "const_item": NameKind.CONSTANT,
    "static_item": NameKind.CONSTANT,
    "mod_item": NameKind.MODULE,
    "macro_definition": NameKind.MACRO,
}


def definitions(root: Node) -> Iterator[Definition]:
    """Functions, types, traits, constants, modules and macros; public is what is `pub` without a restriction.

    The members of a public trait and the variants of a public enum are public, too; a trait's methods in an `impl` are
    not named, since the trait names them.
    """
    yield from _in_block(root, "", of_trait=False)


def _in_block(block: Node, container: str, *, of_trait: bool) -> Iterator[Definition]:
    exported = False
    for node in block.named_children:
        if node.type == "attribute_item":
            exported = exported or "macro_export" in text_of(node)
            continue
        kind = _NAMED.get(node.type)
        if kind:
            yield from _item(node, kind, container, of_trait=of_trait or exported)
        elif node.type == "impl_item" and field(node, "trait") is None:
            body, owner = field(node, "body"), field_text(node, "type").partition("<")[0]
            if body:
                yield from _in_block(body, qualified(container, owner), of_trait=False)
        elif node.type in ("ERROR", "foreign_mod_item", "declaration_list"):
            yield from _in_block(node, container, of_trait=of_trait)
        exported = False


def _item(node: Node, kind: NameKind, container: str, *, of_trait: bool) -> Iterator[Definition]:
    name = field_text(node, "name")
    public = of_trait or any(text_of(modifier) == "pub" for modifier in of_type(node, "visibility_modifier"))
    is_function = kind is NameKind.FUNCTION
    yield define(
        NameKind.METHOD if is_function and container else kind,
        container, name, node, named=field(node, "name"), public=public,
        parameters=tuple(_parameters(field(node, "parameters"))) if is_function else None,
        result=field_text(node, "return_type"),
        value=value_of(field(node, "value")) if kind is NameKind.CONSTANT else None,
    )  # fmt: skip
    body, inside = field(node, "body"), qualified(container, name)
    if body is None or is_function:
        return
    if kind is NameKind.ENUM:
        for variant in of_type(body, "enum_variant"):
            variant_name, value = field_text(variant, "name"), field(variant, "value") or field(variant, "body")
            yield define(NameKind.ENUM_VALUE, inside, variant_name, variant, public=public, value=value_of(value))
    elif kind is NameKind.CLASS:
        for declared in of_type(body, "field_declaration"):
            visible = public and any(text_of(m) == "pub" for m in of_type(declared, "visibility_modifier"))
            yield define(
                NameKind.PROPERTY, inside, field_text(declared, "name"), declared, public=visible,
                result=field_text(declared, "type"),
            )  # fmt: skip
    else:
        yield from _in_block(body, inside, of_trait=kind is NameKind.INTERFACE and public)


def _parameters(node: Node | None) -> Iterator[Parameter]:
    for child in members(node):
        if child.type == "parameter":
            yield Parameter(field_text(child, "pattern"), text_of(child), by_position=True)
