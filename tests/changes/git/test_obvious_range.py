import pytest

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.obvious_range import obvious_range
from diff_insight.changes.git.revisions import Range
from diff_insight.errors import UsageError
from tests.repository import Repository


def obvious(repository: Repository) -> Range:
    return obvious_range(GitCommand(repository.folder))


def test_on_the_default_branch_it_begins_at_the_last_tag(repository: Repository) -> None:
    repository.commit("one")
    repository.git("tag", "v1")
    repository.commit("two")
    repository.git("tag", "v2")
    repository.commit("three")
    assert obvious(repository) == Range("v2", "HEAD")


def test_where_head_is_tagged_it_begins_at_the_tag_before(repository: Repository) -> None:
    repository.commit("one")
    repository.git("tag", "v1")
    repository.commit("two")
    repository.git("tag", "v2")
    assert obvious(repository) == Range("v1", "HEAD")


def test_on_another_branch_it_is_what_the_branch_adds(repository: Repository) -> None:
    repository.commit("one")
    repository.git("checkout", "-q", "-b", "topic")
    repository.commit("two")
    assert obvious(repository) == Range("main", "HEAD", from_merge_base=True)


def test_the_default_branch_of_the_remote_is_known(repository: Repository) -> None:
    commit = repository.commit("one")
    repository.git("update-ref", "refs/remotes/origin/stable", commit)
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/stable")
    assert obvious(repository) == Range("origin/stable", "HEAD", from_merge_base=True)


def test_without_a_tag_there_is_nothing_to_compare_with(repository: Repository) -> None:
    repository.commit("one")
    with pytest.raises(UsageError, match="no tag before HEAD"):
        obvious(repository)
