"""Estimates the type of a source file's change where no rule tells it, by weights learnt from labelled changes."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from diff_insight.changes.changeset import Status
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.gather import FileEvidence
from diff_insight.evidence.roles import Role, role_of
from diff_insight.insight.type_features import type_features
from diff_insight.system.package_data import package_data


@dataclass(frozen=True, slots=True)
class TypeEstimate:
    """The most probable of the usual types but the breaking change, which is told by evidence alone.

    `probability` is calibrated: docs/measurements.md, "How often types are right".
    """

    name: str
    probability: float


def estimated_type(file: FileEvidence) -> TypeEstimate | None:
    """The type of an edited source file; None for other files, on which the weights learnt nothing."""
    change = file.change
    is_source = code_language(change.path) is not None and role_of(change.path) is Role.SOURCE
    if not is_source or change.status not in (Status.MODIFIED, Status.RENAMED) or change.fold or not change.hunks:
        return None
    table = _table()
    scores = list(table.bias)
    for feature in sorted(type_features(file)):
        for place, weight in enumerate(table.weights.get(feature, ())):
            scores[place] += weight
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    best = scores.index(highest)
    return TypeEstimate(table.types[best], odds[best] / sum(odds))


@dataclass(frozen=True, slots=True)
class _Table:
    types: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]


@cache
def _table() -> _Table:
    """The weights that `training/type_weights.py` wrote: for each feature one for each type."""
    read = json.loads(package_data("insight/type_weights.json").read_text("utf-8"))
    weights = {name: tuple(row) for name, row in read["weights"].items()}
    return _Table(tuple(read["types"]), tuple(read["bias"]), weights)
