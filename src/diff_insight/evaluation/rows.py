"""Reads labelled changes: JSON lines, gzipped or not, a file's change and what others said of it in each."""

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
    """What somebody said of a change: its type, and a title and an explanation or None."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: str
    title: str | None = None
    explanation: str | None = None


class Row(BaseModel):
    """A line of a file of labelled changes.

    Attributes:
        path: the file's path on the new side, or on the old one where it was removed.
        status: added, modified, removed or renamed.
        diff: its hunks, without a header; None where nothing is shown of it.
        labels: what was said of it, by language; without them `type` and `title` are said in English.
        type: likewise.
        title: likewise; for a commit, its subject without the prefix that names the type.
        scope: what the author put between the parentheses of the prefix.
        repo: where the change comes from.
        commit: likewise, its object id.
        date: when, in any form.
        additions: added lines.
        deletions: removed lines.
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
    """A change with a diff, and what was said of it by language.

    Attributes:
        change: the file.
        said: by language, at least one.
        subject: the author's own words, None where the labels are not an author's.
        origin: the repository it comes from, else the month, else ''.
        date: when, as the row has it, or ''.
    """

    change: FileChange
    said: Mapping[str, Said]
    subject: str | None
    origin: str
    date: str

    def evidence(self, *, with_subject: bool) -> FileEvidence:
        """What is known of the file before a model is asked, with the author's words as its only commit or without."""
        commits: tuple[Commit, ...] = ()
        if with_subject and self.subject:
            commits = (Commit("", self.subject, "", "", None, frozenset()),)
        return gather(ChangeSet(Source("row"), (self.change,), commits=commits)).files[0]


def labelled_changes(path: Path) -> Iterator[LabelledChange]:
    """The changes of a file that have a diff.

    Raises:
        DatasetError: the file is missing, or a line of it is no labelled change.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    labelled = _labelled(path, number, line)
                    if labelled:
                        yield labelled
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise DatasetError(f"the labelled changes {path} cannot be read: {error}; check the path") from None


def _labelled(path: Path, number: int, line: str) -> LabelledChange | None:
    where = f"line {number} of {path}"
    try:
        row = Row.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(map(str, first["loc"])) or "the whole"
        raise DatasetError(f"{where} is no labelled change ({at}: {first['msg']}); see docs/evaluate.md") from None
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
            f"{where} has no diff that can be read ({error}): give its hunks, from the first @@"
        ) from None
    return change
