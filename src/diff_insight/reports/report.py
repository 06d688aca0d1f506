"""The report as one value: the content of the JSON file and the input of every renderer."""

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from diff_insight.changes.changeset import Fold, Pages, SourceKind, Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.selection import Category
from diff_insight.evidence.across.recurrence import Recurrence
from diff_insight.evidence.across.shared_names import FolderRename, SharedName
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.roles import Role, RoleRule
from diff_insight.evidence.sign import SignKind
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.checks.grounding import RejectionReason
from diff_insight.insight.highlights import DEFAULT_LINES
from diff_insight.insight.insight import Author, Dropped
from diff_insight.reports.statements import Statement
from diff_insight.sentences.languages import LANGUAGES
from diff_insight.topics.topic import Audience, Kind, Link, Origin, Reason, Words

REPORT_VERSION: Literal["1.6"] = "1.6"


if TYPE_CHECKING:
    LanguageCode = str
else:
    LanguageCode = Literal.__getitem__(tuple(LANGUAGES))


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)


class Range(_Part):
    """The two sides that were compared: in the user's words, and as object ids where there is a repository."""

    name: str
    base: str | None = None
    head: str | None = None
    base_id: str | None = None
    head_id: str | None = None


class LineTopics(_Part):
    """For each line of the highlights the position of the topic it tells; null if it tells none or several."""

    new_features: tuple[int | None, ...] = ()
    breaking_changes: tuple[int | None, ...] = ()
    other_updates: tuple[int | None, ...] = ()


class Highlights(_Part):
    """The most important changes, by kind; sentences with names between backticks.

    Words of authors are in quotation marks; everything else is proved. `left_out` counts the topics that have no line.
    Reports before version 1.4 have neither it nor `topics`; only before version 1.6 may a model have written them.
    """

    introduction: str
    new_features: tuple[str, ...]
    breaking_changes: tuple[str, ...]
    other_updates: tuple[str, ...]
    topics: LineTopics = LineTopics()
    left_out: str = ""
    written_by: Author


class SignItem(_Part):
    """A sign of a breaking change: its kind, the reason in words, and its location.

    `weak` is whether nothing says that anybody outside relies on what it is about; in reports before version 1.6 no
    sign is weak.
    """

    kind: SignKind
    reason: str
    old_line: int | None = None
    new_line: int | None = None
    files: tuple[str, ...] = ()
    weak: bool = False


class FileItem(_Part):
    """One file: its status, its description, and its diff.

    `role` is what the file is for; reports before version 1.4 do not say it. `statements` are its facts as sentences,
    listed on the HTML page; reports before version 1.3 have none. A fact's
    spans are the character ranges of its lines that it quotes.

    The text of `diff`, encoded with `encoding`, gives the bytes that were read or, for a file changed by several
    patches, their sum; `sum_of_patches` is false if the patches do not build on one another.
    """

    path: str
    old_path: str | None = None
    anchor: str
    role: Role | None = None
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
    sum_of_patches: bool = True
    folded: Fold | None = None
    unshown: bool = False
    encoding: str = "utf-8"
    encoding_guessed: bool = False
    diff: str = ""
    facts: tuple[Fact, ...] = ()
    statements: tuple[Statement, ...] = ()
    breaking_signs: tuple[SignItem, ...] = ()
    same_edit_as: str | None = None
    asked_again: bool = False
    dropped: tuple[Dropped, ...] = ()


class FactPlace(_Part):
    """One of a file's facts, by the file's path and the position among its `facts`."""

    path: str
    fact: int


class TopicItem(_Part):
    """One change as a maintainer would tell it.

    `title` is in its author's words, '' if nobody wrote any that tell something; `subject` is that of its commit or
    pull request even if it tells little; `candidates` are all words that could be its title, and `notes` what authors
    say of it in code and documentation. `title_by` is who chose the title among them: a model, or rules (`facts`).
    `surface` are those of its facts that users of the software can meet. `weight` is the sum of the points of its
    `reasons`; the one named "model" is what a model adds that was asked whom the topic concerns. `told` is whether the
    highlights have a line for it.
    """

    title: str
    subject: str = ""
    origin: Origin
    candidates: tuple[Words, ...]
    title_by: Author = Author.FACTS
    kind: Kind
    type: str
    type_by: Author
    probability: float | None = Field(default=None, ge=0, le=1)
    audience: Audience
    weight: float
    reasons: tuple[Reason, ...]
    told: bool
    commits: tuple[str, ...]
    files: tuple[str, ...]
    facts: tuple[FactPlace, ...]
    surface: tuple[FactPlace, ...]
    notes: tuple[Words, ...]
    documented: tuple[str, ...]
    signs: tuple[SignItem, ...]
    links: tuple[Link, ...]


class UpgradeItem(_Part):
    """What those who upgrade must mind about one change.

    `words` are its author's and `instead` an author's about what replaces it, both in quotation marks or ''; `changes`
    say what was and what is; `topic` is the position of its topic. `weak` is whether only weak signs say that it
    breaks anything.
    """

    words: str
    changes: tuple[str, ...]
    instead: str
    files: tuple[str, ...]
    topic: int
    weak: bool = False


class Told(StrEnum):
    """Where a report tells a commit or a file."""

    HIGHLIGHTS = "highlights"
    COUNTED = "counted"  # with others of its kind
    TAKEN_BACK = "taken back"  # undone within the change
    IN_BOTH = "in both"  # the old version has it, too, by another commit
    OUTSIDE = "outside"  # it touches no file of the report


