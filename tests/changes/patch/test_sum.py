import difflib

from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import FileChange, Hunk, Line, Status
from diff_insight.changes.patch.sum import added_up
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.changes.trees import patched

LINES = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", ""]), max_size=24)


def hunks(old: list[str], new: list[str], context: int) -> tuple[Hunk, ...]:
    written = list(difflib.unified_diff(old, new, "a/x", "b/x", lineterm="", n=context))[2:]
    return read_hunks("\n".join(written) + "\n", "x") if written else ()


def reverse(hunk: Hunk) -> Hunk:
    lines = tuple(Line({"+": "-", "-": "+"}.get(line.kind, " "), line.text, line.new, line.old) for line in hunk.lines)
    return Hunk("@@", hunk.new_start, hunk.old_start, lines)


def after(old: list[str], found: tuple[Hunk, ...]) -> list[str]:
    file = FileChange("x", Status.MODIFIED, hunks=found)
    text = patched("\n".join(old), file) if old else "\n".join(line.text for hunk in found for line in hunk.lines)
    assert text is not None
    return text.split("\n") if text else []


@given(LINES, LINES, LINES, st.integers(0, 3), st.integers(0, 3))
def test_the_sum_of_two_patches_leads_from_the_first_version_to_the_last(
    one: list[str], two: list[str], three: list[str], first: int, second: int
) -> None:
    one, two, three = ([*lines, "end"] for lines in (one, two, three))
    found = added_up(hunks(one, two, first), hunks(two, three, second))
    assert found is not None
    assert after(one, found) == three


@given(LINES, LINES, st.integers(0, 3))
def test_a_patch_and_its_reverse_add_up_to_nothing(one: list[str], two: list[str], context: int) -> None:
    found = hunks(one, two, context)
    assert added_up(found, tuple(reverse(hunk) for hunk in found)) == ()


@given(LINES, LINES, LINES)
def test_no_line_of_a_sum_is_counted_that_was_there_before_and_after(
    one: list[str], two: list[str], three: list[str]
) -> None:
    found = added_up(hunks(one, two, 3), hunks(two, three, 3)) or ()
    old = {(line.old, line.text) for hunk in found for line in hunk.lines if line.kind == "-"}
    new = {(line.new, line.text) for hunk in found for line in hunk.lines if line.kind == "+"}
    assert all(one[number - 1] == text for number, text in old if number)
    assert all(three[number - 1] == text for number, text in new if number)


def test_a_patch_that_was_made_on_something_else_is_found_out() -> None:
    first = hunks(["a", "b"], ["a", "c"], 3)
    assert added_up(first, hunks(["a", "x"], ["a", "y"], 3)) is None


def test_a_line_without_line_feed_at_the_end_stays_one() -> None:
    first = read_hunks("@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n", "x")
    second = read_hunks("@@ -1 +1 @@\n-b\n\\ No newline at end of file\n+c\n", "x")
    (hunk,) = added_up(first, second) or ()
    assert hunk.text == "@@ -1 +1 @@\n-a\n+c\n"
