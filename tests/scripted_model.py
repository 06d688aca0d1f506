"""A model whose answers are written beforehand, for tests of what is made of them; all else is the real model's."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.question import Answer, Cost, Question


class _ScriptedSession:
    def __init__(self, answer: dict[str, object]) -> None:
        self._text = json.dumps(answer)

    def answer(self, questions: Iterable[Question]) -> Iterator[Answer]:
        for number, question in enumerate(questions):
            cost = Cost(questions=1, read=len(question.tokens), written=1)
            yield Answer(number, self._text, choices=(), was_cut=False, cost=cost)


class _ScriptedModel:
    def __init__(self, model: Model, answer: dict[str, object]) -> None:
        self._model = model
        self._answer = answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    @contextmanager
    def session(self, *_: object, **__: object) -> Iterator[_ScriptedSession]:
        yield _ScriptedSession(self._answer)


def scripted(model: Model, answer: dict[str, object]) -> Model:
    """The model, which gives the same answer to every question."""
    return cast(Model, _ScriptedModel(model, answer))
