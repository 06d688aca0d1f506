"""Columns of the tables that SQL creates, and what it drops."""

import re
from collections.abc import Iterator

import tree_sitter_sql
from tree_sitter import Language, Node, Parser

from diff_insight.evidence.code.nodes import field_text, of_type, text_of
from diff_insight.evidence.surface.item import REQUIRED, Item, ItemKind

_BACK = re.compile(r"^\s*--.*\b(?:down|rollback|undo)\b", re.IGNORECASE | re.MULTILINE)
"""A comment after which a migration says how it is taken back."""


def fields(text: str) -> Iterator[Item]:
    """Yield columns as `table.column`, of `CREATE TABLE` and `ALTER TABLE … ADD COLUMN`, and what is dropped.

    What a source drops to create it again, or to take a migration back, is not dropped.

    Args:
        text: the source; what cannot be parsed is left out.
    """
    root = Parser(Language(tree_sitter_sql.language())).parse(text.encode("utf-8", "replace")).root_node
    back = _BACK.search(text)
    ends = text[: back.start()].count("\n") if back else text.count("\n") + 1  # the last line of the way forth
    made = {_table(node) for statement in of_type(root, "statement") for node in of_type(statement, "create_table")}
    for statement in of_type(root, "statement"):
        for node in of_type(statement, "drop_table"):
            if _table(node) not in made and node.start_point[0] < ends:
                yield _dropped(node, _table(node))
        for node in of_type(statement, "create_table", "alter_table"):
            table = _table(node)
            for dropped in of_type(node, "drop_column"):
                if dropped.start_point[0] < ends:
                    yield _dropped(dropped, f"{table}.{field_text(dropped, 'name')}")
            for column in _columns(node):
                name = field_text(column, "name")
                line = column.start_point[0] + 1
                if table and name:
                    yield Item(ItemKind.FIELD, f"{table}.{name}", line, line, traits=tuple(_traits(column)))


def _table(node: Node) -> str:
    return text_of(next(of_type(node, "object_reference"), None))


def _dropped(node: Node, name: str) -> Item:
    line = node.end_point[0] + 1  # which has the name
    return Item(ItemKind.DROPPED, name, line, line)


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
