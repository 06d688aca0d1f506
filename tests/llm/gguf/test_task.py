import pytest
from pydantic import ValidationError

from diff_insight.llm.gguf.task import Calibration, Trained
from diff_insight.llm.protocol.question import UNSCALED

TRAINED = Trained(
    labels=("fix", "rest"),
    titles={"documents": ("en",)},
    calibrations={"code": Calibration(temperature=1.5, biases={"added": (-1.0, 0.5)})},
    base_sha256="0" * 64,
)


def test_each_kind_and_status_of_a_change_has_its_own_scaling() -> None:
    scaling = TRAINED.scaling("code", "added")
    assert (scaling.temperature, scaling.biases) == (1.5, (("fix", -1.0), ("rest", 0.5)))
    assert (TRAINED.scaling("code", "modified").temperature, TRAINED.scaling("code", "modified").biases) == (1.5, ())


def test_a_kind_that_was_not_calibrated_is_taken_as_it_is() -> None:
    assert TRAINED.scaling("documents", "added") == UNSCALED


def test_a_model_says_what_it_was_trained_for_in_the_words_it_was_told() -> None:
    assert Trained.model_validate_json(TRAINED.model_dump_json()) == TRAINED


@pytest.mark.parametrize("temperature", [0.0, -1.0])
def test_a_temperature_is_positive(temperature: float) -> None:
    with pytest.raises(ValidationError):
        Calibration(temperature=temperature, biases={})
