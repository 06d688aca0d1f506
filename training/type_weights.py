"""Fits the weights by which the types of source files are estimated where no rule tells them.

    python -m training.type_weights CHANGES.jsonl.gz... [--settings training/types.toml] [--out WEIGHTS.json]

The files are labelled changes, as docs/evaluate.md describes them. Each change is learnt with and without its author's
words, and of one that has no diff the words alone. Prints how often the types of each project are right by weights
fitted on all others, and writes those fitted on all of them in the form of `insight/type_weights.json`.
"""

import argparse
import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score

from diff_insight.evaluation.rows import ENGLISH, labelled_changes, rows_in
from diff_insight.insight.type_features import features_of_subject, type_features

_NO_DIFF = "no diff"  # the feature of words alone, so that the bias is that of changes with a diff
_FEWEST = 300  # changes of a project whose figures are shown


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled change, once with its author's words and once without; or the words of one that has no diff."""

    project: str
    features: frozenset[str]
    has_words: bool
    type: str


@dataclass(frozen=True, slots=True)
class Weights:
    """The bias of each type, and for each feature one weight for each type."""

    bias: tuple[float, ...]
    of: dict[str, tuple[float, ...]]


def main() -> None:
    """Print the measurements, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("changes", type=Path, nargs="+")
    parser.add_argument("--settings", type=Path, default=Path("training/types.toml"))
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    settings = tomllib.loads(arguments.settings.read_text("utf-8"))
    rows = [row for path in arguments.changes for row in rows_of(path, settings["types"])]
    words = [row for path in arguments.changes for row in words_of(path, settings["types"])]
    print(f"{len(rows) // 2} changes of {len({row.project for row in rows})} projects, {len(words)} words of others\n")
    print("| project left out | changes | accuracy, macro-F1 without words | accuracy, macro-F1 with words |")
    print("|---|---|---|---|")
    for project, number in Counter(row.project for row in rows).most_common():
        if number >= 2 * _FEWEST:
            weights = fitted([row for row in (*rows, *words) if row.project != project], settings)
            own = [row for row in rows if row.project == project]
            parts = ([row for row in own if row.has_words is has] for has in (False, True))
            figures = " | ".join(_scored(part, weights, settings) for part in parts)
            print(f"| {project} | {number // 2} | {figures} |", flush=True)
    if arguments.out:
        weights = fitted([*rows, *words], settings)
        table = {
            "types": settings["types"],
            "bias": [round(value, 3) for value in weights.bias],
            "weights": {name: [round(value, 3) for value in row] for name, row in sorted(weights.of.items())},
        }
        lines = json.dumps(table, ensure_ascii=False).replace('], "', '],\n"')
        arguments.out.write_text(f"{lines}\n", "utf-8")
        print(f"\n{len(weights.of)} features in {arguments.out}")


def rows_of(path: Path, types: Sequence[str]) -> Iterator[Row]:
    """Yield each change of these types twice: without its author's words, and with them."""
    for change in labelled_changes(path):
        said = change.said.get(ENGLISH)
        if change.subject is None or said is None or said.type not in types:
            continue
        for has_words in (False, True):
            features = type_features(change.evidence(with_subject=has_words))
            yield Row(change.origin, features, has_words, said.type)


def words_of(path: Path, types: Sequence[str]) -> Iterator[Row]:
    """Yield the author's words of each change of these types that has no diff, each wording of a project once."""
    seen = set()
    for _, row in rows_in(path):
        if row.diff is not None or row.labels is not None or row.type not in types:
            continue
        features = frozenset(features_of_subject(row.title or ""))
        if features and (row.repo, features) not in seen:
            seen.add((row.repo, features))
            yield Row(row.repo or "", features | {_NO_DIFF}, True, str(row.type))


def fitted(rows: Sequence[Row], settings: dict[str, Any]) -> Weights:
    """A logistic regression in which all types weigh the same; features of small weights are left out."""
    counts = Counter(name for row in rows for name in row.features)
    projects: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.features:
            projects[name].add(row.project)
    known = {
        name
        for name, count in counts.items()
        if count >= 2 * settings["occurs"] and len(projects[name]) >= settings["projects"]
    }
    vectors = DictVectorizer(dtype=np.float32)
    matrix = vectors.fit_transform([dict.fromkeys(row.features & known, 1.0) for row in rows])
    model = LogisticRegression(C=settings["strength"], max_iter=2000, class_weight="balanced")
    model.fit(matrix, [row.type for row in rows])
    order = [list(model.classes_).index(name) for name in settings["types"]]
    columns = model.coef_[order].T
    return Weights(
        bias=tuple(map(float, model.intercept_[order])),
        of={
            name: tuple(map(float, row))
            for name, row in zip(vectors.feature_names_, columns, strict=True)
            if abs(row).max() >= settings["least"] and name != _NO_DIFF
        },
    )


def predicted(row: Row, weights: Weights, types: Sequence[str]) -> str:
    """The most probable type of a change."""
    scores = np.array(weights.bias)
    for name in sorted(row.features):
        scores += weights.of.get(name, 0.0)
    return types[int(scores.argmax())]


def _scored(rows: Sequence[Row], weights: Weights, settings: dict[str, Any]) -> str:
    truth, said = [row.type for row in rows], [predicted(row, weights, settings["types"]) for row in rows]
    return f"{accuracy_score(truth, said):.3f}, {f1_score(truth, said, average='macro'):.3f}"


if __name__ == "__main__":
    main()
