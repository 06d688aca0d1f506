"""The `TopicChoices` type: the topics of a change after a model had its say, and what it chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diff_insight.llm.protocol.question import Cost
from diff_insight.topics.topic import Topic


@dataclass(frozen=True, slots=True)
class TopicChoices:
    """The topics as a model's choices leave them, those of most weight first.

    Attributes:
        topics: with the weights, audiences and titles that follow.
        types: the types that the model gave topics, with its probabilities, by their positions.
        retitled: the positions of the topics whose title a model chose.
        cost: cost of all answers.
        failed: number of questions over which the model failed.
        not_asked: number of questions that were not asked because the run was stopped.
    """

    topics: tuple[Topic, ...]
    types: Mapping[int, tuple[str, float]]
    retitled: frozenset[int]
    cost: Cost
    failed: int
    not_asked: int


def without_model(topics: Sequence[Topic]) -> TopicChoices:
    """The topics as rules leave them."""
    return TopicChoices(tuple(topics), {}, frozenset(), Cost(), 0, 0)
