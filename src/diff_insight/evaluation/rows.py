"""Reads labelled changes: JSON lines, gzipped or not, each with the change to one file and its labels."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source
from diff_insight.changes.patch.unified import read_unified
from diff_insight.errors import DatasetError, DiffInsightError
from diff_insight.evidence.gather import FileEvidence, gather

ENGLISH = "en"

_SIDES = {"added": ("/dev/null", "b/"), "removed": ("a/", "/dev/null")}


class Said(BaseModel):
    """The label of a change in one language: its type, and optionally a title and an explanation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    title: str | None = None
    explanation: str | None = None


class Row(BaseModel):
    """A line of a file of labelled changes.

    Attributes:
        path: the file's path on the new side, or on the old side if it was removed.
        status: added, modified, removed or renamed.
        diff: the file's hunks, without a header; None if no diff is shown.
        labels: labels by language; if missing, `type` and `title` are the English label.
        type: the type, if there are no `labels`.
        title: likewise the title; for a commit, its subject without the prefix that names the type.
        scope: the text in the parentheses of the subject's prefix.
        repo: the repository that the change comes from.
        commit: the object id of the commit that the change comes from.
        date: the date of the change, in any format.
        additions: number of added lines.
        deletions: number of removed lines.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    path: str
    status: str = "modified"
    diff: str | None = None
    labels: Mapping[str, Said] | None = None
    type: str | None = None
    title: str | None = None
    scope: str | None = None
    repo: str | None = None
    commit: str | None = None
    date: str | None = None
    additions: int | None = None
    deletions: int | None = None


@dataclass(frozen=True, slots=True)
class LabelledChange:
    """A change with a diff, and its labels.

    Attributes:
        change: the change to the file.
        said: the labels by language; at least one.
        subject: the author's own words; None if the labels are not the author's.
        origin: the repository it comes from, or else the first six characters of the date, or else ''.
        date: the date as given in the row, or ''.
    """

    change: FileChange
    said: Mapping[str, Said]
    subject: str | None
    origin: str
    date: str

    def evidence(self, *, with_subject: bool) -> FileEvidence:
        """The evidence about the file, optionally with the author's words as its only commit."""
        commits: tuple[Commit, ...] = ()
        if with_subject and self.subject:
            commits = (Commit("", self.subject, "", "", None, frozenset()),)
        return gather(ChangeSet(Source("row"), (self.change,), commits=commits)).files[0]


def labelled_changes(path: Path) -> Iterator[LabelledChange]:
    """Yield the changes in a file that have a diff.

    Raises:
        DatasetError: the file cannot be read, or a line of it is not a valid labelled change.
    """
    for where, row in rows_in(path):
        labelled = _labelled(where, row)
        if labelled:
            yield labelled


def rows_in(path: Path) -> Iterator[tuple[str, Row]]:
    """Yield the lines of a file of labelled changes, each after the words that say where it stands.

    Raises:
        DatasetError: the file cannot be read, or a line of it has another form.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    where = f"line {number} of {path}"
                    yield where, _row(where, line)
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise DatasetError(f"the labelled changes {path} cannot be read: {error}; check the path") from None


def _row(where: str, line: str) -> Row:
    try:
        return Row.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(map(str, first["loc"])) or "the whole line"
        raise DatasetError(
            f"{where} is not a valid labelled change ({at}: {first['msg']}); see docs/evaluate.md"
        ) from None


def _labelled(where: str, row: Row) -> LabelledChange | None:
    said = dict(row.labels or {})
    if not said and row.type:
        said = {ENGLISH: Said(type=row.type, title=row.title)}
    if not said:
        raise DatasetError(f"{where} has no label: give it a `type`, or `labels` by language; see docs/evaluate.md")
    if not row.diff:
        return None
    date = row.date or ""
    return LabelledChange(_change(row, where), said, None if row.labels else row.title, row.repo or date[:6], date)


def _change(row: Row, where: str) -> FileChange:
    old, new = _SIDES.get(row.status, ("a/", "b/"))
    sides = [side if side == "/dev/null" else side + row.path for side in (old, new)]
    text = f"--- {sides[0]}\n+++ {sides[1]}\n{row.diff}\n"
    try:
        (change,) = read_unified(text.encode("utf-8", "replace"), "row").files
    except (DiffInsightError, ValueError) as error:
        raise DatasetError(
            f"the diff in {where} cannot be parsed ({error}): give its hunks, from the first @@"
        ) from None
    return change
