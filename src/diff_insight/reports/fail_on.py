"""`--fail-on`: which change types and which signs of a breaking change make the command fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from diff_insight.errors import UsageError
from diff_insight.evidence.sign import SignKind
from diff_insight.insight.change_types import ChangeType
from diff_insight.reports.report import FileItem, Report, SignItem

ANY_SIGN = "any sign"
"""The name that matches every sign of a breaking change but for weak ones."""

ANY_WEAK_SIGN = "any weak sign"
"""The name that matches every weak sign."""


@dataclass(frozen=True, slots=True)
class FailOn:
    """A condition under which the command fails.

    Attributes:
        name: a type, a sign of a breaking change, `ANY_SIGN` or `ANY_WEAK_SIGN`.
        is_type: whether the name is a type.
        probability: the lowest at which a type counts; None also counts types chosen by a rule.
    """

    name: str
    is_type: bool
    probability: float | None = None

    def is_met_by(self, file: FileItem) -> bool:
        """Whether a file has the type, or shows the sign."""
        if self.is_type:
            return file.type == self.name and (
                self.probability is None or (file.probability or 0.0) >= self.probability
            )
        return any(self.names(sign) for sign in file.breaking_signs)

    def names(self, sign: SignItem) -> bool:
        """Whether this is a sign that the condition names; by its own name it is meant though it is weak."""
        return not self.is_type and self.name in (ANY_WEAK_SIGN if sign.weak else ANY_SIGN, sign.kind.value)


def parse_fail_on(words: Sequence[str], types: Sequence[ChangeType], *, with_model: bool) -> tuple[FailOn, ...]:
    """Parse `TYPE`, `TYPE:PROBABILITY`, the name of a sign, `any sign` or `any weak sign`.

    A type wins over a sign of the same name.

    Raises:
        UsageError: the type or sign is unknown, the probability is not a number between 0 and 1, or there is no model
            to give probabilities.
    """
    names = [each.name for each in types]
    signs = [ANY_SIGN, ANY_WEAK_SIGN, *(kind.value for kind in SignKind)]
    conditions = []
    for word in words:
        name, colon, number = word.partition(":")
        if name in signs and name not in names and not colon:
            conditions.append(FailOn(name, is_type=False))
            continue
        if name not in names:
            close = get_close_matches(name.replace("-", " "), [*names, *signs], 1)
            meant = f" (did you mean {close[0]!r}?)" if close else ""
            raise UsageError(
                f"--fail-on {word!r}: no such type or sign{meant}; types: {', '.join(names)}; signs: {', '.join(signs)}"
            )
        try:
            probability = float(number) if colon else None
        except ValueError:
            probability = -1.0
        if probability is not None and not 0 <= probability <= 1:
            raise UsageError(f"--fail-on {word!r}: the probability after the colon must be between 0 and 1")
        if probability is not None and not with_model:
            raise UsageError(f"--fail-on {word!r}: --no-model gives no probabilities; omit the one after the colon")
        conditions.append(FailOn(name, is_type=True, probability=probability))
    return tuple(conditions)


def check_no_probability(conditions: Sequence[FailOn]) -> None:
    """Check that no condition asks for a probability, where evidence chooses the types.

    Raises:
        UsageError: one does.
    """
    for condition in conditions:
        if condition.probability is not None:
            raise UsageError(
                f"--fail-on '{condition.name}:{condition.probability}': this model does not choose types, and evidence "
                "gives no probabilities; omit the one after the colon"
            )


def failing(reports: Sequence[Report], conditions: Sequence[FailOn]) -> list[str]:
    """The files that meet a condition, each with what it matched, and the matching words of authors."""
    found = []
    for report in reports:
        for file in report.files:
            met = [condition for condition in conditions if condition.is_met_by(file)]
            why = [file.type for condition in met if condition.is_type]
            why += [sign.kind.value for sign in file.breaking_signs if any(condition.names(sign) for condition in met)]
            if met:
                found.append(f"{file.path} ({', '.join(dict.fromkeys(why))})")
    said = (sign for report in reports for sign in report.signs_of_authors)
    found += [sign.reason for sign in said if any(condition.names(sign) for condition in conditions)]
    return list(dict.fromkeys(found))
