import pytest

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_commits
from diff_insight.evaluation.history import labelled_history
from diff_insight.evaluation.rows import Row
from tests.repository import Repository


def rows(repository: Repository) -> list[Row | None]:
    git = GitCommand(repository.folder)
    name, commits = read_commits(git, "HEAD")
    return list(labelled_history(git, name, commits))


@pytest.fixture
def begun(repository: Repository) -> Repository:
    repository.commit("chore: begin", {"a.py": "x = 1\n", "b.py": "y = 1\n"})
    return repository


@pytest.mark.parametrize(
    ("message", "label"),
    [
        ("feat: a thing", "new feature"),
        ("fix(core): a thing", "bug fix"),
        ("fix!: a thing", "breaking change"),
        ("feat: a thing\n\nBREAKING CHANGE: x is y now", "breaking change"),
        ("refactor: a thing", "minor update"),
    ],
)
def test_a_commits_type_is_the_label_of_the_one_file_it_edits(begun: Repository, message: str, label: str) -> None:
    commit = begun.commit(message, {"a.py": "x = 2\n"})
    row, first = rows(begun)
    assert first is None
    assert row
    assert (row.type, row.title, row.path, row.status, row.commit) == (label, "a thing", "a.py", "modified", commit)
    assert (row.additions, row.deletions, row.repo, row.date) == (1, 1, "repository", "2025-03-22")
    assert row.diff == "@@ -1 +1 @@\n-x = 1\n+x = 2\n"


def test_the_scope_is_kept_and_is_no_part_of_the_title(begun: Repository) -> None:
    begun.commit("fix(core): a thing", {"a.py": "x = 2\n"})
    row = rows(begun)[0]
    assert row
    assert (row.scope, row.title) == ("core", "a thing")


def test_tests_documents_and_lock_files_do_not_make_a_second_file(begun: Repository) -> None:
    also = {"tests/test_a.py": "1\n", "docs/a.md": "1\n", "README.md": "1\n", "uv.lock": "1\n"}
    begun.commit("fix: a thing", {"a.py": "x = 2\n", **also})
    row = rows(begun)[0]
    assert row
    assert row.path == "a.py"


@pytest.mark.parametrize(
    ("message", "files"),
    [
        ("fix: two files", {"a.py": "x = 2\n", "b.py": "y = 2\n"}),
        ("mend a thing", {"a.py": "x = 2\n"}),
        ("docs: a thing", {"docs/a.md": "text\n"}),
        ("fix: a binary", {"a.bin": b"\0\1"}),
    ],
)
def test_commits_that_label_no_single_file_give_no_row(
    begun: Repository, message: str, files: dict[str, str | bytes]
) -> None:
    begun.commit(message, files)
    assert rows(begun)[0] is None


def test_a_removed_and_a_renamed_file_are_rows_of_their_status(begun: Repository) -> None:
    begun.commit("refactor: longer", {"a.py": "".join(f"line {n}\n" for n in range(20))})
    begun.commit("refactor: move", {"a.py": None, "c.py": "".join(f"line {n}\n" for n in range(1, 20))})
    begun.commit("feat!: remove", {"b.py": None})
    removed, renamed, *_ = rows(begun)
    assert removed
    assert (removed.path, removed.status, removed.type) == ("b.py", "removed", "breaking change")
    assert renamed is None  # the commit touches two paths, and which of them its label is about is not known
