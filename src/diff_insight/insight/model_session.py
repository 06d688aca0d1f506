"""A model with its prompts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.questions.prompts import Prompts
from diff_insight.insight.questions.question_kinds import chooses_types

if TYPE_CHECKING:  # llama.cpp is loaded only when a model is used
    from diff_insight.llm.client.model import Model


@dataclass(frozen=True, slots=True)
class ModelSession:
    """An open model with its prompts.

    Attributes:
        name: the name under which it is pinned.
        model: the model.
        prompts: its prompts.
        languages: codes of the languages it may write in; None for any.
    """

    name: str
    model: Model
    prompts: Prompts
    languages: tuple[str, ...] | None = None

    def suits(self, language: str) -> bool:
        """Whether the model is asked for reports in a language, by its code."""
        return self.languages is None or language in self.languages

    def chooses_types(self, types: tuple[ChangeType, ...]) -> bool:
        """Whether the types of files are the model's choice; see `question_kinds.chooses_types`."""
        return chooses_types(self.model, tuple(each.name for each in types))
