import json
from dataclasses import replace

import pytest

from diff_insight.errors import ModelError
from diff_insight.insight.answers import answer_type, json_schema
from diff_insight.insight.labels import DEFAULT_LABELS
from diff_insight.insight.prompts import load_prompts
from diff_insight.llm.chat import Frame, frame
from diff_insight.llm.constraint import Constraint
from diff_insight.llm.engine import Engine, Question
from diff_insight.llm.model import Model

WORDS = ["the", "limit", "of", "a", "reader", "that", "links", "to", "its", "guide", "version 2.0", "was renamed"]


@pytest.fixture(scope="module")
def around(model: Model) -> Frame:
    return frame(model, load_prompts(None).file_messages(DEFAULT_LABELS, "en", explained=False))


@pytest.fixture(scope="module")
def constraint(model: Model) -> Constraint:
    labels = tuple(label.name for label in DEFAULT_LABELS)
    return Constraint(model.constraint_tokenizer, json_schema(answer_type(labels, explained=False)))


@pytest.fixture(scope="module")
def questions(model: Model, around: Frame) -> list[Question]:
    """Twelve questions of very different lengths, one longer than a block of the engine."""
    texts = [" ".join(WORDS[(n * 5 + m) % len(WORDS)] for m in range(3 + 9 * n)) for n in range(11)]
    texts.append(" ".join(WORDS * 40))
    return [Question(model.tokenize(f"status: modified\n+ {text}", special=False) + around.after) for text in texts]


def ask(
    model: Model, around: Frame, constraint: Constraint, questions: list[Question], places: int | None = None
) -> list[str]:
    longest = max(len(question.tokens) for question in questions)
    with Engine(
        model, around.before, constraint, max_tokens=40, longest=longest, questions=places or len(questions)
    ) as engine:
        answers = {answer.question: answer.text for answer in engine.answer(questions)}
    return [answers[number] for number in range(len(questions))]


@pytest.fixture(scope="module")
def alone(model: Model, around: Frame, constraint: Constraint, questions: list[Question]) -> list[str]:
    return [ask(model, around, constraint, [question])[0] for question in questions]


def test_an_answer_is_json_that_fits_the_schema(alone: list[str]) -> None:
    for text in alone:
        assert set(json.loads(text)) == {"modification_type", "modification_title"}


@pytest.mark.parametrize("places", [1, 2, 3, 8])
def test_the_bytes_do_not_depend_on_how_many_questions_run_side_by_side(
    model: Model, around: Frame, constraint: Constraint, questions: list[Question], alone: list[str], places: int
) -> None:
    assert ask(model, around, constraint, questions, places) == alone


def test_the_bytes_do_not_depend_on_the_order(
    model: Model, around: Frame, constraint: Constraint, questions: list[Question], alone: list[str]
) -> None:
    assert ask(model, around, constraint, questions[::-1], 8) == alone[::-1]


def test_the_bytes_do_not_depend_on_the_number_of_threads(
    model: Model, around: Frame, constraint: Constraint, questions: list[Question], alone: list[str]
) -> None:
    with Model(replace(model.settings, threads=1)) as single:
        compiled = Constraint(single.constraint_tokenizer, json_schema(_schema()))
        assert ask(single, around, compiled, questions, 8) == alone


def _schema() -> type:
    return answer_type(tuple(label.name for label in DEFAULT_LABELS), explained=False)


def test_answers_come_as_they_finish(
    model: Model, around: Frame, constraint: Constraint, questions: list[Question]
) -> None:
    with Engine(model, around.before, constraint, max_tokens=40, longest=1000, questions=2) as engine:
        first = next(engine.answer(questions))
    assert first.question in (0, 1)


def test_a_question_that_is_too_long_for_its_place_is_refused(
    model: Model, around: Frame, constraint: Constraint
) -> None:
    with (
        Engine(model, around.before, constraint, max_tokens=40, longest=10, questions=1) as engine,
        pytest.raises(ModelError, match="longer than its place"),
    ):
        list(engine.answer([Question(tuple([5] * 5000))]))


def test_no_questions_give_no_answers(model: Model, around: Frame, constraint: Constraint) -> None:
    with Engine(model, around.before, constraint, max_tokens=40, longest=10, questions=0) as engine:
        assert list(engine.answer([])) == []
