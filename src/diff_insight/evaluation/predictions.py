"""Predicts types and titles of labelled changes with a model or the rules."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from diff_insight.evaluation.rows import LabelledChange, Said
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.checks.grounding import RejectionReason
from diff_insight.insight.file_from_facts import file_from_facts
from diff_insight.insight.insight import Author, FileInsight, Part
from diff_insight.insight.model_session import ModelSession
from diff_insight.insight.questions.file_questions import ask_about_files
from diff_insight.sentences.translation import Wording

Progress = Callable[[int, int], None]
"""Called with the number of changes done and the total number of changes."""


@dataclass(frozen=True, slots=True)
class Prediction:
    """The prediction for a labelled change.

    Attributes:
        status: what happened to the file.
        truth: the label.
        label: the predicted type.
        probability: the model's probability of that type; None if a rule chose it.
        title: the title that a report would show.
        by_model: whether the model wrote that title; False if it was built from facts.
        names_truly: whether the model's own title, shown or not, names only what the change contains; None if the model
            wrote none.
    """

    status: str
    truth: Said
    label: str
    probability: float | None
    title: str
    by_model: bool
    names_truly: bool | None


@dataclass(frozen=True, slots=True)
class Predictions:
    """Predictions in the order of the changes, and the seconds they took, including gathering evidence."""

    items: tuple[Prediction, ...]
    seconds: float


def predict(
    session: ModelSession | None,
    wording: Wording,
    types: tuple[ChangeType, ...],
    changes: Sequence[LabelledChange],
    progress: Progress,
    *,
    with_subjects: bool,
) -> Predictions:
    """Predict changes that are labelled in the wording's language.

    Args:
        session: the model and its prompts; None for the rules.
        wording: the language of the titles.
        types: the types to choose from.
        changes: the changes, all labelled in that language.
        progress: called after each change.
        with_subjects: whether to use the authors' words as evidence.

    Raises:
        ModelError: the model cannot answer.
    """
    begun = time.perf_counter()
    files = {number: change.evidence(with_subject=with_subjects) for number, change in enumerate(changes)}
    if session:
        said = ask_about_files(session.model, session.prompts, wording, types, files)
    else:
        said = ((number, file_from_facts(wording, types, file)) for number, file in files.items())
    insights: dict[int, FileInsight] = {}
    for number, insight in said:
        insights[number] = insight
        progress(len(insights), len(files))
    items = _items(wording.language, changes, [insights[number] for number in range(len(files))])
    return Predictions(tuple(items), time.perf_counter() - begun)


def _items(language: str, changes: Sequence[LabelledChange], insights: Sequence[FileInsight]) -> Iterator[Prediction]:
    for change, insight in zip(changes, insights, strict=True):
        reasons = {drop.reason for drop in insight.dropped if drop.part is Part.TITLE}
        by_model = insight.title_by is Author.MODEL
        yield Prediction(
            status=change.change.status.value,
            truth=change.said[language],
            label=insight.change_type,
            probability=insight.probability,
            title=insight.title,
            by_model=by_model,
            names_truly=RejectionReason.UNKNOWN_NAME not in reasons if by_model or reasons else None,
        )
