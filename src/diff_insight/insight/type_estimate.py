"""Estimates the type of a source file's change where no rule tells it, by weights learnt from labelled changes."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from diff_insight.changes.changeset import Status
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.gather import FileEvidence
from diff_insight.evidence.roles import Role, role_of
from diff_insight.insight.type_features import type_features
from diff_insight.llm.protocol.question import Scaling
from diff_insight.system.package_data import package_data

_BESIDE_MODEL = 0.5  # weight of the estimate beside a model; see docs/measurements.md, "Types without a model"


@dataclass(frozen=True, slots=True)
class TypeEstimate:
    """The most probable of the usual types but the breaking change, which is told by evidence alone.

    `probability` is calibrated: docs/measurements.md, "How often types are right".
    """

    name: str
    probability: float


def estimated_type(file: FileEvidence) -> TypeEstimate | None:
    """The type of an edited source file; None for other files, on which the weights learnt nothing."""
    probabilities = _probabilities(file)
    if not probabilities:
        return None
    best = max(probabilities, key=lambda name: probabilities[name])
    return TypeEstimate(best, probabilities[best])


def with_estimate(scaling: Scaling, file: FileEvidence) -> Scaling:
    """The scaling of a model's choice among types with the log-odds of the estimate added."""
    probabilities = _probabilities(file)
    known = dict(scaling.biases)
    added = {name: _BESIDE_MODEL * math.log(each * len(probabilities)) for name, each in probabilities.items()}
    names = dict.fromkeys((*known, *added))
    return replace(scaling, biases=tuple((name, known.get(name, 0.0) + added.get(name, 0.0)) for name in names))


def _probabilities(file: FileEvidence) -> dict[str, float]:
    """The probability of each type that can be estimated; empty for files on which the weights learnt nothing."""
    change = file.change
    is_source = code_language(change.path) is not None and role_of(change.path) is Role.SOURCE
    if not is_source or change.status not in (Status.MODIFIED, Status.RENAMED) or change.fold or not change.hunks:
        return {}
    table = _table()
    scores = list(table.bias)
    for feature in sorted(type_features(file)):
        for place, weight in enumerate(table.weights.get(feature, ())):
            scores[place] += weight
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    return {name: each / sum(odds) for name, each in zip(table.types, odds, strict=True)}


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
