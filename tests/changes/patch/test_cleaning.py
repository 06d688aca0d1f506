from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.errors import UnreadableChangeError
from tests.repository import Repository


@pytest.fixture
def edited(repository: Repository) -> Repository:
    repository.commit("base", {"a.txt": "one two three\nfour\n", "b.txt": "k\n", "é.txt": "ü\n"})
    repository.write({"a.txt": "one 2 three\nfour\nfive\n", "b.txt": "l\n", "é.txt": "ö\n"})
    return repository


def counts(change: ChangeSet) -> dict[str, tuple[int | None, int | None]]:
    return {file.path: (file.additions, file.deletions) for file in change.files}


WANTED = {"a.txt": (2, 1), "b.txt": (1, 1), "é.txt": (1, 1)}


@pytest.mark.parametrize(
    "settings", [("color.ui=always",), ("color.ui=always", "color.diff.meta=normal", "color.diff.frag=normal")]
)
def test_colours_are_taken_out_and_a_notice_says_so(edited: Repository, settings: tuple[str, ...]) -> None:
    data = edited.git(*(word for setting in settings for word in ("-c", setting)), "diff")
    assert b"\x1b[" in data
    change = read_patch(data, Path("x.diff"))
    assert counts(change) == WANTED
    assert [notice.kind for notice in change.notices] == [NoticeKind.COLOURS_REMOVED]


def test_colours_that_a_file_holds_stay(repository: Repository) -> None:
    repository.commit("base", {"a.sh": "echo '\x1b[31mred\x1b[0m'\n"})
    repository.write({"a.sh": "echo '\x1b[32mgreen\x1b[0m'\n"})
    change = read_patch(repository.git("diff"), Path("x.diff"))
    assert "\x1b[32mgreen" in change.files[0].diff
    assert not change.notices


@pytest.mark.parametrize("option", ["--word-diff", "--word-diff=porcelain", "--color-words"])
def test_a_word_diff_is_refused_with_the_option_that_made_it(edited: Repository, option: str) -> None:
    data = edited.git("-c", "color.ui=always", "diff", option)
    with pytest.raises(UnreadableChangeError, match="--color-words") as caught:
        read_patch(data, Path("x.diff"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_diff_in_utf_16_is_decoded_and_a_notice_says_so(edited: Repository, encoding: str) -> None:
    data = edited.git("-c", "core.quotePath=false", "diff").decode().replace("\n", "\r\n").encode(encoding)
    change = read_patch(data, Path("x.diff"))
    assert counts(change) == WANTED
    assert "+ö\n" in change.files[2].diff
    assert [notice.kind for notice in change.notices] == [NoticeKind.INPUT_DECODED]


def test_a_byte_order_mark_is_no_part_of_the_first_line(edited: Repository) -> None:
    assert counts(read_patch(b"\xef\xbb\xbf" + edited.git("diff"), Path("x.diff"))) == WANTED


@pytest.mark.parametrize("sign", ["> ", ">", "> > "])
def test_a_diff_that_is_quoted_in_a_mail_is_read(edited: Repository, sign: str) -> None:
    quoted = "".join(f"{sign}{line}\n" for line in edited.git("diff").decode().splitlines())
    change = read_patch(f"On Monday Jo wrote:\n{quoted}\nLooks good.\n".encode(), Path("x.diff"))
    assert counts(change) == WANTED
    assert [notice.kind for notice in change.notices] == [NoticeKind.QUOTATION_REMOVED]


def test_line_ends_that_a_mailer_added_are_no_part_of_lines_and_those_of_a_file_are(repository: Repository) -> None:
    repository.commit("base", {"unix.txt": "a\nb\n", "dos.txt": b"a\r\nb\r\n"})
    repository.write({"unix.txt": "a\nc\n", "dos.txt": b"a\r\nc\r\n"})
    plain = repository.git("diff")
    carried = read_patch(plain.replace(b"\n", b"\r\n"), Path("x.diff"))
    assert carried.files == read_patch(plain, Path("x.diff")).files
    assert "+c\r\n" in carried.files[0].diff
    assert "+c\n" in carried.files[1].diff


def test_dashes_that_pgp_put_before_lines_are_taken_away() -> None:
    body = "- --- a/x\n+++ b/x\n@@ -1 +1 @@\n- -a\n+b\n"
    data = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{body}-----BEGIN PGP SIGNATURE-----\n\nAAAA\n"
    (file,) = read_patch(data.encode(), Path("x")).files
    assert (file.path, file.additions, file.deletions) == ("x", 1, 1)
