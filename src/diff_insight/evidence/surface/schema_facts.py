"""Extracts facts from schemas that programs exchange data by: Protocol Buffers, GraphQL, SQL."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.surface import protobuf
from diff_insight.evidence.surface.item import Item
from diff_insight.evidence.surface.item_facts import OneSide, item_facts, shown_text


def _graphql(text: str) -> Iterable[Item] | None:
    # Imported here because few changes have such a schema.
    from diff_insight.evidence.surface import graphql_schema

    return graphql_schema.fields(text)


def _sql(text: str) -> Iterable[Item] | None:
    from diff_insight.evidence.surface import sql_schema

    return sql_schema.fields(text)


_READERS: dict[str, Callable[[str], Iterable[Item] | None]] = {
    ".proto": protobuf.fields,
    ".graphql": _graphql,
    ".graphqls": _graphql,
    ".gql": _graphql,
    ".sql": _sql,
}

_TAKES_BACK = re.compile(r"(?:^|[._-])(?:down|rollback|undo|revert)(?:[._-]|$)")  # a migration that undoes another

SUFFIXES = tuple(_READERS)
"""The suffixes of schemas."""


def schema_facts(sides: Sides) -> Iterator[Fact]:
    """Yield the facts about the fields of a schema, in line order; none if one side of it cannot be read."""
    read = _READERS[PurePosixPath(sides.file.path).suffix.lower()]
    old, new = shown_text(sides, is_old=True), shown_text(sides, is_old=False)
    before, after = read(old), read(new)
    if before is not None and after is not None:
        found = item_facts(
            OneSide.of(sides, old, tuple(before), is_old=True),
            OneSide.of(sides, new, tuple(after), is_old=False),
            are_whole=sides.are_whole,
        )
        takes_back = _TAKES_BACK.search(PurePosixPath(sides.file.path).name.lower()) is not None
        yield from (fact for fact in found if not (takes_back and fact.kind is FactKind.FIELD_DROPPED))
