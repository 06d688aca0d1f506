"""The answers a model may give: each pydantic model is the schema, the source of the grammar, and the Python type."""

import json
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from diff_insight.llm.protocol.question import Answer
from diff_insight.sentences.titles import TITLE_LENGTH

_PRINTABLE = (
    r"^[^\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff]+$"  # all visible
)

Title = Annotated[str, StringConstraints(min_length=1, max_length=TITLE_LENGTH, pattern=_PRINTABLE)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=900, pattern=_PRINTABLE)]


class TypeAnswer(BaseModel):
    """The answer about a file from a model that only labels; the type is one of the types' names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    modification_type: str


class TitleAnswer(TypeAnswer):
    """The answer about a file from a model that labels and titles."""

    modification_title: Title


class ExplainedAnswer(TitleAnswer):
    """The answer about a file from a model that writes."""

    explanation: Annotated[list[Paragraph], Field(min_length=1, max_length=3)]


@cache
def answer_type(types: tuple[str, ...], form: type[TypeAnswer]) -> type[TypeAnswer]:
    """An answer class about a file, derived from `form`, with the type narrowed to the given names."""
    names: Any = Literal.__getitem__(types)
    return create_model("FileAnswer", __base__=form, modification_type=(names, ...))


@cache
def choice_type(field: str, allowed: tuple[str, ...]) -> type[BaseModel]:
    """An answer class with one field whose value is one of the given names."""
    names: Any = Literal.__getitem__(allowed)
    fields: dict[str, Any] = {field: (names, ...)}
    return create_model("ChoiceAnswer", __config__=ConfigDict(frozen=True, extra="forbid"), **fields)


def probability_of(label: str, answer: Answer) -> float:
    """The probability of a label among all that the answer allows: the product over the tokens that chose it.

    The label is the first value in the answer, so these are the choices that start before its end.
    """
    end = answer.text.encode().find(json.dumps(label, ensure_ascii=False).encode()) + len(label.encode()) + 2
    probability = 1.0
    for choice in answer.choices:
        if choice.start < end - 1:
            probability *= choice.probability
    return probability


def json_schema(answer: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of an answer, without titles and descriptions, which a grammar does not need."""
    schema = _plain(answer.model_json_schema())
    if not isinstance(schema, dict):
        raise TypeError("a model's JSON Schema is an object")
    return schema


def _plain(node: object) -> object:
    if isinstance(node, dict):
        return {
            key: {name: _plain(value) for name, value in child.items()} if key == "properties" else _plain(child)
            for key, child in node.items()
            if key not in ("title", "description")
        }
    return [_plain(child) for child in node] if isinstance(node, list) else node
