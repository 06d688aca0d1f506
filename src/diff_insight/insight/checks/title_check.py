"""Checks a title that a model wrote against the file it is about."""

from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.checks.claims import FileClaims
from diff_insight.insight.checks.directions import Directions
from diff_insight.insight.checks.grounding import AllowedNames, Rejection, RejectionReason, contradicts, rejection
from diff_insight.insight.checks.purposes import invents_purpose
from diff_insight.insight.checks.status_claims import misstates_status
from diff_insight.insight.questions.question_kinds import TRAINED, PromptMode


def allowed_names_of(file: FileEvidence) -> AllowedNames:
    """Everything that a description of the file may name."""
    proved = [text for fact in file.facts for text in fact.texts]
    return AllowedNames([file.change], file.commits, [*proved, *(path for sign in file.signs for path in sign.files)])


def title_rejection(
    mode: PromptMode,
    language: str,
    file: FileEvidence,
    allowed_names: AllowedNames,
    written: str,
    of_examples: frozenset[str] = frozenset(),
) -> Rejection | None:
    """Why a title may not be printed; None if it may.

    Args:
        mode: how the model was asked.
        language: the report's language (en, ja, zh).
        file: what the title is about.
        allowed_names: what it may name.
        written: the title.
        of_examples: the titles of the prompt's few-shot examples; ignored for trained models, which get none.
    """
    against = rejection(written, allowed_names, language)
    if against:
        return against
    if contradicts(written, file.change):
        return Rejection(RejectionReason.CONTRADICTION)
    if mode not in TRAINED and written in of_examples:
        return Rejection(RejectionReason.COPIED)
    if mode is PromptMode.BY_EXAMPLE and not allowed_names.is_familiar(written):
        return Rejection(RejectionReason.UNFAMILIAR)
    if mode is PromptMode.EXPLAINED:
        if misstates_status(written, file.change.status) or Directions(file.change).are_turned(written):
            return Rejection(RejectionReason.CONTRADICTION)
        if invents_purpose(written, allowed_names):
            return Rejection(RejectionReason.UNFAMILIAR)
        if not FileClaims(file.change, file.commits).bear_out_title(written):
            return Rejection(RejectionReason.NOT_SHOWN)
    return None
