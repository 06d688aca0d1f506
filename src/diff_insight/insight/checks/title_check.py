"""Holds a title that a model wrote against the file it is about."""

from diff_insight.evidence.gather import FileEvidence
from diff_insight.insight.checks.grounding import Fault, Objection, Vocabulary, contradicts, objection
from diff_insight.insight.questions.modes import TRAINED, Manner


def vocabulary_of(file: FileEvidence) -> Vocabulary:
    """Everything that what is said of a file may name."""
    proved = [text for fact in file.facts for text in fact.texts]
    return Vocabulary([file.change], file.commits, [*proved, *(path for sign in file.signs for path in sign.files)])


def objection_to_title(
    manner: Manner,
    language: str,
    file: FileEvidence,
    vocabulary: Vocabulary,
    written: str,
    of_examples: frozenset[str] = frozenset(),
) -> Objection | None:
    """What keeps a title from being printed; None where nothing does.

    Args:
        manner: how the model was asked.
        language: the report's (en, ja, zh).
        file: what the title is about.
        vocabulary: what it may name.
        written: the title.
        of_examples: titles that the model was shown as examples, for one that is taught by them.
    """
    against = objection(written, vocabulary, language)
    if against:
        return against
    if contradicts(written, file.change):
        return Objection(Fault.CONTRADICTION)
    if manner not in TRAINED and written in of_examples:
        return Objection(Fault.COPIED)
    if manner is Manner.BY_EXAMPLE and not vocabulary.is_familiar(written):
        return Objection(Fault.UNFAMILIAR)
    return None
