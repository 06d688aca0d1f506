"""Tells kinds of changes apart between which a trained model's certainty differs."""

from enum import StrEnum

from diff_insight.changes.folding import is_prose
from diff_insight.evidence.gather import FileEvidence


class Kind(StrEnum):
    """Documents; everything else, which is mostly source code; and that with words of its author."""

    DOCUMENTS = "documents"
    CODE = "code"
    CODE_WITH_WORDS = "code with words"


def kind_of(file: FileEvidence) -> Kind:
    """The kind of a file's change; an author's words are those of commits that do not touch every file."""
    if is_prose(file.change.path):
        return Kind.DOCUMENTS
    return Kind.CODE_WITH_WORDS if any(commit.subject for commit in file.own_commits) else Kind.CODE
