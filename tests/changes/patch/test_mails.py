import base64
import quopri
from datetime import date
from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.mails import read_mails
from diff_insight.changes.patch.patch_file import read_patch
from tests.repository import Repository

LONG = "Grüße aus dem alten Haus, das schon immer hier an der langen Straße stand, so dass die Zeile umbrochen wird"
BODY = f"""Read the limit from the settings, since 10 was too few
for large sites.

Signed-off-by: Jo Doe <jo@example.org>
---
 app.ini | 4 ++--
 1 file changed, 2 insertions(+), 2 deletions(-)

diff --git a/app.ini b/app.ini
index 1111111..2222222 100644
--- a/app.ini
+++ b/app.ini
@@ -1,4 +1,4 @@
 [web]
-limit = 10
+limit = 25
-greeting = {LONG}
+greeting = neu: {LONG}
 port = 80
--{" "}
2.40.1
"""
HEADERS = """Received: from mx.example.org (mx.example.org [192.0.2.1])
	by lists.example.org (Postfix) with ESMTPS id 1234
	for <list@example.org>; Fri, 1 Mar 2024 10:00:00 +0000 (UTC)
From: Jo Doe <jo@example.org>
Date: Fri, 1 Mar 2024 09:59:00 +0000
Subject: [PATCH v2] web: read the limit
 from the settings
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: {encoding}

"""
SEPARATORS = {
    "git": "From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001\n",
    "public-inbox": "From mboxrd@z Thu Jan  1 00:00:00 1970\n",
    "Patchwork": "From patchwork Fri Mar  1 09:59:00 2024\n",
    "a mailbox": "From jo@example.org  Fri Mar  1 09:59:00 2024\n",
    "a saved mail": "",
}
ENCODED = {
    "8bit": BODY,
    "quoted-printable": quopri.encodestring(BODY.encode()).decode(),
    "base64": base64.encodebytes(BODY.replace("\n", "\r\n").encode()).decode(),
}


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("encoding", ENCODED)
def test_a_mail_is_its_message_and_its_diff_however_it_was_saved(separator: str, encoding: str) -> None:
    data = SEPARATORS[separator] + HEADERS.format(encoding=encoding) + ENCODED[encoding]
    change = read_patch(data.encode(), Path("x.mbox"))
    (file,) = change.files
    assert (file.path, file.additions, file.deletions) == ("app.ini", 2, 2)
    assert f"+greeting = neu: {LONG}\n" in file.diff
    (commit,) = change.commits
    assert (commit.subject, commit.author, commit.day) == (
        "web: read the limit from the settings", "Jo Doe", date(2024, 3, 1),
    )  # fmt: skip
    assert commit.body.startswith("Read the limit from the settings, since 10 was too few\nfor large sites.")
    assert bool(commit.id) == (separator == "git")
    assert not change.notices


@pytest.fixture
def two(repository: Repository) -> Repository:
    repository.commit("start", {"a.py": "a = 1\n", "b.py": "b = 1\n"})
    repository.commit("first\n\nBecause of it.", {"a.py": "a = 2\n"})
    repository.commit("second", {"b.py": "b = 2\n"})
    return repository


def told(change: ChangeSet) -> tuple[list[str], list[str]]:
    return [commit.subject for commit in change.commits], [file.path for file in change.files]


@pytest.mark.parametrize("option", ["--attach", "--inline"])
def test_patches_that_are_attached_are_read(two: Repository, option: str) -> None:
    attached = two.git("format-patch", "-q", "--stdout", option, "-2")
    assert told(read_patch(attached, Path("x"))) == (["first", "second"], ["a.py", "b.py"])
    mixed = two.git("format-patch", "-q", "--stdout", "-1", "HEAD~1") + two.git(
        "format-patch", "-q", "--stdout", option, "-1"
    )
    change = read_patch(mixed, Path("x"))
    assert told(change) == (["first", "second"], ["a.py", "b.py"])
    assert change.commits[0].body == "Because of it."


def test_a_signed_mail_is_its_text_part() -> None:
    data = (
        "From: Jo <jo@example.org>\nSubject: [PATCH] Fix\nMIME-Version: 1.0\n"
        'Content-Type: multipart/signed; boundary="=b"; protocol="application/pgp-signature"\n\n'
        "--=b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "Why.\n---\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a=3D1\n+a=3D2\n"
        "--=b\nContent-Type: application/pgp-signature\n\nAAAA\n--=b--\n"
    )
    change = read_patch(data.encode(), Path("x.eml"))
    assert told(change) == (["Fix"], ["x"])
    assert change.files[0].diff == "@@ -1 +1 @@\n-a=1\n+a=2\n"


