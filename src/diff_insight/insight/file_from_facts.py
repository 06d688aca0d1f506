"""Describes a file from facts alone."""

from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.insight import Author, FileInsight
from diff_insight.insight.type_of_file import type_of_file
from diff_insight.sentences.files import explanation
from diff_insight.sentences.titles import title
from diff_insight.sentences.translation import Wording
from diff_insight.topics.topic import Topic


def file_from_facts(
    wording: Wording, types: tuple[ChangeType, ...], file: FileEvidence, topic: Topic | None = None
) -> FileInsight:
    """The description of a file, made without a model; `topic` is the one whose main file it is, if any."""
    decided = type_of_file(types, file, topic)
    return FileInsight(
        change=file.change,
        facts=file.facts,
        signs=file.signs,
        change_type=decided.name,
        type_by=decided.author,
        probability=decided.probability,
        title=title(wording, file),
        title_by=Author.FACTS,
        explanation=tuple(explanation(wording, file)),
        explanation_by=Author.FACTS,
    )
