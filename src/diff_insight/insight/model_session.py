"""A model, and the prompts it is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diff_insight.insight.questions.prompts import Prompts

if TYPE_CHECKING:  # llama.cpp is loaded only where a model is asked
    from diff_insight.llm.client.model import Model


@dataclass(frozen=True, slots=True)
class ModelSession:
    """An open model, the name it is pinned by, and the prompts it is asked with."""

    name: str
    model: Model
    prompts: Prompts
