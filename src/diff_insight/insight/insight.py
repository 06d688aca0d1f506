"""What is said of a change: of each file, and of the whole."""

from dataclasses import dataclass, field
from enum import StrEnum

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.facts import Fact
from diff_insight.llm.engine import Cost


class Author(StrEnum):
    """Who chose a type or wrote a text."""

    MODEL = "model"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class FileInsight:
    """What is said of one file.

    Attributes:
        change: the file.
        facts: what its changed lines prove.
        label: the name of its type.
        label_by: who chose it.
        probability: the model's probability of that type among all types; None where a rule chose it.
        title: plain text.
        title_by: who wrote the title.
        explanation: paragraphs in the form of `prose`.
        explanation_by: who wrote them.
        dropped: paragraphs of the model that named what the change does not contain.
        was_cut: whether the model's answer ran into its token budget.
        cost: what the model's answer took.
    """

    change: FileChange
    facts: tuple[Fact, ...]
    label: str
    label_by: Author
    probability: float | None
    title: str
    title_by: Author
    explanation: tuple[str, ...]
    explanation_by: Author
    dropped: int = 0
    was_cut: bool = False
    cost: Cost = field(default_factory=Cost)


@dataclass(frozen=True, slots=True)
class Overview:
    """What is said of the whole change; every text in the form of `prose`.

    `author` tells who wrote it, `dropped` how many of a model's sentences named what the change does not contain,
    `cost` what the model's answers took.
    """

    introduction: str
    new_features: tuple[str, ...]
    breaking_changes: tuple[str, ...]
    other_updates: tuple[str, ...]
    insights: tuple[str, ...]
    summary: str
    author: Author = Author.FACTS
    dropped: int = 0
    was_cut: bool = False
    cost: Cost = field(default_factory=Cost)
