"""Command-line options and commands in Go: the flag package, pflag, cobra and urfave/cli."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from diff_insight.evidence.code.nodes import field, text_of
from diff_insight.evidence.surface.calls import arguments, called, called_on, calls, first_line, literal, words
from diff_insight.evidence.surface.item import DEFAULT, Item, ItemKind

MARKS = re.compile(r"Flags\(\)|\bflag\.|cobra\.Command\{|cli\.\w+Flag\{|\b(?:fs|flags|flagSet)\.")
"""What a source that has any of these contains."""

_FLAG = re.compile(
    r"(?P<type>Bool|String|U?[iI]nt(?:8|16|32|64)?|Float(?:32|64)|Duration|Count|IP|Bytes\w*|\w+Slice|\w+Array"
    r"|StringTo\w+|Func|Text)(?P<into>Var)?(?P<short>P)?$"
)
_SET = re.compile(r"(?:^|\.)(?:(?:Persistent|Local)?Flags\(\)|flag|fs|flags|flagSet|pflag)$")
_FIELD = re.compile(r"\b(\w+)$")


def options(root: Node) -> Iterator[Item]:
    """Yield the options and commands that a file defines."""
    for call in calls(root):
        match = _FLAG.match(called(call))
        if match and _SET.search(text_of(called_on(call))):
            yield from _flag(call, match)
    yield from _literals(root)


def _flag(call: Node, match: re.Match[str]) -> Iterator[Item]:
    given = arguments(call)[1 if match["into"] else 0 :]
    name = literal(given[0]) if given else None
    if not name:
        return
    rest = given[2 if match["short"] else 1 :]
    # A counter has no default, and neither has a function that is called with the value.
    has_default = match["type"] not in ("Count", "Func") and len(rest) > 1
    yield Item(
        ItemKind.OPTION,
        name if len(name) == 1 else f"--{name}",
        line=first_line(given[0]),
        start=first_line(call),
        scope=text_of(called_on(call)),
        traits=((DEFAULT, text_of(rest[0])),) if has_default else (),
        help=words(rest[-1]) if rest else "",
    )


def _literals(root: Node) -> Iterator[Item]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type == "composite_literal":
            kind = text_of(field(node, "type"))
            if kind == "cobra.Command":
                yield from _command(node)
            elif kind.startswith("cli.") and kind.endswith("Flag"):
                yield from _cli_flag(node)
        waiting.extend(reversed(node.named_children))


def _fields(node: Node) -> dict[str, Node]:
    """The fields of a composite literal by name."""
    body = field(node, "body")
    found: dict[str, Node] = {}
    for element in body.named_children if body else ():
        key, value = field(element, "key"), field(element, "value")
        if element.type == "keyed_element" and key is not None and value is not None and value.named_children:
            found[text_of(key)] = value.named_children[0]
    return found


def _command(node: Node) -> Iterator[Item]:
    fields = _fields(node)
    use = literal(fields.get("Use"))
    if use and "Hidden" not in fields:
        yield Item(
            ItemKind.COMMAND,
            use.split(" ")[0],
            first_line(fields["Use"]),
            first_line(node),
            help=words(fields.get("Short")),
        )


def _cli_flag(node: Node) -> Iterator[Item]:
    fields = _fields(node)
    name = literal(fields.get("Name"))
    if name and "Hidden" not in fields:
        yield Item(
            ItemKind.OPTION,
            f"--{name.split(',')[0]}",
            line=first_line(fields["Name"]),
            start=first_line(node),
            traits=tuple((DEFAULT, text_of(fields[key])) for key in ("Value",) if key in fields),
            help=words(fields.get("Usage")),
        )
