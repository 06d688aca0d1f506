"""The report as one value: what the JSON file holds and what every renderer reads."""

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from diff_insight.changes.changeset import Fold, Status
from diff_insight.evidence.facts import FactKind
from diff_insight.insight.insight import Author
from diff_insight.insight.labels import Label
from diff_insight.notices import NoticeKind

REPORT_VERSION: Literal["1.0"] = "1.0"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class Range(_Part):
    """The two sides that were compared: in the user's words, and as object ids where there is a repository."""

    name: str
    base: str | None = None
    head: str | None = None
    base_id: str | None = None
    head_id: str | None = None


class Highlights(_Part):
    """What matters most, by kind; sentences in which names stand between backticks."""

    introduction: str
    new_features: tuple[str, ...]
    breaking_changes: tuple[str, ...]
    other_updates: tuple[str, ...]
    written_by: Author


class FactItem(_Part):
    """What can be proved from one place of the diff: what became what, on which line of which side."""

    kind: FactKind
    before: str | None = None
    after: str | None = None
    subject: str | None = None
    old_line: int | None = None
    new_line: int | None = None


class FileItem(_Part):
    """One file: what happened to it, what is said of it, and its diff.

    The diff's text, encoded with `encoding`, gives the bytes that were read.
    """

    path: str
    old_path: str | None = None
    anchor: str
    status: Status
    type: str
    type_by: Author
    probability: float | None = Field(default=None, ge=0, le=1)
    uncertain: bool = False
    title: str
    title_by: Author
    explanation: tuple[str, ...]
    explanation_by: Author
    additions: int | None
    deletions: int | None
    binary: bool = False
    submodule: bool = False
    old_mode: str | None = None
    new_mode: str | None = None
    patches: int = 1
    folded: Fold | None = None
    unshown: bool = False
    encoding: str = "utf-8"
    diff: str = ""
    facts: tuple[FactItem, ...] = ()


class RecurringEdit(_Part):
    """The same edit in several files; `between_hosts` when before and after are hosts of links."""

    kind: FactKind
    before: str | None = None
    after: str | None = None
    subject: str | None = None
    between_hosts: bool = False
    paths: tuple[str, ...]


class CommitItem(_Part):
    """A commit of the range or a mail of the series."""

    id: str
    subject: str
    body: str
    author: str
    date: datetime.date | None


class NoticeItem(_Part):
    """Something that was left out, cut or degraded, and a sentence that says so."""

    kind: NoticeKind
    text: str


class ModelItem(_Part):
    """The model that was asked."""

    name: str
    sha256: str
    size: int
    description: str
    writes: bool


class Usage(_Part):
    """What the model was asked: questions, tokens read without the shared prefix, tokens written."""

    questions: int
    tokens_read: int
    tokens_written: int


class Provenance(_Part):
    """Everything the report depends on besides the change: the same provenance gives the same bytes.

    The number of threads is not in it, since answers do not depend on it.
    """

    tool: Literal["diff-insight"] = "diff-insight"
    version: str
    model: ModelItem | None = None
    prompts_sha256: str | None = None
    llama_cpp_python: str | None = None
    instruction_set: str | None = None
    decoding: str | None = None
    context: int | None = None
    gpu_layers: int | None = None
    labels: tuple[Label, ...]


class Report(_Part):
    """A Diff Insight Report.

    Texts are plain, except that in highlights, insights, summary, explanations and notices names stand between
    backticks, as CommonMark's code spans.
    """

    report_version: Literal["1.0"] = REPORT_VERSION
    title: str
    date: datetime.date
    language: Literal["en", "ja", "zh"]
    category: str
    permalink: str | None = None
    forge: str | None = None
    range: Range
    summary: str
    highlights: Highlights
    insights: tuple[str, ...]
    files: tuple[FileItem, ...]
    recurring_edits: tuple[RecurringEdit, ...]
    commits: tuple[CommitItem, ...]
    notices: tuple[NoticeItem, ...]
    usage: Usage
    provenance: Provenance
