"""A model whose answers are written beforehand, for tests of what is made of them; all else is the real model's."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.question import Answer, Choice, Cost, Failure, Question


class _ScriptedSession:
    def __init__(self, answer: dict[str, object], probability: float | None, *, fails: bool) -> None:
        self._text = json.dumps(answer, separators=(",", ":"))
        start = self._text.find(":") + 2
        self._choices = () if probability is None else (Choice(start, probability),)
        self._fails = fails

    def answer(self, questions: Iterable[Question]) -> Iterator[Answer | Failure]:
        for number, question in enumerate(questions):
            cost = Cost(questions=1, read=len(question.tokens), written=1)
            if self._fails:
                yield Failure(number, "a test")
            else:
                yield Answer(number, self._text, choices=self._choices, was_cut=False, cost=cost)


class _ScriptedModel:
    def __init__(self, model: Model, answer: dict[str, object], probability: float | None, *, fails: bool) -> None:
        self._model = model
        self._answer = answer
        self._probability = probability
        self._fails = fails

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    @contextmanager
    def session(self, _prefix: object, schema: dict[str, Any], **_: object) -> Iterator[_ScriptedSession]:
        said = {name: value for name, value in self._answer.items() if name in schema["properties"]}
        yield _ScriptedSession(said, self._probability, fails=self._fails)


def scripted(
    model: Model, answer: dict[str, object], *, probability: float | None = None, fails: bool = False
) -> Model:
    """The model, which answers every question with those of these fields that the question asks for.

    Args:
        model: everything but answers is its own.
        answer: the fields.
        probability: that of the first field's value; None for 1.
        fails: whether it fails over every question instead.
    """
    return cast(Model, _ScriptedModel(model, answer, probability, fails=fails))
