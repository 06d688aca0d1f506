"""Says each fact of a file in words of its own, with the line it can be seen on."""

from collections.abc import Iterator
from dataclasses import dataclass

from diff_insight.changes.changeset import FileChange
from diff_insight.report.report import FileItem
from diff_insight.sentences.facts import fact_sentences
from diff_insight.sentences.translation import Wording


@dataclass(frozen=True, slots=True)
class FactLine:
    """A sentence, and the line it is about: `side` is n for the new and o for the old one, '' where there is none."""

    sentence: str
    side: str
    line: int | None


def fact_lines(wording: Wording, file: FileItem) -> Iterator[FactLine]:
    """A line for each fact that has words; what the status of the file says already has none."""
    change = FileChange(path=file.path, old_path=file.old_path, status=file.status)
    for fact in file.facts:
        for sentence in fact_sentences(wording, change, [fact]):
            if fact.new_line is not None:
                yield FactLine(sentence, "n", fact.new_line)
            elif fact.old_line is not None:
                yield FactLine(sentence, "o", fact.old_line)
            else:
                yield FactLine(sentence, "", None)
