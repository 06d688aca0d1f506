"""Definitions in Python."""

import re
from collections.abc import Iterator
from dataclasses import replace

import tree_sitter_python
from tree_sitter import Node

from diff_insight.evidence.code.definition import Definition, NameKind, Parameter
from diff_insight.evidence.code.language import CodeLanguage
from diff_insight.evidence.code.nodes import define, field, field_text, members, of_type, qualified, text_of, value_of
from diff_insight.evidence.code.python_exports import LIST, exports

_APART = frozenset({"function_definition", "class_definition", "lambda"})  # whose bodies are their own
_BLOCKS = frozenset(
    {
        "module",
        "block",
        "if_statement",
        "elif_clause",
        "else_clause",
        "try_statement",
        "except_clause",
        "with_statement",
        "ERROR",
    }
)
_PLAIN = frozenset({"identifier", "typed_parameter", "default_parameter", "typed_default_parameter"})
_ENUMS = ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")


_COROUTINE = re.compile(r"@(?:asyncio\.|types\.)?coroutine")  # which made one before there was a word for it
# A function that a command line, a web framework or a task queue calls is none that others call.
_CALLBACK = re.compile(
    r"@(?:\w+\.)+(?:command|group|callback|route|get|post|put|patch|delete|websocket|errorhandler|exception_handler|on_event"
    r"|task|middleware)(?:\(|$)"
)


def definitions(root: Node) -> Iterator[Definition]:
    """Yield functions, classes, methods, upper-case or annotated constants, enum values and exported names.

    Names that begin with an underscore are private; if the module has an `__all__` that can be read in full, so are
    names it leaves out.
    """
    listed = exports(root)
    found = list(_in_block(root, "", public=True, enum=False))
    if listed is None:
        yield from (*found, *_imported(root))
        return
    own = {definition.name for definition in found if definition.kind is not NameKind.BOUND}
    for definition in (*found, *(d for d in _imported(root) if d.kind is NameKind.BOUND)):
        top = definition.name.partition(".")[0]
        if definition.kind is NameKind.BOUND and top in listed.names:
            continue
        if top in listed.names or listed.are_all:
            definition = replace(definition, public=definition.public and top in listed.names, decided_by=LIST)
        yield definition
    for name, node in listed.names.items():
        if name not in own:
            yield define(NameKind.EXPORT, "", name, node, public=True, decided_by=LIST)
    if not listed.are_all:
        yield define(NameKind.EXPORT, "", "*", root, public=False)


def _is_named_public(name: str) -> bool:
    return not name.startswith("_") or name == "__version__"


def _imported(block: Node) -> Iterator[Definition]:
    """Yield names imported from other modules, and `*` for wildcard imports."""
    for node in block.named_children:
        if node.type in _BLOCKS:
            yield from _imported(node)
        elif node.type in ("import_from_statement", "import_statement"):
            for imported in node.children_by_field_name("name"):
                name = field_text(imported, "alias") or text_of(imported).partition(".")[0]
                yield define(NameKind.BOUND, "", name, node, named=imported, public=_is_named_public(name))
            for star in of_type(node, "wildcard_import"):
                yield define(NameKind.EXPORT, "", "*", star, public=False)


def _in_block(block: Node, container: str, *, public: bool, enum: bool) -> Iterator[Definition]:
    for node in block.named_children:
        whole = node
        if node.type == "decorated_definition":
            node = field(node, "definition") or node
        match node.type:
            case "function_definition":
                yield _function(node, whole, container, public=public)
            case "class_definition":
                name = field_text(node, "name")
                visible = public and not name.startswith("_")
                yield define(NameKind.CLASS, container, name, whole, named=field(node, "name"), public=visible)
                bases = text_of(field(node, "superclasses")).strip("()").split(",")
                is_enum = any(base.strip().rpartition(".")[2] in _ENUMS for base in bases)
                body = field(node, "body")
                if body:
                    yield from _in_block(body, qualified(container, name), public=visible, enum=is_enum)
            case "expression_statement":
                yield from _constants(node, container, public=public, enum=enum)
            case kind if kind in _BLOCKS:
                yield from _in_block(node, container, public=public, enum=enum)


