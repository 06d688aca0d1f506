"""The forms of diffs that other programs than git write, and what of them is named because it is not read."""

import subprocess
from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet, Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.changes.patch.unified import read_unified
from diff_insight.errors import UnreadableChangeError
from tests.repository import Repository


def read(text: str) -> ChangeSet:
    return read_patch(text.encode(), Path("x.diff"))


def told(change: ChangeSet) -> list[tuple[str, str, int | None, int | None]]:
    return [(file.path, file.status.value, file.additions, file.deletions) for file in change.files]


def unread(change: ChangeSet) -> tuple[str, ...]:
    return next((notice.names for notice in change.notices if notice.kind is NoticeKind.SECTIONS_UNREAD), ())


RULE = "=" * 67
SUBVERSION = f"""Index: trunk/notes.txt
{RULE}
--- trunk/notes.txt	(nonexistent)
+++ trunk/notes.txt	(revision 41)
@@ -0,0 +1,2 @@
+First line
+Second line

Property changes on: trunk/notes.txt
___________________________________________________________________
Added: svn:eol-style
## -0,0 +1 ##
+native
\\ No newline at end of property
Index: trunk/old.py
{RULE}
--- trunk/old.py	(revision 40)
+++ trunk/old.py	(nonexistent)
@@ -1,2 +0,0 @@
-def load(path):
-    return open(path).read()
Index: trunk/early.c
{RULE}
--- trunk/early.c	(revision 0)
+++ trunk/early.c	(working copy)
@@ -0,0 +1 @@
+int x;
Index: trunk/icon.png
{RULE}
Cannot display: file marked as a binary type.
svn:mime-type = application/octet-stream
Index: trunk/empty.txt
{RULE}
Index: trunk/tool.sh
{RULE}
--- trunk/tool.sh	(revision 40)
+++ trunk/tool.sh	(working copy)

Property changes on: trunk/tool.sh
___________________________________________________________________
Added: svn:executable
## -0,0 +1 ##
+*
\\ No newline at end of property
"""


def test_subversion_says_which_files_are_new_gone_and_executable() -> None:
    change = read(SUBVERSION)
    assert told(change) == [
        ("trunk/notes.txt", "added", 2, 0), ("trunk/old.py", "removed", 0, 2), ("trunk/early.c", "added", 1, 0),
        ("trunk/icon.png", "modified", None, None), ("trunk/tool.sh", "mode changed", 0, 0),
    ]  # fmt: skip
    assert (change.files[3].binary, change.files[3].unshown) == (True, True)
    assert change.files[4].new_mode == "100755"
    assert unread(change) == ("Index: trunk/empty.txt", "properties of trunk/notes.txt")


def test_subversion_in_the_form_of_git_is_one_section_a_file() -> None:
    change = read(
        f"Index: notes.txt\n{RULE}\ndiff --git a/trunk/notes.txt b/trunk/notes.txt\nnew file mode 10644\n"
        "--- a/trunk/notes.txt\t(nonexistent)\n+++ b/trunk/notes.txt\t(revision 41)\n@@ -0,0 +1 @@\n+x\n"
        f"Index: old.py\n{RULE}\ndiff --git a/trunk/old.py b/trunk/old.py\ndeleted file mode 10644\n"
        "--- a/trunk/old.py\t(revision 40)\n+++ b/trunk/old.py\t(nonexistent)\n@@ -1 +0,0 @@\n-x\n"
    )
    assert told(change) == [("trunk/notes.txt", "added", 1, 0), ("trunk/old.py", "removed", 0, 1)]
    assert not change.notices


