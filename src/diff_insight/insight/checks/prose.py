"""Checks a sentence of a model's prose against the files it is about."""

from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange
from diff_insight.insight.checks.directions import Directions
from diff_insight.insight.checks.grounding import AllowedNames, Rejection, RejectionReason, rejection
from diff_insight.insight.checks.purposes import invents_purpose
from diff_insight.insight.checks.status_claims import misstates_status


class ProseCheck:
    """What explanations and overviews must not say: what `rejection` finds, and false directions, statuses, purposes.

    Args:
        files: the files that sentences are about.
        allowed_names: what they may name.
        language: the report's language (en, ja, zh).
    """

    def __init__(self, files: Sequence[FileChange], allowed_names: AllowedNames, language: str) -> None:
        self._directions = Directions(files)
        self._statuses = {file.status for file in files}
        self._allowed_names = allowed_names
        self._language = language

    def __call__(self, sentence: str) -> Rejection | None:
        """Why a sentence may not be printed; None if it may."""
        against = rejection(sentence, self._allowed_names, self._language)
        if against:
            return against
        if self._directions.are_turned(sentence) or misstates_status(sentence, self._statuses):
            return Rejection(RejectionReason.CONTRADICTION)
        return Rejection(RejectionReason.UNFAMILIAR) if invents_purpose(sentence, self._allowed_names) else None
