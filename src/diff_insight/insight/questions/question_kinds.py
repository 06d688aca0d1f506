"""The table of the questions about files: how each is answered, and its token budgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel

from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.answers import ExplainedAnswer, TitleAnswer, TypeAnswer
from diff_insight.insight.questions.content_kinds import Kind

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


@dataclass(frozen=True, slots=True)
class QuestionKind:
    """A kind of question, as far as it does not depend on the change.

    Attributes:
        answer: the pydantic model that is the answer's schema, its grammar and its type.
        input_tokens: maximum number of tokens of what the question shows of the change.
        answer_tokens: maximum number of tokens in the answer.
    """

    answer: type[BaseModel]
    input_tokens: int
    answer_tokens: int


QUESTIONS: dict[PromptMode, QuestionKind] = {
    PromptMode.TRAINED: QuestionKind(TitleAnswer, input_tokens=224, answer_tokens=96),
    PromptMode.TRAINED_FOR_TYPES: QuestionKind(TypeAnswer, input_tokens=224, answer_tokens=24),
    PromptMode.BY_EXAMPLE: QuestionKind(TitleAnswer, input_tokens=320, answer_tokens=72),
    PromptMode.EXPLAINED: QuestionKind(ExplainedAnswer, input_tokens=1200, answer_tokens=420),
}
"""The questions about a file."""


def prompt_mode_for(model: Model, types: Sequence[str], language: str, kind: Kind) -> PromptMode:
    """The mode for these types, this language of titles (en, ja, zh) and this kind of change."""
    if model.writes:
        return PromptMode.EXPLAINED
    trained = model.trained
    if trained is None or not trained.suits(types):
        return PromptMode.BY_EXAMPLE
    return PromptMode.TRAINED if language in trained.titles.get(kind, ()) else PromptMode.TRAINED_FOR_TYPES


def chooses_types(model: Model, types: Sequence[str]) -> bool:
    """Whether the type of a file is the model's choice, where its status leaves one.

    A model that writes but was not trained for the task chooses the usual types worse than evidence does, see
    docs/measurements.md; of a user's own types evidence knows too little.
    """
    is_trained = model.trained is not None and model.trained.suits(types)
    return is_trained or not model.writes or set(types) != {each.name for each in DEFAULT_TYPES}