@pytest.mark.parametrize(
    "zone", ["UTC", "Australia/Sydney", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"]
)
def test_files_that_diff_did_not_find_are_new_or_gone_in_every_time_zone(tmp_path: Path, zone: str) -> None:
    for name, files in {"old": {"kept": "1\n", "gone.py": "x\n"}, "new": {"kept": "2\n", "fresh/a.py": "y\n"}}.items():
        for path, text in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text)
    made = subprocess.run(
        ["diff", "-ruN", "old", "new"], cwd=tmp_path, env={"TZ": zone, "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    change = read(made)
    assert sorted(told(change)) == [
        ("fresh/a.py", "added", 1, 0),
        ("gone.py", "removed", 0, 1),
        ("kept", "modified", 1, 1),
    ]
    made = subprocess.run(
        ["diff", "-ru", "old", "new"], cwd=tmp_path, capture_output=True, text=True, check=False
    ).stdout
    change = read(made)
    assert told(change) == [("kept", "modified", 1, 1)]
    assert unread(change) == ("Only in new: fresh", "Only in old: gone.py")


@pytest.mark.parametrize(
    "stamp", ["Thu Jan 01 00:00:00 1970 +0000", "Thu Jan  1 00:00:00 1970", "1970-01-01 00:00:00 +0000"]
)
def test_the_first_moment_of_1970_is_a_missing_file_unless_it_has_lines(stamp: str) -> None:
    assert told(read(f"--- x\t{stamp}\n+++ x\t2024-01-01\n@@ -0,0 +1 @@\n+a\n")) == [("x", "added", 1, 0)]
    assert told(read(f"--- x\t{stamp}\n+++ x\t2024-01-01\n@@ -1 +1 @@\n-b\n+a\n")) == [("x", "modified", 1, 1)]
    assert told(read("--- x\t1970-01-02 00:00:00 +0000\n+++ x\t2024\n@@ -0,0 +1 @@\n+a\n")) == [("x", "modified", 1, 0)]


def test_bazaar_names_what_happened_to_each_file() -> None:
    change = read(
        "=== modified file 'README'\n--- README\t2024-03-01 10:00:00 +0000\n+++ README\t2024-03-01 10:05:00 +0000\n"
        "@@ -1,1 +1,1 @@\n-old\n+new\n"
        "=== renamed file 'a.py' => 'b.py'\n=== removed file 'gone.txt'\n"
        "--- gone.txt\t2024-03-01 10:00:00 +0000\n+++ gone.txt\t1970-01-01 00:00:00 +0000\n@@ -1,1 +0,0 @@\n-bye\n"
        "=== modified file 'tool.sh' (properties changed: -x to +x)\n=== added directory 'lib'\n"
        "=== renamed file 'c.py' => 'd.py'\n--- c.py\t2024-03-01 10:00:00 +0000\n+++ d.py\t2024-03-01 10:05:00 +0000\n"
        "@@ -1,1 +1,1 @@\n-c\n+d\n"
    )
    assert told(change) == [
        ("README", "modified", 1, 1), ("b.py", "renamed", 0, 0), ("gone.txt", "removed", 0, 1),
        ("tool.sh", "mode changed", 0, 0), ("d.py", "renamed", 1, 1),
    ]  # fmt: skip
    assert [file.old_path for file in change.files if file.old_path] == ["a.py", "c.py"]
    assert [file.same_content for file in change.files if file.old_path] == [True, False]
    assert unread(change) == ("=== added directory 'lib'",)


def test_perforce_with_local_names_is_named_by_what_both_names_share() -> None:
    change = read(
        "--- //depot/main/z.c\t2024/03/01 10:00:00\n+++ /home/jo/ws/main/z.c\t2024/03/01 10:05:00\n"
        "@@ -1 +1 @@\n-int z;\n+long z;\n"
        "==== //depot/main/a.c#3 - /home/jo/ws/main/a.c ====\n@@ -1 +1 @@\n-int b;\n+int c;\n"
        "==== //depot/main/p.png#2 (binary) ====\n"
    )
    assert told(change) == [("main/z.c", "modified", 1, 1), ("main/a.c", "modified", 1, 1)]
    assert unread(change) == ("==== //depot/main/p.png#2 (binary) ====",)


SUBMODULE = "Submodule lib 6d20638..2473f6c:\n  > two\n"


@pytest.mark.parametrize(
    ("line", "status", "ids"),
    [
        (SUBMODULE, Status.MODIFIED, ("6d20638", "2473f6c")),
        ("Submodule lib 6d20638...2473f6c:\n  > two\n  < one\n", Status.MODIFIED, ("6d20638", "2473f6c")),
        ("Submodule lib 2473f6c..6d20638 (rewind):\n  < two\n", Status.MODIFIED, ("2473f6c", "6d20638")),
        ("Submodule lib 0000000...2473f6c (new submodule)\n", Status.ADDED, (None, "2473f6c")),
        ("Submodule lib 2473f6c...0000000 (submodule deleted)\n", Status.REMOVED, ("2473f6c", None)),
        ("Submodule lib 6d20638...2473f6c (commits not present)\n", Status.MODIFIED, ("6d20638", "2473f6c")),
    ],
)
def test_submodules_that_git_writes_as_a_log_are_read(
    line: str, status: Status, ids: tuple[str | None, str | None]
) -> None:
    change = read(
        f"diff --git a/a.txt b/a.txt\nindex 1..2 100644\n--- a/a.txt\n+++ b/a.txt\n@@ -1 +1 @@\n-a\n+b\n{line}"
    )
    (_, file) = change.files
    assert (file.path, file.status, file.is_submodule, (file.old_id, file.new_id)) == ("lib", status, True, ids)
    assert (file.additions, file.deletions) == (status is not Status.REMOVED, status is not Status.ADDED)
    assert read(line).files == (file,)


def test_files_of_a_submodule_that_are_shown_below_it_are_files() -> None:
    change = read(
        "Submodule lib 6d20638..2473f6c:\ndiff --git a/lib/x b/lib/x\n--- a/lib/x\n+++ b/lib/x\n@@ -1 +1 @@\n-a\n+b\n"
    )
    assert [file.path for file in change.files] == ["lib", "lib/x"]


@pytest.mark.parametrize(
    "section",
    [
        "Files a/x and b/x differ",
        "Symbolic links a/x and b/x differ",
        "File a/x is a directory while file b/x is a regular file",
        "Submodule lib contains untracked content",
    ],
)
def test_what_shows_no_lines_is_named(section: str) -> None:
    change = read(f"--- a/k\n+++ b/k\n@@ -1 +1 @@\n-a\n+b\n{section}\n")
    assert told(change) == [("k", "modified", 1, 1)]
    assert unread(change) == (section,)


def test_a_merge_among_other_sections_is_named_and_alone_is_refused() -> None:
    merge = "diff --cc m\nindex 1,2..3\n--- a/m\n+++ b/m\n@@@ -1,1 -1,1 +1,1 @@@\n--a\n++b\n"
    change = read(f"{merge}diff --git a/k b/k\n--- a/k\n+++ b/k\n@@ -1 +1 @@\n-a\n+b\n{merge}")
    assert told(change) == [("k", "modified", 1, 1)]
    assert unread(change) == ("m (merge)", "m (merge)")
    with pytest.raises(UnreadableChangeError, match="combined diff of a merge"):
        read(merge)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("*** a/x\t2024\n--- b/x\t2024\n***************\n*** 1 ****\n! a\n--- 1 ----\n! b\n", "diff -u"),
        ("diff -r old/x new/x\n1c1\n< a\n---\n> b\n", "diff -u"),
        ("Only in old: x\n", "Only in old: x"),
    ],
)
def test_other_forms_alone_are_refused_with_the_way_to_make_them_again(text: str, says: str) -> None:
    with pytest.raises(UnreadableChangeError, match=says):
        read(text)


