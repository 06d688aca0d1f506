from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import ChangeSet, FileChange, Hunk, Line, Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.changes.patch.series import summed
from diff_insight.errors import UnreadableChangeError
from tests.repository import Repository


def series(repository: Repository, range_: str, *options: str) -> ChangeSet:
    data = repository.git("format-patch", "--stdout", "-M", *options, range_)
    return read_patch(data, Path("series.mbox"))


def test_mails_of_a_series_become_commits(repository: Repository) -> None:
    repository.commit("first", {"a.md": "one\n"})
    second = repository.commit("docs: größer und schöner\n\nBecause it was small.", {"a.md": "two\n"})
    change = series(repository, "HEAD~1")
    (commit,) = change.commits
    assert (commit.id, commit.subject, commit.body) == (second, "docs: größer und schöner", "Because it was small.")
    assert (commit.author, commit.day, commit.paths) == ("Ada", date(2025, 3, 22), frozenset({"a.md"}))
    assert change.source.day == date(2025, 3, 22)


def test_a_file_that_several_patches_change_is_one_item_and_a_notice_says_so(repository: Repository) -> None:
    repository.commit("0", {"a": "1\n2\n3\n"})
    repository.commit("1", {"a": "one\n2\n3\n"})
    repository.commit("2", {"a": "one\n2\nthree\n"})
    change = series(repository, "HEAD~2", "--cover-letter")
    (file,) = change.files
    assert (file.path, file.additions, file.deletions, file.patches) == ("a", 2, 2, 2)
    assert file.diff == "@@ -1,3 +1,3 @@\n-1\n+one\n 2\n-3\n+three\n"
    assert [(notice.kind, notice.count) for notice in change.notices] == [(NoticeKind.SERIES_MERGED, 1)]


def test_what_happens_to_a_file_along_a_series_is_put_together(repository: Repository) -> None:
    text = "".join(f"line {number}\n" for number in range(30))
    repository.commit("0", {"kept": text, "gone": "x\n", "back": "y\n"})
    repository.commit("1", {"new": "n\n", "fleeting": "f\n", "back": None})
    repository.git("mv", "kept", "moved")
    repository.commit("2", {"fleeting": None, "gone": None, "back": "z\n"})
    repository.commit("3", {"moved": text + "more\n", "new": "n\nn2\n"})
    change = series(repository, "HEAD~3")
    assert {(file.path, file.status, file.old_path) for file in change.files} == {
        ("moved", Status.RENAMED, "kept"),
        ("gone", Status.REMOVED, None),
        ("back", Status.MODIFIED, None),
        ("new", Status.ADDED, None),
    }


def test_a_plain_diff_has_no_commits_and_is_named_after_its_file() -> None:
    change = read_patch(b"--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", Path("vendor.diff"))
    assert (change.commits, change.source.name, change.source.day) == ((), "vendor", None)


def test_a_mail_in_quoted_printable_is_decoded() -> None:
    mail = (
        b"From: Ada <ada@example.org>\nSubject: [PATCH 1/2] Fix it\nDate: Sat, 22 Mar 2025 12:00:00 +0900\n"
        b"Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=UTF-8\n\nWhy.\n---\n"
        b"diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a=3Db\n+caf=C3=A9\n"
    )
    change = read_patch(mail, None)
    assert change.files[0].hunks[0].lines[1].text == "café"
    assert change.commits[0].subject == "Fix it"


def test_mails_without_a_diff_are_refused(repository: Repository) -> None:
    repository.commit("0", {"a": "1\n"})
    mail = b"From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\nSubject: hello\n\nno diff\n"
    with pytest.raises(UnreadableChangeError):
        read_patch(mail, Path("x"))


def test_headers_that_a_mailer_left_in_raw_utf8_are_read() -> None:
    mail = (
        "From: Åsa <asa@example.org>\nSubject: [PATCH] Größe ändern\n\nWhy.\n---\n"
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    )
    (commit,) = read_patch(mail.encode(), None).commits
    assert (commit.subject, commit.author) == ("Größe ändern", "Åsa")


