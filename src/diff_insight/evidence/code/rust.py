"""Definitions in Rust."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

import tree_sitter_rust
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import UNDOCUMENTED, CodeLanguage, anywhere
from diff_insight.evidence.code.nodes import define, field, field_text, members, of_type, qualified, text_of, value_of

_NAMED = {
    "function_item": NameKind.FUNCTION,
    "function_signature_item": NameKind.FUNCTION,
    "struct_item": NameKind.CLASS,
    "union_item": NameKind.CLASS,
    "enum_item": NameKind.ENUM,
    "trait_item": NameKind.INTERFACE,
    "type_item": NameKind.TYPE,
    "const_item": NameKind.CONSTANT,
    "static_item": NameKind.CONSTANT,
    "mod_item": NameKind.MODULE,
    "macro_definition": NameKind.MACRO,
}

_EXPORTS = re.compile(r"pub use (.*);$")
_NAME = re.compile(r"\b(\w+)\s*(?=[,}]|$)")  # by which an item is exported: its own, or its alias
_PUBLIC_USE = re.compile(r"\bpub use [^;]*;")
_WORD = re.compile(r"\w+(?:::\*)?")
_OF_TESTS = re.compile(r"#\s*\[\s*(?:cfg\s*\(\s*test\b|test\s*\])")
_UNDOCUMENTED = re.compile(r"#\s*\[\s*doc\s*\(\s*hidden\b")


def definitions(root: Node) -> Iterator[Definition]:
    """Yield functions, types, traits, constants, modules and macros; items with an unrestricted `pub` are public.

    Members of a public trait and variants of a public enum are public, too. Trait methods in an `impl` are left out,
    because the trait already declares them. Items built only for tests or with `#[doc(hidden)]` are never public, nor
    members of a type of the file without `pub`, and of a module without `pub` inside a file only those that `pub use`
    names beside it.
    """
    yield from _in_block(root, _Place("", _Kept.MODULE))


class _Kept(Enum):
    """What contains items; it affects whether they are public."""

    MODULE = auto()
    TYPE = auto()
    PUBLIC_TRAIT = auto()
    PRIVATE_TRAIT = auto()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where items are.

    Attributes:
        container: the name of what they are in.
        kept: its kind.
        of_tests: whether it is built only for tests.
        is_undocumented: whether it is left out of the documentation.
        offered: the words of what others can reach in a module or type without `pub`; None in any other.
    """

    container: str
    kept: _Kept
    of_tests: bool = False
    is_undocumented: bool = False
    offered: frozenset[str] | None = None

    def inside(self, name: str, kept: _Kept) -> "_Place":
        """The place inside a named item of this one."""
        return replace(self, container=qualified(self.container, name), kept=kept)


def _in_block(block: Node, place: _Place) -> Iterator[Definition]:
    attributes: list[str] = []
    uses = " ".join(text_of(node) for node in of_type(block, "use_declaration"))
    used = frozenset(_WORD.findall(" ".join(_PUBLIC_USE.findall(uses))))
    closed = {
        field_text(node, "name")
        for node in of_type(block, "struct_item", "enum_item", "union_item")
        if not any(text_of(modifier) == "pub" for modifier in of_type(node, "visibility_modifier"))
    }
    for node in block.named_children:
        if node.type == "attribute_item":
            attributes.append(text_of(node))
            continue
        if node.type == "use_declaration" and (found := _EXPORTS.match(text_of(node))):
            for name in _NAME.findall(found[1]):
                yield define(NameKind.BOUND, place.container, name, node, public=True)
        here = replace(
            place,
            of_tests=place.of_tests or any(map(_OF_TESTS.match, attributes)),
            is_undocumented=place.is_undocumented or any(map(_UNDOCUMENTED.match, attributes)),
        )
        kind = _NAMED.get(node.type)
        if kind:
            exported = any("macro_export" in attribute for attribute in attributes)
            yield from _item(node, kind, here, exported=exported, used=used)
        elif node.type == "impl_item" and field(node, "trait") is None:
            body, owner = field(node, "body"), field_text(node, "type").partition("<")[0]
            if body:
                inside = here.inside(owner, _Kept.TYPE)
                yield from _in_block(body, replace(inside, offered=frozenset()) if owner in closed else inside)
        elif node.type in ("ERROR", "foreign_mod_item", "declaration_list"):
            yield from _in_block(node, here)
        attributes = []


