"""Columns of the tables that SQL creates."""

from collections.abc import Iterator

import tree_sitter_sql
from tree_sitter import Language, Node, Parser

from diff_insight.evidence.code.nodes import field_text, of_type, text_of
from diff_insight.evidence.surface.item import REQUIRED, Item, ItemKind


def fields(text: str) -> Iterator[Item]:
    """Yield columns as `table.column`, of `CREATE TABLE` and `ALTER TABLE … ADD COLUMN`.

    Args:
        text: the source; what cannot be parsed is left out.
    """
    root = Parser(Language(tree_sitter_sql.language())).parse(text.encode("utf-8", "replace")).root_node
    for statement in of_type(root, "statement"):
        for node in of_type(statement, "create_table", "alter_table"):
            table = text_of(next(of_type(node, "object_reference"), None))
            for column in _columns(node):
                name = field_text(column, "name")
                line = column.start_point[0] + 1
                if table and name:
                    yield Item(ItemKind.FIELD, f"{table}.{name}", line, line, traits=tuple(_traits(column)))


def _columns(node: Node) -> Iterator[Node]:
    for child in node.named_children:
        if child.type == "column_definition":
            yield child
        elif child.type in ("column_definitions", "add_column"):
            yield from _columns(child)


def _traits(column: Node) -> Iterator[tuple[str, str]]:
    kinds = [child for child in column.named_children if child.type not in ("identifier", "comment")]
    if kinds:
        yield "type", text_of(kinds[0])
    words = [child.type for child in column.named_children]
    if "keyword_not" in words and "keyword_null" in words and "keyword_default" not in words:
        yield REQUIRED, "NOT NULL"