TEXT = {name: "".join(f"{name * number} {number}\n" for number in range(5, 60)) for name in ("a", "b")}


def renames(change: ChangeSet) -> list[tuple[str | None, str, int]]:
    return sorted((file.old_path, file.path, file.patches) for file in change.files)


def test_renames_in_a_chain_and_in_a_ring_are_no_series(repository: Repository) -> None:
    repository.commit("0", {"a.txt": TEXT["a"], "b.txt": TEXT["b"]})
    repository.git("mv", "b.txt", "c.txt")
    repository.git("mv", "a.txt", "b.txt")
    repository.commit("chain")
    chain = read_patch(repository.git("diff", "-B", "-M", "HEAD~1", "HEAD"), Path("x"))
    assert renames(chain) == [("a.txt", "b.txt", 1), ("b.txt", "c.txt", 1)]
    for names in (("b.txt", "t"), ("c.txt", "b.txt"), ("t", "c.txt")):
        repository.git("mv", *names)
    repository.commit("swap")
    swap = read_patch(repository.git("diff", "-B", "-M", "HEAD~1", "HEAD"), Path("x"))
    assert renames(swap) == [("b.txt", "c.txt", 1), ("c.txt", "b.txt", 1)]
    assert not chain.notices
    assert not swap.notices


def test_renames_of_a_series_follow_upon_one_another(repository: Repository) -> None:
    repository.commit("0", {"a.txt": TEXT["a"], "b.txt": TEXT["b"]})
    for names in (("b.txt", "c.txt"), ("a.txt", "b.txt"), ("b.txt", "d.txt")):
        repository.git("mv", *names)
        repository.commit(" ".join(names))
    assert renames(series(repository, "HEAD~3")) == [("a.txt", "d.txt", 2), ("b.txt", "c.txt", 1)]


def test_a_rename_that_is_taken_back_is_none(repository: Repository) -> None:
    repository.commit("0", {"a.txt": TEXT["a"]})
    for names in (("a.txt", "b.txt"), ("b.txt", "a.txt")):
        repository.git("mv", *names)
        repository.commit(" ".join(names))
    repository.commit("else", {"x": "y\n"})
    change = series(repository, "HEAD~3")
    assert [file.path for file in change.files] == ["x"]
    assert (change.notices[0].kind, change.notices[0].names) == (NoticeKind.SERIES_CANCELLED, ("a.txt",))


def test_what_a_series_takes_back_is_not_told_and_a_notice_names_it(repository: Repository) -> None:
    base = {"kept": "1\n2\n3\n", "undone": "1\n2\n3\n", "mode": "x\n"}
    repository.commit("0", base)
    (repository.folder / "mode").chmod(0o755)
    repository.commit("1", {"kept": "1\ntwo\n3\n", "undone": "1\ntwo\n3\n", "fleeting": "f\n"})
    (repository.folder / "mode").chmod(0o644)
    repository.commit("2", {"kept": "1\ntwo\nthree\n", "undone": base["undone"], "fleeting": None})
    change = series(repository, "HEAD~2")
    assert [(file.path, file.additions, file.deletions) for file in change.files] == [("kept", 2, 2)]
    cancelled = next(notice for notice in change.notices if notice.kind is NoticeKind.SERIES_CANCELLED)
    assert set(cancelled.names) == {"undone", "fleeting", "mode"}


def test_the_sum_of_a_series_is_what_git_says_of_both_ends(repository: Repository) -> None:
    lines = [f"line {number}" for number in range(40)]
    repository.commit("0", {"a": "\n".join(lines) + "\n", "b": "x\n", "c": "y\n"})
    for step in range(1, 7):
        lines[step * 5] += f" edited {step}"
        del lines[step]
        lines.insert(step * 4, f"new {step}")
        repository.commit(str(step), {"a": "\n".join(lines) + "\n", "b": None if step == 3 else f"x{step // 4}\n"})
    change = series(repository, "HEAD~6")
    wanted = read_patch(repository.git("diff", "HEAD~6", "HEAD"), Path("x"))
    assert {(f.path, f.status, f.additions, f.deletions) for f in change.files} == {
        (f.path, f.status, f.additions, f.deletions) for f in wanted.files
    }


