"""What is said of a change: of each file, and of the whole."""

from dataclasses import dataclass, field
from enum import StrEnum

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.signs import Sign
from diff_insight.insight.checks.grounding import RejectionReason
from diff_insight.llm.protocol.question import Cost


class Author(StrEnum):
    """Who chose a type or wrote a text."""

    MODEL = "model"
    FACTS = "facts"


class Part(StrEnum):
    """A part of what a model writes."""

    TITLE = "title"
    EXPLANATION = "explanation"
    OVERVIEW = "overview"


class Unanswered(StrEnum):
    """Why a question that was meant for the model has no answer."""

    FAILED = "failed"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A title or sentence of a model that was not printed, even after it was asked again with the failure named.

    Attributes:
        part: what it was a part of.
        fault: why.
        names: the names in it that the change does not contain.
    """

    part: Part
    fault: RejectionReason
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileInsight:
    """What is said of one file.

    Attributes:
        change: the file.
        facts: what its changed lines prove.
        signs: signs of a breaking change among them.
        change_type: the name of its type.
        type_by: who chose it.
        probability: the model's probability of that type among all types; None where a rule chose it.
        title: plain text.
        title_by: who wrote the title.
        explanation: paragraphs in the form of `prose`.
        explanation_by: who wrote them.
        checked: titles and sentences of the model that were held against the change.
        asked_again: whether the model was asked once more because some of them failed.
        dropped: what it wrote that was not printed.
        same_as: the file with the very same edit whose answer of the model this one shares; None if it has its own.
        was_cut: whether the model's answer ran into its token budget.
        unanswered: why the model said nothing though it was to be asked; None where it answered or was not to be.
        cost: what the model's answer took.
    """

    change: FileChange
    facts: tuple[Fact, ...]
    signs: tuple[Sign, ...]
    change_type: str
    type_by: Author
    probability: float | None
    title: str
    title_by: Author
    explanation: tuple[str, ...]
    explanation_by: Author
    checked: int = 0
    asked_again: bool = False
    dropped: tuple[Dropped, ...] = ()
    same_as: str | None = None
    was_cut: bool = False
    unanswered: Unanswered | None = None
    cost: Cost = field(default_factory=Cost)


@dataclass(frozen=True, slots=True)
class Overview:
    """What is said of the whole change; every text in the form of `prose`.

    `author` tells who wrote it; `checked`, `asked_again`, `dropped` and `unanswered` mean what they do for a file;
    `cost` is what the model's answers took.
    """

    introduction: str
    new_features: tuple[str, ...]
    breaking_changes: tuple[str, ...]
    other_updates: tuple[str, ...]
    insights: tuple[str, ...]
    summary: str
    author: Author = Author.FACTS
    checked: int = 0
    asked_again: bool = False
    dropped: tuple[Dropped, ...] = ()
    was_cut: bool = False
    unanswered: Unanswered | None = None
    cost: Cost = field(default_factory=Cost)
