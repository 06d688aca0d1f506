"""Definitions in JavaScript and TypeScript."""

import re
from collections.abc import Iterator
from dataclasses import replace

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import CONTAINER, CodeLanguage, at_margin
from diff_insight.evidence.code.nodes import (
    define,
    field,
    field_text,
    is_internal,
    members,
    of_type,
    qualified,
    text_of,
    value_of,
)

_NAMED = {
    "function_declaration": NameKind.FUNCTION,
    "generator_function_declaration": NameKind.FUNCTION,
    "function_signature": NameKind.FUNCTION,
    "class_declaration": NameKind.CLASS,
    "abstract_class_declaration": NameKind.CLASS,
    "interface_declaration": NameKind.INTERFACE,
    "type_alias_declaration": NameKind.TYPE,
    "enum_declaration": NameKind.ENUM,
    "internal_module": NameKind.MODULE,
    "module": NameKind.MODULE,
}
_METHODS = frozenset({"method_definition", "method_signature", "abstract_method_signature"})
_FIELDS = frozenset({"field_definition", "public_field_definition", "property_signature"})
_TRANSPARENT = frozenset({"ambient_declaration", "expression_statement", "statement_block", "ERROR"})
_MEMBER = re.compile(r"[\w$]+(?:\.[\w$]+)+").fullmatch
_EXPORTS = re.compile(
    r"(?:exports\s*=\s*)?module\.exports\s*=\s*([\w$]+)$|([\w$]+)\s*=\s*(?:exports\s*=\s*)?module\.exports\b"
)
_OF_EXPORTS = re.compile(r"(?:module\.)?exports(?:$|\s*=\s*\{\s*\}$|\s*=\s*(?:module\.)?exports$)")
_FUNCTIONS = frozenset({"arrow_function", "function_expression", "function"})
DEFAULT = "default"
_NAMES_ITSELF = frozenset({"identifier", "object", "class", *_FUNCTIONS})  # exports that hide no unknown names


def definitions(root: Node) -> Iterator[Definition]:
    """Yield functions, classes and their members, interfaces, types, enums and exports.

    Definitions exported by `export` or CommonJS are public, and so are their non-private members.
    """
    found = [*_in_block(root, "", public=False), *_assigned(root)]
    own = {definition.name for definition in found if definition.kind is not NameKind.BOUND}
    exported, wholes = dict(_exported(root)), set(_exported_as_default(root))
    behind = set(_behind_exports(root))
    is_any = exported or wholes or behind
    hidden = {d.name for d in _in_block(root, "", public=True) if not d.public} if is_any else set()
    for definition in found:
        top = definition.name.partition(".")[0]
        if definition.kind is NameKind.BOUND and top in exported:
            continue
        if (
            definition.public
            or _is_private_member(definition)
            or ("." in definition.name and definition.name in hidden)
        ):
            yield definition
        elif top in exported or (top in behind and "." in definition.name):
            yield replace(definition, public=True)
        elif top in wholes:
            yield replace(definition, public=True, decided_by=DEFAULT)
        else:
            yield definition
    for name, node in exported.items():
        if name not in own:
            yield define(NameKind.EXPORT, "", name, node, public=True, parameters=_of_export(node))
    if any(_exports_more(node) for node in root.named_children):
        yield define(NameKind.EXPORT, "", "*", root, public=False)


def _behind_exports(root: Node) -> Iterator[str]:
    """Yield the names of types that an exported type is another name for, or extends, and so has the members of."""
    for node in of_type(root, "export_statement"):
        declared = field(node, "declaration")
        if declared is None:
            continue
        if declared.type == "type_alias_declaration":
            value = field(declared, "value")
            if value is not None and value.type in ("type_identifier", "generic_type"):
                yield field_text(value, "name") or text_of(value)
        for clause in of_type(declared, "extends_type_clause", "extends_clause"):
            for named in clause.named_children:
                yield field_text(named, "name") or text_of(named)


def _is_private_member(definition: Definition) -> bool:
    name = definition.name.rpartition(".")[2]
    return name.startswith("#") or ("." in definition.name and (name.startswith("_") or name == "constructor"))


def _exported_as_default(root: Node) -> Iterator[str]:
    """Yield names exported as the whole module: `export default x`, `module.exports = x`."""
    for node in root.named_children:
        if node.type == "export_statement":
            yield field_text(node, "value")
    yield from _exported_objects(root)


def _exports_more(node: Node) -> bool:
    """Whether a statement exports names that it does not spell out: `export = x`, or one of CommonJS."""
    if node.type == "export_statement" and any(True for _ in of_type(node, "=")):
        return True
    assignment = node.named_children[0] if node.type == "expression_statement" and node.named_children else None
    if assignment is None or assignment.type != "assignment_expression":
        return False
    target, value = field_text(assignment, "left"), field(assignment, "right")
    if target.startswith(("exports[", "module.exports[")):
        return True
    if target != "module.exports" or value is None:
        return False
    return value.type not in _NAMES_ITSELF or any(True for _ in of_type(value, "spread_element"))


