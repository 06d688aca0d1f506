from datetime import date
from pathlib import Path

import pytest

from diff_insight.changes.changeset import Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.errors import UnreadableChangeError
from tests.repository import Repository

TWO = "def one():\n    return 1\n\n\ndef two():\n    return 2\n"


@pytest.fixture
def logged(repository: Repository) -> Repository:
    repository.commit("base", {"base.txt": "x\n"})
    repository.commit(
        "add new.py\n\nBecause it lacked.", {"new.py": TWO.partition("\n\n\n")[0] + "\n", "scratch.txt": "tmp\n"}
    )
    repository.commit("add two, drop scratch", {"new.py": TWO, "scratch.txt": None})
    return repository


@pytest.mark.parametrize(
    "options",
    [[], ["--reverse"], ["--stat"], ["--format=fuller"], ["--oneline"], ["--oneline", "--reverse"], ["--no-color"]],
)
def test_a_log_is_a_series_whichever_commit_comes_first(logged: Repository, options: list[str]) -> None:
    change = read_patch(logged.git("log", "-p", *options, "HEAD~2..HEAD"), Path("log.diff"))
    plain = read_patch(logged.git("diff", "HEAD~2", "HEAD"), Path("plain.diff"))
    (file,), (wanted,) = change.files, plain.files
    assert (file.path, file.status, file.diff, file.patches) == ("new.py", Status.ADDED, wanted.diff, 2)
    assert [commit.subject for commit in change.commits] == ["add new.py", "add two, drop scratch"]
    kinds = {notice.kind: notice.names for notice in change.notices}
    assert kinds[NoticeKind.SERIES_CANCELLED] == ("scratch.txt",)


def test_what_a_log_says_of_a_commit_is_kept(logged: Repository) -> None:
    (commit,) = read_patch(logged.git("show", "HEAD~1"), Path("show.diff")).commits
    assert (commit.id, commit.author, commit.day) == (
        logged.git("rev-parse", "HEAD~1").decode().strip(), "Ada", date(2025, 3, 22),
    )  # fmt: skip
    assert (commit.subject, commit.body) == ("add new.py", "Because it lacked.")
    assert commit.paths == {"new.py", "scratch.txt"}


def test_a_log_without_diffs_is_refused_with_the_option_that_is_missing(logged: Repository) -> None:
    with pytest.raises(UnreadableChangeError, match="git log -p"):
        read_patch(logged.git("log"), Path("log.txt"))


def test_a_log_that_is_drawn_as_a_graph_is_refused_with_the_option_to_leave_out(logged: Repository) -> None:
    with pytest.raises(UnreadableChangeError, match="without --graph"):
        read_patch(logged.git("log", "-p", "--graph"), Path("log.diff"))


def test_lines_of_files_that_look_like_a_log_are_lines(repository: Repository) -> None:
    text = "commit 0123456789012345678901234567890123456789\nAuthor: A <a@example.org>\n"
    repository.commit("one", {"a.txt": "x\n"})
    repository.commit("two", {"a.txt": f"x\n{text}"})
    change = read_patch(repository.git("diff", "HEAD~1"), Path("x.diff"))
    assert (change.files[0].additions, change.commits) == (2, ())


def test_a_changeset_of_mercurial_and_a_change_of_perforce_are_commits() -> None:
    mercurial = (
        "# HG changeset patch\n# User A Tester <tester@example.org>\n# Date 1709287200 0\n"
        "# Node ID 0123456789012345678901234567890123456789\n"
        "# Parent  1123456789012345678901234567890123456789\nShift the chapters\n\nby one\n\n"
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    )
    (commit,) = read_patch(mercurial.encode(), Path("x")).commits
    assert (commit.subject, commit.body, commit.author, commit.day) == (
        "Shift the chapters", "by one", "A Tester", date(2024, 3, 1),
    )  # fmt: skip
    perforce = (
        "Change 42 by jo@ws on 2024/03/01 10:00:00\n\n\tRaise the limit\n\nAffected files ...\n\n"
        "... //depot/main/a.c#3 edit\n... //depot/main/b.c#1 add\n... //depot/main/c.c#9 edit\n\nDifferences ...\n\n"
        "==== //depot/main/a.c#3 (text) ====\n\n@@ -1,2 +1,2 @@\n int a;\n-int b;\n+int c;\n"
    )
    change = read_patch(perforce.encode(), Path("x"))
    (commit,) = change.commits
    assert (commit.id, commit.subject, commit.author) == ("42", "Raise the limit", "jo")
    assert [(file.path, file.status, file.unshown) for file in change.files] == [
        ("depot/main/a.c", Status.MODIFIED, False), ("depot/main/b.c", Status.ADDED, True),
    ]  # fmt: skip
    assert [notice.names for notice in change.notices] == [("depot/main/c.c",)]


def test_merges_of_a_log_are_named_and_one_alone_is_refused(logged: Repository) -> None:
    logged.git("checkout", "-q", "-b", "topic", "HEAD~2")
    logged.commit("topic", {"base.txt": "topic\n"})
    logged.git("checkout", "-q", "main")
    logged.commit("main", {"base.txt": "main\n"})
    logged.git("merge", "-q", "topic")
    logged.commit("merged", {"base.txt": "both\n"})
    change = read_patch(logged.git("log", "-p", "--cc", "HEAD~4..HEAD"), Path("log.diff"))
    unread = next(notice for notice in change.notices if notice.kind is NoticeKind.SECTIONS_UNREAD)
    assert unread.names == ("base.txt (merge)",)
    assert "new.py" in [file.path for file in change.files]
    with pytest.raises(UnreadableChangeError, match="combined diff of a merge"):
        read_patch(logged.git("show", "HEAD"), Path("show.diff"))


def test_a_day_that_is_none_is_left_out() -> None:
    text = "Change 1 by jo@ws on 2024/99/99 10:00:00\n\n\tX\n\n==== //depot/a#3 (text) ====\n\n@@ -1 +1 @@\n-a\n+b\n"
    (commit,) = read_patch(text.encode(), Path("x")).commits
    assert commit.day is None
