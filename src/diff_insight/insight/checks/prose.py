"""Checks a sentence of a model's prose against the files it is about."""

from collections.abc import Sequence

from diff_insight.changes.changeset import Commit, FileChange
from diff_insight.insight.checks.claims import are_borne_out, claims_of
from diff_insight.insight.checks.directions import Directions
from diff_insight.insight.checks.grounding import AllowedNames, Rejection, RejectionReason, rejection
from diff_insight.insight.checks.purposes import invents_purpose
from diff_insight.insight.checks.status_claims import misstates_status


class ProseCheck:
    """What explanations and overviews must not say: what `rejection` finds, and what the change does not bear out.

    Args:
        files: the files that sentences are about.
        commits: those that touch the files.
        allowed_names: what they may name.
        language: the report's language (en, ja, zh).
    """

    def __init__(
        self, files: Sequence[FileChange], commits: Sequence[Commit], allowed_names: AllowedNames, language: str
    ) -> None:
        self._claims = claims_of(files, commits)
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
        if invents_purpose(sentence, self._allowed_names):
            return Rejection(RejectionReason.UNFAMILIAR)
        return None if are_borne_out(sentence, self._claims) else Rejection(RejectionReason.NOT_SHOWN)
