import pytest

pytest.importorskip("torch", reason="the extra `train` is not installed")

import torch

from diff_insight.insight.questions.content_kinds import Kind
from training.calibrate import calibrated, scaled
from training.example import Example
from training.occurrences import Occurrence
from training.settings import CalibrationSettings

LABELS = ("fix", "rest")


def example(kind: Kind, label: str) -> Example:
    return Example((1, 2, 3), 2, label, "en", kind, "modified", titled=False)


def test_what_is_too_certain_gets_a_temperature_above_one_and_each_kind_its_own() -> None:
    # Of code 3 of 4 are right that are said to be so with 0.98; of documents all.
    examples = [example(Kind.CODE, "rest" if n % 4 == 0 else "fix") for n in range(40)]
    examples += [example(Kind.DOCUMENTS, "fix") for _ in range(40)]
    logits = torch.tensor([[4.0, 0.0]] * 80)
    counts = [
        Occurrence(kind=kind, status="modified", label=label, number=5, chosen=5)
        for kind in (Kind.CODE, Kind.DOCUMENTS)
        for label in LABELS
    ]
    made = calibrated(logits, examples, counts, LABELS, CalibrationSettings())
    said = torch.softmax(scaled(logits, examples, made, LABELS), 1)
    assert made[Kind.CODE].temperature > 1 > made[Kind.DOCUMENTS].temperature
    assert float(said[0, 0]) == pytest.approx(0.75, abs=0.01)
    assert float(said[40, 0]) > 0.98


def test_a_temperature_is_at_least_what_the_settings_say() -> None:
    counts = [Occurrence(kind=Kind.CODE, status="modified", label="fix", number=5, chosen=5)]
    examples, logits = [example(Kind.CODE, "fix")] * 9, torch.tensor([[4.0, 0.0]] * 9)
    settings = CalibrationSettings(least_temperature={Kind.CODE: 1.5})
    assert calibrated(logits, examples, counts, LABELS, settings)[Kind.CODE].temperature == 1.5
    assert calibrated(logits, examples, counts, LABELS, CalibrationSettings())[Kind.CODE].temperature < 1


def test_a_kind_that_was_not_held_out_is_left_as_it_is() -> None:
    examples = [example(Kind.CODE, "fix")]
    logits = torch.tensor([[1.0, 2.0]])
    assert torch.equal(scaled(logits, examples, {}, LABELS), logits)