def test_a_file_that_stands_twice_in_one_diff_is_changed_twice() -> None:
    once, twice = "@@ -1 +1 @@\n-a\n+b\n", "@@ -1 +1 @@\n-b\n+c\n"
    change = read_patch(f"--- a/x\n+++ b/x\n{once}--- a/x\n+++ b/x\n{twice}".encode(), None)
    (file,) = change.files
    assert (file.diff, file.patches, file.is_sum) == ("@@ -1 +1 @@\n-a\n+c\n", 2, True)
    assert [notice.kind for notice in change.notices] == [NoticeKind.SERIES_MERGED]


def test_patches_that_do_not_follow_upon_one_another_are_told_as_they_are_and_named() -> None:
    once, other = "@@ -1 +1 @@\n-a\n+b\n", "@@ -1 +1 @@\n-x\n+y\n"
    change = read_patch(f"--- a/x\n+++ b/x\n{once}--- a/x\n+++ b/x\n{other}".encode(), None)
    (file,) = change.files
    assert (file.additions, file.deletions, file.is_sum) == (2, 2, False)
    assert [(notice.kind, notice.names) for notice in change.notices if notice.names] == [
        (NoticeKind.SERIES_NOT_APPLIED, ("x",))
    ]


def test_a_file_that_moves_to_where_another_was_removed_is_one_file_with_the_lines_of_both(
    repository: Repository,
) -> None:
    repository.commit("0", {"a.txt": TEXT["a"], "b.txt": "x\ny\n"})
    repository.commit("1", {"b.txt": None})
    repository.git("mv", "a.txt", "b.txt")
    repository.commit("2")
    change = series(repository, "HEAD~2")
    (file,) = change.files
    assert (file.old_path, file.path, file.status, file.patches) == ("a.txt", "b.txt", Status.RENAMED, 2)
    assert (file.diff, file.additions, file.deletions) == ("@@ -1,2 +0,0 @@\n-x\n-y\n", 0, 2)
    assert [notice.names for notice in change.notices if notice.kind is NoticeKind.SERIES_NOT_APPLIED] == [("b.txt",)]


def test_a_file_that_takes_the_place_of_one_removed_under_its_new_name_is_changed(repository: Repository) -> None:
    repository.commit("0", {"a.txt": TEXT["a"]})
    repository.git("mv", "a.txt", "b.txt")
    repository.commit("1")
    repository.commit("2", {"b.txt": None, "a.txt": "else\n"})
    (file,) = series(repository, "HEAD~2", "--no-renames").files
    assert (file.path, file.status, file.patches) == ("a.txt", Status.MODIFIED, 2)


HUNK = Hunk("@@ -1 +1 @@", 1, 1, (Line("-", "x", 1, None), Line("+", "y", None, 1)))
STEPS = st.builds(
    lambda status, one, other: (status, one, other),
    st.sampled_from([Status.ADDED, Status.REMOVED, Status.MODIFIED, Status.RENAMED, Status.COPIED]),
    st.sampled_from("abc"),
    st.sampled_from("abc"),
)


@given(st.lists(st.lists(STEPS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_no_path_stands_twice_in_what_comes_of_a_series_whatever_its_patches_say(
    patches: list[list[tuple[Status, str, str]]],
) -> None:
    total = summed(
        [
            FileChange(
                path=new,
                status=status,
                old_path=old if status in (Status.RENAMED, Status.COPIED) else None,
                hunks=() if status in (Status.RENAMED, Status.COPIED) else (HUNK,),
            )
            for status, old, new in patch
        ]
        for patch in patches
    )
    paths = [file.path for file in total.files]
    assert len(paths) == len(set(paths))
