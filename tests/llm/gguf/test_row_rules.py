import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.llm.gguf.row_rules import EIGHTS, FOURS, PAIRS, RULES, UNPADDED, RowRule, rules_to_try


@given(st.sampled_from([UNPADDED, *RULES]), st.integers(1, 600))
def test_rows_are_padded_to_the_next_permitted_number(rule: RowRule, rows: int) -> None:
    permitted = [number for number in range(rule.least, 700) if number % rule.multiple == 0]
    assert rule.padded(rows) == min(number for number in permitted if number >= rows)


@pytest.mark.parametrize(
    ("types", "rules"),
    [
        ((), (PAIRS, FOURS, EIGHTS)),
        (("Q4_0", "Q8_0", "F32"), (PAIRS, FOURS, EIGHTS)),
        (("Q6_K", "Q4_K"), (FOURS, EIGHTS)),
        (("of the future",), (PAIRS, FOURS, EIGHTS)),
    ],
)
def test_the_most_demanding_type_decides_where_the_self_test_begins(
    types: tuple[str, ...], rules: tuple[RowRule, ...]
) -> None:
    assert rules_to_try(types) == rules
