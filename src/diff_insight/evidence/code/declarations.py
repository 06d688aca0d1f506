"""Reads definitions by a table of node types, for languages whose declarations need no more than that."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import takewhile

from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import UNDOCUMENTED
from diff_insight.evidence.code.nodes import define, field, is_internal, qualified, text_of

_NAMES = frozenset({"identifier", "simple_identifier", "type_identifier", "name", "variable_name", "pattern"})
_OPEN, _CLOSE = "([{<", ")]}>"


@dataclass(frozen=True, slots=True)
class Declarations:
    """How a language declares names.

    Attributes:
        containers: node types of what holds other names, such as classes, with what they stand for.
        functions: node types of functions and methods.
        values: node types of properties, constants and enum values, with what they stand for.
        around: node types that hold declarations without being one, such as bodies.
        parameters: node types of lists of parameters; a function's own parameters if it lists them itself.
        parameter: matches a parameter's text; its group is the name that a call uses.
        is_public: whether a declaration is public, given its node and whether it stands in a container.
        is_optional: whether a call may leave out a parameter, given its text.
        by_position: whether calls can pass a parameter only by its position, given its text.
        promoted: node types of parameters that declare a property, too.
        groups: the pairs of brackets, each as one text, in which parameters stand that a call may leave out or name.
        implied: matches a list of parameters that a compiler passes where a call leaves them out.
        reopens: whether a container only adds to one that is declared elsewhere.
        result: matches what follows the parameters in a function's head; its group is the type of the result.
    """

    containers: Mapping[str, NameKind]
    functions: frozenset[str]
    values: Mapping[str, NameKind]
    around: frozenset[str]
    parameters: frozenset[str]
    parameter: re.Pattern[str]
    is_public: Callable[[Node, bool], bool]
    is_optional: Callable[[str], bool] = lambda text: "=" in text
    by_position: Callable[[str], bool] = lambda _text: False
    result: re.Pattern[str] | None = None
    promoted: frozenset[str] = frozenset()
    groups: tuple[str, ...] = ()
    implied: re.Pattern[str] | None = None
    reopens: Callable[[Node], bool] = lambda _node: False

    def read(self, root: Node) -> Iterator[Definition]:
        """Yield the definitions under the root of a syntax tree."""
        yield from self._in(root, "", public=True)

    def _in(self, block: Node, container: str, *, public: bool) -> Iterator[Definition]:
        for node in block.named_children:
            is_open = public and self.is_public(node, bool(container))
            if node.type in self.around or node.type == "ERROR":
                yield from self._in(node, container, public=public)
            elif is_open and is_internal(node):
                for definition in self._declared(node, container, visible=False):
                    yield replace(definition, decided_by=UNDOCUMENTED)  # a comment keeps nobody from it
            else:
                yield from self._declared(node, container, visible=is_open)

    def _declared(self, node: Node, container: str, *, visible: bool) -> Iterator[Definition]:
        if node.type in self.containers:
            yield from self._container(node, container, visible)
        elif node.type in self.functions:
            yield from self._function(node, container, visible)
        elif node.type in self.values:
            for named in _names_in(node):
                yield define(self.values[node.type], container, _spelled(named), node, named=named, public=visible)

    def _container(self, node: Node, container: str, visible: bool) -> Iterator[Definition]:
        named = name_of(node)
        name = _spelled(named) if named else ""
        if not name:
            yield from self._in(node, container, public=visible)
            return
        listed = next((child for child in node.named_children if child.type in self.parameters), None)
        if not self.reopens(node):
            yield define(
                self.containers[node.type], container, name, node, named=named, public=visible,
                parameters=tuple(self._parameters(text_of(listed))) if listed else None,
            )  # fmt: skip
        yield from self._in(node, qualified(container, name), public=visible)

    def _function(self, node: Node, container: str, visible: bool) -> Iterator[Definition]:
        named = name_of(node)
        if named is None:
            return
        name = _spelled(named)
        # Names such as `M.read` in Lua carry their container.
        inner, _, last = name.rpartition(".")
        place = qualified(container, inner) if inner else container
        yield from self._promoted(node, container)
        listed = self._list_of(node, named)
        result = self.result.search(_head(node, named)) if self.result else None
        yield define(
            NameKind.METHOD if place else NameKind.FUNCTION, place, last, node, named=named, public=visible,
            parameters=tuple(self._parameters(listed)), result=result[1] if result else "",
        )  # fmt: skip

    def _promoted(self, node: Node, container: str) -> Iterator[Definition]:
        """Yield the properties that the parameters of a constructor declare."""
        listed = next((child for child in node.named_children if child.type in self.parameters), None)
        for child in listed.named_children if listed and self.promoted else ():
            named = name_of(child)
            if child.type in self.promoted and named:
                yield define(
                    NameKind.PROPERTY, container, _spelled(named), child, named=named,
                    public=self.is_public(child, True),
                )  # fmt: skip

    def _list_of(self, node: Node, named: Node) -> str:
        listed = next((child for child in node.named_children if child.type in self.parameters), None)
        if listed is not None:
            text = text_of(listed)
            return "" if self.implied and self.implied.match(text) else text
        found = re.search(r"\((.*)\)", _head(node, named))
        return f"({found[1]})" if found else ""

    def _parameters(self, text: str) -> Iterator[Parameter]:
        inner = text.strip()
        inner = inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner
        for part in self._parts(inner):
            match = self.parameter.search(part)
            if match:
                is_grouped = part[:1] + part[-1:] in self.groups
                default = (part[1:-1] if is_grouped else part).partition("=")[2].strip() or None
                yield Parameter(
                    match[1], part, default, required=not self.is_optional(part), by_position=self.by_position(part)
                )

    def _parts(self, inner: str) -> Iterator[str]:
        """Yield the single parameters of a list; those of a group in brackets each in these brackets."""
        for part in _split(inner):
            if part[:1] + part[-1:] in self.groups:
                yield from (f"{part[0]}{each}{part[-1]}" for each in _split(part[1:-1].strip()))
            else:
                yield part


def name_of(node: Node) -> Node | None:
    """The node of a declaration's name."""
    return field(node, "name") or next((child for child in node.named_children if child.type in _NAMES), None)