def test_prose_above_a_diff_of_git_is_prose() -> None:
    change = read("Only in debug mode: print more.\n\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n")
    assert not change.notices


def test_a_diff_without_names_has_a_file_without_a_name() -> None:
    for text in ("--- \n+++ \n@@ -1 +1 @@\n-b\n+c\n", "---\n+++\n@@ -1 +1 @@\n-b\n+c\n"):
        assert told(read(text)) == [("(unnamed)", "modified", 1, 1)]


PREFIXED = [
    [], ["-R"], ["--no-prefix"], ["-c", "diff.mnemonicPrefix=true"], ["-c", "diff.mnemonicPrefix=true", "-R"],
    ["--src-prefix=old/", "--dst-prefix=new/"], ["-c", "diff.noprefix=true"],
]  # fmt: skip


@pytest.mark.parametrize("options", PREFIXED, ids=" ".join)
def test_paths_are_found_behind_every_prefix(repository: Repository, options: list[str]) -> None:
    settings = [word for word in options if word == "-c" or ("=" in word and not word.startswith("--"))]
    flags = [word for word in options if word not in settings]
    files = {"a/x.txt": "1\n", "b/gone.txt": "1\n", "top": "1\n", "a b/sp ace": "1\n", "é/ü.txt": "1\n"}
    repository.commit("one", files)
    repository.write(
        {"a/x.txt": "2\n", "b/gone.txt": None, "top": "2\n", "a b/sp ace": "2\n", "é/ü.txt": "2\n", "w/new": "other\n"}
    )
    repository.git("add", "-A")
    change = read_patch(repository.git(*settings, "diff", "HEAD", *flags), Path("x"))
    come, gone = ("removed", "added") if "-R" in options else ("added", "removed")
    assert {file.path: file.status.value for file in change.files} == {
        "a/x.txt": "modified", "b/gone.txt": gone, "top": "modified", "a b/sp ace": "modified", "é/ü.txt": "modified",
        "w/new": come,
    }  # fmt: skip


