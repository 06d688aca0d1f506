"""Counts how often each type occurs, as changes come and among the examples chosen of them, and undoes the difference.

Rare types are chosen more often than they occur, so that a model learns them; what it then says of them is too bold by
the ratio of the two shares. Subtracting the logarithm of that ratio restores the shares (Saerens et al., 2002; Menon et
al., 2021).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from diff_insight.insight.questions.content_kinds import Kind

_UNSEEN = 1.0  # added to every count, so that what was never seen stays possible


class Occurrence(BaseModel):
    """How often a type occurs among changes of one kind and status.

    Attributes:
        kind: of the changes.
        status: what happened to the files.
        label: the type.
        number: how often, among changes as they come.
        chosen: how often, among the examples.
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
    """The counts of what occurs at all; both are given as kind, status and label."""
    number, chosen = Counter(changes), Counter(examples)
    return tuple(
        Occurrence(kind=kind, status=status, label=label, number=number[kind, status, label], chosen=times)
        for (kind, status, label), times in sorted(chosen.items())
    )


def biases(
    counts: Sequence[Occurrence], labels: Sequence[str], kind: Kind, undone: float = 1.0
) -> Mapping[str, tuple[float, ...]]:
    """By status, what restores the shares of the labels, in nats, in their order; or that share `undone` of it."""
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
