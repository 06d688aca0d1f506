"""Finds calls in a syntax tree and the literals among their arguments, in all languages of the readers."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from diff_insight.evidence.code.nodes import field, text_of

_CALLS = frozenset({"call", "call_expression", "new_expression"})
_SUBSTITUTED = frozenset({"interpolation", "template_substitution"})
_STRINGS = frozenset(
    {"string", "string_literal", "raw_string_literal", "interpreted_string_literal", "template_string"}
)
_JOINED = frozenset({"concatenated_string", "parenthesized_expression", "binary_expression", "binary_operator"})
_CONTENT = re.compile(r"""^[A-Za-z]{0,2}#*("{3}|'{3}|["'`])(.*)\1#*$""", re.DOTALL)
_DEEPEST = 400  # nested calls below are not searched


def calls(root: Node) -> Iterator[Node]:
    """Yield the calls under a node in source order."""
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if node.type in _CALLS:
            yield node
        if depth < _DEEPEST:
            waiting.extend((child, depth + 1) for child in reversed(node.named_children))


def callee(call: Node) -> Node | None:
    """What is called."""
    return field(call, "function") or field(call, "constructor")


def called(call: Node) -> str:
    """The last name of what is called: `add_argument` for `parser.add_argument(…)`."""
    function = callee(call)
    if function is None:
        return ""
    last = field(function, "attribute") or field(function, "property") or field(function, "field")
    return text_of(last or field(function, "name") or function)


def called_on(call: Node) -> Node | None:
    """What a method is called on; None for a function."""
    function = callee(call)
    if function is None:
        return None
    return field(function, "object") or field(function, "operand") or field(function, "value")


def arguments(call: Node) -> list[Node]:
    """The positional arguments of a call."""
    return [child for child in _arguments(call) if child.type not in ("keyword_argument", "comment", "line_comment")]


def keywords(call: Node) -> dict[str, Node]:
    """The arguments of a call that are passed by name."""
    return {
        text_of(field(child, "name")): value
        for child in _arguments(call)
        if child.type == "keyword_argument" and (value := field(child, "value"))
    }


def _arguments(call: Node) -> list[Node]:
    listed = field(call, "arguments")
    return listed.named_children if listed else []


def literal(node: Node | None) -> str | None:
    """The text of a string literal without interpolation; None for anything else."""
    if node is None or node.type not in _STRINGS or any(c.type in _SUBSTITUTED for c in node.named_children):
        return None
    match = _CONTENT.match((node.text or b"").decode("utf-8", "replace"))
    return match[2] if match else None


def words(node: Node | None) -> str:
    """The text of a literal, or of several that are put together, on one line; '' for anything else."""
    if node is None:
        return ""
    if (text := literal(node)) is not None:
        return " ".join(text.split())
    if node.type in _JOINED:
        parts = [literal(child) for child in node.named_children]
        if parts and all(part is not None for part in parts):
            return " ".join("".join(part or "" for part in parts).split())
    return ""


def first_line(node: Node) -> int:
    """The first line of a node, counted from 1."""
    return node.start_point[0] + 1
