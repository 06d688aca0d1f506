"""In which manner a model is asked about a file, and within which budgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from diff_insight.insight.questions.answers import ExplainedAnswer, TitleAnswer, TypeAnswer
from diff_insight.insight.questions.kinds import Kind
from diff_insight.llm.client.model import Model


class Manner(StrEnum):
    """What a model is told before the digest of a file, and what it answers.

    A model that was trained for the task gets the one sentence it was trained with, and only chooses the type where its
    titles are not good enough: in other languages, of other kinds of change. One that only labels and titles gets
    instructions and examples; one that writes gets longer instructions, and explains.
    """

    TRAINED = "trained"
    TRAINED_FOR_TYPES = "trained for types"
    BY_EXAMPLE = "by example"
    EXPLAINED = "explained"


TRAINED = (Manner.TRAINED, Manner.TRAINED_FOR_TYPES)

ANSWERS: dict[Manner, type[TypeAnswer]] = {
    Manner.TRAINED: TitleAnswer,
    Manner.TRAINED_FOR_TYPES: TypeAnswer,
    Manner.BY_EXAMPLE: TitleAnswer,
    Manner.EXPLAINED: ExplainedAnswer,
}


@dataclass(frozen=True, slots=True)
class Budget:
    """The most tokens of a digest, and of an answer."""

    digest: int
    answer: int


BUDGETS = {
    Manner.TRAINED: Budget(digest=224, answer=96),
    Manner.TRAINED_FOR_TYPES: Budget(digest=224, answer=24),
    Manner.BY_EXAMPLE: Budget(digest=320, answer=72),
    Manner.EXPLAINED: Budget(digest=1200, answer=420),
}


def manner_for(model: Model, labels: Sequence[str], language: str, kind: Kind) -> Manner:
    """How a model is asked for these labels and titles in this language (en, ja, zh), of this kind of change."""
    if model.writes:
        return Manner.EXPLAINED
    trained = model.trained
    if trained is None or not trained.suits(labels):
        return Manner.BY_EXAMPLE
    return Manner.TRAINED if language in trained.titles.get(kind, ()) else Manner.TRAINED_FOR_TYPES
