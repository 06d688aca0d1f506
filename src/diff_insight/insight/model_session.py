"""A model with its prompts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diff_insight.insight.questions.prompts import Prompts

if TYPE_CHECKING:  # llama.cpp is loaded only when a model is used
    from diff_insight.llm.client.model import Model


@dataclass(frozen=True, slots=True)
class ModelSession:
    """An open model, the name under which it is pinned, and its prompts."""

    name: str
    model: Model
    prompts: Prompts
