"""The bytes of an answer depend on its question alone, and each slot, once free, is filled at once."""

import json
import random
from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest

from diff_insight.errors import ModelError
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.answers import TitleAnswer, answer_type, json_schema
from diff_insight.insight.questions.prompts import load_prompts
from diff_insight.insight.questions.question_kinds import PromptMode
from diff_insight.llm.client.model import Model
from diff_insight.llm.gguf.prefix_store import PrefixStore
from diff_insight.llm.gguf.row_rules import EIGHTS, FOURS, PAIRS, RowRule
from diff_insight.llm.prompt.frame import Frame, frame
from diff_insight.llm.protocol.question import Answer, Question
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker import engine as engine_module
from diff_insight.llm.worker.engine import Engine, Task
from diff_insight.llm.worker.grammar import Constraint
from diff_insight.llm.worker.weights import Weights

WORDS = ["the", "limit", "of", "a", "reader", "that", "links", "to", "its", "guide", "version 2.0", "was renamed"]


@pytest.fixture(scope="module")
def around(model: Model) -> Frame:
    return frame(model.tokenizer, load_prompts(None).file_messages(PromptMode.BY_EXAMPLE, DEFAULT_TYPES, "en"))


@pytest.fixture(scope="module")
def questions(model: Model, around: Frame) -> list[Question]:
    """24 questions of very different lengths, one longer than a block of the engine."""
    texts = [" ".join(WORDS[(n * 5 + m) % len(WORDS)] for m in range(1 + 2 * n)) for n in range(23)]
    texts.append(" ".join(WORDS * 40))
    return [Question(model.tokenize(f"status: modified\n+ {text}") + around.after) for text in texts]


def task_of(weights: Weights, around: Frame, questions: list[Question], *, max_tokens: int = 28) -> Task:
    labels = tuple(label.name for label in DEFAULT_TYPES)
    constraint = Constraint(weights.constraint_tokenizer, json_schema(answer_type(labels, TitleAnswer)))
    return Task(around.before, constraint, max_tokens, longest=max(len(question.tokens) for question in questions))


def answered(engine: Engine, questions: list[Question], order: list[int]) -> dict[int, Answer]:
    waiting = deque(order)
    answers: dict[int, Answer] = {}
    while waiting or not engine.is_idle:
        while waiting and engine.free:
            engine.begin(waiting[0], questions[waiting.popleft()])
        answers |= {answer.question: answer for answer in engine.step()}
    return answers


@pytest.fixture(scope="module")
def alone(weights: Weights, around: Frame, questions: list[Question]) -> dict[int, Answer]:
    with Engine(weights, task_of(weights, around, questions), slots=1, rule=PAIRS) as engine:
        return answered(engine, questions, list(range(len(questions))))


def test_an_answer_is_json_that_fits_the_schema(alone: dict[int, Answer]) -> None:
    for answer in alone.values():
        assert set(json.loads(answer.text)) == {"modification_type", "modification_title"}


@pytest.mark.parametrize(("slots", "threads"), [(2, 2), (4, 2), (8, 2), (16, 2), (1, 1), (8, 1)])
def test_the_answers_do_not_depend_on_what_runs_side_by_side_in_which_order_and_on_how_many_threads(
    model_settings: ModelSettings,
    around: Frame,
    questions: list[Question],
    alone: dict[int, Answer],
    slots: int,
    threads: int,
) -> None:
    order = random.Random(slots).sample(range(len(questions)), len(questions))  # noqa: S311 - an order, no secret
    with (
        Weights(replace(model_settings, threads=threads)) as weights,
        Engine(weights, task_of(weights, around, questions), slots=slots, rule=PAIRS) as engine,
    ):
        assert answered(engine, questions, order) == alone  # texts and probabilities, to the last bit


@pytest.mark.parametrize("rule", [FOURS, EIGHTS])
def test_nor_on_how_many_of_a_full_context_there_is_room_for_in_a_call(
    weights: Weights, around: Frame, questions: list[Question], rule: RowRule
) -> None:
    few = questions[:20]
    with Engine(weights, task_of(weights, around, few), slots=1, rule=rule) as engine:
        one_by_one = answered(engine, few, list(range(len(few))))
    with Engine(weights, task_of(weights, around, few), slots=16, rule=rule) as engine:
        assert answered(engine, few, list(reversed(range(len(few))))) == one_by_one


def test_nor_on_whether_an_earlier_run_computed_the_prefix(
    weights: Weights,
    around: Frame,
    questions: list[Question],
    alone: dict[int, Answer],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine_module, "WORTH_KEEPING", 0.0)
    task, order = task_of(weights, around, questions), [5, 23, 1]
    computing = []
    for _ in range(2):
        store = PrefixStore(tmp_path, ("model",))
        with Engine(weights, task, slots=3, rule=PAIRS, prefixes=store) as engine:
            computing.append(engine.context.seconds > 0)
            assert answered(engine, questions, order) == {number: alone[number] for number in order}
    assert computing == [True, False]


def test_a_kept_prefix_that_llama_cpp_refuses_is_computed_again(
    weights: Weights, around: Frame, questions: list[Question], alone: dict[int, Answer], tmp_path: Path
) -> None:
    store = PrefixStore(tmp_path, ("model",))
    store.put(around.before, b"a state of another kind")
    with Engine(weights, task_of(weights, around, questions), slots=2, rule=PAIRS, prefixes=store) as engine:
        assert answered(engine, questions, [1]) == {1: alone[1]}


def test_nor_on_what_the_cache_held_before(
    weights: Weights, around: Frame, questions: list[Question], alone: dict[int, Answer]
) -> None:
    with Engine(weights, task_of(weights, around, questions), slots=3, rule=PAIRS) as engine:
        for order in ([5, 23, 1], [1, 5, 23], [23]):
            assert answered(engine, questions, order) == {number: alone[number] for number in order}


def test_a_free_place_takes_the_next_question_while_others_are_under_way(
    weights: Weights, around: Frame, questions: list[Question]
) -> None:
    with Engine(weights, task_of(weights, around, questions), slots=2, rule=PAIRS) as engine:
        engine.begin(0, questions[0])
        for _ in range(8):
            assert engine.step() == []
        engine.begin(1, questions[1])
        assert engine.free == 0
        while not (done := engine.step()):
            pass
        assert [answer.question for answer in done] == [0]
        assert engine.free == 1
        engine.begin(2, questions[2])
        assert engine.free == 0


def test_a_question_that_is_too_long_for_its_place_is_refused(
    weights: Weights, around: Frame, questions: list[Question]
) -> None:
    with (
        Engine(weights, task_of(weights, around, questions[:3]), slots=1, rule=PAIRS) as engine,
        pytest.raises(ModelError, match="does not fit in its slot"),
    ):
        engine.begin(0, questions[-1])


def test_tokens_that_the_model_does_not_have_are_an_error(
    weights: Weights, around: Frame, questions: list[Question]
) -> None:
    with Engine(weights, task_of(weights, around, questions), slots=1, rule=PAIRS) as engine:
        engine.begin(0, Question((10**6,)))
        with pytest.raises(ModelError, match="could not decode"):
            engine.step()


def test_an_answer_that_the_schema_leaves_no_choice_about_is_given_too(
    weights: Weights, around: Frame, questions: list[Question]
) -> None:
    constraint = Constraint(weights.constraint_tokenizer, {"const": "yes"})
    with Engine(weights, Task(around.before, constraint, 8, longest=600), slots=2, rule=PAIRS) as engine:
        assert {answer.text for answer in answered(engine, questions, [0, 1, 2]).values()} == {'"yes"'}
