from dataclasses import replace
from pathlib import Path

import pytest

from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.messages import Batching
from diff_insight.llm.protocol.question import Answer, Question
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.self_test import batching_is_exact
from diff_insight.llm.worker.weights import Weights
from tests.llm.rounding import write_f16

SCHEMA = {
    "type": "object",
    "properties": {"kind": {"enum": ["new", "old"]}, "name": {"type": "string", "maxLength": 30}},
    "required": ["kind", "name"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def rounding(model_settings: ModelSettings, tmp_path_factory: pytest.TempPathFactory) -> ModelSettings:
    path = tmp_path_factory.mktemp("rounding") / "eight-layers.F16.gguf"
    write_f16(model_settings.path, path)
    return replace(model_settings, path=path)


def test_the_embedded_model_answers_side_by_side_in_the_same_bits(weights: Weights) -> None:
    assert batching_is_exact(weights)


def test_a_model_that_rounds_otherwise_in_a_batch_is_found_out(rounding: ModelSettings) -> None:
    with Weights(rounding) as weights:
        assert not batching_is_exact(weights)


def test_such_a_model_is_asked_one_question_at_a_time_and_says_so(rounding: ModelSettings, tmp_path: Path) -> None:
    tested: list[bool] = []
    with Model(rounding, self_test_results=tmp_path, testing=lambda: tested.append(True)) as model:
        together = answers_of(model, questions=5)
        assert model.identity.batching is Batching.ONE_AT_A_TIME
        alone = [answers_of(model, questions=1, begin=number)[0] for number in range(5)]
    assert [replace(answer, question=0) for answer in together] == alone
    with Model(rounding, self_test_results=tmp_path, testing=lambda: tested.append(True)) as model:
        answers_of(model, questions=2)
        assert model.identity.batching is Batching.ONE_AT_A_TIME
    assert len(tested) == 1  # the result was kept


def test_unless_it_is_told_to_be_fast_which_it_says_too(rounding: ModelSettings) -> None:
    with Model(replace(rounding, fast=True)) as model:
        assert len(answers_of(model, questions=5)) == 5
        assert model.identity.batching is Batching.FAST


def answers_of(model: Model, *, questions: int, begin: int = 0) -> list[Answer]:
    texts = [f"the {'very ' * number}old page {number}" for number in range(begin, begin + questions)]
    asked = [Question(model.tokenize(text)) for text in texts]
    prefix = model.tokenize("what is new")
    with model.uncached_session(prefix, SCHEMA, max_tokens=30, longest=64, questions=questions) as session:
        answers = [answer for answer in session.answer(asked) if isinstance(answer, Answer)]
    return sorted(answers, key=lambda answer: answer.question)
