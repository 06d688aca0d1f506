from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("torch", reason="the extra `train` is not installed")

from diff_insight.insight.questions.content_kinds import Kind
from training.batches import batches, read_examples
from training.example import Example
from training.examples import write_examples

LENGTHS = st.lists(st.integers(5, 300), min_size=1, max_size=60)


def made(lengths: list[int]) -> list[Example]:
    return [
        Example(
            tokens=tuple(range(1000 * n, 1000 * n + length)),
            label_at=length - 3,
            label="minor update",
            language="en",
            kind=Kind.CODE,
            status="modified",
            titled=True,
        )
        for n, length in enumerate(lengths)
    ]


@settings(max_examples=60)
@given(LENGTHS, st.integers(0, 99))
def test_every_answer_is_learnt_from_the_token_before_it_with_the_type_weighing_most(
    lengths: list[int], seed: int
) -> None:
    learnt: Counter[tuple[int, int]] = Counter()
    for batch in batches(made(lengths), 1024, 6.0, seed):
        for row, column, target, weight in zip(batch.rows, batch.columns, batch.targets, batch.weights, strict=True):
            before = int(batch.tokens[row, column])
            assert int(target) == before + 1
            learnt[int(target), int(weight)] += 1
    for n, length in enumerate(lengths):
        start = 1000 * n + length - 3
        assert learnt[start, 6] >= 1
        assert learnt[start + 1, 1] >= 1
        assert learnt[start + 2, 1] >= 1
    assert sum(learnt.values()) % 3 == 0


@settings(max_examples=60)
@given(LENGTHS)
def test_batches_have_few_shapes_and_keep_to_their_tokens(lengths: list[int]) -> None:
    shapes = {batch.tokens.shape for batch in batches(made(lengths), 1024, 6.0, 1)}
    assert len(shapes) <= len({-(-length // 32) for length in lengths})
    assert all(rows * columns <= 1024 for rows, columns in shapes)


def test_examples_are_read_as_they_were_written(tmp_path: Path) -> None:
    examples = made([5, 17])
    write_examples(examples, tmp_path / "examples.jsonl")
    assert read_examples(tmp_path / "examples.jsonl") == examples


def test_the_order_is_the_seeds() -> None:
    of_one = [batch.tokens.tolist() for batch in batches(made([50, 60, 70] * 20), 256, 6.0, 1)]
    assert of_one == [batch.tokens.tolist() for batch in batches(made([50, 60, 70] * 20), 256, 6.0, 1)]
    assert of_one != [batch.tokens.tolist() for batch in batches(made([50, 60, 70] * 20), 256, 6.0, 2)]
