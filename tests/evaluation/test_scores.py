import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.evaluation.predictions import Prediction
from diff_insight.evaluation.rows import Said
from diff_insight.evaluation.scores import title_scores, type_scores

NAMES = ("a", "b", "c")


def prediction(truth: str, label: str, probability: float | None = None) -> Prediction:
    return Prediction("modified", Said(type=truth), label, probability, "T", by_model=False, names_truly=None)


def titled(reference: str | None, title: str, *, shown: bool, true: bool | None) -> Prediction:
    return Prediction("modified", Said(type="a", title=reference), "a", None, title, by_model=shown, names_truly=true)


def test_precision_recall_f1_and_confusion_are_those_worked_out_by_hand() -> None:
    pairs = ["aa", "aa", "ab", "ba", "bb", "bb", "bb", "ca"]
    scores = type_scores(NAMES, [prediction(*pair) for pair in pairs])
    assert scores.confusion == ((2, 1, 0), (1, 3, 0), (1, 0, 0))
    assert scores.accuracy.value == 5 / 8
    a, b, c = scores.labels
    assert (a.number, a.precision, a.recall, a.f1) == (3, 2 / 4, 2 / 3, 4 / 7)
    assert (b.number, b.precision, b.recall, b.f1) == (4, 3 / 4, 3 / 4, 3 / 4)
    assert (c.number, c.precision, c.recall, c.f1) == (1, None, 0, 0)
    assert scores.macro_f1.value == pytest.approx((4 / 7 + 3 / 4 + 0) / 3)


def test_types_that_do_not_occur_do_not_count_in_macro_f1() -> None:
    scores = type_scores(NAMES, [prediction("a", "a"), prediction("b", "b")])
    assert scores.macro_f1.value == 1
    assert scores.labels[2].f1 is None


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=40))
def test_every_figure_lies_in_its_interval_and_every_interval_between_0_and_1(pairs: list[tuple[str, str]]) -> None:
    scores = type_scores(NAMES, [prediction(*pair) for pair in pairs])
    assert 0 <= scores.accuracy.low <= scores.accuracy.value <= scores.accuracy.high <= 1
    assert 0 <= scores.macro_f1.low <= scores.macro_f1.high <= 1
    assert sum(map(sum, scores.confusion)) == len(pairs)


def test_more_changes_make_a_narrower_interval() -> None:
    few = type_scores(NAMES, [prediction("a", "a"), prediction("a", "b")] * 10).accuracy
    many = type_scores(NAMES, [prediction("a", "a"), prediction("a", "b")] * 400).accuracy
    assert few.high - few.low > 4 * (many.high - many.low)


def test_a_model_that_is_right_as_often_as_it_says_is_calibrated() -> None:
    rows = [prediction("a", "a", 0.75)] * 3 + [prediction("b", "a", 0.75)]
    assert type_scores(NAMES, rows).calibration_error == pytest.approx(0)


def test_the_calibration_error_is_the_mean_gap_over_bins_of_equal_width() -> None:
    # Ten said with 0.95 of which half are right, ten said with 0.55 of which all are.
    rows = [prediction("a", "a", 0.95), prediction("b", "a", 0.95)] * 5 + [prediction("a", "a", 0.55)] * 10
    assert type_scores(NAMES, rows).calibration_error == pytest.approx((0.45 + 0.45) / 2)


def test_rules_say_no_probability_and_have_no_calibration_error() -> None:
    assert type_scores(NAMES, [prediction("a", "a")]).calibration_error is None


def test_titles_are_counted_by_what_they_name_and_whether_they_are_shown() -> None:
    rows = [
        titled("Add a page", "Add a page", shown=True, true=True),
        titled("Add a page", "Edit x", shown=False, true=False),
        titled("Add a page", "Edit y", shown=False, true=True),
        titled(None, "Edit z", shown=False, true=None),
    ]
    scores = title_scores("en", rows)
    assert scores.number == 3
    assert scores.names_truly
    assert scores.names_truly.value == pytest.approx(2 / 3)
    assert scores.shown == pytest.approx(1 / 3)


def test_the_same_title_is_wholly_similar_and_another_hardly() -> None:
    same = title_scores("ja", [titled("日付の更新", "日付の更新", shown=True, true=True)])
    other = title_scores("ja", [titled("日付の更新", "画像を追加", shown=True, true=True)])
    assert same.chrf == pytest.approx(100)
    assert other.chrf is not None
    assert other.chrf < 10


def test_without_titles_of_a_model_or_a_label_there_is_nothing_to_say() -> None:
    scores = title_scores("en", [titled(None, "Edit z", shown=False, true=None)])
    assert (scores.number, scores.names_truly, scores.shown, scores.chrf) == (0, None, None, None)
