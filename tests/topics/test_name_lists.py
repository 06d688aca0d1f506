import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.topics.name_lists import in_a_row, in_rows, is_bare_name


@pytest.mark.parametrize("text", ["`read`", "`read()`.", "`read` (too slow)"])
def test_a_name_alone_is_bare(text: str) -> None:
    assert is_bare_name(text)


@pytest.mark.parametrize("text", ["", "read", "`read` is gone", "`read` → `load`", "`read`, `load`"])
def test_what_says_more_is_not(text: str) -> None:
    assert not is_bare_name(text)


@given(st.lists(st.text("abc", min_size=1, max_size=150), min_size=1))
def test_no_name_is_lost_without_being_counted(names: list[str]) -> None:
    row, _, more = in_a_row(names).partition(", … (+")
    shown = row.split(", ")
    assert shown == names[: len(shown)]
    assert len(shown) + int(more.rstrip(")") or 0) == len(names)


@given(st.lists(st.text("abc", min_size=1, max_size=150), min_size=1))
def test_rows_hold_every_name_in_its_order(names: list[str]) -> None:
    rows = list(in_rows(names))
    assert [name for row in rows for name in row.split(", ")] == names
    assert all(len(row) <= 200 for row in rows)