def test_two_folders_that_git_compared_outside_of_a_repository_have_one_tree_of_paths(tmp_path: Path) -> None:
    for name, files in {"old": {"kept": "1\n", "gone": "1\n"}, "new": {"kept": "2\n", "sub/fresh": "other\n"}}.items():
        for path, text in files.items():
            (tmp_path / name / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / path).write_text(text)
    made = subprocess.run(["git", "diff", "--no-index", "old", "new"], cwd=tmp_path, capture_output=True, check=False)
    assert sorted(told(read_patch(made.stdout, Path("x")))) == [
        ("gone", "removed", 0, 1), ("kept", "modified", 1, 1), ("sub/fresh", "added", 1, 0),
    ]  # fmt: skip


def test_a_property_of_another_file_is_not_told_of_the_one_above_it() -> None:
    edit = f"Index: a\n{'=' * 67}\n--- a\t(revision 1)\n+++ a\t(working copy)\n@@ -1 +1 @@\n-x\n+y\n"
    other = f"\nProperty changes on: run.sh\n{'_' * 67}\nAdded: svn:executable\n   + *\n"
    read = read_unified((edit + other).encode(), "x")
    assert [(file.path, file.new_mode) for file in read.files] == [("a", None)]
    assert any("run.sh" in name for name in read.unread)


@pytest.mark.parametrize("where", ["-1,{0} +1", "-1 +1,{0}", "-{0} +1", "-1 +{0}"])
def test_counts_of_thousands_of_digits_are_damage(where: str) -> None:
    with pytest.raises(UnreadableChangeError):
        read_unified(f"--- a/x\n+++ b/x\n@@ {where.format('9' * 5_000)} @@\n-a\n+b\n".encode(), "x")


def test_a_time_before_all_times_is_no_epoch() -> None:
    diff = "--- a\t0001-01-01 00:00:00 +0100\n+++ a\t2020-01-01 00:00:00 +0100\n@@ -1 +1 @@\n-a\n+b\n"
    (file,) = read_unified(diff.encode(), "x").files
    assert file.status is Status.MODIFIED
