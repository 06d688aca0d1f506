"""Names that were deprecated, and are gone now."""

from collections.abc import Collection, Sequence

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach.reaches import LOST, name_of

Deprecated = Collection[tuple[str, str]]
"""Files and names in them of which the old code said that they were deprecated."""


def deprecated_names(files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]]) -> Deprecated:
    """The names whose deprecation a change ends, by path.

    Args:
        files: the files of the change.
        facts: those of each file.
    """
    return frozenset(
        (file.path, fact.subject)
        for file, of_file in zip(files, facts, strict=True)
        for fact in of_file
        if fact.kind is FactKind.DEPRECATION_ENDED and fact.subject
    )


def was_deprecated(path: str, fact: Fact, deprecated: Deprecated) -> bool:
    """Whether a fact is about the loss of a name that was deprecated, or of a member of such a class."""
    name = name_of(fact)
    return fact.kind in LOST and not {(path, name), (path, name.rpartition(".")[0])}.isdisjoint(deprecated)
