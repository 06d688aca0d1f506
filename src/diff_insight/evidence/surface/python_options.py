"""Command-line options and commands in Python: argparse, click and Typer."""

import re
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from diff_insight.evidence.code.nodes import field, field_text, text_of
from diff_insight.evidence.surface.calls import (
    arguments,
    called,
    called_on,
    calls,
    first_line,
    keywords,
    literal,
    words,
)
from diff_insight.evidence.surface.item import CHOICES, DEFAULT, REQUIRED, Item, ItemKind

MARKS = re.compile(r"add_argument\(|add_parser\(|\boption\(|\bOption\(|\.command\(|\.group\(")
"""What a source that has any of these contains."""

_OPTION = re.compile(r"--?[A-Za-z][\w-]*$")
_HIDDEN = re.compile(r"\bSUPPRESS\b")
_TRAITS = (DEFAULT, REQUIRED, CHOICES)
_CHOICE = ("Choice",)
_MAKERS = ("command", "group")
_SUFFIXES = ("-command", "-cmd", "-group", "-grp")  # click takes them off the names of functions


def options(root: Node) -> Iterator[Item]:
    """Yield the options and commands that a module defines; those that it hides from help are left out."""
    for call in calls(root):
        match called(call):
            case "add_argument":
                yield from _option(call, _scope(call), _traits(keywords(call)))
            case "option" if _decorated(call) is not None:
                yield from _option(call, _function_of(call), _traits(keywords(call)))
            case "Option":
                yield from _of_parameter(call)
            case "add_parser":
                yield from _named(call, arguments(call)[:1], keywords(call))
            case name if name in _MAKERS and _decorated(call) is not None:
                yield from _command(call)


def _option(call: Node, scope: str, traits: Mapping[str, Node], parameter: Node | None = None) -> Iterator[Item]:
    """The option that a call defines; without a name of its own it is named after the parameter, if there is one."""
    told = keywords(call)
    if "hidden" in told or _HIDDEN.search(text_of(told.get("help"))):
        return
    named = [(text.split("/")[0], node) for node in arguments(call) if (text := literal(node)) and _is_name(node)]
    if not named and parameter is not None:
        named = [(f"--{text_of(parameter).replace('_', '-')}", parameter)]
    if not named:
        return
    name, node = next((each for each in named if each[0].startswith("--")), named[0])
    yield Item(
        ItemKind.OPTION,
        name,
        line=first_line(node),
        start=min(first_line(call), first_line(node)),
        scope=scope,
        traits=tuple((name, text_of(traits[name])) for name in _TRAITS if name in traits),
        help=words(told.get("help")),
    )


def _traits(told: Mapping[str, Node]) -> dict[str, Node]:
    traits = {name: told[name] for name in _TRAITS if name in told}
    kind = told.get("type")
    if kind is not None and kind.type == "call" and called(kind) in _CHOICE and arguments(kind):
        traits[CHOICES] = arguments(kind)[0]
    return traits


def _of_parameter(call: Node) -> Iterator[Item]:
    """A parameter of a function for Typer: its first argument, or what the annotated parameter defaults to."""
    parameter: Node | None = call
    while parameter is not None and parameter.type not in ("typed_default_parameter", "typed_parameter"):
        if parameter.type in ("function_definition", "block", "module"):
            return
        parameter = parameter.parent
    if parameter is None or field_text(call, "function") not in ("typer.Option", "Option"):
        return
    own = field(parameter, "value")
    first = next((node for node in arguments(call) if not _is_name(node)), None)
    default = first if own is not None and own.id == call.id else own
    traits = _traits(keywords(call)) | ({DEFAULT: default} if default is not None else {})
    if text_of(traits.get(DEFAULT)) in ("...", "None"):
        del traits[DEFAULT]
    yield from _option(call, _function_of(call), traits, field(parameter, "name") or parameter.named_children[0])


def _is_name(node: Node) -> bool:
    return bool(_OPTION.match((literal(node) or "").split("/")[0]))


def _command(call: Node) -> Iterator[Item]:
    function = _decorated(call)
    told = keywords(call)
    named = [told["name"]] if "name" in told else [node for node in arguments(call)[:1] if literal(node)]
    if "hidden" in told or function is None:
        return
    if named:
        yield from _named(call, named, told)
    else:
        name = field(function, "name")
        if name is not None and called_on(call) is not None:
            text = text_of(name).replace("_", "-")
            text = next((text.removesuffix(end) for end in _SUFFIXES if text.endswith(end)), text)
            yield Item(ItemKind.COMMAND, text, first_line(name), first_line(call), help=words(told.get("help")))


def _named(call: Node, nodes: list[Node], told: Mapping[str, Node]) -> Iterator[Item]:
    name = literal(nodes[0]) if nodes else None
    if name and not name.startswith("-"):
        text = words(told.get("help")) or words(told.get("short_help"))
        yield Item(ItemKind.COMMAND, name, first_line(nodes[0]), first_line(call), help=text)


def _decorated(call: Node) -> Node | None:
    """The function that a call decorates."""
    above = call.parent
    if above is None or above.type != "decorator" or above.parent is None:
        return None
    return field(above.parent, "definition")


def _function_of(call: Node) -> str:
    """The function that is decorated, or whose parameter this is."""
    node: Node | None = call
    while node is not None:
        if node.type == "decorated_definition":
            definition = field(node, "definition")
            return field_text(definition, "name") if definition else ""
        if node.type == "function_definition":
            return field_text(node, "name")
        node = node.parent
    return ""


def _scope(call: Node) -> str:
    """The parser or group of options to which an option is added."""
    return text_of(called_on(call))
