"""Measures types and titles on changes that others labelled: the rules, and the embedded model on a sample.

    python benchmarks/labels.py ROWS... [--sample 30]

ROWS are JSON-lines files, gzipped or not; a row has a `path`, a `status`, a `diff` without its header, and either a
`type` or `labels` by language with a `type` each. No commit is given, since its words often are the label.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from diff_insight.changes.changeset import ChangeSet, FileChange, Source
from diff_insight.evidence.evidence import FileEvidence, gather
from diff_insight.insight.analysis import analyse
from diff_insight.insight.insight import Author
from diff_insight.insight.labels import DEFAULT_LABELS, label_by_rule
from diff_insight.insight.reader import ReaderSettings, opened_reader
from diff_insight.wording import Wording
from rows import changes_of

NAMES = [label.name for label in DEFAULT_LABELS]


@dataclass(frozen=True)
class Labelled:
    """A change and the type that others gave it."""

    change: FileChange
    label: str


def main() -> None:
    """Print two tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, nargs="+", help="files of labelled changes")
    parser.add_argument("--sample", type=int, default=30, help="changes of each file the model is asked about")
    arguments = parser.parse_args()
    print("| changes | number | rule | as labelled | macro-F1 | breaking: right of said, found of all |")
    print("|---|---|---|---|---|---|")
    read = {path: list(labelled(path)) for path in arguments.rows}
    for path, rows in read.items():
        evidence = [gather(ChangeSet(Source("row"), (row.change,))).files[0] for row in rows]
        print(row_of_rule(path.name, "status", rows, [by_status(file) for file in evidence]))
        print(
            row_of_rule(path.name, "status and signs", rows, [label_by_rule(DEFAULT_LABELS, f).name for f in evidence])
        )
    print("\n| changes | asked | as labelled | by the rule | titles that pass | tokens read | written |")
    print("|---|---|---|---|---|---|---|")
    with opened_reader(ReaderSettings()) as reader:
        for path, rows in read.items():
            chosen = random.Random(1).sample(rows, min(arguments.sample, len(rows)))  # noqa: S311 - a fixed sample
            files = tuple(replace(r.change, path=f"{n}/{r.change.path}") for n, r in enumerate(chosen))
            changes = ChangeSet(Source("rows"), files)
            told = analyse(changes, Wording("en"), DEFAULT_LABELS, reader, lambda _done, _known: None)
            rule = [label_by_rule(DEFAULT_LABELS, file).name for file in told.evidence.files]
            cells = [
                path.name,
                len(chosen),
                sum(f.label == r.label for f, r in zip(told.files, chosen, strict=True)),
                sum(label == r.label for label, r in zip(rule, chosen, strict=True)),
                sum(file.title_by is Author.MODEL for file in told.files),
                told.cost.read,
                told.cost.written,
            ]
            print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def row_of_rule(name: str, rule: str, rows: Sequence[Labelled], said: Sequence[str]) -> str:
    """A row of the first table."""
    right = sum(label == row.label for label, row in zip(said, rows, strict=True))
    present = [n for n in NAMES if any(row.label == n for row in rows)]
    f1 = sum(f1_of(n, rows, said) for n in present) / len(present)
    breaking = [label == row.label for label, row in zip(said, rows, strict=True) if label == "breaking change"]
    existing = sum(row.label == "breaking change" for row in rows)
    found = f"{sum(breaking)} of {len(breaking)}, {sum(breaking)} of {existing}"
    return f"| {name} | {len(rows):,} | {rule} | {100 * right / len(rows):.1f} % | {f1:.3f} | {found} |"


def f1_of(name: str, rows: Sequence[Labelled], said: Sequence[str]) -> float:
    """The F1 of one type."""
    hits = sum(label == row.label == name for label, row in zip(said, rows, strict=True))
    total = sum(label == name for label in said) + sum(row.label == name for row in rows)
    return 2 * hits / total if total else 0.0


def by_status(file: FileEvidence) -> str:
    """The type that what happened to the file suggests."""
    return next((label.name for label in DEFAULT_LABELS if file.change.status in label.statuses), NAMES[-1])


def labelled(path: Path) -> Iterator[Labelled]:
    """The rows with one of the four types."""
    for row, change in changes_of(path):
        label = row.get("type") or next(iter(row["labels"].values()))["type"]
        if label in NAMES:
            yield Labelled(change, label)


if __name__ == "__main__":
    main()
