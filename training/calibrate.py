"""Fits the temperature of an adapter on changes that were held out, and says how it does on them.

The types' logits come from the weights as they will run; the figures are those of `diff-insight evaluate`.

    python -m training.calibrate --examples build/examples/held_out.jsonl --adapter build/adapter
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from scipy.optimize import minimize_scalar

from diff_insight.labelled.predictions import Prediction
from diff_insight.labelled.rows import Said
from diff_insight.labelled.scores import type_scores
from diff_insight.llm.embedded import embedded_model
from training.base_model import base_with_adapter
from training.batches import read_examples
from training.examples import Example
from training.low_rank import MergedAdapter
from training.settings import read_settings

_AT_ONCE = 16


@torch.no_grad()
def label_logits(model: torch.nn.Module, examples: Sequence[Example], tokens: Sequence[int]) -> torch.Tensor:
    """The logits of the tokens that choose each type, shape (examples, types)."""
    inner, head = model.base_model.model.model, model.base_model.model.lm_head.weight
    order = sorted(range(len(examples)), key=lambda number: len(examples[number].tokens))
    logits = torch.zeros(len(examples), len(tokens))
    for start in range(0, len(order), _AT_ONCE):
        chosen = order[start : start + _AT_ONCE]
        length = max(examples[number].label_at for number in chosen)
        batch = torch.zeros(len(chosen), length, dtype=torch.long)
        for row, number in enumerate(chosen):
            example = examples[number]
            batch[row, : example.label_at] = torch.tensor(example.tokens[: example.label_at])
        hidden = inner(batch.to(head.device), use_cache=False).last_hidden_state
        last = torch.tensor([examples[number].label_at - 1 for number in chosen])
        of_rows = hidden[torch.arange(len(chosen)), last] @ head[list(tokens)].t()
        logits[chosen] = of_rows.float().cpu()
    return logits


def fitted_temperature(logits: torch.Tensor, truth: torch.Tensor) -> float:
    """The temperature of the least negative log likelihood (Guo et al., 2017)."""

    def loss(temperature: float) -> float:
        return float(torch.nn.functional.cross_entropy(logits / temperature, truth))

    return float(minimize_scalar(loss, bounds=(0.2, 10.0), method="bounded").x)


def predictions(logits: torch.Tensor, examples: Sequence[Example], labels: Sequence[str]) -> list[Prediction]:
    """What logits say of the types of examples."""
    probabilities, said = torch.softmax(logits, 1).max(1)
    return [
        Prediction("", Said(type=example.label), labels[place], probability, "", by_model=False, names_truly=None)
        for example, place, probability in zip(examples, said.tolist(), probabilities.tolist(), strict=True)
    ]


def main() -> None:
    """Print the temperature, and a table a kind of change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--adapter", type=Path, required=True, help="the folder that `training.train` wrote")
    parser.add_argument("--settings", type=Path, default=Path("training/adapter.toml"))
    parser.add_argument("--base", type=Path, help="the GGUF it was trained on; by default the embedded model")
    arguments = parser.parse_args()
    settings = read_settings(arguments.settings)
    examples = read_examples(arguments.examples)
    labels = settings.examples.labels
    tokens = [next(e.tokens[e.label_at] for e in examples if e.label == label) for label in labels]
    model = base_with_adapter(arguments.base or embedded_model().path, settings.adapter, arguments.adapter)
    MergedAdapter(model, quantised=settings.training.quantised).merge()
    logits = label_logits(model, examples, tokens)
    truth = torch.tensor([labels.index(example.label) for example in examples])
    temperature = fitted_temperature(logits, truth)
    print("| held out | number | accuracy | macro-F1 | ECE as trained | ECE calibrated |\n|---|---|---|---|---|---|")
    for kind in [*sorted({example.kind for example in examples}), "all"]:
        places = [place for place, example in enumerate(examples) if kind in (example.kind, "all")]
        chosen = [examples[place] for place in places]
        trained = type_scores(labels, predictions(logits[places], chosen, labels))
        calibrated = type_scores(labels, predictions(logits[places] / temperature, chosen, labels))
        errors = f"{trained.calibration_error:.3f} | {calibrated.calibration_error:.3f}"
        print(f"| {kind} | {trained.number} | {trained.accuracy} | {trained.macro_f1} | {errors} |")
    print(f"\ntemperature {temperature:.3f}")


if __name__ == "__main__":
    main()
