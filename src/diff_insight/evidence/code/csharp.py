"""Definitions in C#."""

import re
from collections.abc import Iterator

import tree_sitter_c_sharp
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.java import BEGINS, without_word
from diff_insight.evidence.code.language import CodeLanguage, anywhere
from diff_insight.evidence.code.nodes import define, field, field_text, of_type, qualified, text_of, value_of

_TYPES = {
    "class_declaration": NameKind.CLASS,
    "struct_declaration": NameKind.CLASS,
    "record_declaration": NameKind.CLASS,
    "interface_declaration": NameKind.INTERFACE,
    "enum_declaration": NameKind.ENUM,
    "delegate_declaration": NameKind.TYPE,
}
_FORBIDS = re.compile(r"\bObsolete(?:Attribute)?\([^\]]*\btrue\s*\)")
_BODY = re.compile(r"\{(?!\s*(?:get|set|init)\s*;)|\b(?:get|set|init)\s*\{")
_METHODS = frozenset({"method_declaration", "constructor_declaration", "local_function_statement"})
_TRANSPARENT = frozenset({"declaration_list", "global_statement", "ERROR"})


def definitions(root: Node) -> Iterator[Definition]:
    """Yield types, methods, constructors, properties, fields and enum values; `public` and `protected` ones are public.

    Namespaces are not part of names, because two files can declare the same namespace in different forms.
    """
    yield from _in_block(root, "", public=True, implied=False)


def _in_block(block: Node, container: str, *, public: bool, implied: bool) -> Iterator[Definition]:
    for node in block.named_children:
        visible = public and (implied or _is_open(node)) and not _is_forbidden(node)
        kind = _TYPES.get(node.type)
        if kind:
            name, body = field_text(node, "name"), field(node, "body")
            has_parameters = node.type == "delegate_declaration"
            yield define(
                kind, container, name, node, named=field(node, "name"), public=visible,
                parameters=_parameters(node) if has_parameters else None,
            )  # fmt: skip
            inside = qualified(container, name)
            listed = next(of_type(node, "parameter_list"), None)
            if node.type == "record_declaration":
                for parameter in of_type(listed, "parameter") if listed else ():
                    named, result = field(parameter, "name"), field_text(parameter, "type")
                    yield define(
                        NameKind.PROPERTY, inside, text_of(named), node, named=named, public=visible, result=result
                    )
            if listed and not has_parameters:
                yield define(
                    NameKind.METHOD, inside, name, node, named=field(node, "name"), public=visible,
                    parameters=_parameters(node),
                )  # fmt: skip
            if body:
                implied_inside = kind in (NameKind.INTERFACE, NameKind.ENUM)
                yield from _in_block(body, inside, public=visible, implied=implied_inside)
        elif node.type in _METHODS:
            yield define(
                NameKind.METHOD, container, field_text(node, "name"), node, named=field(node, "name"), public=visible,
                parameters=_parameters(node), result=field_text(node, "returns") or field_text(node, "type"),
            )  # fmt: skip
        elif node.type == "property_declaration":
            yield define(
                NameKind.PROPERTY, container, field_text(node, "name"), node, named=field(node, "name"),
                public=visible, result=field_text(node, "type"),
            )  # fmt: skip
            yield from _setter(node, qualified(container, field_text(node, "name")), public=visible)
        elif node.type in ("field_declaration", "event_field_declaration"):
            yield from _fields(node, container, public=visible)
        elif node.type == "enum_member_declaration":
            name, value = field_text(node, "name"), value_of(field(node, "value"))
            yield define(NameKind.ENUM_VALUE, container, name, node, public=public, value=value)
        elif node.type in ("namespace_declaration", "file_scoped_namespace_declaration"):
            yield from _in_block(field(node, "body") or node, container, public=public, implied=implied)
        elif node.type in _TRANSPARENT:
            yield from _in_block(node, container, public=public, implied=implied)


def _fields(node: Node, container: str, *, public: bool) -> Iterator[Definition]:
    for declaration in of_type(node, "variable_declaration"):
        for declarator in of_type(declaration, "variable_declarator"):
            values = [child for child in declarator.named_children if child.type != "identifier"]
            yield define(
                NameKind.PROPERTY, container, field_text(declarator, "name"), node, named=declarator, public=public,
                result=field_text(declaration, "type"), value=value_of(values[0] if values else None),
            )  # fmt: skip


def _setter(node: Node, container: str, *, public: bool) -> Iterator[Definition]:
    """Yield the `set` or `init` accessor of a property, as public as the property unless a modifier narrows it."""
    for accessors in of_type(node, "accessor_list"):
        for accessor in of_type(accessors, "accessor_declaration"):
            named = field(accessor, "name")
            if text_of(named) in ("set", "init"):
                narrowed = any(True for _ in of_type(accessor, "modifier")) and not _is_open(accessor)
                yield define(
                    NameKind.SETTER, container, text_of(named), accessor, named=named, public=public and not narrowed
                )


def _is_open(node: Node) -> bool:
    return any(text_of(modifier) in ("public", "protected") for modifier in of_type(node, "modifier"))


def _is_forbidden(node: Node) -> bool:
    """Whether an attribute makes each use an error."""
    return any(_FORBIDS.search(text_of(attributes)) for attributes in of_type(node, "attribute_list"))


def _demands(text: str) -> bool:
    """Whether a member of an interface has no body of its own."""
    return "=>" not in text and _BODY.search(text) is None


def _parameters(node: Node) -> tuple[Parameter, ...]:
    listed = field(node, "parameters") or next(of_type(node, "parameter_list"), None)
    found = []
    for child in of_type(listed, "parameter") if listed else ():
        named = field(child, "name")
        after = [text_of(other) for other in child.named_children if named and other.start_byte > named.end_byte]
        default = after[0] if after else None
        found.append(Parameter(text_of(named), text_of(child), default, required=default is None))
    if listed and any(child.type == "params" for child in listed.children):
        name = field_text(listed, "name")
        found.append(Parameter(name, f"params {field_text(listed, 'type')} {name}", required=False))
    return tuple(found)


CSHARP = CodeLanguage(
    "C#",
    tree_sitter_c_sharp.language,
    definitions,
    begins=BEGINS,
    is_proved=anywhere,
    says_public=True,
    without_word=without_word,
    overloads=True,
    methods_need_class=True,
    binds_callers=lambda _signature: True,
    demands=_demands,
    declares_namespace=True,
    null_is_advice=True,
)
