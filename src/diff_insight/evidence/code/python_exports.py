"""Reads what a Python module declares as exported: its `__all__`, in the various ways it can be built."""

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from diff_insight.evidence.code.nodes import field, field_text, members, of_type, text_of

LIST = "__all__"
_LITERALS = frozenset({"list", "tuple", "set"})


@dataclass(frozen=True, slots=True)
class Exports:
    """The names of a module's `__all__`.

    Attributes:
        names: each name with the node of its string.
        are_all: whether these are all the names; false if the list is built from anything but literals.
    """

    names: dict[str, Node]
    are_all: bool


def exports(root: Node) -> Exports | None:
    """The contents of a module's `__all__`, however it is built; None if there is none."""
    found = [item for statement in _statements(root) for item in _items(statement)]
    if not found:
        return None
    names = {name: node for node in found if node is not None and (name := _literal(node))}
    return Exports(names, are_all=all(node is not None and _is_known(node) for node in found))


def _statements(block: Node) -> Iterator[Node]:
    """Yield the expressions and assignments of a module, including those in branches."""
    for node in block.named_children:
        if node.type == "expression_statement":
            yield from node.named_children[:1]
        elif node.type not in ("function_definition", "class_definition", "decorated_definition"):
            yield from _statements(node)


def _items(statement: Node) -> Iterator[Node | None]:
    """Yield what a statement adds to `__all__`: strings, the list itself if empty, None for what cannot be read."""
    match statement.type:
        case "assignment" | "augmented_assignment" if field_text(statement, "left") == LIST:
            right = field(statement, "right")
            if right is not None:
                yield from _elements(right)
        case "call":
            function, arguments = field_text(statement, "function"), members(field(statement, "arguments"))
            if function == f"{LIST}.append":
                yield from arguments
            elif function == f"{LIST}.extend":
                for argument in arguments:
                    yield from _elements(argument)
            elif function.startswith(f"{LIST}."):
                yield None


def _elements(node: Node) -> Iterator[Node | None]:
    if node.type in _LITERALS:
        yield from members(node) or [node]
    elif node.type == "parenthesized_expression":
        for inner in members(node):
            yield from _elements(inner)
    elif node.type == "binary_operator" and field_text(node, "operator") == "+":
        for side in (field(node, "left"), field(node, "right")):
            yield from _elements(side) if side is not None else (None,)
    else:
        yield None


def _is_known(node: Node) -> bool:
    return node.type in _LITERALS or bool(_literal(node))


def _literal(node: Node) -> str:
    """The text of a string literal without interpolation; '' for anything else."""
    if node.type != "string" or any(True for _ in of_type(node, "interpolation")):
        return ""
    return "".join(text_of(part) for part in of_type(node, "string_content"))
