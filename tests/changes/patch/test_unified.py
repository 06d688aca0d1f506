import contextlib
import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.changes.patch.unified import read_hunks, read_unified
from diff_insight.errors import UnreadableChangeError


def only(text: str) -> FileChange:
    (file,) = read_unified(text.encode(), "a.patch").files
    return file


HUNK = "@@ -1 +1 @@\n-old\n+new\n"


def test_a_file_says_path_status_and_counts() -> None:
    file = only(f"diff --git a/x.md b/x.md\nindex 111..222 100644\n--- a/x.md\n+++ b/x.md\n{HUNK}")
    assert (file.path, file.status, file.additions, file.deletions) == ("x.md", Status.MODIFIED, 1, 1)


def test_lines_carry_their_numbers_on_both_sides() -> None:
    file = only("--- a/x\n+++ b/x\n@@ -10,3 +20,3 @@ section\n same\n-old\n+new\n same\n")
    assert [(line.kind, line.old, line.new) for line in file.hunks[0].lines] == [
        (" ", 10, 20),
        ("-", 11, None),
        ("+", None, 21),
        (" ", 12, 22),
    ]


@pytest.mark.parametrize(
    ("header", "status", "old_path"),
    [
        ("new file mode 100644\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+a\n", Status.ADDED, None),
        ("deleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", Status.REMOVED, None),
        ("new file mode 100644\nindex 0000000..e69de29\n", Status.ADDED, None),
        ("deleted file mode 100644\nindex e69de29..0000000\n", Status.REMOVED, None),
        ("old mode 100644\nnew mode 100755\n", Status.MODE_CHANGED, None),
        (f"old mode 100644\nnew mode 100755\nindex 1..2\n--- a/x\n+++ b/x\n{HUNK}", Status.MODIFIED, None),
    ],
)
def test_the_header_tells_the_status(header: str, status: Status, old_path: str | None) -> None:
    file = only(f"diff --git a/x b/x\n{header}")
    assert (file.path, file.status, file.old_path) == ("x", status, old_path)


def test_renames_with_and_without_edits_name_both_paths() -> None:
    pure = only("diff --git a/old name b/new name\nsimilarity index 100%\nrename from old name\nrename to new name\n")
    edited = only(
        "diff --git a/old b/new\nsimilarity index 90%\nrename from old\nrename to new\nindex 1..2 100644\n"
        f"--- a/old\n+++ b/new\n{HUNK}"
    )
    assert (pure.status, pure.old_path, pure.path, pure.additions) == (Status.RENAMED, "old name", "new name", 0)
    assert (edited.status, edited.old_path, edited.path, edited.additions) == (Status.RENAMED, "old", "new", 1)


def test_a_copy_is_no_rename() -> None:
    file = only("diff --git a/old b/new\nsimilarity index 100%\ncopy from old\ncopy to new\n")
    assert (file.status, file.old_path, file.path) == (Status.COPIED, "old", "new")


def test_carriage_returns_that_a_mailer_adds_to_headers_are_no_part_of_paths() -> None:
    file = only("diff --git a/x b/x\r\nindex 1..2 100644\r\n--- a/x\r\n+++ b/x\r\n@@ -1 +1 @@\r\n-old\r\n+new\r\n")
    assert (file.path, file.status) == ("x", Status.MODIFIED)


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ('"a/caf\\303\\251.md" "b/caf\\303\\251.md"', "café.md"),
        ('"a/tab\\there" "b/tab\\there"', "tab\there"),
        ('"a/say \\"hi\\"" "b/say \\"hi\\""', 'say "hi"'),
        ('"a/latin\\351" "b/latin\\351"', "latin\\xe9"),
        ("a/with b/ inside b/with b/ inside", "with b/ inside"),
        ("no-prefix no-prefix", "no-prefix"),
    ],
)
def test_quoted_and_odd_paths_are_read_from_the_git_line(written: str, path: str) -> None:
    assert only(f"diff --git {written}\nold mode 100644\nnew mode 100755\n").path == path


def test_binary_files_have_no_counts() -> None:
    for body in ("Binary files a/x.png and b/x.png differ\n", "GIT binary patch\nliteral 3\nKcmZQzU|?VX\n\n"):
        file = only(f"diff --git a/x.png b/x.png\nindex 1..2 100644\n{body}")
        assert (file.path, file.binary, file.additions, file.deletions) == ("x.png", True, None, None)


def test_a_file_that_becomes_a_link_is_one_change_of_type() -> None:
    file = only(
        "diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n"
        "diff --git a/x b/x\nnew file mode 120000\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+y\n"
        "\\ No newline at end of file\n"
    )
    assert (file.status, file.additions, file.deletions) == (Status.TYPE_CHANGED, 1, 1)


def test_a_missing_newline_at_the_end_is_kept() -> None:
    text = "@@ -1 +1 @@\n-old\n\\ No newline at end of file\n+new\n\\ No newline at end of file\n"
    (hunk,) = read_hunks(text, "x")
    assert [line.ends_file for line in hunk.lines] == [True, True]
    assert hunk.text == text


