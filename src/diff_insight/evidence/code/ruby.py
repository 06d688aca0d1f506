"""Definitions in Ruby."""

import re
from collections.abc import Iterator
from dataclasses import replace

import tree_sitter_ruby
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import UNDOCUMENTED, CodeLanguage, nowhere
from diff_insight.evidence.code.nodes import (
    define,
    field,
    field_text,
    is_internal,
    members,
    qualified,
    text_of,
    value_of,
)

_ACCESS = frozenset({"private", "protected", "public"})
_MARKED = frozenset({"module", "class", "method", "singleton_method"})  # of which comments say whom they are for
_NODOC = re.compile(r"[^\n]*#\s*:nodoc:")  # by which RDoc leaves out what begins on the line
_HIDING = frozenset({"private", "protected", "private_class_method", "private_constant"})
_ACCESSORS = frozenset({"attr_reader", "attr_writer", "attr_accessor"})
# What defines methods without `def`, and which of its symbols are their names.
_FORWARDED = {
    "define_method": slice(0, 1), "alias_method": slice(0, 1), "def_delegator": slice(-1, None),
    "def_delegators": slice(1, None), "delegate": slice(0, None),
}  # fmt: skip


def definitions(root: Node) -> Iterator[Definition]:
    """Yield modules, classes, methods, accessors and constants; methods also by aliases and what forwards them.

    They are public unless `private` or `protected` applies, or a comment says `@private`, `@api private` or `:nodoc:`.
    """
    yield from _in_block(root, "", public=True)


def _in_block(block: Node, container: str, *, public: bool) -> Iterator[Definition]:
    hidden = set(_hidden(block))
    for definition in _in_order(block, container, public=public):
        own = definition.name.removeprefix(f"{container}.")
        yield replace(definition, public=False) if own in hidden else definition


def _hidden(block: Node) -> Iterator[str]:
    """Yield names that a block makes private after their definition: `private :load`, `private_constant :LIMIT`."""
    of_class = {field_text(node, "name") for node in block.named_children if node.type == "singleton_method"}
    for node in block.named_children:
        if node.type == "call" and (method := field_text(node, "method")) in _HIDING:
            for argument in members(field(node, "arguments")):
                name = text_of(argument).removeprefix(":")
                if argument.type == "simple_symbol" and (method == "private_class_method" or name not in of_class):
                    yield name


def _in_order(block: Node, container: str, *, public: bool) -> Iterator[Definition]:
    visible = public
    for node in block.named_children:
        is_open = visible if node.type == "method" else public
        if node.type in _MARKED and is_open and (is_internal(node) or _NODOC.match(text_of(node))):
            of_node = _of_node(node, container, public=False, visible=False)
            yield from (replace(d, decided_by=UNDOCUMENTED) for d in of_node)  # a comment keeps nobody from it
        elif node.type == "identifier" and text_of(node) in _ACCESS:
            visible = public and text_of(node) == "public"
        else:
            yield from _of_node(node, container, public=public, visible=visible)


def _of_node(node: Node, container: str, *, public: bool, visible: bool) -> Iterator[Definition]:
    match node.type:
        case "module" | "class":
            name, body = field_text(node, "name").replace("::", "."), field(node, "body")
            kind = NameKind.CLASS if node.type == "class" else NameKind.MODULE
            yield define(kind, container, name, node, named=field(node, "name"), public=public)
            if body:
                yield from _in_block(body, qualified(container, name), public=public)
        case "singleton_class":
            body = field(node, "body")
            if body:
                yield from _in_block(body, container, public=public)
        case "method" | "singleton_method":
            yield _method(node, container, public=visible or (public and node.type == "singleton_method"))
        case "assignment":
            left = field(node, "left")
            if left is not None and left.type == "constant":
                value = value_of(field(node, "right"))
                yield define(NameKind.CONSTANT, container, text_of(left), node, public=public, value=value)
        case "call":
            yield from _called(node, container, public=public, visible=visible)
        case "alias":
            name = field_text(node, "name").removeprefix(":")
            yield define(_method_kind(container), container, name, node, public=visible)
        case "ERROR" | "body_statement" | "begin" | "if" | "unless" | "then" | "else" | "elsif":
            yield from _in_block(node, container, public=public)


def _called(node: Node, container: str, *, public: bool, visible: bool) -> Iterator[Definition]:
    method, arguments = field_text(node, "method"), members(field(node, "arguments"))
    if method in _ACCESS:
        for argument in arguments:
            if argument.type == "method":
                yield _method(argument, container, public=public and method == "public")
            elif argument.type == "call":
                yield from _called(argument, container, public=public, visible=public and method == "public")
    elif method in _ACCESSORS:
        for argument in arguments:
            if argument.type == "simple_symbol":
                name = text_of(argument).lstrip(":")
                yield define(NameKind.PROPERTY, container, name, node, named=argument, public=visible)
    elif method in _FORWARDED:
        named = _FORWARDED[method]
        symbols = [argument for argument in arguments if argument.type == "simple_symbol"]
        for argument in symbols[named]:
            name = text_of(argument).removeprefix(":")
            yield define(_method_kind(container), container, name, node, named=argument, public=visible)


def _method_kind(container: str) -> NameKind:
    return NameKind.METHOD if container else NameKind.FUNCTION


def _method(node: Node, container: str, *, public: bool) -> Definition:
    name = field_text(node, "name")
    return define(
        _method_kind(container),
        container, name, node, named=field(node, "name"), public=public,
        parameters=tuple(_parameters(field(node, "parameters"))),
    )  # fmt: skip


def _parameters(node: Node | None) -> Iterator[Parameter]:
    for child in members(node):
        name, value = field_text(child, "name") or text_of(child), field(child, "value")
        required = child.type in ("identifier", "keyword_parameter") and value is None
        by_position = child.type in ("identifier", "optional_parameter")
        default = text_of(value) if value else None
        yield Parameter(name, text_of(child), default, required=required, by_position=by_position)


RUBY = CodeLanguage(
    "Ruby",
    tree_sitter_ruby.language,
    definitions,
    begins=re.compile(r"^\s*(?:def|class|module)\s+([\w.:?!]+)"),
    is_proved=nowhere,
    # Methods may be defined from texts, in which their names stand apart.
    missed=re.compile(r"(?<![\w.])(\w+[?!]?)"),
    missed_beside=re.compile(r"\b(?:class|module|instance)_eval\b"),
)
