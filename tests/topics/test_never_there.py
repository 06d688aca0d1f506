import pytest

from diff_insight.evidence.roles import roles_of
from diff_insight.topics.entry import Entry
from diff_insight.topics.never_there import without_never_there
from diff_insight.topics.topic import Origin
from tests.repository import Repository, change_of


def kept(repository: Repository, *texts: str, old: str = "table = 1\n", is_part: bool = False) -> list[str]:
    """Which entries stay where a source loses the word `table`."""
    repository.commit("begin", {"a.py": old})
    repository.commit("change", {"a.py": "x = 2\n"})
    files = change_of(repository.folder, "HEAD~1..HEAD").files
    entries = [Entry(text, Origin.CHANGELOG, "removed", (), "CHANGES.md", text) for text in texts]
    found = without_never_there(entries, files, roles_of(files, ()), is_part=is_part)
    return [entry.text for entry in found]


@pytest.mark.parametrize(
    "text",
    [
        "Removed the `rows` option",
        "Remove the unsafe `--table` option",  # which is no table
        "Rename `rows` to `lines`",
        "The `rows` function has been removed",
    ],
)
def test_what_no_removed_line_has_was_never_there(repository: Repository, text: str) -> None:
    assert kept(repository, text, "Removed the `table` option") == ["Removed the `table` option"]


@pytest.mark.parametrize(
    "text",
    [
        "Removed a check in `rows`",  # which stays
        "Removed rows",
        "`rows` is no longer read",
        "Rename `rows`'s parameter",
        "Renamed `a.table` to `rows`",
    ],
)
def test_what_is_not_said_to_be_removed_itself_stays(repository: Repository, text: str) -> None:
    assert kept(repository, text) == [text]


def test_nothing_is_left_out_of_a_part_of_a_change_or_where_no_source_loses_anything(repository: Repository) -> None:
    assert kept(repository, "Removed `rows`", is_part=True) == ["Removed `rows`"]
    assert kept(repository, "Removed `rows`", old="") == ["Removed `rows`"]
