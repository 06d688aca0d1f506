"""Checks a sentence of a model's prose against the file it is about."""

from collections.abc import Sequence

from diff_insight.changes.changeset import Commit, FileChange
from diff_insight.insight.checks.claims import FileClaims
from diff_insight.insight.checks.directions import Directions
from diff_insight.insight.checks.grounding import AllowedNames, Rejection, RejectionReason, rejection
from diff_insight.insight.checks.purposes import invents_purpose
from diff_insight.insight.checks.status_claims import misstates_status


class ProseCheck:
    """What explanations must not say: what `rejection` finds, and what the change does not bear out.

    Args:
        file: the file that sentences are about.
        commits: those that touch it.
        allowed_names: what they may name.
        language: the report's language (en, ja, zh).
    """

    def __init__(self, file: FileChange, commits: Sequence[Commit], allowed_names: AllowedNames, language: str) -> None:
        self._claims = FileClaims(file, commits)
        self._directions = Directions(file)
        self._status = file.status
        self._allowed_names = allowed_names
        self._language = language

    def __call__(self, sentence: str) -> Rejection | None:
        """Why a sentence may not be printed; None if it may."""
        against = rejection(sentence, self._allowed_names, self._language)
        if against:
            return against
        if self._directions.are_turned(sentence) or misstates_status(sentence, self._status):
            return Rejection(RejectionReason.CONTRADICTION)
        if invents_purpose(sentence, self._allowed_names):
            return Rejection(RejectionReason.UNFAMILIAR)
        return None if self._claims.bear_out(sentence) else Rejection(RejectionReason.NOT_SHOWN)
