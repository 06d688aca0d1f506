"""The description of a change: of each file, and of the whole."""

from dataclasses import dataclass, field
from enum import StrEnum

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.sign import Sign
from diff_insight.insight.checks.grounding import RejectionReason
from diff_insight.llm.protocol.question import Cost


class Author(StrEnum):
    """Who chose a type or wrote a text."""

    MODEL = "model"
    FACTS = "facts"
    ESTIMATE = "estimate"  # of a type only, by weights learnt from labelled changes


class Part(StrEnum):
    """A part of the model's text."""

    TITLE = "title"
    EXPLANATION = "explanation"


class Unanswered(StrEnum):
    """Why a question to the model has no answer."""

    FAILED = "failed"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A title or sentence of the model that was rejected, even after it was asked again with the failure named.

    Attributes:
        part: the part of the text it belongs to.
        reason: why it was rejected.
        names: the names in it that the change does not contain.
    """

    part: Part
    reason: RejectionReason
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileInsight:
    """The description of one file.

    Attributes:
        change: the file.
        facts: facts proved by its changed lines.
        signs: signs of a breaking change among the facts.
        change_type: name of its type.
        type_by: who chose the type.
        probability: the probability of that type by the model or the estimate; None if a rule chose it.
        title: plain text.
        title_by: who wrote the title.
        explanation: paragraphs in the form of `prose`.
        explanation_by: who wrote the explanation.
        checked: number of the model's titles and sentences that were checked against the change.
        asked_again: whether the model was asked once more because some of them failed.
        dropped: titles and sentences of the model that were rejected.
        same_as: the file with the identical edit whose model answer this one shares; None if it has its own.
        was_cut: whether the model's answer reached its token budget.
        unanswered: why the model gave no answer; None if it answered or was not meant to be asked.
        cost: cost of the model's answer.
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


CERTAIN = 0.6
"""The lowest probability at which a type counts as certain."""


def is_uncertain(file: FileInsight) -> bool:
    """Whether the probability of the type is too low to rely on."""
    return file.probability is not None and file.probability < CERTAIN


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the highlights, and the position of the topic it tells; None if it tells none or several."""

    text: str
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class UpgradeStep:
    """What those who upgrade must mind about one change; texts in the form of `prose`.

    Attributes:
        words: its author's words in quotation marks, of a guide all that belong to it; '' if there are none.
        changes: sentences with what was and what is.
        instead: the words of an author about what replaces it, in quotation marks; '' if nobody says.
        files: where it happened, the main file first.
        topic: the position of its topic.
        weak: whether only weak signs say that it breaks anything.
    """

    words: str
    changes: tuple[str, ...]
    instead: str
    files: tuple[str, ...]
    topic: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """The description of the whole change; every text in the form of `prose`.

    `left_out` counts what the highlights do not tell.
    """

    introduction: str
    new_features: tuple[Line, ...]
    breaking_changes: tuple[Line, ...]
    other_updates: tuple[Line, ...]
    insights: tuple[str, ...]
    summary: str
    left_out: str = ""
