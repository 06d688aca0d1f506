"""Reads names, texts and lines from the nodes of a syntax tree."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter

_COMMENTS = frozenset({"comment", "line_comment", "block_comment"})
_INTERNAL = re.compile(r"@(?:internal|private|(?:api|access)\s+private)\b")
_VALUE = 120  # maximum length of a value in bytes; longer ones are not quoted


def text_of(node: Node | None) -> str:
    """The source of a node with runs of white space collapsed; '' for None."""
    return " ".join(node.text.decode("utf-8", "replace").split()) if node and node.text else ""


def field(node: Node, name: str) -> Node | None:
    """The child in a named field of a node, or None."""
    return node.child_by_field_name(name)


def field_text(node: Node, name: str) -> str:
    """The source of the child in a named field; '' if there is none."""
    return text_of(node.child_by_field_name(name))


def members(node: Node | None) -> list[Node]:
    """The named children of a node, without comments; empty for None."""
    return [child for child in node.named_children if child.type not in _COMMENTS] if node else []


def of_type(node: Node, *types: str) -> Iterator[Node]:
    """The children of the given types."""
    return (child for child in node.children if child.type in types)


def is_internal(node: Node) -> bool:
    """Whether the comment above says that what follows is for the package itself: `@internal`, `@private`."""
    below, above = node, node.prev_named_sibling
    if above is None and node.parent is not None and node.parent.type == "body_statement":
        above = node.parent.prev_named_sibling  # where Ruby's grammar puts a comment above the first member
    while above is not None and above.type in _COMMENTS:
        if _INTERNAL.search(text_of(above)):
            return True
        below, above = above, above.prev_named_sibling
        if above is not None and above.end_point[0] < below.start_point[0] - 1:
            break  # a comment apart
    return False


def value_of(node: Node | None) -> str | None:
    """The source of a value; None if there is none or it is too long to quote in full."""
    if node is None or node.end_byte - node.start_byte > _VALUE:
        return None
    return text_of(node)


def qualified(container: str, name: str) -> str:
    """A name qualified by its container."""
    return f"{container}.{name}" if container else name


def define(
    kind: NameKind,
    container: str,
    name: str,
    node: Node,
    *,
    public: bool,
    named: Node | None = None,
    parameters: tuple[Parameter, ...] | None = None,
    result: str = "",
    value: str | None = None,
    throws: str = "",
    written: str | None = None,
    decided_by: str = "",
) -> Definition:
    """Build the definition that a node represents.

    Args:
        kind: what the name stands for.
        container: the qualified name of what it is defined in.
        name: its unqualified name.
        node: the whole definition.
        public: whether code elsewhere can use it.
        named: the node of the name, if it may be on a later line than the start of the definition.
        parameters: its parameters; None if it takes no parameter list or the list is unknown.
        result: the declared type of the result.
        value: of a constant.
        throws: the declared exceptions.
        written: full source text of a member that is only a declaration.
        decided_by: what decides whether it is public, if not its own position and keywords.
    """
    # A node may end at column 0 of the line after its last.
    end = node.end_point[0] + (1 if node.end_point[1] else 0)
    return Definition(
        kind=kind,
        name=qualified(container, name),
        public=public,
        line=(named or node).start_point[0] + 1,
        start=node.start_point[0] + 1,
        end=max(end, node.start_point[0] + 1),
        parameters=parameters,
        result=result.removeprefix(":").strip() or None,
        value=value,
        throws=throws or None,
        written=written,
        decided_by=decided_by,
    )
