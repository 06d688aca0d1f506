import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diff_insight.changes.changeset import Status
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.github_compare import FILES_LIMIT, read_compare_json
from diff_insight.errors import UnreadableChangeError
from tests.real_reports import report_of

PATH = Path("compare.json")


def person(day: str) -> dict[str, str]:
    return {"name": "Ada", "date": f"{day}T10:00:00Z"}


def commit(sha: str, message: str) -> dict[str, Any]:
    return {
        "sha": sha,
        "commit": {"message": message, "author": person("2025-01-02"), "committer": person("2025-01-03")},
    }


def answer(**changes: Any) -> bytes:
    return json.dumps(
        {
            "html_url": "https://github.com/o/r/compare/a...b",
            "base_commit": {"sha": "a" * 40},
            "merge_base_commit": {"sha": "c" * 40},
            "total_commits": 1,
            "commits": [commit("b" * 40, "feat: x\n\nBecause.")],
            "files": [file()],
            **changes,
        }
    ).encode()


def file(**changes: Any) -> dict[str, Any]:
    patch = "@@ -1 +1 @@\n-old\n+new"
    return {"filename": "x.md", "status": "modified", "additions": 1, "deletions": 1, "patch": patch, **changes}


def test_files_commits_link_and_day_are_read() -> None:
    change = read_compare_json(answer(), PATH)
    (read,) = change.files
    assert (read.path, read.status, read.additions, read.deletions) == ("x.md", Status.MODIFIED, 1, 1)
    assert change.source.permalink == "https://github.com/o/r/compare/a...b"
    assert (change.source.base_id, change.source.head_id) == ("c" * 40, "b" * 40)
    assert change.source.day == date(2025, 1, 3)
    assert (change.commits[0].subject, change.commits[0].body) == ("feat: x", "Because.")
    assert change.notices == ()


def test_only_a_web_address_becomes_the_link() -> None:
    assert read_compare_json(answer(html_url="javascript:alert(1)"), PATH).source.permalink is None


def test_a_renamed_file_names_both_paths() -> None:
    change = read_compare_json(answer(files=[file(status="renamed", previous_filename="y.md")]), PATH)
    assert (change.files[0].status, change.files[0].old_path) == (Status.RENAMED, "y.md")


def test_what_github_cuts_off_is_said() -> None:
    files = [file(filename=str(number)) for number in range(FILES_LIMIT)]
    files[0] = file(filename="0", patch=None, additions=9000)
    change = read_compare_json(answer(files=files, total_commits=400), PATH)
    assert [(notice.kind, notice.count) for notice in change.notices] == [
        (NoticeKind.COMPARE_FILES_TRUNCATED, FILES_LIMIT),
        (NoticeKind.COMPARE_COMMITS_TRUNCATED, 1),
        (NoticeKind.COMPARE_DIFF_MISSING, 1),
    ]
    assert (change.files[0].unshown, change.files[0].additions) == (True, 9000)


EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


@pytest.mark.parametrize(
    ("status", "sha", "binary", "unshown", "additions"),
    [
        ("added", "3" * 40, True, False, None),
        ("removed", "3" * 40, True, False, None),
        ("added", EMPTY, False, False, 0),
        ("removed", EMPTY, False, False, 0),
        ("added", None, False, True, None),
        ("modified", "3" * 40, False, True, None),
        ("renamed", "3" * 40, False, True, None),
        ("changed", "3" * 40, False, False, 0),
    ],
)
def test_of_a_file_without_diff_and_counts_no_more_is_said_than_github_does(
    status: str, sha: str | None, binary: bool, unshown: bool, additions: int | None
) -> None:
    silent = file(filename="x", status=status, sha=sha, patch=None, additions=0, deletions=0, previous_filename="y")
    change = read_compare_json(answer(files=[silent]), PATH)
    (read,) = change.files
    assert (read.binary, read.unshown, read.additions, read.same_content) == (binary, unshown, additions, None)
    kinds = {notice.kind: notice.names for notice in change.notices}
    assert kinds == ({NoticeKind.COMPARE_CONTENT_UNKNOWN: ("x",)} if unshown else {})


def test_what_is_said_of_such_files_is_true() -> None:
    silent = {"patch": None, "additions": 0, "deletions": 0}
    files = [
        file(filename="logo.png", status="added", sha="3" * 40, **silent),
        file(filename="moved.jpg", status="renamed", sha="4" * 40, previous_filename="old.jpg", **silent),
        file(filename="empty.txt", status="added", sha=EMPTY, **silent),
        file(filename="tool.sh", status="modified", sha="5" * 40, **silent),
    ]
    said = {item.path: item.explanation[0] for item in report_of(read_compare_json(answer(files=files), PATH)).files}
    assert said == {
        "logo.png": "The binary file `logo.png` is added.",
        "moved.jpg": "The file moves from `old.jpg` to `moved.jpg`. Whether its content changes is not shown.",
        "empty.txt": "The empty file `empty.txt` is added.",
        "tool.sh": "What changes in `tool.sh` is not shown.",
    }


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"message": "Not Found"}', answer(files=[{"filename": "x"}]), answer(files="no")]
)
def test_anything_else_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableChangeError, match="compare endpoint") as caught:
        read_compare_json(data, PATH)
    assert "\n" not in str(caught.value)
