"""Decides the type of a file's change without a model: by rule, or else by an estimate."""

from collections.abc import Sequence
from dataclasses import dataclass

from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.change_types import DEFAULT_TYPES, ChangeType, type_by_rule
from diff_insight.insight.insight import Author
from diff_insight.insight.type_estimate import estimated_type
from diff_insight.topics.topic import Topic

_USUAL = frozenset(each.name for each in DEFAULT_TYPES)


@dataclass(frozen=True, slots=True)
class TypeOfFile:
    """The name of a type, who decided it, and if it was estimated its probability."""

    name: str
    author: Author = Author.FACTS
    probability: float | None = None


def type_of_file(types: Sequence[ChangeType], file: FileEvidence, topic: Topic | None = None) -> TypeOfFile:
    """The type of a file: what a rule says, or else, if it is among the usual ones, what is most probable.

    Args:
        types: all labels; the last one is taken where nothing tells more.
        file: the file.
        topic: the topic whose main file it is, if it is known what kind of change that is.
    """
    by_rule = type_by_rule(types, file, topic)
    if by_rule:
        return TypeOfFile(by_rule.name)
    estimate = estimated_type(file) if {each.name for each in types} == _USUAL else None
    if estimate is None:
        return TypeOfFile(types[-1].name)
    return TypeOfFile(estimate.name, Author.ESTIMATE, estimate.probability)