class CommitCoverage(_Part):
    """A commit, the position of its topic, and where it is told."""

    id: str
    subject: str
    topic: int | None
    told: Told


class FileCoverage(_Part):
    """A file, the position of the topic of most weight that has it, and where it is told."""

    path: str
    topic: int | None
    told: Told


class Coverage(_Part):
    """What became of every commit and file of the change."""

    commits: tuple[CommitCoverage, ...] = ()
    files: tuple[FileCoverage, ...] = ()


class ContributorItem(_Part):
    """An author of commits in the range."""

    name: str
    commits: int


class CommitItem(_Part):
    """A commit of the range or a mail of the series; `type` and `scope` as in Conventional Commits.

    `breaks` is the breaking change its author declares, `reason` the explanation in its body.
    """

    id: str
    subject: str
    body: str
    author: str
    date: datetime.date | None
    type: str | None = None
    scope: str | None = None
    breaks: str | None = None
    reason: str | None = None


class NoticeItem(_Part):
    """Something that was left out, cut or degraded, and a sentence that says so.

    The kinds about an overview stand in reports before version 1.6 only.
    """

    kind: NoticeKind | Literal["overview cut", "overview unanswered"]
    text: str


class ModelItem(_Part):
    """The model used.

    `adapter_sha256` is the hash of the adapter merged into it, if any; `languages` are those it may write in, null for
    any.
    """

    name: str
    sha256: str
    size: int
    description: str
    writes: bool
    adapter_sha256: str | None = None
    languages: tuple[str, ...] | None = None


class Usage(_Part):
    """The work of the model: questions, tokens read (without the shared prefix), tokens written."""

    questions: int
    tokens_read: int
    tokens_written: int


class Grounding(_Part):
    """Results of checking the model's titles and sentences against the change.

    `checked` counts titles and sentences of first and second answers, `asked_again` the questions asked once more with
    the failure named, `dropped` the texts rejected even then, and `faults` those by reason.
    """

    checked: int
    asked_again: int
    dropped: int
    faults: dict[RejectionReason, int]


class Batching(StrEnum):
    """Whether an answer is byte-identical to one computed alone, or may depend on the others in its batch."""

    EXACT = "exact"
    FAST = "fast"


class Request(_Part):
    """The request; with the range's object ids or the input's SHA-256, it is enough to reproduce the report.

    `archives_sha256` are those of the files of two releases, null for a folder; their trees have object ids, too.
    `pathspecs` are git's, relative to the tree's root, `paths` and `excluded` the patterns of --path and --exclude;
    `other` is whether files in no category get a report of their own; `roles` are the user's rules for what files are
    for; `highlights` is the maximum number of topics in the highlights, 0 for all that concern users; `redaction` names
    the scanner whose findings were masked.
    """

    source: SourceKind
    input_sha256: str | None = None
    archives_sha256: tuple[str | None, ...] = ()
    pathspecs: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    categories: tuple[Category, ...] = ()
    other: bool = True
    roles: tuple[RoleRule, ...] = ()
    highlights: int = DEFAULT_LINES
    redaction: str | None = None


class Provenance(_Part):
    """Everything the report depends on besides the change; the same provenance gives the same bytes.

    The number of threads is not included, since answers do not depend on it.
    """

    tool: Literal["diff-insight"] = "diff-insight"
    version: str
    model: ModelItem | None = None
    prompts_sha256: str | None = None
    llama_cpp_python: str | None = None
    llguidance: str | None = None
    instruction_set: str | None = None
    devices: tuple[str, ...] = ()
    batching: Batching | None = None
    decoding: str | None = None
    context: int | None = None
    gpu_layers: int | None = None
    labels: tuple[ChangeType, ...]
    request: Request


class Report(_Part):
    """A Diff Insight Report.

    `upgrade` says what breaks what others rely on; reports before version 1.5 do not have it.
    `unproved_facts` counts facts that were left out because their quotes were not found at the stated location.

    Texts are plain, except that highlights, insights, summary, explanations and notices have names between backticks,
    as CommonMark code spans.
    """

    report_version: Literal["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"] = REPORT_VERSION
    title: str
    date: datetime.date
    language: LanguageCode
    category: str
    permalink: str | None = None
    forge: str | None = None
    pages: Pages | None = None
    range: Range
    summary: str
    highlights: Highlights
    insights: tuple[str, ...]
    topics: tuple[TopicItem, ...] = ()
    upgrade: tuple[UpgradeItem, ...] = ()
    coverage: Coverage = Coverage()
    files: tuple[FileItem, ...]
    recurring_edits: tuple[Recurrence, ...]
    folder_renames: tuple[FolderRename, ...]
    shared_names: tuple[SharedName, ...]
    declared_breaks: tuple[SignItem, ...]
    commits: tuple[CommitItem, ...]
    contributors: tuple[ContributorItem, ...] | None = None
    notices: tuple[NoticeItem, ...]
    unproved_facts: int = 0
    usage: Usage
    grounding: Grounding
    provenance: Provenance

    @property
    def signs_of_authors(self) -> tuple[SignItem, ...]:
        """The breaks that authors declare, that their words imply, or that guides tell, which belong to no file."""
        of_topics = (sign for topic in self.topics for sign in topic.signs)
        return (
            *self.declared_breaks,
            *(sign for sign in of_topics if sign.kind in (SignKind.IMPLIED, SignKind.GUIDED)),
        )
