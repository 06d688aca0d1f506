import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.patch.unified import read_hunks
from diff_insight.reports.html.diff_marks import diff_marks
from diff_insight.reports.shown_diff import LONGEST, shown_diff
from diff_insight.sentences.translation import Wording
from tests.made_reports import item

ENGLISH = Wording("en")
BODY = st.lists(
    st.tuples(st.sampled_from(" -+"), st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]))),
    min_size=1,
    max_size=8,
)


def hunk(start: int, lines: list[tuple[str, str]]) -> str:
    old, new = (sum(kind in (" ", side) for kind, _ in lines) for side in "-+")
    return f"@@ -{start},{old} +{start},{new} @@ def f\n" + "".join(f"{kind}{text}\n" for kind, text in lines)


@given(st.lists(BODY, min_size=1, max_size=3), st.integers(0, 30))
def test_however_a_diff_is_cut_its_lines_are_the_first_and_can_be_marked(
    bodies: list[list[tuple[str, str]]], limit: int
) -> None:
    diff = "".join(hunk(100 * number + 1, body) for number, body in enumerate(bodies))
    shown = shown_diff(ENGLISH, item(diff=diff), limit)
    total = diff.count("\n")
    assert len(shown.lines) == min(limit, total)
    assert [line[:1] for line in shown.lines] == [line[:1] for line in diff.split("\n")[: len(shown.lines)]]
    read = [line for hunk in read_hunks(shown.whole_hunks, "x") for line in hunk.lines]
    assert len(read) == sum(not line.startswith("@@") for line in shown.lines)
    assert 0 <= len(shown.lines) - len(diff_marks(shown.whole_hunks, "a.py")) <= 1
    assert bool(shown.note) == (limit < total)


@pytest.mark.parametrize("length", [LONGEST - 1, 1_000_000])
def test_a_long_line_is_cut_and_said(length: int) -> None:
    shown = shown_diff(ENGLISH, item(diff=hunk(1, [("+", "x" * length)])), 10)
    assert max(map(len, shown.lines)) <= LONGEST + 1
    assert ("Lines of more than 2000 characters are cut." in shown.note) == (length > LONGEST)
    assert shown.text.endswith("…") == (length > LONGEST)


def test_a_diff_that_the_source_left_out_is_said() -> None:
    assert "leaves out the diff" in shown_diff(ENGLISH, item(diff="", unshown=True), 10).note


def test_a_diff_of_exactly_the_limit_is_whole_and_a_longer_one_says_how_much_is_shown() -> None:
    diff = hunk(7, [(" ", "a"), ("-", "b"), ("+", "c")])
    assert shown_diff(ENGLISH, item(diff=diff), 4).note == ""
    cut = shown_diff(ENGLISH, item(diff=diff), 3)
    assert cut.note == "The diff is cut here: 3 of its 4 lines are shown."
    assert cut.text == "@@ -7,2 +7,2 @@ def f\n a\n-b"
    assert cut.whole_hunks == "@@ -7,2 +7,1 @@ def f\n a\n-b\n"


def test_the_header_of_a_cut_hunk_keeps_the_line_numbers_of_both_sides() -> None:
    diff = "@@ -3,1 +9,2 @@\n a\n+b\n@@ -40,2 +46,1 @@\n c\n-d\n"
    assert shown_diff(ENGLISH, item(diff=diff), 5).whole_hunks == "@@ -3,1 +9,2 @@\n a\n+b\n@@ -40,1 +46,1 @@\n c\n"


def test_a_file_without_a_diff_has_no_note() -> None:
    shown = shown_diff(ENGLISH, item(diff=""), 10)
    assert (shown.text, shown.note, shown.whole_hunks) == ("", "", "")
