from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import Hunk, Line
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.evidence.diff.line_pairs import changed_parts, edits, word_edits

LINES = st.lists(st.tuples(st.sampled_from("+- "), st.text("abc ", max_size=12)), max_size=25)


def hunk_of(lines: list[tuple[str, str]]) -> Hunk:
    return Hunk("@@ @@", 1, 1, tuple(Line(kind, text, number, number) for number, (kind, text) in enumerate(lines)))


@given(LINES)
def test_every_changed_line_is_in_one_edit_and_in_order(lines: list[tuple[str, str]]) -> None:
    hunk = hunk_of(lines)
    found = list(edits(hunk))
    removed = [edit.removed for edit in found if edit.removed]
    added = [edit.added for edit in found if edit.added]
    assert removed == [line for line in hunk.lines if line.kind == "-"]
    assert added == [line for line in hunk.lines if line.kind == "+"]


def test_a_removed_line_is_paired_with_the_line_that_took_its_place() -> None:
    (hunk,) = read_hunks(
        "@@ -1,3 +1,3 @@\n-alpha beta gamma\n-one two three\n-left out\n"
        "+something entirely new here\n+alpha beta delta\n+one two four\n",
        "x",
    )
    pairs = [(e.removed.text if e.removed else None, e.added.text if e.added else None) for e in edits(hunk)]
    assert ("alpha beta gamma", "alpha beta delta") in pairs
    assert ("one two three", "one two four") in pairs
    assert ("left out", None) in pairs
    assert (None, "something entirely new here") in pairs


@given(st.text("ab 日本.-/1", max_size=40), st.text("ab 日本.-/1", max_size=40))
def test_word_edits_lead_from_the_old_line_to_the_new(before: str, after: str) -> None:
    rebuilt = after
    for edit in reversed(word_edits(before, after)):
        rebuilt = edit.left + edit.before + rebuilt[len(edit.left) + len(edit.after) :]
    assert rebuilt == before


@given(st.text("ab 日本.-/1", max_size=40), st.text("ab 日本.-/1", max_size=40))
def test_two_lines_without_their_changed_parts_are_the_same_but_for_white_space(before: str, after: str) -> None:
    rests = []
    for line, parts in zip((before, after), changed_parts(before, after), strict=True):
        for part in reversed(parts):
            line = line[: part.start] + line[part.stop :]
        rests.append("".join(line.split()))
    assert rests[0] == rests[1]


def test_links_versions_and_characters_of_chinese_are_words() -> None:
    (link,) = word_edits("see https://old.example/a.html now", "see https://new.example/a.html now")
    (version,) = word_edits("needs 1.2.3 or later", "needs 1.3.0 or later")
    (han,) = word_edits("这是旧的文档", "这是新的文档")
    assert (link.before, link.after) == ("https://old.example/a.html", "https://new.example/a.html")
    assert (version.before, version.after) == ("1.2.3", "1.3.0")
    assert (han.before, han.after) == ("旧", "新")


def test_neighbouring_words_are_one_edit() -> None:
    (edit,) = word_edits("in Azure AI Studio today", "in Foundry portal preview today")
    assert (edit.before, edit.after) == ("Azure AI Studio", "Foundry portal preview")


def test_where_much_more_went_than_came_only_the_ends_can_be_one_line() -> None:
    removed = "".join(f"-    .. versionadded:: 0.{n}\n" for n in range(12))
    hunk = read_hunks(f"@@ -1,12 +1 @@\n{removed}+    .. versionadded:: 0.5b\n", "x")[0]
    assert not [edit for edit in edits(hunk) if edit.removed and edit.added]
    hunk = read_hunks(f"@@ -1,12 +1 @@\n{removed}+    .. versionadded:: 0.0b\n", "x")[0]
    assert [edit.removed.old for edit in edits(hunk) if edit.removed and edit.added] in ([], [1])