def unless(hidden: re.Pattern[str]) -> Callable[[Node, bool], bool]:
    """A rule for `is_public` in languages where a name is public unless one of its modifiers hides it."""
    return lambda node, _inside: not hidden.search(modifiers(node))


def modifiers(node: Node) -> str:
    """The words that stand before a declaration's own keyword."""
    kinds = ("modifiers", "visibility_modifier", "access_modifier", "member_modifier")
    return " ".join(text_of(child) for child in node.named_children if child.type in kinds)


def _names_in(node: Node) -> Iterator[Node]:
    """Yield the names that one declaration of values declares."""
    named = node.children_by_field_name("name") or node.children_by_field_name("pattern")
    named = [child for child in named if child.type in _NAMES] or named
    if named:
        yield from named
        return
    declared = [child for child in takewhile(lambda child: child.type != "=", node.children) if child.is_named]
    for child in declared:
        if child.type in _NAMES:
            yield child
            return
    for child in declared:
        found = field(child, "name") or next((inner for inner in child.named_children if inner.type in _NAMES), None)
        if found is not None and child.type.endswith(("declaration", "element", "identifier", "entry", "list")):
            yield from _names_in(child) if child.type.endswith("list") else iter((found,))


def _spelled(node: Node) -> str:
    return text_of(node).lstrip("$").replace(":", ".").strip("`")


def _head(node: Node, named: Node) -> str:
    """A function's text from its name up to its body."""
    body = field(node, "body") or next((child for child in node.named_children if child.type.endswith("body")), None)
    start, end = named.end_byte - node.start_byte, (body.start_byte if body else node.end_byte) - node.start_byte
    return " ".join((node.text or b"")[start:end].decode("utf-8", "replace").split())


def _split(text: str) -> Iterator[str]:
    """Yield the parts of a list between its commas, those of nested lists left alone."""
    depth, start = 0, 0
    for position, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE and text[position - 1 : position] not in ("-", "="):
            depth -= 1
        elif character == "," and depth <= 0:
            yield text[start:position].strip()
            start = position + 1
    if rest := text[start:].strip():
        yield rest
