"""Command-line options and commands in Rust: clap, by its builder and by its derive macros."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from diff_insight.evidence.code.nodes import field, text_of
from diff_insight.evidence.surface.calls import arguments, called, called_on, calls, first_line, literal, words
from diff_insight.evidence.surface.item import DEFAULT, REQUIRED, Item, ItemKind

MARKS = re.compile(r"\bArg::|\bcommand!|Command::new|#\[(?:arg|clap|command)\(|\bclap::")
"""What a source that has any of these contains."""

_CHAIN = {"default_value": DEFAULT, "default_value_t": DEFAULT, "required": REQUIRED}
_LONG = re.compile(r"\blong\b(?:\s*=\s*(?P<name>\"[^\"]*\"))?")
_OF_ATTRIBUTE = {
    DEFAULT: re.compile(r"\bdefault_value(?:_t)?\s*=\s*(\"[^\"]*\"|[\w:.]+)"),
    REQUIRED: re.compile(r"\brequired\s*=\s*(true|false)"),
}
_HELP = re.compile(r"\bhelp\s*=\s*\"([^\"]*)\"")


def options(root: Node) -> Iterator[Item]:
    """Yield the options and commands that a file defines; those that are hidden from help are left out."""
    is_clap = b"clap" in (root.text or b"")  # the standard library has a Command as well
    for call in calls(root):
        if called(call) == "long" and called_on(call) is not None:
            yield from _built(call)
        elif is_clap and text_of(field(call, "function")).endswith("Command::new"):
            given = arguments(call)
            name = literal(given[0]) if given else None
            if name:
                yield Item(ItemKind.COMMAND, name, first_line(given[0]), first_line(call))
    yield from _derived(root)


def _built(call: Node) -> Iterator[Item]:
    given = arguments(call)
    name = literal(given[0]) if given else None
    chain = dict(_chain(call))
    if not name or text_of(chain.get("hide")) == "true":
        return
    traits = {trait: text_of(chain[key]) for key, trait in _CHAIN.items() if key in chain}
    yield Item(
        ItemKind.OPTION,
        f"--{name}",
        line=first_line(given[0]),
        start=first_line(_lowest(call)),
        traits=tuple(sorted(traits.items())),
        help=words(chain.get("help")),
    )


def _lowest(call: Node) -> Node:
    node = call
    while (inner := called_on(node)) is not None and inner.type == "call_expression":
        node = inner
    return node


def _chain(call: Node) -> Iterator[tuple[str, Node]]:
    """Yield the names of the methods called before and after in one chain, with their first arguments."""
    top = call
    while top.parent is not None and top.parent.type in ("field_expression", "call_expression"):
        if top.parent.type == "call_expression" and field(top.parent, "function") != top:
            break
        top = top.parent
    node: Node | None = top
    while node is not None and node.type == "call_expression":
        given = arguments(node)
        if given:
            yield called(node), given[0]
        node = called_on(node)


def _derived(root: Node) -> Iterator[Item]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "field_declaration":
            yield from _of_field(node)
        waiting.extend(reversed(node.named_children))


def _of_field(node: Node) -> Iterator[Item]:
    attributes: list[Node] = []
    comments: list[Node] = []
    above = node.prev_named_sibling
    while above is not None and above.type in ("attribute_item", "line_comment"):
        (attributes if above.type == "attribute_item" else comments).append(above)
        above = above.prev_named_sibling
    for attribute in attributes:
        text = text_of(attribute)
        match = _LONG.search(text) if re.match(r"#\[(?:arg|clap|structopt)\(", text) else None
        if match is None or re.search(r"\bhide\b(?!\s*=\s*false)", text):
            continue
        name = match["name"].strip('"') if match["name"] else text_of(field(node, "name")).replace("_", "-")
        line = _line_of(attribute, match["name"]) if match["name"] else first_line(field(node, "name") or node)
        yield Item(
            ItemKind.OPTION,
            f"--{name}",
            line=line,
            start=first_line(attribute),
            traits=tuple((trait, found[1]) for trait, of in _OF_ATTRIBUTE.items() if (found := of.search(text))),
            help=found[1] if (found := _HELP.search(text)) else _documented(comments),
        )


def _line_of(attribute: Node, text: str) -> int:
    """The line of an attribute on which a text stands."""
    lines = (attribute.text or b"").decode("utf-8", "replace").split("\n")
    return first_line(attribute) + next((number for number, line in enumerate(lines) if text in line), 0)


def _documented(comments: list[Node]) -> str:
    lines = [text_of(comment).lstrip("/").strip() for comment in comments[::-1]]
    return " ".join(lines[: lines.index("")] if "" in lines else lines)
