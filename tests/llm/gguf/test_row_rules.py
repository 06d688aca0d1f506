import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.llm.gguf.kernels import Kernels
from diff_insight.llm.gguf.row_rules import ANY, EIGHTS, FOURS, PAIRS, RULES, SPLIT, RowRule, rules_to_try


@given(st.sampled_from(RULES), st.integers(1, 600))
def test_rows_are_padded_to_the_next_permitted_number(rule: RowRule, rows: int) -> None:
    permitted = [number for number in range(rule.least, 700) if number % rule.multiple == 0]
    assert rule.padded(rows) == min(number for number in permitted if number >= rows)


@pytest.mark.parametrize(
    ("types", "rules"),
    [
        ((), (ANY, PAIRS, FOURS, EIGHTS)),
        (("Q4_0", "Q8_0"), (ANY, PAIRS, FOURS, EIGHTS)),
        (("Q4_0", "Q8_0", "F32"), (PAIRS, FOURS, EIGHTS)),
        (("Q6_K", "Q4_K"), (FOURS, EIGHTS)),
        (("of the future",), (ANY, PAIRS, FOURS, EIGHTS)),
    ],
)
def test_the_most_demanding_type_decides_where_the_self_test_begins(
    types: tuple[str, ...], rules: tuple[RowRule, ...]
) -> None:
    assert rules_to_try(types, Kernels.REPACKED) == rules


def test_where_few_rows_have_other_kernels_than_many_they_never_share_a_call() -> None:
    assert rules_to_try(("Q4_K", "Q6_K"), Kernels.TILED) == (SPLIT, EIGHTS)
    assert [SPLIT.most_tokens(length, 512) for length in (1, 7, 8, 9)] == [7, 7, 512, 512]
    assert SPLIT.most_outputs(32) == 7


@given(st.sampled_from(RULES), st.integers(1, 512))
def test_with_one_kernel_there_is_as_much_room_as_the_context_has(rule: RowRule, length: int) -> None:
    assert rule.most_tokens(length, 512) == 512
    assert rule.most_outputs(32) == 32
