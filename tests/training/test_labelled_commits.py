from diff_insight.changes.git.command import GitCommand
from tests.repository import Repository
from training.labelled_commits import rows_of

SETTINGS = {
    "projects": ["a/b"],
    "commits": 100,
    "notes": {"a/b": "CHANGELOG.md"},
    "prefixes": {"feat": "new feature", "fix": "bug fix", "new": "new feature"},
    "headings": {"removed": "breaking change", "fixed": "bug fix"},
}
NOTES = "# Changes\n\n## 2.0\n\n### Fixed\n\n- Stop at links (#5)\n\n### Other\n\n- Something (#6)\n"


def test_a_commit_of_one_source_file_has_the_type_that_its_author_or_the_notes_say(repository: Repository) -> None:
    subjects = (
        "fix(reader): stop at links",
        "feat!: read whole files",
        "New: walk the tree",
        "Stop at links (#5)",
        "Say something (#6)",
        "Tidy the reader (#7)",
        "Tidy the reader again",
    )
    repository.commit("begin", {"a.py": "x = 1\n", "CHANGELOG.md": NOTES})
    for number, subject in enumerate(subjects):
        repository.commit(subject, {"a.py": f"x = {number + 2}\n", "tests/test_a.py": f"x = {number + 2}\n"})
    rows = list(rows_of(GitCommand(repository.folder), "a/b", SETTINGS))
    assert [(row["type"], row["title"]) for row in reversed(rows)] == [
        ("bug fix", "stop at links"),
        ("breaking change", "read whole files"),
        ("new feature", "walk the tree"),
        ("bug fix", "Stop at links"),
        ("minor update", "Tidy the reader"),
    ]
    assert {row["path"] for row in rows} == {"a.py"}
    assert all("@@" in str(row["diff"]) for row in rows)


def test_of_a_commit_of_several_source_files_the_words_are_kept(repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    repository.commit("fix: two files", {"a.py": "x = 0\n", "b.py": "x = 0\n"})
    repository.commit("fix: a page", {"README.md": "x = 0\n"})
    (row,) = rows_of(GitCommand(repository.folder), "a/b", SETTINGS)
    assert (row["type"], row["title"]) == ("bug fix", "two files")
    assert "diff" not in row


def test_of_a_project_whose_changes_are_known_only_words_are_gathered(repository: Repository) -> None:
    repository.commit("begin", {"a.py": "x = 1\n"})
    repository.commit("fix: one file", {"a.py": "x = 0\n"})
    repository.commit("fix: two files", {"a.py": "x = 2\n", "b.py": "x = 0\n"})
    rows = rows_of(GitCommand(repository.folder), "c/d", SETTINGS)
    assert [row["title"] for row in rows] == ["two files"]
