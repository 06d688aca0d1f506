"""`--fail-on`: which types of changes make the command fail."""

from collections.abc import Sequence
from dataclasses import dataclass

from diff_insight.errors import UsageError
from diff_insight.insight.labels import Label
from diff_insight.report.report import Report


@dataclass(frozen=True, slots=True)
class FailOn:
    """A type, and the least probability at which it counts; None counts a type that a rule chose, too."""

    label: str
    probability: float | None


def parse_fail_on(words: Sequence[str], labels: Sequence[Label], *, with_model: bool) -> tuple[FailOn, ...]:
    """Read `TYPE` and `TYPE:PROBABILITY`.

    Raises:
        UsageError: the type is not configured, or the probability is no number between 0 and 1.
    """
    names = [label.name for label in labels]
    conditions = []
    for word in words:
        label, colon, number = word.partition(":")
        if label not in names:
            raise UsageError(f"--fail-on {word!r}: there is no such type; there are {', '.join(names)}")
        try:
            probability = float(number) if colon else None
        except ValueError:
            probability = -1.0
        if probability is not None and not 0 <= probability <= 1:
            raise UsageError(f"--fail-on {word!r}: the probability after the colon lies between 0 and 1")
        if probability is not None and not with_model:
            raise UsageError(
                f"--fail-on {word!r}: --no-model gives no probabilities; leave the one after the colon out"
            )
        conditions.append(FailOn(label, probability))
    return tuple(conditions)


def failing_paths(reports: Sequence[Report], conditions: Sequence[FailOn]) -> list[str]:
    """The files that meet a condition."""
    return [
        file.path
        for report in reports
        for file in report.files
        if any(
            file.type == condition.label
            and (condition.probability is None or (file.probability or 0.0) >= condition.probability)
            for condition in conditions
        )
    ]