def test_of_a_mail_with_html_the_text_is_read() -> None:
    data = (
        "From: Jo <jo@example.org>\nSubject: Fix\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
        "--b\nContent-Type: text/html\n\n<pre>--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b</pre>\n--b--\n"
    )
    (file,) = read_patch(data.encode(), Path("x.eml")).files
    assert (file.patches, file.additions) == (1, 1)


def test_the_charset_of_a_mail_tells_how_its_diff_and_its_message_are_read() -> None:
    data = (
        "From: =?iso-8859-1?Q?J=FCrgen_Do?= <jo@example.org>\nSubject: [PATCH] =?iso-8859-1?Q?Gr=F6=DFe?=\n"
        "MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n"
        "Für die Größe.\n---\ndiff --git a/m.c b/m.c\n--- a/m.c\n+++ b/m.c\n@@ -1 +1 @@\n"
        "-/* Größe */\n+/* Größe, in Bytes */\n"
    )
    change = read_patch(data.encode("iso-8859-1"), Path("x"))
    assert (change.commits[0].author, change.commits[0].subject) == ("Jürgen Do", "Größe")
    assert change.commits[0].body == "Für die Größe."
    assert (change.files[0].encoding, change.files[0].guessed) == ("iso-8859-1", False)
    assert not change.notices


def test_whose_patch_it_is_stands_at_the_top_of_a_message_that_passes_it_on() -> None:
    data = (
        "From: Maintainer <m@example.org>\nSubject: [PATCH] x\n\nFrom: Ada <ada@example.org>\nSubject: The real one\n\n"
        "Why.\n---\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"
    )
    (commit,) = read_patch(data.encode(), Path("x")).commits
    assert (commit.author, commit.subject, commit.body) == ("Ada", "The real one", "Why.")


def mail(subject: str, body: str) -> str:
    return f"From jo@example.org Fri Mar  1 09:59:00 2024\nFrom: Jo <jo@example.org>\nSubject: {subject}\n\n{body}\n\n"


def patch(path: str, old: str, new: str) -> str:
    return f"---\n--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-{old}\n+{new}"


def test_of_a_thread_the_patches_are_read_and_the_other_mails_are_named() -> None:
    data = (
        mail("[PATCH 0/2] Both", "A cover letter.")
        + mail("[PATCH 2/2] Then", patch("x", "b", "c"))
        + mail("[PATCH 1/2] First", patch("x", "a", "b"))
        + mail("Re: [PATCH 1/2] First", "> -a\n> +b\n\nLooks good.\n>From here on.")
    )
    change = read_patch(data.encode(), Path("thread.mbox"))
    assert [commit.subject for commit in change.commits] == ["First", "Then"], "in the order of their numbers"
    (file,) = change.files
    assert file.diff == "@@ -1 +1 @@\n-a\n+c\n"
    unread = next(notice for notice in change.notices if notice.kind is NoticeKind.SECTIONS_UNREAD)
    assert unread.names == ("mail “First”",)


def test_a_mail_that_quotes_a_log_is_a_mail() -> None:
    log = "commit 0123456789012345678901234567890123456789\nAuthor: Else <else@example.org>\n\n    Another\n"
    data = mail("[PATCH] This one", f"It reverts\n\n{log}\n" + patch("x", "a", "b"))
    assert told(read_patch(data.encode(), Path("x"))) == (["This one"], ["x"])


def test_headers_without_an_end_are_read_in_no_time() -> None:
    assert read_mails(b"A: b\n" * 5_000) == []
    assert read_mails(b"From " + b"a 00:00:00 1 " * 5_000) == []


@pytest.mark.parametrize("header", ["Content-Type: text/plain; charset*", "Content-Disposition: attachment; filename*"])
def test_damaged_parameters_of_a_header_lose_no_patch(header: str) -> None:
    (mail,) = read_mails(
        f"From: a@b.c\nSubject: [PATCH] x\n{header}\n\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n".encode()
    )
    assert mail.has_diff


def test_a_number_of_thousands_of_digits_numbers_no_patch() -> None:
    (mail,) = read_mails(b"From: a@b.c\nSubject: [PATCH " + b"1" * 5_000 + b"/2] x\n\ntext\n")
    assert mail.number is None
