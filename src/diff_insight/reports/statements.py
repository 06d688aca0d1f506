"""States each fact about a file in its own sentence, with the line where it can be checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.fact import Fact
from diff_insight.sentences.facts import fact_sentences
from diff_insight.sentences.translation import Wording


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence about a file and its line: in the new version, else in the old one, else None."""

    sentence: str
    old_line: int | None = None
    new_line: int | None = None


def statements(wording: Wording, file: FileChange, facts: Sequence[Fact]) -> Iterator[Statement]:
    """Yield a statement for each fact that has a sentence; facts implied by the file's status have none.

    Args:
        wording: the report's language.
        file: the file the facts are about.
        facts: its facts.
    """
    for fact in facts:
        old = fact.old_line if fact.new_line is None else None
        for sentence in fact_sentences(wording, file, [fact]):
            yield Statement(sentence, old, fact.new_line)
