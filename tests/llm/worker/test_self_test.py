import multiprocessing
import os
import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from diff_insight.llm.client.model import Model
from diff_insight.llm.gguf.kernels import Kernels
from diff_insight.llm.gguf.row_rules import ANY, FOURS, PAIRS, SPLIT, RowRule
from diff_insight.llm.gguf.self_test_results import cached_self_test, self_test_key
from diff_insight.llm.protocol.messages import Batching
from diff_insight.llm.protocol.question import Answer, Question
from diff_insight.llm.protocol.settings import ModelSettings
from diff_insight.llm.worker.engine import Engine, Task
from diff_insight.llm.worker.grammar import Constraint
from diff_insight.llm.worker.self_test import exact_rule, is_exact
from diff_insight.llm.worker.weights import Weights
from tests.llm.random_model import RandomModels
from tests.llm.worker.test_engine import answered

SettingsOf = Callable[[str], ModelSettings]

SCHEMA = {
    "type": "object",
    "properties": {"kind": {"enum": ["new", "old"]}, "name": {"type": "string", "maxLength": 30}},
    "required": ["kind", "name"],
    "additionalProperties": False,
}
# What repacked matrices of the type need on x86; see `row_rules.py`.
RULES = {
    "F32": PAIRS,
    "F16": PAIRS,
    "BF16": PAIRS,
    "Q4_0": ANY,
    "Q4_1": ANY,
    "Q5_0": ANY,
    "Q8_0": ANY,
    "Q3_K": ANY,
    "Q5_K": ANY,
    "Q6_K": ANY,
    "IQ4_XS": ANY,
    "Q2_K": FOURS,
    "Q4_K": FOURS,
    "IQ4_NL": FOURS,
}


@pytest.fixture(scope="module")
def settings_of(model_settings: ModelSettings, tmp_path_factory: pytest.TempPathFactory) -> SettingsOf:
    models = RandomModels(model_settings.path, tmp_path_factory.mktemp("random"))
    return lambda name: replace(model_settings, path=models.of_type(name))


Found = TypeVar("Found")


def in_a_process(examine: Callable[[Weights, str], Found], settings: ModelSettings, kind: str) -> Found:
    """In one of its own, since a process uses the same kernels to its end."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(_in_this_process, examine, settings, kind).result()


def _in_this_process(examine: Callable[[Weights, str], Found], settings: ModelSettings, kind: str) -> Found:
    with Weights(settings) as weights:
        os.environ.update(weights.kernels.environment)
        return examine(weights, kind)


def expected_rule(weights: Weights, kind: str) -> RowRule:
    return SPLIT if weights.kernels is Kernels.TILED else RULES[kind]


def rule_is_as_expected(weights: Weights, kind: str) -> bool:
    return exact_rule(weights) == expected_rule(weights, kind)


def pairs_are_exact(weights: Weights, _kind: str) -> bool:
    return is_exact(weights, PAIRS)


def answers_are_the_same(weights: Weights, kind: str) -> bool:
    draw = random.Random(3)  # noqa: S311 - no secret
    lengths = [draw.choice((1, 2, 3, 7, 8, 40, 90)) for _ in range(12)]
    questions = [Question(tuple(draw.randrange(1000, 40_000) for _ in range(length))) for length in lengths]
    task = Task(tuple(range(1000, 1400)), Constraint(weights.constraint_tokenizer, SCHEMA), 24, longest=90)
    seen = []
    for slots in (1, 3, 8):
        order = draw.sample(range(len(questions)), len(questions))
        with Engine(weights, task, slots=slots, rule=expected_rule(weights, kind)) as engine:
            seen.append(answered(engine, questions, order))
    return seen[0] == seen[1] == seen[2]


@pytest.mark.parametrize("kind", RULES)
def test_each_type_has_a_rule_by_which_batching_is_exact(settings_of: SettingsOf, kind: str) -> None:
    assert in_a_process(rule_is_as_expected, settings_of(kind), kind)


def test_the_test_finds_out_that_a_rule_does_not_suffice(settings_of: SettingsOf) -> None:
    assert not in_a_process(pairs_are_exact, settings_of("Q4_K"), "Q4_K")


def test_a_lone_row_of_half_precision_is_found_out(settings_of: SettingsOf) -> None:
    with Weights(settings_of("F16")) as weights:
        assert not is_exact(weights, ANY)


@pytest.mark.parametrize("kind", ["Q4_K", "IQ4_NL", "F16"])
def test_answers_do_not_depend_on_what_runs_side_by_side(settings_of: SettingsOf, kind: str) -> None:
    assert in_a_process(answers_are_the_same, settings_of(kind), kind)


def test_a_model_that_no_rule_helps_is_asked_one_question_at_a_time_and_says_so(
    settings_of: SettingsOf, tmp_path: Path
) -> None:
    settings = settings_of("Q4_0")
    with Model(settings) as model:
        key = self_test_key(model.identity.sha256, settings.gpu_layers)
    cached_self_test(tmp_path, key, lambda: None)
    with Model(settings, self_test_results=tmp_path, testing=lambda: pytest.fail("the result is known")) as model:
        assert len(answers_of(model, questions=5)) == 5
        assert model.identity.batching is Batching.ONE_AT_A_TIME


def test_the_test_runs_once_even_for_a_single_question(settings_of: SettingsOf, tmp_path: Path) -> None:
    tested: list[bool] = []

    def first_of(questions: int) -> Answer:
        with Model(settings_of("Q4_K"), self_test_results=tmp_path, testing=lambda: tested.append(True)) as model:
            first = answers_of(model, questions=questions)[0]
            assert model.identity.batching is Batching.EXACT
            return first

    assert first_of(1) == first_of(5)
    assert len(tested) == 1


def test_unless_it_is_told_to_be_fast_which_it_says_too(settings_of: SettingsOf) -> None:
    with Model(replace(settings_of("Q4_K"), fast=True)) as model:
        assert len(answers_of(model, questions=5)) == 5
        assert model.identity.batching is Batching.FAST


def answers_of(model: Model, *, questions: int) -> list[Answer]:
    texts = [f"the {'very ' * number}old page {number}" for number in range(questions)]
    asked = [Question(model.tokenize(text)) for text in texts]
    prefix = model.tokenize("what is new")
    with model.uncached_session(prefix, SCHEMA, max_tokens=30, longest=64, questions=questions) as session:
        answers = [answer for answer in session.answer(asked) if isinstance(answer, Answer)]
    return sorted(answers, key=lambda answer: answer.question)
