import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.insight.questions.content_kinds import Kind
from training.occurrences import biases, occurrences

LABELS = ("fix", "feature", "rest")
COUNTS = st.lists(st.integers(0, 5000), min_size=3, max_size=3)


def told(numbers: list[int], kind: Kind = Kind.CODE) -> list[tuple[Kind, str, str]]:
    return [(kind, "modified", label) for label, number in zip(LABELS, numbers, strict=True) for _ in range(number)]


@given(COUNTS, COUNTS)
def test_a_model_that_says_what_was_chosen_says_with_the_biases_what_occurs(
    number: list[int], chosen: list[int]
) -> None:
    counts = occurrences(told(number), told(chosen))
    if not any(chosen):
        assert counts == ()
        return
    known = [n if c else 0 for n, c in zip(number, chosen, strict=True)]
    said = [math.log((c + 1) / (sum(chosen) + 3)) for c in chosen]
    (undone,) = biases(counts, LABELS, Kind.CODE).values()
    for logit, bias, occurs in zip(said, undone, known, strict=True):
        assert math.exp(logit + bias) == pytest.approx((occurs + 1) / (sum(known) + 3), rel=1e-3)


def test_a_share_of_the_difference_can_be_undone() -> None:
    counts = occurrences(told([900, 50, 50]), told([100, 100, 100]))
    whole, half = (biases(counts, LABELS, Kind.CODE, share)["modified"] for share in (1.0, 0.5))
    assert half == pytest.approx([bias / 2 for bias in whole], abs=1e-3)


def test_kinds_and_statuses_are_counted_apart() -> None:
    changes = [*told([4, 0, 0]), *told([0, 4, 0], Kind.DOCUMENTS), (Kind.CODE, "added", "feature")]
    counts = occurrences(changes, changes)
    assert Counter({(c.kind, c.status, c.label): c.number for c in counts}) == Counter(changes)
    assert set(biases(counts, LABELS, Kind.CODE)) == {"added", "modified"}
    assert set(biases(counts, LABELS, Kind.CODE_WITH_WORDS)) == set()
    assert all(value == 0 for values in biases(counts, LABELS, Kind.CODE).values() for value in values)
