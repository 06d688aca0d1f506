"""Fits the temperature of an adapter on changes that were held out, and says how it does on them.

python -m training.calibrate --examples build/examples/held_out.jsonl --adapter build/adapter
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from scipy.optimize import minimize_scalar
from sklearn.metrics import accuracy_score, f1_score

from diff_insight.llm.embedded import embedded_model
from training.base_model import base_with_adapter
from training.batches import read_examples
from training.examples import Example
from training.low_rank import MergedAdapter
from training.settings import read_settings

_BINS = 10
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


def calibration_error(logits: torch.Tensor, truth: torch.Tensor) -> float:
    """The expected calibration error over ten bins."""
    confidence, said = torch.softmax(logits, 1).max(1)
    bins = (confidence * _BINS).long().clamp(max=_BINS - 1)
    right = (said == truth).float()
    gaps = [(confidence[bins == b].sum() - right[bins == b].sum()).abs() for b in range(_BINS)]
    return float(sum(gaps) / len(truth))


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
        chosen = torch.tensor([kind in (example.kind, "all") for example in examples])
        of_kind, right = logits[chosen], truth[chosen]
        said = of_kind.argmax(1)
        present = sorted(set(right.tolist()))
        figures = [
            accuracy_score(right, said),
            f1_score(right, said, labels=present, average="macro"),
            calibration_error(of_kind, right),
            calibration_error(of_kind / temperature, right),
        ]
        print(f"| {kind} | {len(right)} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")
    print(f"\ntemperature {temperature:.3f}")


if __name__ == "__main__":
    main()
