"""The prompt modes in which a model is asked about a file, and their token budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from diff_insight.insight.questions.answers import ExplainedAnswer, TitleAnswer, TypeAnswer
from diff_insight.insight.questions.kinds import Kind

if TYPE_CHECKING:  # llama.cpp is loaded only if a model is used
    from diff_insight.llm.client.model import Model


class PromptMode(StrEnum):
    """Which instructions precede the digest of a file, and what the model answers.

    A model trained for the task gets the one sentence it was trained with; where its titles are not good enough (for
    other languages or kinds of change) it only chooses the type. A model that only labels and titles gets instructions
    and examples; one that writes gets longer instructions, and also explains.
    """

    TRAINED = "trained"
    TRAINED_FOR_TYPES = "trained for types"
    BY_EXAMPLE = "by example"
    EXPLAINED = "explained"


TRAINED = (PromptMode.TRAINED, PromptMode.TRAINED_FOR_TYPES)

ANSWERS: dict[PromptMode, type[TypeAnswer]] = {
    PromptMode.TRAINED: TitleAnswer,
    PromptMode.TRAINED_FOR_TYPES: TypeAnswer,
    PromptMode.BY_EXAMPLE: TitleAnswer,
    PromptMode.EXPLAINED: ExplainedAnswer,
}


@dataclass(frozen=True, slots=True)
class Budget:
    """Maximum number of tokens in a digest and in an answer."""

    digest: int
    answer: int


BUDGETS = {
    PromptMode.TRAINED: Budget(digest=224, answer=96),
    PromptMode.TRAINED_FOR_TYPES: Budget(digest=224, answer=24),
    PromptMode.BY_EXAMPLE: Budget(digest=320, answer=72),
    PromptMode.EXPLAINED: Budget(digest=1200, answer=420),
}


def prompt_mode_for(model: Model, types: Sequence[str], language: str, kind: Kind) -> PromptMode:
    """The mode for these types, this language of titles (en, ja, zh) and this kind of change."""
    if model.writes:
        return PromptMode.EXPLAINED
    trained = model.trained
    if trained is None or not trained.suits(types):
        return PromptMode.BY_EXAMPLE
    return PromptMode.TRAINED if language in trained.titles.get(kind, ()) else PromptMode.TRAINED_FOR_TYPES
