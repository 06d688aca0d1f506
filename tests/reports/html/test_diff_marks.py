import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.reports.html.diff_marks import diff_marks

RUN = re.compile(r"([.,A-Za-z])(\d+)")
LINE = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp")), max_size=40)


def parts(text: str, marks: str) -> list[tuple[str, str]]:
    """The runs of a line as a script in the page cuts them: letter and text; the rest is plain."""
    units, place, found = text.encode("utf-16-le"), 0, []
    for letter, length in RUN.findall(marks.partition(":")[2] or marks):
        end = place + 2 * int(length)
        found.append((letter, units[place:end].decode("utf-16-le")))
        place = end
    return [*found, (".", units[place:].decode("utf-16-le"))]


def emphasised(text: str, marks: str) -> list[str]:
    return [part for letter, part in parts(text, marks) if letter == "," or letter.isupper()]


@given(
    st.lists(st.tuples(st.sampled_from("+- "), LINE), min_size=1, max_size=12),
    st.sampled_from(["a.py", "a.md", "a.ts", "a.php", "a.unknown", "Makefile"]),
)
def test_there_are_marks_for_every_line_and_their_runs_fit_into_it(lines: list[tuple[str, str]], name: str) -> None:
    old = sum(kind != "+" for kind, _ in lines)
    new = sum(kind != "-" for kind, _ in lines)
    diff = f"@@ -1,{old} +1,{new} @@\n" + "".join(f"{kind}{text}\n" for kind, text in lines)
    marks = diff_marks(diff, name)
    assert len(marks) == 1 + len(lines)
    for (_, text), said in zip(lines, marks[1:], strict=True):
        assert "".join(part for _, part in parts(text, said)) == text


def test_keywords_strings_comments_and_names_of_functions_are_told_apart() -> None:
    line = 'def read(limit=3):  # "none"'
    (_, said) = diff_marks(f"@@ -0,0 +1 @@\n+{line}\n", "src/a.py")
    assert [part for part in parts(line, said) if part[0] != "."] == [
        ("k", "def"), ("f", "read"), ("m", "3"), ("c", '# "none"'),
    ]  # fmt: skip


def test_a_string_over_several_lines_is_one_on_each_of_them() -> None:
    marks = diff_marks('@@ -1,3 +1,3 @@\n """One\n-two\n+three\n four"""\n', "a.py")
    assert all(said.lower().partition(":")[2] or said.lower().startswith("s") for said in marks[1:])


@pytest.mark.parametrize(
    ("name", "end", "code"),
    [("a.py", '    """', "    return None"), ("a.go", " */", "return nil"), ("a.ts", " */", "return 1")],
)
def test_a_hunk_that_begins_inside_a_comment_or_long_string_is_read_as_such(name: str, end: str, code: str) -> None:
    marks = diff_marks(f"@@ -7,2 +7,3 @@\n     the end of it.\n {end}\n+{code}\n", name)
    assert ("k", "return") in parts(code, marks[3])
    assert not {"s", "c"} & {letter for letter, _ in parts(code, marks[3])}


def test_words_that_changed_stand_out_on_both_sides_and_the_new_line_names_the_one_it_replaces() -> None:
    diff = "@@ -1,2 +1,2 @@\n-alpha\n-The limit is 20 tokens.\n+The limit is 40 tokens.\n+omega and more of it\n"
    marks = diff_marks(diff, "a.txt")
    assert emphasised("The limit is 20 tokens.", marks[2]) == ["20"]
    assert emphasised("The limit is 40 tokens.", marks[3]) == ["40"]
    assert marks[3].startswith("1:")
    assert ":" not in marks[4]


def test_a_line_that_ends_the_file_is_followed_by_one_without_marks() -> None:
    diff = "@@ -1 +1 @@\n-a = 1\n\\ No newline at end of file\n+a = 2\n\\ No newline at end of file\n"
    assert [bool(said) for said in diff_marks(diff, "a.py")] == [False, True, False, True, False]
