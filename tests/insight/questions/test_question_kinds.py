from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.questions.content_kinds import Kind
from diff_insight.insight.questions.question_kinds import QUESTIONS, PromptMode, prompt_mode_for
from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.settings import ModelSettings

USUAL = [each.name for each in DEFAULT_TYPES]


@pytest.fixture(scope="module")
def untrained(untrained_settings: ModelSettings, cache: Path) -> Iterator[Model]:
    with Model(untrained_settings, self_test_results=cache / "diff-insight" / "self_test_results") as loaded:
        yield loaded


def test_the_embedded_model_is_asked_for_the_usual_types_as_it_was_trained_to(model: Model) -> None:
    assert prompt_mode_for(model, USUAL, "en", Kind.DOCUMENTS) is PromptMode.TRAINED
    assert prompt_mode_for(model, USUAL[::-1], "en", Kind.CODE_WITH_WORDS) is PromptMode.TRAINED


def test_where_its_titles_are_not_true_enough_it_only_chooses_the_type(model: Model) -> None:
    assert prompt_mode_for(model, USUAL, "en", Kind.CODE) is PromptMode.TRAINED_FOR_TYPES
    assert {prompt_mode_for(model, USUAL, language, kind) for language in ("ja", "zh") for kind in Kind} == {
        PromptMode.TRAINED_FOR_TYPES
    }


def test_types_it_was_not_trained_for_are_taught_by_example(model: Model) -> None:
    assert prompt_mode_for(model, ["security", "rest"], "en", Kind.CODE) is PromptMode.BY_EXAMPLE


def test_a_model_that_was_not_trained_is_taught_by_example(untrained: Model) -> None:
    assert untrained.trained is None
    assert prompt_mode_for(untrained, USUAL, "en", Kind.CODE) is PromptMode.BY_EXAMPLE


def test_a_model_writes_unless_it_was_trained_to_label_or_is_told_not_to(model: Model, untrained: Model) -> None:
    for loaded, expected in ((model, False), (untrained, True)):
        settings = loaded.settings
        try:
            loaded.settings = replace(settings, writes=None)
            assert loaded.writes is expected
            assert (prompt_mode_for(loaded, USUAL, "en", Kind.CODE) is PromptMode.EXPLAINED) is expected
        finally:
            loaded.settings = settings


def test_every_manner_has_its_budget_and_its_answer() -> None:
    assert set(QUESTIONS) == set(PromptMode)