def _is_public(node: Node, place: _Place, *, exported: bool) -> bool:
    is_marked = any(text_of(modifier) == "pub" for modifier in of_type(node, "visibility_modifier"))
    is_reached = place.offered is None or not place.offered.isdisjoint((field_text(node, "name"), "*"))
    is_aside = place.of_tests or place.is_undocumented
    return not is_aside and (exported or (is_marked and is_reached) or place.kept is _Kept.PUBLIC_TRAIT)


def _item(node: Node, kind: NameKind, place: _Place, *, exported: bool, used: frozenset[str]) -> Iterator[Definition]:
    name, container = field_text(node, "name"), place.container
    public = _is_public(node, place, exported=exported)
    is_function = kind is NameKind.FUNCTION
    is_method = is_function and place.kept in (_Kept.TYPE, _Kept.PUBLIC_TRAIT, _Kept.PRIVATE_TRAIT)
    yield define(
        NameKind.METHOD if is_method else kind,
        container, name, node, named=field(node, "name"), public=public,
        parameters=tuple(_parameters(field(node, "parameters"))) if is_function else None,
        result=field_text(node, "return_type"),
        value=value_of(field(node, "value")) if kind is NameKind.CONSTANT else None,
        decided_by=UNDOCUMENTED if place.is_undocumented else "",
    )  # fmt: skip
    body, inside = field(node, "body"), qualified(container, name)
    if body is None or is_function:
        return
    if kind is NameKind.ENUM:
        for variant in of_type(body, "enum_variant"):
            variant_name, value = field_text(variant, "name"), field(variant, "value") or field(variant, "body")
            yield define(NameKind.ENUM_VALUE, inside, variant_name, variant, public=public, value=value_of(value))
    elif kind is NameKind.CLASS:
        for declared in of_type(body, "field_declaration"):
            visible = public and any(text_of(m) == "pub" for m in of_type(declared, "visibility_modifier"))
            yield define(
                NameKind.PROPERTY, inside, field_text(declared, "name"), declared, public=visible,
                result=field_text(declared, "type"),
            )  # fmt: skip
    elif kind is NameKind.INTERFACE:
        yield from _in_block(body, place.inside(name, _Kept.PUBLIC_TRAIT if public else _Kept.PRIVATE_TRAIT))
    else:
        inner = place.inside(name, _Kept.MODULE)
        is_open = public or (place.offered is None and f"{name}::*" in used)
        yield from _in_block(body, inner if is_open else replace(inner, offered=used))


def _parameters(node: Node | None) -> Iterator[Parameter]:
    for child in members(node):
        if child.type == "parameter" and field_text(child, "pattern") != "self":
            yield Parameter(field_text(child, "pattern"), text_of(child), by_position=True)


RUST = CodeLanguage(
    "Rust",
    tree_sitter_rust.language,
    definitions,
    begins=re.compile(
        r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+|async\s+|unsafe\s+|const\s+|extern\s+\"C\"\s+)*"
        r"(?:fn|struct|enum|trait|mod|union|type|const|static)\s+(\w+)|^\s*macro_rules!\s+(\w+)"
    ),
    is_proved=anywhere,
    says_public=True,
    without_word=lambda _text, _indented: "",
    binds_callers=lambda _signature: True,
    missed=re.compile(r"\b(?:fn|struct|enum|union|trait|type|const|static|macro_rules!)\s+(\w+)"),
    missed_beside=re.compile(r"\w!\s*\{"),  # what stands in the call of a macro is not parsed
)
