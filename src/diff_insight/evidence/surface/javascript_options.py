"""Command-line options and commands in JavaScript and TypeScript: commander, cac and yargs."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from diff_insight.evidence.code.nodes import field, text_of
from diff_insight.evidence.surface.calls import arguments, called, called_on, calls, first_line, literal, words
from diff_insight.evidence.surface.item import CHOICES, DEFAULT, REQUIRED, Item, ItemKind

MARKS = re.compile(r"""["'](?:commander|yargs|cac|sade|caporal|@commander-js/extra-typings)(?:/[\w./-]+)?["']""")
"""What a source that imports any of these libraries contains; the names of their methods alone are too common."""

_LONG = re.compile(r"(--[A-Za-z][\w.-]*)")
_SHORT = re.compile(r"(-[A-Za-z])\b")
_COMMAND = re.compile(r"[\w:-]+")
_YARGS = {"default": DEFAULT, "choices": CHOICES, "demandOption": REQUIRED, "required": REQUIRED}


def options(root: Node) -> Iterator[Item]:
    """Yield the options and commands that a module defines."""
    for call in calls(root):
        given = arguments(call)
        name = literal(given[0]) if given else None
        if not name:
            continue
        match called(call):
            case "option" | "requiredOption" | "addOption" | "Option" if name.startswith("-"):
                yield from _flags(call, given, name)
            case "option" if len(given) > 1 and given[1].type == "object":
                yield from _of_yargs(call, given[0], name, given[1])
            case "command" if called_on(call) is not None and _COMMAND.match(name):
                text = words(given[1]) if len(given) > 1 else ""
                word = name.split(" ")[0]
                yield Item(ItemKind.COMMAND, word, first_line(given[0]), first_line(given[0]), help=text)


def _flags(call: Node, given: list[Node], text: str) -> Iterator[Item]:
    match = _LONG.search(text) or _SHORT.search(text)
    if not match:
        return
    values = [node for node in given[2:] if node.type not in ("arrow_function", "function_expression", "identifier")]
    default = values[0] if values and values[0].type != "object" else None
    if values and values[0].type == "object":
        default = _entries(values[0]).get("default")
    yield Item(
        ItemKind.OPTION,
        match[1],
        line=first_line(given[0]),
        start=first_line(given[0]),
        traits=((DEFAULT, text_of(default)),) if default is not None else (),
        help=words(given[1]) if len(given) > 1 else "",
    )


def _of_yargs(call: Node, node: Node, name: str, settings: Node) -> Iterator[Item]:
    told = _entries(settings)
    if "hidden" in told:
        return
    traits = {_YARGS[key]: text_of(value) for key, value in told.items() if key in _YARGS}
    yield Item(
        ItemKind.OPTION,
        name if name.startswith("-") else f"--{name}",
        line=first_line(node),
        start=first_line(node),
        traits=tuple(sorted(traits.items())),
        help=words(told.get("describe") or told.get("description") or told.get("desc")),
    )


def _entries(node: Node) -> dict[str, Node]:
    return {
        text_of(field(pair, "key")).strip("\"'"): value
        for pair in node.named_children
        if pair.type == "pair" and (value := field(pair, "value")) is not None
    }
