"""Evaluates a model, or the rules, on labelled changes and formats the figures."""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from diff_insight.changes.changeset import Status
from diff_insight.errors import DatasetError
from diff_insight.evaluation.predictions import Progress, predict
from diff_insight.evaluation.rows import LabelledChange
from diff_insight.evaluation.scores import LabelScore, TitleScores, TypeScores, title_scores, type_scores
from diff_insight.insight.change_types import ChangeType
from diff_insight.insight.model_session import ModelSession
from diff_insight.sentences.translation import Wording


class Evaluation(BaseModel):
    """The figures of one model on one file of labelled changes.

    Attributes:
        dataset: the file's name.
        model: the model's name and quantisation; None for the rules.
        model_sha256: the SHA-256 of the model's file; None for the rules.
        language: the language of types and titles.
        with_subjects: whether the authors' words were used as evidence.
        left_out: number of changes with a diff but no label in the language, or a label of unknown type.
        types: type scores on all changes.
        types_of_edited: type scores on modified files only; None if all files are modified, or none.
        titles: title scores on all changes.
        seconds_a_file: mean seconds per file, including gathering evidence but not loading the model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dataset: str
    model: str | None
    model_sha256: str | None
    language: str
    with_subjects: bool
    left_out: int
    types: TypeScores
    types_of_edited: TypeScores | None
    titles: TitleScores
    seconds_a_file: float


def evaluate(
    name: str,
    changes: Sequence[LabelledChange],
    session: ModelSession | None,
    wording: Wording,
    types: tuple[ChangeType, ...],
    progress: Progress,
    *,
    with_subjects: bool,
) -> Evaluation:
    """Predict all changes that are labelled in the wording's language and score the predictions.

    Raises:
        DatasetError: no change has such a label.
        ModelError: the model cannot answer.
    """
    names = [each.name for each in types]
    language = wording.language
    known = [change for change in changes if language in change.said and change.said[language].type in names]
    if not known:
        raise DatasetError(
            f"{name} has no change with a diff and one of the types {', '.join(names)} in the language {language}: "
            "choose another --lang or other --labels"
        )
    predictions = predict(session, wording, types, known, progress, with_subjects=with_subjects)
    edited = [item for item in predictions.items if item.status == Status.MODIFIED]
    identity = session.model.identity if session else None
    return Evaluation(
        dataset=name,
        model=f"{identity.name}, {identity.description}" if identity else None,
        model_sha256=identity.sha256 if identity else None,
        language=language,
        with_subjects=with_subjects,
        left_out=len(changes) - len(known),
        types=type_scores(names, predictions.items),
        types_of_edited=type_scores(names, edited) if 0 < len(edited) < len(known) else None,
        titles=title_scores(language, predictions.items),
        seconds_a_file=predictions.seconds / len(known),
    )


def as_table(evaluation: Evaluation) -> str:
    """The figures as Markdown tables."""
    return "\n".join(_lines(evaluation)) + "\n"


def _lines(evaluation: Evaluation) -> Iterator[str]:
    types, titles = evaluation.types, evaluation.titles
    words = "with authors' words" if evaluation.with_subjects else "without authors' words"
    yield f"{evaluation.dataset}, {evaluation.language}, {words}: {evaluation.model or 'the rules'}"
    yield ""
    yield "| figure | all | edited files |" if evaluation.types_of_edited else "| figure | all |"
    yield "|---|---|---|" if evaluation.types_of_edited else "|---|---|"
    parts = [types, *([evaluation.types_of_edited] if evaluation.types_of_edited else [])]
    yield _row("changes", [str(part.number) for part in parts])
    yield _row("accuracy", [str(part.accuracy) for part in parts])
    yield _row("macro-F1", [str(part.macro_f1) for part in parts])
    yield _row("expected calibration error", [_share(part.calibration_error) for part in parts])
    others = [""] * (len(parts) - 1)
    true = str(titles.names_truly) if titles.names_truly else "-"
    yield _row("the model's titles that name only what the change contains", [true, *others])
    yield _row("titles of the model that are shown", [_share(titles.shown), *others])
    yield _row("similarity of titles (chrF)", ["-" if titles.chrf is None else f"{titles.chrf:.1f}", *others])
    yield _row("seconds a file", [f"{evaluation.seconds_a_file:.3f}", *others])
    yield ""
    yield _row("type", ["changes", "precision", "recall", "F1", *(f"said {label.name}" for label in types.labels)])
    yield "|" + "---|" * (5 + len(types.labels))
    for label, confused in zip(types.labels, types.confusion, strict=True):
        yield _row(label.name, [*_cells(label), *map(str, confused)])
    if evaluation.left_out:
        yield ""
        yield f"{evaluation.left_out} changes have no such label in this language and are left out."


def _cells(label: LabelScore) -> list[str]:
    return [str(label.number), _share(label.precision), _share(label.recall), _share(label.f1)]


def _row(name: str, cells: Sequence[str]) -> str:
    return "| " + " | ".join([name, *cells]) + " |"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