def _in_block(block: Node, container: str, *, public: bool) -> Iterator[Definition]:
    for node in block.named_children:
        if node.type == "export_statement":
            yield from _exported_here(node, container)
        elif node.type in _TRANSPARENT:
            yield from _in_block(node, container, public=public)
        else:
            yield from _declared(node, node, container, public=public)


def _exported_here(node: Node, container: str) -> Iterator[Definition]:
    declaration = field(node, "declaration")
    if declaration is not None:
        decided_by = DEFAULT if any(True for _ in of_type(node, DEFAULT)) else ""
        for definition in _declared(declaration, node, container, public=True):
            yield replace(definition, decided_by=decided_by)
        return
    value = field(node, "value")
    if value is not None:
        parameters = _parameters(value) if value.type in _FUNCTIONS else None
        yield define(NameKind.EXPORT, container, DEFAULT, node, public=True, parameters=parameters, decided_by=DEFAULT)


def _declared(node: Node, whole: Node, container: str, *, public: bool) -> Iterator[Definition]:
    if node.type == "ambient_declaration":
        for child in node.named_children:
            yield from _declared(child, whole, container, public=public)
        return
    public = public and not is_internal(whole)
    kind = _NAMED.get(node.type)
    if kind:
        name = field_text(node, "name")
        function = kind is NameKind.FUNCTION
        yield define(
            kind,
            container,
            name,
            whole,
            named=field(node, "name"),
            public=public,
            parameters=_parameters(node) if function else None,
            result=field_text(node, "return_type") if function else "",
            value=value_of(field(node, "value")) if kind is NameKind.TYPE else None,
        )
        for shape in _shapes(field(node, "value")) if kind is NameKind.TYPE else ():
            yield from _members(shape, qualified(container, name), public=public)
        body = field(node, "body")
        if body and kind is NameKind.MODULE:
            yield from _in_block(body, qualified(container, name), public=False)
        elif body and not function:
            yield from _members(body, qualified(container, name), public=public)
    elif node.type in ("lexical_declaration", "variable_declaration"):
        for declarator in of_type(node, "variable_declarator"):
            yield from _variable(declarator, whole, container, public=public)


def _shapes(value: Node | None) -> Iterator[Node]:
    """Yield the members that a type spells out: `{ … }`, or those of the parts of `A & { … }`."""
    if value is not None and value.type == "object_type":
        yield value
    elif value is not None and value.type == "intersection_type":
        for part in value.named_children:
            yield from _shapes(part)


def _variable(node: Node, whole: Node, container: str, *, public: bool) -> Iterator[Definition]:
    name, value = field(node, "name"), field(node, "value")
    if name is None or name.type != "identifier":
        return
    if value is not None and value.type in _FUNCTIONS:
        yield define(
            NameKind.FUNCTION, container, text_of(name), whole, named=name, public=public,
            parameters=_parameters(value), result=field_text(value, "return_type"),
        )  # fmt: skip
    elif public or text_of(name).isupper():
        yield define(
            NameKind.CONSTANT, container, text_of(name), whole, named=name, public=public, value=value_of(value)
        )
    elif not container:
        yield define(NameKind.BOUND, "", text_of(name), whole, named=name, public=False)


def _members(body: Node, container: str, *, public: bool) -> Iterator[Definition]:
    for node in body.named_children:
        named = field(node, "name") or field(node, "property") or node
        name = text_of(named)
        visible = (
            public
            and not name.startswith(("#", "_"))
            and name != "constructor"
            and not is_internal(node)
            and text_of(next(_access(node), None)) in ("", "public")
        )
        if node.type in _METHODS:
            yield define(
                NameKind.METHOD, container, name, node, named=named, public=visible,
                parameters=_parameters(node), result=field_text(node, "return_type"),
            )  # fmt: skip
        elif node.type in _FIELDS:
            value = field(node, "value")
            is_function = value is not None and value.type in _FUNCTIONS
            yield define(
                NameKind.METHOD if is_function else NameKind.PROPERTY,
                container, name, node, named=named, public=visible,
                parameters=_parameters(value) if value is not None and is_function else None,
                value=None if is_function else value_of(value),
                written=text_of(node) if node.type == "property_signature" else None,
            )  # fmt: skip
        elif node.type in ("enum_assignment", "property_identifier"):
            yield define(
                NameKind.ENUM_VALUE, container, name, node, public=public, value=value_of(field(node, "value"))
            )


def _access(node: Node) -> Iterator[Node]:
    return of_type(node, "accessibility_modifier")


def _parameters(node: Node) -> tuple[Parameter, ...]:
    single = field(node, "parameter")  # an arrow function's only parameter, without parentheses
    return tuple(_parameter(child) for child in ([single] if single else members(field(node, "parameters"))))


