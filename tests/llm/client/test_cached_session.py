"""An answer given before is given again without the model, and only where everything it depends on is the same."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.llm.client.answer_cache import AnswerCache
from diff_insight.llm.client.cached_session import key_of
from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.question import UNSCALED, Answer, Question, Scaling
from diff_insight.llm.protocol.settings import ModelSettings

SCHEMA = {"type": "object", "properties": {"title": {"type": "string", "maxLength": 30}}, "required": ["title"]}
TEXTS = tuple(f"Page {number} is longer now." for number in range(6))
PREFIX = "Give a title to the change of each page.\n"


@dataclass(frozen=True)
class Answered:
    texts: dict[str, str]
    asked: int
    remembered: int
    loaded_weights: bool


@dataclass(frozen=True)
class Reading:
    """Asks questions, and keeps the answers in one file."""

    settings: ModelSettings
    self_test_results: Path
    results: Path

    def __call__(
        self, *texts: str, prefix: str = PREFIX, budget: int = 24, scaling: Scaling = UNSCALED, stop_after: int = 100
    ) -> Answered:
        with (
            AnswerCache(self.results) as cache,
            Model(self.settings, cache=cache, self_test_results=self.self_test_results) as model,
            model.session(
                model.tokenize(prefix), SCHEMA, max_tokens=budget, longest=64, questions=len(texts)
            ) as answering,
        ):
            found: dict[str, str] = {}
            for answer in answering.answer(Question(model.tokenize(text), scaling) for text in texts):
                assert isinstance(answer, Answer)
                found[texts[answer.question]] = answer.text
                if len(found) == stop_after:
                    break
            tally = model.tally
            return Answered(found, tally.asked, tally.remembered, model._worker is not None)


@pytest.fixture
def ask(model_settings: ModelSettings, cache: Path, tmp_path: Path) -> Reading:
    return Reading(model_settings, cache / "diff-insight" / "self_test_results", tmp_path / "results.sqlite")


def test_the_second_time_nothing_is_asked_and_no_weights_are_loaded(ask: Reading) -> None:
    first, second = ask(*TEXTS), ask(*TEXTS)
    assert (first.asked, first.remembered, first.loaded_weights) == (6, 0, True)
    assert (second.asked, second.remembered, second.loaded_weights) == (0, 6, False)
    assert second.texts == first.texts


def test_of_old_and_new_questions_in_any_order_only_the_new_ones_are_asked(ask: Reading) -> None:
    first = ask(*TEXTS[:4:2])
    second = ask(*reversed(TEXTS))
    assert (second.asked, second.remembered) == (4, 2)
    assert set(second.texts) == set(TEXTS)
    assert first.texts.items() <= second.texts.items()


def test_the_answers_of_a_run_that_ended_early_are_not_asked_for_again(ask: Reading) -> None:
    first = ask(*TEXTS, stop_after=2)
    assert first.asked == 2
    second = ask(*TEXTS)
    assert second.remembered >= 2
    assert second.asked + second.remembered == 6


@pytest.mark.parametrize(
    "changed",
    [
        {"prefix": f"{PREFIX} "},
        {"budget": 25},
        {"scaling": Scaling(temperature=1.5)},
        {"scaling": Scaling(biases=(("a", 1.0),))},
    ],
)
def test_a_question_asked_in_another_way_is_another_question(ask: Reading, changed: dict[str, object]) -> None:
    ask(TEXTS[0])
    assert ask(TEXTS[0], **changed).asked == 1  # type: ignore[arg-type]


def test_another_model_has_answers_of_its_own(ask: Reading, untrained_settings: ModelSettings) -> None:
    ask(TEXTS[0])
    assert replace(ask, settings=untrained_settings)(TEXTS[0]).asked == 1


def test_more_threads_do_not_make_it_another_question(ask: Reading) -> None:
    first = ask(TEXTS[0])
    second = replace(ask, settings=replace(ask.settings, threads=1))(TEXTS[0])
    assert second.remembered == 1
    assert second.texts == first.texts


def test_answers_that_depend_on_their_neighbours_are_not_kept(ask: Reading) -> None:
    fast = replace(ask, settings=replace(ask.settings, fast=True))
    assert fast(TEXTS[0]).asked == 1
    assert fast(TEXTS[0]).asked == 1
    assert ask(TEXTS[0]).asked == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(JSON, max_size=3), st.lists(JSON, max_size=3))
def test_keys_are_equal_only_for_equal_values(one: list[object], other: list[object]) -> None:
    assert (key_of(*one) == key_of(*other)) == (repr(_sorted(one)) == repr(_sorted(other)))


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(each) for each in value] if isinstance(value, list) else value
