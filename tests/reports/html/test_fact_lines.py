from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.patch.unified import read_hunks
from diff_insight.reports.html.fact_lines import hunks_with, places_shown

KINDS = st.lists(st.sampled_from("+- "), min_size=1, max_size=40)


def hunk(kinds: list[str], start: int) -> str:
    old, new = (sum(kind != other for kind in kinds) for other in "+-")
    lines = "".join(f"{kind}line {place}\n" for place, kind in enumerate(kinds))
    return f"@@ -{start},{old} +{start},{new} @@\n{lines}"


@given(KINDS, KINDS, st.data())
def test_every_wanted_line_of_a_diff_is_shown_by_its_own_number_and_little_else(
    first: list[str], second: list[str], data: st.DataObject
) -> None:
    diff = hunk(first, 10) + hunk(second, 200)
    there = {}
    for part in read_hunks(diff, "a"):
        for line in part.lines:
            there.update({("o", line.old): line.text} if line.old else {})
            there.update({("n", line.new): line.text} if line.new else {})
    wanted = data.draw(st.sets(st.sampled_from(sorted(there))))
    lines = hunks_with(diff, "a", {*wanted, ("n", 9_999)})
    assert wanted <= places_shown(lines)
    assert len(lines) <= 4 * len(wanted)
    shown = [line for part in read_hunks("".join(f"{line}\n" for line in lines), "a") for line in part.lines]
    for line in shown:
        for place in (("o", line.old), ("n", line.new)):
            assert place[1] is None or there[place[0], place[1]] == line.text


def test_nothing_is_added_if_nothing_is_wanted() -> None:
    assert hunks_with(hunk(["+"], 1), "a", ()) == ()
