import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diff_insight.changes.changeset import Status
from diff_insight.changes.compare_json import FILES_LIMIT, read_compare_json
from diff_insight.errors import UnreadableChangeError
from diff_insight.notices import NoticeKind

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


def test_a_modified_file_without_diff_or_counts_is_binary() -> None:
    change = read_compare_json(answer(files=[file(filename="x.png", patch=None, additions=0, deletions=0)]), PATH)
    assert (change.files[0].binary, change.files[0].additions) == (True, None)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b'{"message": "Not Found"}', answer(files=[{"filename": "x"}]), answer(files="no")]
)
def test_anything_else_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableChangeError, match="compare endpoint") as caught:
        read_compare_json(data, PATH)
    assert "\n" not in str(caught.value)
