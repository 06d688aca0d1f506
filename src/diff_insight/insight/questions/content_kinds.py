"""Distinguishes the kinds of changes on which a trained model's confidence differs."""

from enum import StrEnum

from diff_insight.changes.folding import is_prose
from diff_insight.evidence.gather import FileEvidence


class Kind(StrEnum):
    """Documents; everything else, mostly source code; and the latter with a commit message of its own."""

    DOCUMENTS = "documents"
    CODE = "code"
    CODE_WITH_WORDS = "code with words"


def kind_of(file: FileEvidence) -> Kind:
    """The kind of a file's change; only commits that do not touch every file count as its own."""
    if is_prose(file.change.path):
        return Kind.DOCUMENTS
    return Kind.CODE_WITH_WORDS if any(commit.subject for commit in file.own_commits) else Kind.CODE
