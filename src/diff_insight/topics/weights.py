"""Weighs a topic: a linear model of its words and roles, and rules for what is proved, as a sum with its parts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from diff_insight.evidence.diff.fact_kinds import SETTINGS, FactKind
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.system.package_data import package_data
from diff_insight.topics.surface import DEPENDENCIES, OFFERED
from diff_insight.topics.topic import Kind, PlacedFact, Reason

_OF_ROLES = ("role", "only", "source with", "no source")
_OF_FORM = ("has",)

# Points of what is proved, on the scale of the model: log-odds that maintainers tell a change.
_POINTS = {
    FactKind.NAME_ADDED: 0.6,
    FactKind.NAME_REMOVED: 0.6,
    FactKind.NAME_RENAMED: 0.6,
    FactKind.NAME_HIDDEN: 0.4,
    FactKind.PARAMETER_ADDED: 0.6,
    FactKind.PARAMETER_REMOVED: 0.6,
    FactKind.PARAMETER_RENAMED: 0.4,
    FactKind.PARAMETER_REQUIRED: 0.6,
    FactKind.DEFAULT_CHANGED: 0.6,
    FactKind.SIGNATURE_CHANGED: 0.4,
    FactKind.ENUM_VALUE_ADDED: 0.6,
    FactKind.ENUM_VALUE_REMOVED: 0.6,
    FactKind.ENUM_VALUE_CHANGED: 0.4,
    **dict.fromkeys((FactKind.VALUE_CHANGED, FactKind.KEY_ADDED), 0.6),  # of supported versions
    **dict.fromkeys(SETTINGS, 0.6),
    **dict.fromkeys(OFFERED, 0.6),
    **dict.fromkeys((FactKind.SUPPORT_LISTED, FactKind.SUPPORT_UNLISTED), 0.3),
    **dict.fromkeys((FactKind.EXIT_CODE_ADDED, FactKind.EXIT_CODE_REMOVED), 0.3),
    FactKind.DEPRECATED: 1.5,
    **dict.fromkeys(DEPENDENCIES, 0.6),
}
_DOCUMENTED = 0.6
_DECLARED = 3.0
_SECURITY = 3.0
_WRITTEN = 4.0  # somebody put it into words for the release notes
_GUIDED = 3.0  # of all that breaks, what the maintainers tell those who upgrade
_LISTED = 1.0  # the release notes repeat the subject of its commit, as a program that writes them does


@dataclass(frozen=True, slots=True)
class _Table:
    bias: float
    weights: Mapping[str, float]


@cache
def _table() -> _Table:
    read = json.loads(package_data("topics/word_weights.json").read_text("utf-8"))
    return _Table(read["bias"], read["weights"])


def reasons(
    features: Iterable[str],
    kind: Kind,
    surface: Sequence[PlacedFact],
    signs: Sequence[Sign],
    *,
    has_documented_names: bool = False,
    is_written: bool = False,
    is_listed: bool = False,
    is_guided: bool = False,
) -> tuple[Reason, ...]:
    """The parts of a weight, largest first; parts of no weight are left out.

    Args:
        features: those of the topic; see `features`.
        kind: what kind of change it is.
        surface: what is proved of it that users can meet.
        signs: signs of a breaking change.
        has_documented_names: whether names are new both in its source and in its documentation.
        is_written: whether the change tells it in release notes, in other words than its commits.
        is_listed: whether it tells it there in the same words.
        is_guided: whether a guide to the upgrade tells it as a break.
    """
    table = _table()
    points = {"base": table.bias, "words": 0.0, "files": 0.0, "commits": 0.0}
    for feature in features:
        name = feature.partition(":")[0]
        part = "files" if name in _OF_ROLES else "commits" if name in _OF_FORM else "words"
        points[part] += table.weights.get(feature, 0.0)
    points["surface"] = max((_POINTS[placed.fact.kind] for placed in surface), default=0.0)
    points["documented names"] = _DOCUMENTED if has_documented_names else 0.0
    points["declared break"] = _DECLARED if any(sign.kind is SignKind.DECLARED for sign in signs) else 0.0
    points["security"] = _SECURITY if kind is Kind.SECURITY else 0.0
    points["upgrade guide"] = _GUIDED if is_guided and kind is Kind.BREAK else 0.0
    points["release notes"] = _WRITTEN if is_written else _LISTED if is_listed else 0.0
    found = (Reason(name, round(value, 2)) for name, value in points.items() if round(value, 2))
    return tuple(sorted(found, key=lambda reason: (-abs(reason.points), reason.name)))
