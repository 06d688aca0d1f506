"""Counts how often each type occurs among changes and among the sampled examples, and corrects the difference.

Rare types are oversampled so that a model learns them; it then overestimates their probabilities by the ratio of the
two shares. Subtracting the logarithm of that ratio restores the shares (Saerens et al., 2002; Menon et al., 2021).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from diff_insight.insight.questions.content_kinds import Kind

_UNSEEN = 1.0  # added to every count, so that unseen types stay possible


class Occurrence(BaseModel):
    """How often a type occurs among changes of one kind and status.

    Attributes:
        kind: kind of the changes.
        status: status of the files.
        label: the type.
        number: count among all changes.
        chosen: count among the sampled examples.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    status: str
    label: str
    number: int
    chosen: int


def occurrences(
    changes: Iterable[tuple[Kind, str, str]], examples: Iterable[tuple[Kind, str, str]]
) -> tuple[Occurrence, ...]:
    """The counts of every combination in the examples; both arguments are (kind, status, label) tuples."""
    number, chosen = Counter(changes), Counter(examples)
    return tuple(
        Occurrence(kind=kind, status=status, label=label, number=number[kind, status, label], chosen=times)
        for (kind, status, label), times in sorted(chosen.items())
    )


def biases(
    counts: Sequence[Occurrence], labels: Sequence[str], kind: Kind, undone: float = 1.0
) -> Mapping[str, tuple[float, ...]]:
    """By status, the biases in nats, in the order of the labels, that restore their shares, scaled by `undone`."""
    return {
        status: _biases([c for c in counts if (c.kind, c.status) == (kind, status)], labels, undone)
        for status in sorted({c.status for c in counts if c.kind is kind})
    }


def _biases(counts: Sequence[Occurrence], labels: Sequence[str], undone: float) -> tuple[float, ...]:
    by_label = {count.label: count for count in counts}
    number = [_UNSEEN + (by_label[label].number if label in by_label else 0) for label in labels]
    chosen = [_UNSEEN + (by_label[label].chosen if label in by_label else 0) for label in labels]
    return tuple(
        round(undone * (math.log(n / sum(number)) - math.log(c / sum(chosen))), 3)
        for n, c in zip(number, chosen, strict=True)
    )  # fmt: skip