def _parameter(node: Node) -> Parameter:
    if node.type == "assignment_pattern":
        default = field_text(node, "right")
        return Parameter(field_text(node, "left"), text_of(node), default, required=False, by_position=True)
    if node.type in ("required_parameter", "optional_parameter"):
        pattern, default = field(node, "pattern"), field_text(node, "value")
        rest = pattern is not None and pattern.type == "rest_pattern"
        required = node.type == "required_parameter" and not default and not rest
        return Parameter(text_of(pattern), text_of(node), default or None, required=required, by_position=True)
    # In untyped JavaScript, a call may omit any argument.
    return Parameter(text_of(node), text_of(node), required=False, by_position=True)


def _exported(root: Node) -> Iterator[tuple[str, Node]]:
    """Yield names exported apart from their definitions: `export { a as b }`, `exports.a =`, `module.exports =`."""
    objects = set(_exported_objects(root))  # whose functions are read as its methods
    others = tuple(f"{name}." for name in _other_names_of_exports(root) if name not in objects)
    for node in root.named_children:
        if is_internal(node):
            continue
        if node.type == "export_statement":
            for clause in of_type(node, "export_clause"):
                for item in of_type(clause, "export_specifier"):
                    yield field_text(item, "alias") or field_text(item, "name"), item
            for whole in of_type(node, "namespace_export"):
                yield text_of(whole.children[-1]), whole
            if any(True for _ in of_type(node, "*")):
                yield f"* from {field_text(node, 'source')}", node
        elif node.type == "expression_statement" and node.named_children:
            assignment = node.named_children[0]
            if assignment.type != "assignment_expression":
                continue
            target, value = field_text(assignment, "left"), field(assignment, "right")
            if target == "module.exports" and value is not None and value.type == "object":
                for item in value.named_children:
                    yield field_text(item, "key") or field_text(item, "name") or text_of(item), item
            elif target.startswith(("exports.", "module.exports.")) or (
                target.startswith(others) and target.count(".") == 1
            ):
                yield target.rpartition(".")[2], assignment


def _other_names_of_exports(root: Node) -> Iterator[str]:
    """Yield the names that a module gives what it exports: `var it = exports`, `const it = module.exports = {}`."""
    if b"exports" not in (root.text or b""):
        return
    for node in root.named_children:
        for declarator in of_type(node, "variable_declarator"):
            if _OF_EXPORTS.match(field_text(declarator, "value").strip("()")):
                yield field_text(declarator, "name")


def _assigned(root: Node) -> Iterator[Definition]:
    """Yield functions assigned to members of an object (`res.send = function`), public if the object is exported."""
    exported = set(_exported_objects(root))
    for node in root.named_children:
        assignment = node.named_children[0] if node.type == "expression_statement" and node.named_children else None
        if assignment is None or assignment.type != "assignment_expression":
            continue
        target, value = field_text(assignment, "left"), field(assignment, "right")
        first = target.partition(".")[0]
        # A function may be wrapped, as in `req.x = deprecate(function () {})`.
        wrapped = value is not None and value.type == "call_expression" and first in exported
        if (
            value is None
            or not (wrapped or value.type in _FUNCTIONS)
            or first in ("exports", "module")
            or not _MEMBER(target)
        ):
            continue
        yield define(
            NameKind.METHOD, "", target.replace(".prototype.", "."), node,
            public=first in exported and not target.rpartition(".")[2].startswith("_") and not is_internal(node),
            parameters=None if wrapped else _parameters(value), result=field_text(value, "return_type"),
        )  # fmt: skip


def _exported_objects(root: Node) -> Iterator[str]:
    """Yield names of objects exported as a whole: `module.exports = x` or `x = module.exports = {}`."""
    if b"module.exports" not in (root.text or b""):
        return
    for node in root.named_children:
        for child in node.named_children:
            text = text_of(child)[:200]
            if match := _EXPORTS.match(text):
                yield match[1] or match[2]


def _of_export(node: Node) -> tuple[Parameter, ...] | None:
    value = field(node, "right")
    return _parameters(value) if value is not None and value.type in _FUNCTIONS else None


_BEGINS = re.compile(
    r"^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?"
    r"(?:function\*?|class|interface|enum|namespace|type)\s+(\w+)"
    r"|^\s*export\s+(?:const|let|var)\s+(\w+)|^(?:const|let|var)\s+(\w+)\s*=\s*(?:async\s*)?(?:\(|function)"
    r"|^\s+(?:(?:public|private|protected|static|async|get|set|readonly|abstract)\s+)*([\w#$]+)\s*\([^()]*\)[^;=]*\{\s*$"
)


def _without_word(_text: str, indented: bool) -> str:
    return CONTAINER if indented else ""


JAVASCRIPT = CodeLanguage(
    "JavaScript",
    tree_sitter_javascript.language,
    definitions,
    begins=_BEGINS,
    is_proved=at_margin,
    says_public=True,
    without_word=_without_word,
    methods_need_class=True,
    exports_apart=True,
)
TYPESCRIPT = replace(
    JAVASCRIPT,
    name="TypeScript",
    grammar=tree_sitter_typescript.language_typescript,
    overloads=True,
    overloads_are_advice=True,
    binds_callers=lambda _signature: True,
)
TSX = replace(TYPESCRIPT, name="TSX", grammar=tree_sitter_typescript.language_tsx)
