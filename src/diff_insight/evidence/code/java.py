"""Definitions in Java."""

import re
from collections.abc import Iterator

import tree_sitter_java
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import CONTAINER, CodeLanguage, anywhere
from diff_insight.evidence.code.nodes import define, field, field_text, members, of_type, qualified, text_of, value_of

_TYPES = {
    "class_declaration": NameKind.CLASS,
    "record_declaration": NameKind.CLASS,
    "interface_declaration": NameKind.INTERFACE,
    "annotation_type_declaration": NameKind.INTERFACE,
    "enum_declaration": NameKind.ENUM,
}
_METHODS = frozenset(
    {
        "method_declaration",
        "constructor_declaration",
        "compact_constructor_declaration",
        "annotation_type_element_declaration",
    }
)

_DEFAULT = re.compile(r"\bdefault\b")


def definitions(root: Node) -> Iterator[Definition]:
    """Yield types, methods, constructors, fields and enum values.

    A `public` or `protected` definition is public if its container is; members of an interface need no keyword.
    """
    yield from _in_block(root, "", public=True, implied=False)


def _in_block(block: Node, container: str, *, public: bool, implied: bool) -> Iterator[Definition]:
    for node in block.named_children:
        visible = public and (implied or _is_open(node))
        kind = _TYPES.get(node.type)
        if kind:
            name, body = field_text(node, "name"), field(node, "body")
            yield define(
                kind, container, name, node, named=field(node, "name"), public=visible,
                parameters=_parameters(node) if node.type == "record_declaration" else None,
            )  # fmt: skip
            if body:
                inside = qualified(container, name)
                yield from _in_block(body, inside, public=visible, implied=kind is NameKind.INTERFACE)
        elif node.type in _METHODS:
            yield define(
                NameKind.METHOD, container, field_text(node, "name"), node, named=field(node, "name"), public=visible,
                parameters=_parameters(node), result=field_text(node, "type"),
                throws=text_of(next(of_type(node, "throws"), None)),
            )  # fmt: skip
        elif node.type in ("field_declaration", "constant_declaration"):
            for declarator in of_type(node, "variable_declarator"):
                yield define(
                    NameKind.PROPERTY if container else NameKind.CONSTANT,
                    container, field_text(declarator, "name"), node, named=declarator, public=visible,
                    result=field_text(node, "type"), value=value_of(field(declarator, "value")),
                )  # fmt: skip
        elif node.type == "enum_constant":
            yield define(
                NameKind.ENUM_VALUE, container, field_text(node, "name"), node, public=public,
                value=value_of(field(node, "arguments")),
            )  # fmt: skip
        elif node.type in ("enum_body_declarations", "ERROR"):
            yield from _in_block(node, container, public=public, implied=implied)


def _is_open(node: Node) -> bool:
    words = {word for modifiers in of_type(node, "modifiers") for word in text_of(modifiers).split()}
    return not words.isdisjoint({"public", "protected"})


def _parameters(node: Node) -> tuple[Parameter, ...]:
    found = []
    for child in members(field(node, "parameters")):
        if child.type == "formal_parameter":
            found.append(Parameter(field_text(child, "name"), text_of(child), by_position=True))
        elif child.type == "spread_parameter":
            found.append(Parameter(text_of(child.named_children[-1]), text_of(child), required=False, by_position=True))
    return tuple(found)


BEGINS = re.compile(
    r"^\s*(?:[\w@]+\s+)*(?:class|interface|enum|record|struct|delegate)\s+(\w+)"
    r"|^(?!\s*final\s[\w<>\[\],.? ]+[=;:])"  # a local variable
    r"\s*(?:(?:public|private|protected|internal|static|final|abstract|override|virtual|async|sealed|synchronized|default)"
    r"\s+)+[\w<>\[\],.? ]*?(\w+)\s*(?:\(|=|;|\{)"
    r"|^\s+(?!(?:new|return|throw|else)\b)[\w<>\[\],.?]+\s+(\w+)\s*\([^()]*\)\s*(?:throws\s[\w\s,.]+)?\{?\s*$"
)
"""Matches a line that begins a definition in Java or C#."""

_NARROWED = re.compile(r"\s*(?:[\w@]+\s+)*?(?:private|internal)\s")
_BODY = re.compile(r"[^;=]*\{")


def without_word(text: str, indented: bool) -> str:
    """What decides whether a definition without `public` is public: interface members need no keyword."""
    is_own = _NARROWED.match(text) or (_BODY.match(text) and not re.match(r"\s*(?:default|static)\b", text))
    return "" if is_own or not indented else CONTAINER


JAVA = CodeLanguage(
    "Java",
    tree_sitter_java.language,
    definitions,
    begins=BEGINS,
    is_proved=anywhere,
    says_public=True,
    without_word=without_word,
    overloads=True,
    methods_need_class=True,
    binds_callers=lambda _signature: True,
    # A member of an annotation may have a default.
    demands=lambda text: "{" not in text and "static" not in text and not _DEFAULT.search(text),
    folder_is_package=True,
)
