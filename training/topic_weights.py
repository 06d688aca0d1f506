"""Fits the weights of topics: which words, roles and forms maintainers tell in the notes they write by hand.

    python -m training.topic_weights MIRROR [--settings training/topics.toml] [--out WEIGHTS.json]

MIRROR is a folder of bare clones OWNER+NAME.git. A topic counts as told if a bullet of the release's notes names its
pull request, or tells the same words. Prints how well weights fitted on all other projects rank the topics of each
project, and writes those fitted on all of them in the form of `topics/word_weights.json`.
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
from sklearn.metrics import roc_auc_score

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.commits import commits_between, merges_between
from diff_insight.changes.git.revisions import object_of
from diff_insight.evidence.roles import Role, role_of
from diff_insight.topics.features import features, uses_numbers
from diff_insight.topics.groups import grouped, numbers_of, subjects_of, title_of
from diff_insight.topics.pull_requests import brought_by
from training.released_topics import ReleasedTopic, told_releases

_FIRST = 15  # how many topics of a release are looked at for their precision


@dataclass(frozen=True, slots=True)
class Row:
    """A topic of a release, and whether the maintainers tell it."""

    project: str
    release: str
    features: frozenset[str]
    is_told: bool


def main() -> None:
    """Print the measurements, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirror", type=Path)
    parser.add_argument("--settings", type=Path, default=Path("training/topics.toml"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--without", metavar="OWNER/NAME", nargs="*", default=[], help="projects to fit nothing on")
    arguments = parser.parse_args()
    settings = tomllib.loads(arguments.settings.read_text("utf-8"))
    notes = {name: file for name, file in settings["notes"].items() if name not in arguments.without}
    rows = [row for name, file in notes.items() for row in rows_of(arguments.mirror, name, file, settings)]
    print(f"{len(rows)} topics of {len({row.release for row in rows})} releases, {sum(r.is_told for r in rows)} told\n")
    known = known_features(rows, settings)
    print("| project left out | topics | told | area under the curve | of the first 15 in a release, told |")
    print("|---|---|---|---|---|")
    areas = []
    for project in notes:
        own, others = ([row for row in rows if (row.project == project) is here] for here in (True, False))
        if not own:
            continue
        scores = scored(own, *fitted(others, known_features(others, settings), settings))
        areas.append(float(roc_auc_score([row.is_told for row in own], scores)))
        print(
            f"| {project} | {len(own)} | {sum(r.is_told for r in own)} | {areas[-1]:.3f} | {first(own, scores):.2f} |"
        )
    print(f"\nmean area under the curve: {np.mean(areas):.3f}")
    if arguments.out:
        bias, weights = fitted(rows, known, settings)
        table = {"bias": round(bias, 2), "weights": {name: round(value, 2) for name, value in sorted(weights.items())}}
        arguments.out.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", "utf-8")
        print(f"{len(weights)} weights in {arguments.out}")


def rows_of(mirror: Path, project: str, file: str, settings: dict[str, Any]) -> Iterator[Row]:
    """Yield the topics of a project's releases."""
    git = GitCommand(mirror / f"{project.replace('/', '+')}.git")
    used = 0
    for base, head, notes in told_releases(git, file, settings):
        if used >= settings["versions"]:
            return
        ids = [object_of(git, f"{tag}^{{commit}}") or "" for tag in (base, head)]
        commits, merges = commits_between(git, *ids), merges_between(git, *ids)
        rows = []
        groups = grouped(commits[::-1], brought_by((*commits, *merges))).groups
        is_number_expected = uses_numbers(groups)
        for group in groups:
            roles = {role_of(path) for commit in group.commits for path in commit.paths} - {Role.RELEASE_NOTES}
            if roles:
                title = title_of(group, subjects_of(group))
                found = features(title, group, roles, is_number_expected=is_number_expected)
                rows.append(Row(project, f"{project} {head}", found, notes.tell(title, numbers_of(group))))
        if sum(row.is_told for row in rows) >= max(2, settings["matched"] * len(notes.bullets)):
            used += 1
            yield from rows


def known_features(rows: Sequence[Row], settings: dict[str, Any]) -> frozenset[str]:
    """The features that enough topics of enough projects have."""
    counts = Counter(name for row in rows for name in row.features)
    projects: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in row.features:
            projects[name].add(row.project)
    return frozenset(
        name
        for name, count in counts.items()
        if count >= settings["occurs"] and len(projects[name]) >= settings["projects"]
    )


def fitted(rows: Sequence[Row], known: frozenset[str], settings: dict[str, Any]) -> tuple[float, dict[str, float]]:
    """The bias and the weights of a logistic regression; small weights are left out."""
    vectors = DictVectorizer(dtype=np.float32)
    matrix = vectors.fit_transform([dict.fromkeys(row.features & known, 1.0) for row in rows])
    model = LogisticRegression(C=settings["strength"], max_iter=1000).fit(matrix, [row.is_told for row in rows])
    pairs = zip(vectors.feature_names_, map(float, model.coef_[0]), strict=True)
    return float(model.intercept_[0]), {name: value for name, value in pairs if abs(value) >= settings["least"]}


def scored(rows: Sequence[Row], bias: float, weights: dict[str, float]) -> list[float]:
    """The weight of each topic."""
    return [bias + sum(weights.get(name, 0.0) for name in row.features) for row in rows]


def first(rows: Sequence[Row | ReleasedTopic], scores: Sequence[float]) -> float:
    """The share of told topics among the first of each release, at most 15 and a third, as a mean over releases."""
    releases: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for row, score in zip(rows, scores, strict=True):
        releases[row.release].append((score, row.is_told))
    shares = []
    for found in releases.values():
        best = sorted(found, key=lambda pair: -pair[0])[: max(1, min(_FIRST, len(found) // 3))]
        shares.append(np.mean([is_told for _, is_told in best]))
    return float(np.mean(shares))


if __name__ == "__main__":
    main()
