"""Scores predictions against labels: accuracy, F1, confusion, calibration and titles, with confidence intervals."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from diff_insight.errors import UsageError
from diff_insight.evaluation.predictions import Prediction
from diff_insight.sentences.languages import LANGUAGES

_BINS = 10
_RESAMPLES = 1000
_SEED = 20261124
_INTERVAL = (2.5, 97.5)

Counts = NDArray[np.int64]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Estimate(_Part):
    """A figure with its 95 % bootstrap percentile interval over the changes."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


class LabelScore(_Part):
    """Scores of one type.

    Attributes:
        name: the type.
        number: number of changes with this label.
        precision: share of the changes predicted as this type that have it; None if none was predicted.
        recall: share of the changes with this type that were predicted as it; None if no change has it.
        f1: harmonic mean of precision and recall; None if no change has the type.
    """

    name: str
    number: int
    precision: float | None
    recall: float | None
    f1: float | None


class TypeScores(_Part):
    """Scores of predicted types.

    Attributes:
        number: number of changes.
        accuracy: share of changes whose type is predicted correctly.
        macro_f1: mean F1 of the types that occur among the labels.
        labels: scores of each type.
        confusion: confusion matrix: rows are labelled types, columns predicted ones, in the order of `labels`.
        calibration_error: expected calibration error with ten bins of equal width (Guo et al., 2017), over the changes
            whose type a model chose; None if there are none.
    """

    number: int
    accuracy: Estimate
    macro_f1: Estimate
    labels: tuple[LabelScore, ...]
    confusion: tuple[tuple[int, ...], ...]
    calibration_error: float | None


class TitleScores(_Part):
    """Scores of titles.

    Attributes:
        number: number of titles that the model wrote.
        names_truly: share of these without a rejected name; a title rejected earlier, for its language or a repetition,
            counts too, because its names were not checked. None if the model wrote no title.
        shown: share of these that pass every check and are shown; None if the model wrote no title.
        chrf: mean similarity (chrF, 0 to 100) of shown titles, whoever wrote them, to the labelled ones; None if no
            title is labelled.
    """

    number: int
    names_truly: Estimate | None
    shown: float | None
    chrf: float | None


def type_scores(names: Sequence[str], predictions: Sequence[Prediction]) -> TypeScores:
    """Score the predicted types.

    Args:
        names: the names of all types.
        predictions: at least one; their labelled types must be among the names.
    """
    places = {name: place for place, name in enumerate(names)}
    truth = np.array([places[item.truth.type] for item in predictions])
    predicted = np.array([places[item.label] for item in predictions])
    confusion = _confusion(truth, predicted, len(names))
    return TypeScores(
        number=len(predictions),
        accuracy=_estimate(lambda chosen: float((truth[chosen] == predicted[chosen]).mean()), len(truth)),
        macro_f1=_estimate(
            lambda chosen: _macro_f1(_confusion(truth[chosen], predicted[chosen], len(names))), len(truth)
        ),
        labels=tuple(_label_score(name, place, confusion) for place, name in enumerate(names)),
        confusion=tuple(tuple(map(int, row)) for row in confusion),
        calibration_error=_calibration_error(predictions),
    )


def _chrf() -> type:
    try:
        from sacrebleu.metrics.chrf import CHRF
    except ImportError:
        raise UsageError(
            "titles are compared by sacrebleu, which is not installed: `pip install 'diff-insight[evaluate]'`"
        ) from None
    return CHRF


def title_scores(language: str, predictions: Sequence[Prediction]) -> TitleScores:
    """Score the titles in a language."""
    written = np.array([item.names_truly for item in predictions if item.names_truly is not None], dtype=bool)
    metric = _chrf()(char_order=LANGUAGES[language].chrf_order, word_order=0)
    similar = [metric.sentence_score(item.title, [item.truth.title]).score for item in predictions if item.truth.title]
    return TitleScores(
        number=len(written),
        names_truly=_estimate(lambda chosen: float(written[chosen].mean()), len(written)) if len(written) else None,
        shown=sum(item.by_model for item in predictions) / len(written) if len(written) else None,
        chrf=float(np.mean(similar)) if similar else None,
    )


def _confusion(truth: Counts, predicted: Counts, size: int) -> Counts:
    return np.bincount(truth * size + predicted, minlength=size * size).reshape(size, size)


def _macro_f1(confusion: Counts) -> float:
    """Mean F1 of the types that occur among the labels."""
    right, occur = np.diag(confusion), confusion.sum(1)
    f1 = 2 * right / np.maximum(occur + confusion.sum(0), 1)
    return float(f1[occur > 0].mean())


def _label_score(name: str, place: int, confusion: Counts) -> LabelScore:
    right, number, predicted = int(confusion[place, place]), int(confusion[place].sum()), int(confusion[:, place].sum())
    return LabelScore(
        name=name,
        number=number,
        precision=right / predicted if predicted else None,
        recall=right / number if number else None,
        f1=2 * right / (predicted + number) if number else None,
    )


def _calibration_error(predictions: Sequence[Prediction]) -> float | None:
    chosen = [(item.probability, item.label == item.truth.type) for item in predictions if item.probability is not None]
    if not chosen:
        return None
    probabilities, right = np.array([p for p, _ in chosen]), np.array([r for _, r in chosen])
    bins = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    gaps = [abs(probabilities[bins == b].sum() - right[bins == b].sum()) for b in range(_BINS)]
    return float(sum(gaps) / len(chosen))


def _estimate(figure: Callable[[Counts], float], size: int) -> Estimate:
    chance = np.random.default_rng(_SEED)
    resampled = [figure(chance.integers(0, size, size)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(resampled, _INTERVAL)
    return Estimate(value=figure(np.arange(size)), low=float(low), high=float(high))
