"""Calibrates an adapter: corrects for the sampling of examples, and fits temperatures on held-out changes.

The logits of the types come from the weights as used in inference; the metrics are those of `diff-insight evaluate`.

    python -m training.calibrate --examples build/examples --adapter build/adapter --out build/calibration.json
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from pydantic import TypeAdapter
from scipy.optimize import minimize_scalar

from diff_insight.evaluation.predictions import Prediction
from diff_insight.evaluation.rows import Said
from diff_insight.evaluation.scores import type_scores
from diff_insight.insight.questions.content_kinds import Kind
from diff_insight.llm.gguf.task import Calibration
from diff_insight.llm.models.embedded import embedded_model
from diff_insight.llm.prompt.tokenizer import Tokenizer
from training.base_model import base_with_adapter
from training.batches import read_examples
from training.example import Example
from training.logits import label_logits
from training.low_rank import MergedAdapter
from training.occurrences import Occurrence, biases
from training.settings import CalibrationSettings, read_settings

Calibrations = Mapping[str, Calibration]

_BOUNDS = (0.2, 5.0)


def label_tokens(gguf: Path, labels: Sequence[str]) -> list[int]:
    """The token that chooses each type in an answer: the first one after the opening quotation mark."""
    with Tokenizer(gguf) as tokenizer:
        opening = tokenizer.tokenize('{"modification_type":"', special=False)
        answers = [tokenizer.tokenize(f'{{"modification_type":"{label}"', special=False) for label in labels]
    return [answer[len(opening)] for answer in answers]


def fitted_temperature(logits: torch.Tensor, added: torch.Tensor, truth: torch.Tensor) -> float:
    """The temperature that minimises the negative log likelihood (Guo et al., 2017); biases are added after scaling."""

    def loss(temperature: float) -> float:
        return float(torch.nn.functional.cross_entropy(logits / temperature + added, truth))

    return float(minimize_scalar(loss, bounds=_BOUNDS, method="bounded").x)


def calibrated(
    logits: torch.Tensor,
    examples: Sequence[Example],
    counts: Sequence[Occurrence],
    labels: Sequence[str],
    settings: CalibrationSettings,
) -> Calibrations:
    """A calibration for each kind of change among the examples."""
    made: dict[str, Calibration] = {}
    truth = torch.tensor([labels.index(example.label) for example in examples])
    for kind in sorted({example.kind for example in examples if isinstance(example.kind, Kind)}):
        undone = Calibration(temperature=1.0, biases=biases(counts, labels, kind, settings.undone.get(kind, 1.0)))
        places = [place for place, example in enumerate(examples) if example.kind == kind]
        added = _added([examples[place] for place in places], {kind: undone}, labels)
        fitted = round(fitted_temperature(logits[places], added, truth[places]), 3)
        temperature = max(fitted, settings.least_temperature.get(kind, 0.0))
        made[kind] = undone.model_copy(update={"temperature": temperature})
    return made


def scaled(
    logits: torch.Tensor, examples: Sequence[Example], calibrations: Calibrations, labels: Sequence[str]
) -> torch.Tensor:
    """The logits scaled as in inference; those of a kind without calibration are unchanged."""
    temperatures = [calibrations[e.kind].temperature if e.kind in calibrations else 1.0 for e in examples]
    return logits / torch.tensor(temperatures)[:, None] + _added(examples, calibrations, labels)


def _added(examples: Sequence[Example], calibrations: Calibrations, labels: Sequence[str]) -> torch.Tensor:
    nothing = (0.0,) * len(labels)
    return torch.tensor(
        [
            calibrations[e.kind].biases.get(e.status, nothing) if e.kind in calibrations else nothing
            for e in examples
        ]
    )  # fmt: skip


def predictions(logits: torch.Tensor, examples: Sequence[Example], labels: Sequence[str]) -> list[Prediction]:
    """The type predictions given by logits."""
    probabilities, said = torch.softmax(logits, 1).max(1)
    return [
        Prediction("", Said(type=example.label), labels[place], probability, "", by_model=False, names_truly=None)
        for example, place, probability in zip(examples, said.tolist(), probabilities.tolist(), strict=True)
    ]


def main() -> None:
    """Write the calibrations, and print a table by kind of change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, required=True, help="folder written by `training.examples`")
    parser.add_argument("--adapter", type=Path, required=True, help="folder written by `training.train`")
    parser.add_argument("--settings", type=Path, default=Path("training/second.toml"))
    parser.add_argument("--base", type=Path, help="GGUF it was trained on; by default the embedded model")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    settings = read_settings(arguments.settings)
    labels = settings.examples.labels
    examples = read_examples(arguments.examples / "held_out.jsonl")
    lines = (arguments.examples / "occurrences.jsonl").read_text().splitlines()
    counts = [Occurrence.model_validate_json(line) for line in lines]
    base = arguments.base or embedded_model().path
    model = base_with_adapter(base, settings.adapter, arguments.adapter)
    MergedAdapter(model, quantised=settings.training.quantised).merge()
    logits = label_logits(model, examples, label_tokens(base, labels))
    calibrations = calibrated(logits, examples, counts, labels, settings.calibration)
    arguments.out.write_bytes(TypeAdapter(Calibrations).dump_json(calibrations, indent=1) + b"\n")
    print("| held out | number | way | accuracy | macro-F1 | calibration error |\n|---|---|---|---|---|---|")
    for way, of_way in (("as trained", logits), ("calibrated", scaled(logits, examples, calibrations, labels))):
        for kind in [*calibrations, None]:
            places = [place for place, example in enumerate(examples) if kind in (example.kind, None)]
            scores = type_scores(labels, predictions(of_way[places], [examples[place] for place in places], labels))
            figures = f"{scores.accuracy} | {scores.macro_f1} | {scores.calibration_error:.3f}"
            print(f"| {kind or 'all'} | {scores.number} | {way} | {figures} |")
    print(f"\n{arguments.out}:\n{arguments.out.read_text()}")


if __name__ == "__main__":
    main()
