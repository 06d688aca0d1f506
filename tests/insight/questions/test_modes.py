from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from diff_insight.insight.labels import DEFAULT_LABELS
from diff_insight.insight.questions.kinds import Kind
from diff_insight.insight.questions.modes import ANSWERS, BUDGETS, Manner, manner_for
from diff_insight.llm.client.model import Model
from diff_insight.llm.protocol.settings import ModelSettings

USUAL = [label.name for label in DEFAULT_LABELS]


@pytest.fixture(scope="module")
def untrained(untrained_settings: ModelSettings, cache: Path) -> Iterator[Model]:
    with Model(untrained_settings, verdicts=cache / "diff-insight" / "verdicts") as loaded:
        yield loaded


def test_the_embedded_model_is_asked_for_the_usual_types_as_it_was_trained_to(model: Model) -> None:
    assert manner_for(model, USUAL, "en", Kind.DOCUMENTS) is Manner.TRAINED
    assert manner_for(model, USUAL[::-1], "en", Kind.CODE_WITH_WORDS) is Manner.TRAINED


def test_where_its_titles_are_not_true_enough_it_only_chooses_the_type(model: Model) -> None:
    assert manner_for(model, USUAL, "en", Kind.CODE) is Manner.TRAINED_FOR_TYPES
    assert {manner_for(model, USUAL, language, kind) for language in ("ja", "zh") for kind in Kind} == {
        Manner.TRAINED_FOR_TYPES
    }


def test_types_it_was_not_trained_for_are_taught_by_example(model: Model) -> None:
    assert manner_for(model, ["security", "rest"], "en", Kind.CODE) is Manner.BY_EXAMPLE


def test_a_model_that_was_not_trained_is_taught_by_example(untrained: Model) -> None:
    assert untrained.trained is None
    assert manner_for(untrained, USUAL, "en", Kind.CODE) is Manner.BY_EXAMPLE


def test_a_model_writes_unless_it_was_trained_to_label_or_is_told_not_to(model: Model, untrained: Model) -> None:
    for loaded, expected in ((model, False), (untrained, True)):
        settings = loaded.settings
        try:
            loaded.settings = replace(settings, writes=None)
            assert loaded.writes is expected
            assert (manner_for(loaded, USUAL, "en", Kind.CODE) is Manner.EXPLAINED) is expected
        finally:
            loaded.settings = settings


def test_every_manner_has_its_budget_and_its_answer() -> None:
    assert set(BUDGETS) == set(ANSWERS) == set(Manner)
