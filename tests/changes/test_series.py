from datetime import date
from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet, Status
from diff_insight.changes.series import read_patch
from diff_insight.errors import UnreadableChangeError
from diff_insight.notices import NoticeKind
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
