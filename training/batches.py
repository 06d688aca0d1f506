"""Packs examples into batches of few shapes, to limit padding and recompilation."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import TypeAdapter

from training.example import Example

_EXAMPLE = TypeAdapter(Example)
_STEP = 32  # lengths are rounded up to a multiple of this


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of examples.

    Attributes:
        tokens: shape (examples, length), padded on the right, which causal attention ignores.
        rows: example index of each target token.
        columns: position of the token before each target, from which it is predicted.
        targets: the tokens to learn.
        weights: loss weight of each target.
    """

    tokens: torch.Tensor
    rows: torch.Tensor
    columns: torch.Tensor
    targets: torch.Tensor
    weights: torch.Tensor


def read_examples(path: Path) -> list[Example]:
    """The examples that `training.examples` wrote."""
    with path.open() as file:
        return [_EXAMPLE.validate_json(line) for line in file]


def batches(examples: Sequence[Example], tokens: int, label_weight: float, seed: int) -> list[Batch]:
    """All examples, in an order determined by the seed; all batches of one length have the same number of examples.

    The last batch is filled with the remaining examples, repeated as necessary.

    Args:
        examples: any number of examples.
        tokens: maximum tokens in a batch, including padding.
        label_weight: loss weight of the token that chooses the type.
        seed: random seed of the order.
    """
    chance = random.Random(seed)  # noqa: S311 - a shuffle
    buckets: dict[int, list[Example]] = defaultdict(list)
    for example in chance.sample(examples, len(examples)):
        buckets[-(-len(example.tokens) // _STEP) * _STEP].append(example)
    made: list[Batch] = []
    left: list[Example] = []
    for length in sorted(buckets):
        waiting, size = left + buckets[length], max(1, tokens // length)
        full = len(waiting) // size * size
        made += [_batch(waiting[start : start + size], length, label_weight) for start in range(0, full, size)]
        left = waiting[full:]
    if left:
        length = max(buckets)
        size = max(1, tokens // length)
        repeated = (left * size)[:size]
        made.append(_batch(repeated, length, label_weight))
    chance.shuffle(made)
    return made


def _batch(examples: Sequence[Example], length: int, label_weight: float) -> Batch:
    tokens = torch.zeros(len(examples), length, dtype=torch.long)
    rows, columns, targets, weights = [], [], [], []
    for row, example in enumerate(examples):
        tokens[row, : len(example.tokens)] = torch.tensor(example.tokens)
        for position in range(example.label_at, len(example.tokens)):
            rows.append(row)
            columns.append(position - 1)
            targets.append(example.tokens[position])
            weights.append(label_weight if position == example.label_at else 1.0)
    return Batch(tokens, torch.tensor(rows), torch.tensor(columns), torch.tensor(targets), torch.tensor(weights))
