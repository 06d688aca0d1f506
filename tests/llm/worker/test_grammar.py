import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from diff_insight.errors import ModelError
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.answers import ExplainedAnswer, TitleAnswer, answer_type, json_schema
from diff_insight.llm.protocol.question import Scaling
from diff_insight.llm.worker.grammar import Constraint, Decoding
from diff_insight.llm.worker.weights import Weights

LABELS = tuple(label.name for label in DEFAULT_TYPES)
TITLE: type[BaseModel] = answer_type(LABELS, TitleAnswer)
EXPLAINED: type[BaseModel] = answer_type(LABELS, ExplainedAnswer)


@pytest.fixture(scope="module")
def constraints(weights: Weights) -> dict[type[BaseModel], Constraint]:
    return {answer: Constraint(weights.constraint_tokenizer, json_schema(answer)) for answer in (TITLE, EXPLAINED)}


def decode(constraint: Constraint, seed: int, max_tokens: int, scale: float = 1.0) -> Decoding:
    """An answer to random logits: the model of nobody's mind."""
    random = np.random.default_rng(seed)
    decoding = constraint.start(max_tokens)
    decoding.fast_forward_tokens()
    while not decoding.finished:
        logits = random.normal(scale=scale, size=constraint.tokenizer.vocab_size).astype(np.float32)
        decoding.choose(logits)
        decoding.fast_forward_tokens()
    return decoding


@settings(max_examples=1000)
@given(st.integers(0, 2**32), st.integers(0, 60))
def test_whatever_the_logits_and_wherever_the_budget_ends_a_title_answer_fits_its_schema(
    constraints: dict[type[BaseModel], Constraint], seed: int, max_tokens: int
) -> None:
    constraint = constraints[TITLE]
    decoding = decode(constraint, seed, max_tokens)
    TITLE.model_validate_json(decoding.text)
    assert decoding.tokens <= max_tokens + constraint.closing_reserve


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(0, 300))
def test_longer_answers_fit_their_schemas_too(
    constraints: dict[type[BaseModel], Constraint], seed: int, max_tokens: int
) -> None:
    decoding = decode(constraints[EXPLAINED], seed, max_tokens)
    EXPLAINED.model_validate_json(decoding.text)
    assert decoding.tokens <= max_tokens + constraints[EXPLAINED].closing_reserve


@pytest.mark.parametrize("value", [0.0, np.inf, -np.inf, np.nan])
def test_degenerate_logits_give_an_answer_too(constraints: dict[type[BaseModel], Constraint], value: float) -> None:
    constraint = constraints[TITLE]
    decoding = constraint.start(20)
    decoding.fast_forward_tokens()
    while not decoding.finished:
        decoding.choose(np.full(constraint.tokenizer.vocab_size, value, dtype=np.float32))
        decoding.fast_forward_tokens()
    TITLE.model_validate_json(decoding.text)


def test_an_answer_that_ran_out_of_room_says_so(constraints: dict[type[BaseModel], Constraint]) -> None:
    assert decode(constraints[TITLE], seed=1, max_tokens=5).was_cut
    assert not decode(constraints[TITLE], seed=1, max_tokens=500).was_cut


def test_the_first_words_of_the_answer_are_forced(constraints: dict[type[BaseModel], Constraint]) -> None:
    decoding = constraints[TITLE].start(50)
    forced = decoding.fast_forward_tokens()
    assert len(forced) > 3
    assert decoding.text == '{"modification_type":"'


def test_probabilities_of_a_choice_are_those_among_the_allowed(constraints: dict[type[BaseModel], Constraint]) -> None:
    constraint = constraints[TITLE]
    decoding = constraint.start(50)
    decoding.fast_forward_tokens()
    decoding.choose(np.zeros(constraint.tokenizer.vocab_size, dtype=np.float32))
    (choice,) = decoding.choices
    # With equal logits every allowed token is as probable; the outsiders, tens of thousands, take no share.
    assert choice.probability > 1 / 256


def choose_a_type(constraint: Constraint, logits: dict[str, float], scaling: Scaling) -> tuple[str, float]:
    """The type that is chosen where the words that begin the types have these logits, and how probable it was."""
    vector = np.full(constraint.tokenizer.vocab_size, -100, dtype=np.float32)
    for label, logit in logits.items():
        vector[constraint.tokenizer.tokenize_str(label.split()[0])[0]] = logit
    decoding = constraint.start(80, scaling)
    decoding.fast_forward_tokens()
    decoding.choose(vector)
    (choice,) = decoding.choices
    while not decoding.finished:
        decoding.fast_forward_tokens()
        if not decoding.finished:
            decoding.choose(vector)
    return json.loads(decoding.text)["modification_type"], choice.probability


NATS = st.floats(-8, 8, width=32)


@settings(max_examples=200)
@given(st.tuples(*[NATS] * 4), st.tuples(*[NATS] * 4), st.floats(0.2, 5))
def test_a_type_is_as_probable_as_its_logit_over_the_temperature_with_its_bias_says(
    constraints: dict[type[BaseModel], Constraint],
    logits: tuple[float, ...],
    biases: tuple[float, ...],
    temperature: float,
) -> None:
    scaling = Scaling(temperature, tuple(zip(LABELS, biases, strict=True)))
    said, probability = choose_a_type(constraints[TITLE], dict(zip(LABELS, logits, strict=True)), scaling)
    values = np.array(logits, dtype=np.float64) / temperature + np.array(biases)
    expected = np.exp(values - values.max()) / np.exp(values - values.max()).sum()
    assert probability == pytest.approx(expected[LABELS.index(said)], rel=1e-6)
    assert probability == pytest.approx(expected.max(), rel=1e-6)


def test_a_bias_reaches_a_word_however_it_is_cut_into_tokens() -> None:
    scaling = Scaling(1.0, (("bug", 1.0), ("bugs", 2.0), ("minor", 3.0)))
    assert scaling.bias("b") == scaling.bias("bug") == scaling.bias("bugs") == 2.0
    assert scaling.bias('bug"') == scaling.bias('bug",') == 1.0
    assert scaling.bias("mi") == 3.0
    assert scaling.bias("x") == scaling.bias('b"') == 0.0


def test_without_scaling_a_title_is_what_the_logits_say(constraints: dict[type[BaseModel], Constraint]) -> None:
    scaling = Scaling(3.0, (("new feature", 5.0),))
    constraint = constraints[TITLE]
    plain, scaled = constraint.start(60), constraint.start(60, scaling)
    for decoding in (plain, scaled):
        random = np.random.default_rng(3)
        while '"modification_title":"' not in decoding.text:
            decoding.fast_forward_tokens()
            decoding.choose(np.zeros(constraint.tokenizer.vocab_size, dtype=np.float32))
        while not decoding.finished:
            decoding.choose(random.normal(size=constraint.tokenizer.vocab_size).astype(np.float32))
            decoding.fast_forward_tokens()
    titles = [json.loads(decoding.text)["modification_title"] for decoding in (plain, scaled)]
    assert titles[0] == titles[1]


def test_control_and_bidirectional_characters_cannot_be_written(constraints: dict[type[BaseModel], Constraint]) -> None:
    for seed in range(150):
        title = json.loads(decode(constraints[TITLE], seed, 60).text)["modification_title"]
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200b\u2028" for c in title)


def test_a_schema_that_cannot_be_compiled_is_refused(weights: Weights) -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "no such type"}}}
    with pytest.raises(ModelError, match="schema cannot be compiled"):
        Constraint(weights.constraint_tokenizer, schema)