def test_form_feeds_and_line_separators_do_not_end_a_line() -> None:
    text = "@@ -1 +1 @@\n-a\x0cb\x85c\u2028d\n+a\x0be\n"
    (hunk,) = read_hunks(text, "x")
    assert [line.text for line in hunk.lines] == ["a\x0cb\x85c\u2028d", "a\x0be"]


def test_changed_lines_that_look_like_headers_stay_lines() -> None:
    file = only("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n-diff --git a/z b/z\n+++ b/y\n+@@ -1 +1 @@\n")
    assert (file.path, file.additions, file.deletions) == ("x", 2, 2)


@pytest.mark.parametrize(
    ("text", "path", "status"),
    [
        (f"--- old/src/f.c\t2020-01-01 10:00:00\n+++ new/src/f.c\t2021-01-01 10:00:00\n{HUNK}", "src/f.c", "modified"),
        (f"Index: f.c\n====\n--- f.c\t(revision 1)\n+++ f.c\t(working copy)\n{HUNK}", "f.c", "modified"),
        ("--- old/f\t1970-01-01 00:00:00\n+++ new/f\t2021-01-01\n@@ -0,0 +1 @@\n+a\n", "f", "added"),
        ("Binary files old/logo.png and new/logo.png differ\n", "logo.png", "modified"),
    ],
)
def test_diffs_of_other_tools_are_read(text: str, path: str, status: str) -> None:
    file = only(text)
    assert (file.path, file.status) == (path, status)


def test_a_diff_in_another_encoding_gives_its_bytes_back() -> None:
    words = "日本語の文書です。文字化けせずに読めることを確かめます。" * 3
    body = f"@@ -1 +1 @@\n-{words}\n+{words}変更後\n".encode("shift_jis")
    (file,) = read_unified(b"--- a/x\n+++ b/x\n" + body, "x").files
    assert "日本語の文書" in file.diff
    assert file.diff.encode(file.encoding) == body


@given(st.binary(max_size=200).filter(lambda data: b"\n" not in data))
def test_any_bytes_of_a_line_come_back(data: bytes) -> None:
    body = b"@@ -1 +1 @@\n-" + data + b"\n+x\n"
    (file,) = read_unified(b"--- a/x\n+++ b/x\n" + body, "x").files
    assert file.diff.encode(file.encoding) == body


LINES = st.lists(st.text(alphabet=st.sampled_from("ab -+@\\\r\f#é"), max_size=8), max_size=30)


@given(LINES, LINES, st.integers(0, 4))
def test_reading_what_difflib_writes_gives_the_same_lines(old: list[str], new: list[str], context: int) -> None:
    written = list(difflib.unified_diff(old, new, "a/x", "b/x", lineterm="", n=context))
    if not written:
        return
    (file,) = read_unified(("\n".join(written) + "\n").encode(), "x").files
    body = [line.kind + line.text for hunk in file.hunks for line in hunk.lines]
    assert body == [line for line in written[2:] if not line.startswith("@@ -")] or "@@ -" in "".join(old + new)
    assert (file.additions, file.deletions) == (
        sum(line.startswith("+") for line in body),
        sum(line.startswith("-") for line in body),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "contains no unified diff"),
        ("Dear all,\n\nno diff here.\n", "contains no unified diff"),
        ("--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n same\n-old\n", "is truncated"),
        ("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old\nnonsense\n", "is damaged"),
        ("@@ -1 +1 @@\n-a\n+b\n", "before any file name"),
        ("diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n--a\n", "combined diff of a merge"),
    ],
)
def test_what_is_no_whole_diff_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(UnreadableChangeError, match=says):
        read_unified(text.encode(), "a.patch")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for wrapped in (data, b"diff --git a/x b/x\n" + data, b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n" + data):
        with contextlib.suppress(UnreadableChangeError):
            read_unified(wrapped, "x")


@pytest.mark.parametrize(
    "hunks",
    [
        "@@ -1,2 +1,2 @@\n a\n-b\n+c\n@@ -2 +2 @@\n-d\n+e\n",
        "@@ -0,2 +1 @@\n-a\n-b\n+c\n",
        "@@ -5 +1 @@\n-a\n+b\n@@ -5,0 +1,2 @@\n+c\n+d\n",
    ],
)
def test_hunks_that_claim_the_same_line_or_one_before_the_first_are_damaged(hunks: str) -> None:
    with pytest.raises(UnreadableChangeError, match="damaged hunk"):
        only(f"--- a/x\n+++ b/x\n{hunks}")


def test_hunks_without_context_may_touch() -> None:
    file = only("--- a/x\n+++ b/x\n@@ -1,0 +2 @@\n+new\n@@ -2 +3,0 @@\n-gone\n@@ -9 +9 @@\n-a\n+b\n")
    assert (file.additions, file.deletions) == (2, 2)
