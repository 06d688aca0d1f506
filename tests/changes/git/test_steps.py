from diff_insight.changes.git.attributes import WorkTreeAttributes
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.steps import GitSteps
from diff_insight.changes.size_limit import SizeLimit
from tests.repository import Repository, change_of


def test_each_commit_has_the_files_of_its_own_diff_with_their_texts(repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n", "b.py": "y = 1\n"})
    repository.commit("two", {"a.py": "x = 2\n", "b.py": "y = 2\n"})
    repository.commit("three", {"a.py": "x = 3\n"})
    changes = change_of(repository.folder, "HEAD~2..HEAD")
    assert changes.steps is not None
    found = list(changes.steps.files(changes.commits, {"a.py"}))
    assert [[(file.path, versions.old, versions.new) for file, versions in files or ()] for files in found] == [
        [("a.py", "x = 2\n", "x = 3\n")],
        [("a.py", "x = 1\n", "x = 2\n")],
    ]


def test_a_commit_that_changes_none_of_the_paths_has_no_files(repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    repository.commit("two", {"b.py": "x = 1\n"})
    changes = change_of(repository.folder, "HEAD~1..HEAD")
    assert changes.steps is not None
    assert list(changes.steps.files(changes.commits, {"a.py"})) == [()]


def test_odd_paths_are_paths_and_renames_are_found(repository: Repository) -> None:
    text = "".join(f"line {n} of a text that stays\n" for n in range(9))
    repository.commit("begin", {":(odd) *.py": "x = 1\n", "old.md": text})
    repository.git("mv", "old.md", "new.md")
    repository.commit("two", {":(odd) *.py": "x = 2\n"})
    changes = change_of(repository.folder, "HEAD~1..HEAD")
    assert changes.steps is not None
    (files,) = changes.steps.files(changes.commits, {":(odd) *.py", "new.md", "old.md"})
    assert {(file.path, file.old_path) for file, _ in files or ()} == {(":(odd) *.py", None), ("new.md", "old.md")}


def test_a_diff_beyond_the_limit_is_not_read(repository: Repository) -> None:
    repository.commit("begin", {"a.txt": "x\n"})
    repository.commit("two", {"a.txt": "a line of this text\n" * 60_000})
    changes = change_of(repository.folder, "HEAD~1..HEAD")
    small = GitCommand(repository.folder, SizeLimit(1))
    assert list(GitSteps(small, WorkTreeAttributes(small)).files(changes.commits, {"a.txt"})) == [None]
