from pathlib import Path

import pytest

from diff_insight.changes.changeset import Commit
from diff_insight.changes.notice import NoticeKind
from diff_insight.topics.divergence import divergence
from tests.insight.test_highlights import analysed
from tests.repository import Repository, change_of

PATHS = frozenset({"src/a.py", "src/b.py", "tests/test_a.py", "CHANGELOG.md"})


def commit(subject: str, *paths: str, body: str = "", author: str = "Ada") -> Commit:
    return Commit(subject, subject, body, author, None, frozenset(paths or ("src/a.py",)))


def test_a_commit_is_in_both_versions_by_its_subject_and_a_file() -> None:
    ours = [commit("Refuse empty keys (#12)"), commit("Add a reader for rows")]
    theirs = [commit("fix: refuse empty keys (#14)"), commit("Add a reader for rows", "src/b.py", author="Bob")]
    found = divergence(ours, theirs, PATHS)
    assert found.in_both == {ours[0]}
    assert found.missing == (theirs[1],)


def test_of_a_history_written_anew_every_commit_is_in_both() -> None:
    ours = [commit("wip", author="Ada"), commit("wip", author="Bob")]
    assert divergence(ours, [commit("wip", "src/b.py", author="Ada")], PATHS).in_both == {ours[0]}


def test_what_is_missing_begins_with_advisories_and_fixes() -> None:
    theirs = [
        commit("Add a reader for rows"),
        commit("Fix the reader of rows"),
        commit("Refuse empty keys", body="This is CVE-2026-12345."),
    ]
    assert divergence([], theirs, PATHS).missing == (theirs[2], theirs[1], theirs[0])


@pytest.mark.parametrize(
    "theirs",
    [
        commit("Release 2.1.1"),
        commit("docs: tell of the reader of rows"),
        commit("Test the reader of rows", "tests/test_a.py"),
        commit("Tell of the reader of rows", "CHANGELOG.md"),
        commit("typo"),
    ],
    ids=lambda each: each.subject,
)
def test_what_no_user_meets_is_not_missed(theirs: Commit) -> None:
    assert divergence([], [theirs], PATHS).missing == ()


def test_what_no_longer_differs_is_not_missed() -> None:
    assert divergence([], [commit("Add a reader for rows")], {"src/b.py"}).missing == ()


@pytest.fixture
def diverged(repository: Repository) -> Path:
    """A repository with the branches `old` and `main`, which have one change in common by two commits."""
    repository.commit("begin", {"src/a.py": "a = 1\n", "src/b.py": "b = 1\n"})
    repository.git("checkout", "-q", "-b", "old")
    repository.commit("Count from two upwards (#3)", {"src/a.py": "a = 2\n"})
    repository.commit("Refuse empty keys everywhere", {"src/b.py": "b = 2\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("Count from two upwards", {"src/a.py": "a = 2\n"})
    repository.commit("Read several rows at once", {"src/c.py": "c = 1\n"})
    return repository.folder


def test_the_report_says_what_the_new_version_lacks_and_tells_nothing_that_both_have(diverged: Path) -> None:
    analysis = analysed(change_of(diverged, "old..main"))
    (notice,) = (each for each in analysis.notices if each.kind is NoticeKind.COMMITS_LEFT_BEHIND)
    assert (notice.count, notice.names) == (1, ("Refuse empty keys everywhere",))
    assert [typed.topic.title for typed in analysis.topics if typed.topic.commits] == ["Read several rows at once"]
    assert [commit.subject for commit in analysis.in_both] == ["Count from two upwards"]


def test_a_version_that_contains_the_old_one_lacks_nothing(diverged: Path) -> None:
    analysis = analysed(change_of(diverged, "main~1..main"))
    assert NoticeKind.COMMITS_LEFT_BEHIND not in {notice.kind for notice in analysis.notices}
    three_dots = analysed(change_of(diverged, "old...main"))
    assert NoticeKind.COMMITS_LEFT_BEHIND not in {notice.kind for notice in three_dots.notices}
    assert len([typed for typed in three_dots.topics if typed.topic.commits]) == 2


def test_a_copy_of_what_the_old_version_has_is_in_both_though_the_new_one_contains_it(repository: Repository) -> None:
    repository.commit("begin", {"src/a.py": "a = 1\n", "src/b.py": "b = 1\n"})
    repository.git("checkout", "-q", "-b", "next")
    repository.commit("Drop support for the old engine", {"src/b.py": "b = 2\n"})
    repository.git("commit", "-q", "--amend", "--no-edit", "--date=2025-01-05T12:00:00+00:00")
    copied = repository.git("rev-parse", "HEAD").decode().strip()
    repository.git("checkout", "-q", "main")
    repository.commit("Read several rows", {"src/a.py": "a = 2\n"})
    repository.git("cherry-pick", copied)
    repository.git("tag", "v1")
    repository.git("checkout", "-q", "next")
    repository.git("merge", "-q", "--no-edit", "main")
    repository.commit("Write several rows", {"src/a.py": "a = 3\n"})
    change = change_of(repository.folder, "v1..HEAD")
    assert change.copied == {copied}
    assert [typed.topic.title for typed in analysed(change).topics] == ["Write several rows"]
