"""Types of a GraphQL schema: their fields, arguments and values."""

from collections.abc import Iterator

from graphql import DefinitionNode, GraphQLError, Node, parse, print_ast

from diff_insight.evidence.surface.item import DEFAULT, REQUIRED, Item, ItemKind

_LARGEST = 2_000_000  # maximum characters of a schema that is read


def fields(text: str) -> tuple[Item, ...] | None:
    """Fields as `Type.field`, arguments as `Type.field(argument)` and values as `Enum.VALUE`.

    Args:
        text: the whole schema; None is returned for one that is not valid.
    """
    if not text.strip():
        return ()
    try:
        document = parse(text) if len(text) <= _LARGEST else None
    except (GraphQLError, RecursionError):
        return None
    return tuple(item for definition in document.definitions for item in _of_type(definition)) if document else None


def _of_type(definition: DefinitionNode) -> Iterator[Item]:
    name = getattr(definition, "name", None)
    if name is None or not definition.kind.endswith(("type_definition", "type_extension")):
        return
    is_input = definition.kind.startswith("input")
    for field in (*(getattr(definition, "fields", None) or ()), *(getattr(definition, "values", None) or ())):
        path = f"{name.value}.{field.name.value}"
        yield _item(path, field, takes=is_input)
        for argument in getattr(field, "arguments", None) or ():
            yield _item(f"{path}({argument.name.value})", argument, takes=True)


def _item(path: str, node: Node, *, takes: bool) -> Item:
    kind, default = getattr(node, "type", None), getattr(node, "default_value", None)
    traits = [("type", print_ast(kind))] if kind is not None else []
    if default is not None:
        traits.append((DEFAULT, print_ast(default)))
    if takes and kind is not None and kind.kind == "non_null_type" and default is None:
        traits.append((REQUIRED, print_ast(kind)))
    name = node.name.loc if hasattr(node, "name") else node.loc
    line = name.start_token.line if name else 1
    return Item(ItemKind.FIELD, path, line, line, traits=tuple(traits))