def _function(node: Node, whole: Node, container: str, *, public: bool) -> Definition:
    name = field_text(node, "name")
    special = name.startswith("__") and name.endswith("__")
    decorators = [text_of(child) for child in whole.children if child.type == "decorator"]
    # Hooks of a plugin only pytest calls; what it specifies, others implement.
    is_hook = name.startswith("pytest_") and not any("hookspec" in decorator for decorator in decorators)
    is_callback = is_hook or any(map(_CALLBACK.match, decorators))
    static = "@staticmethod" in decorators
    awaited = "" if any(map(_COROUTINE.fullmatch, decorators)) else None
    if any(True for _ in of_type(node, "async")) and not _yields(field(node, "body")):
        awaited = "async "  # an asynchronous generator is no more to be awaited than a function that returns one
    defined = define(
        NameKind.METHOD if container else NameKind.FUNCTION,
        container,
        name,
        whole,
        named=field(node, "name"),
        public=public and not is_callback and (special or not name.startswith("_")),
        parameters=tuple(_parameters(field(node, "parameters"), skips_first=bool(container) and not static)),
        result=_type(field(node, "return_type")),
    )
    return replace(defined, awaited=awaited)


def _yields(node: Node | None) -> bool:
    """Whether the body of a function makes it a generator."""
    children = node.named_children if node else ()
    return any(child.type == "yield" or (child.type not in _APART and _yields(child)) for child in children)


def _type(node: Node | None) -> str:
    """The source of an annotation, without surrounding quotation marks."""
    text = text_of(node)
    return text[1:-1] if text[:1] in ("'", '"') and text[:1] == text[-1:] else text


def _parameters(node: Node | None, *, skips_first: bool) -> Iterator[Parameter]:
    children = members(node)
    separator = next((n for n, child in enumerate(children) if child.type == "positional_separator"), 0)
    mark = next((n for n, child in enumerate(children) if text_of(child)[:1] == "*"), len(children))
    for position, child in enumerate(children):
        named = child.named_children[0] if child.type == "typed_parameter" else field(child, "name") or child
        name = text_of(named)
        if skips_first and position == 0 and not name.startswith("*"):
            continue
        if child.type in _PLAIN and not name.startswith("*"):
            kind, default = _type(field(child, "type")), field(child, "value")
            text = f"{name}: {kind}" if kind else name
            value = text_of(default) if default else None
            if value is not None:
                text += f" = {value}" if kind else f"={value}"
            by_position = position < separator or (name.startswith("__") and not name.endswith("__"))
            yield Parameter(
                name, text, value, required=default is None, by_position=by_position, by_name=position > mark
            )
        elif child.type in ("list_splat_pattern", "dictionary_splat_pattern", "typed_parameter"):
            # No caller passes such a parameter by name.
            stars = "**" if name.startswith("**") else "*"
            yield Parameter(stars, text_of(child), required=False, by_position=True)


def _constants(node: Node, container: str, *, public: bool, enum: bool) -> Iterator[Definition]:
    assignment = node.named_children[0] if node.named_children else None
    if assignment is None or assignment.type != "assignment":
        return
    left, annotated = field(assignment, "left"), field(assignment, "type") is not None
    if left is None or left.type != "identifier":
        return
    name = text_of(left)
    if name == LIST:
        return
    if not container and not annotated and not _is_constant(name):
        yield define(NameKind.BOUND, "", name, assignment, public=_is_named_public(name))
        return
    if _OF_TYPES.match(text_of(field(assignment, "right"))):
        yield define(NameKind.BOUND, container, name, assignment, public=False)
        return
    yield define(
        NameKind.ENUM_VALUE if enum else NameKind.PROPERTY if container else NameKind.CONSTANT,
        container,
        name,
        assignment,
        public=public and _is_named_public(name),
        value=value_of(field(assignment, "right")),
    )


_OF_TYPES = re.compile(r"(?:\w+\.)?(?:TypeVar|ParamSpec|TypeVarTuple)\(")  # only type checkers use these names


def _is_constant(name: str) -> bool:
    return name.strip("_").isupper() or name == "__version__"


_OF_OBJECT = re.compile(r"\A[^(]*\(\s*(?:self|cls)\b")


def _is_proved(text: str, indented: bool) -> bool:
    return not indented or _OF_OBJECT.search(text) is not None


PYTHON = CodeLanguage(
    "Python",
    tree_sitter_python.language,
    definitions,
    begins=re.compile(r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)"),
    is_proved=_is_proved,
    declares=re.compile(r"\b(?:import|def|class)\s([^(:\n]*)"),
    lists_exports=True,
    passes_by_name=True,
    annotations_are_advice=True,
    own=re.compile(r"\bself\.(\w+)"),
)
