import pytest

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.pathspecs import from_top
from diff_insight.changes.git.ranges import read_range, read_staged, read_worktree
from diff_insight.changes.git.revisions import Range
from diff_insight.changes.selection import from_here
from diff_insight.errors import EmptyChangeError, UsageError
from tests.repository import Repository


@pytest.fixture
def tree(repository: Repository) -> Repository:
    repository.commit("one", {"src/a.py": "1\n", "src/sub/b.py": "1\n", "docs/c.md": "1\n", "top.txt": "1\n"})
    repository.commit("two", {"src/a.py": "2\n", "src/sub/b.py": "2\n"})
    repository.commit("three", {"docs/c.md": "2\n", "top.txt": "2\n"})
    return repository


PATHSPECS = [
    ("", ["src"]), ("", ["src/*.py"]), ("", [":!docs"]), ("", [":(icase)TOP.*"]), ("", ["."]), ("", [":/docs"]),
    ("src", ["."]), ("src", ["sub"]), ("src", ["../docs"]), ("src", [":/docs"]), ("src", [":(top)top.txt"]),
    ("src", [":(exclude)sub", "."]), ("src", [":^sub"]), ("src/sub", ["b.py"]), ("", ["src", ":!src/sub"]),
    ("src", [":"]), ("src", [":sub"]), ("src", ["::sub"]), ("src", [":/:docs"]), ("src", [":!(sub"]),
    ("", [":(glob)src/*.py"]), ("", [":(literal)src/a.py"]),
]  # fmt: skip


@pytest.mark.parametrize(("folder", "pathspecs"), PATHSPECS)
def test_pathspecs_choose_what_git_chooses(tree: Repository, folder: str, pathspecs: list[str]) -> None:
    wanted = tree.git("-C", folder or ".", "diff", "--name-only", "HEAD~2", "HEAD", "--", *pathspecs).decode().split()
    change = read_range(GitCommand(tree.folder / folder), Range("HEAD~2", "HEAD"), pathspecs)
    assert [file.path for file in change.files] == wanted
    again = read_range(GitCommand(tree.folder), Range("HEAD~2", "HEAD"), change.source.pathspecs)
    assert again.files == change.files


def test_commits_that_touch_nothing_of_what_was_chosen_are_left_out(tree: Repository) -> None:
    change = read_range(GitCommand(tree.folder), Range("HEAD~2", "HEAD"), ["docs"])
    assert [commit.subject for commit in change.commits] == ["three"]


def test_staged_and_uncommitted_changes_can_be_limited(tree: Repository) -> None:
    tree.write({"src/a.py": "3\n", "docs/c.md": "3\n"})
    tree.git("add", "-A")
    git = GitCommand(tree.folder / "docs")
    assert [file.path for file in read_staged(git, ["."]).files] == ["docs/c.md"]
    assert [file.path for file in read_worktree(git, [":/src"]).files] == ["src/a.py"]


def test_a_pathspec_that_leads_out_or_finds_nothing_is_named(tree: Repository) -> None:
    with pytest.raises(UsageError, match=r"'\.\./x' leads out of the repository"):
        from_top(["../x"], "")
    with pytest.raises(EmptyChangeError, match="nothing differs in nowhere"):
        read_range(GitCommand(tree.folder), Range("HEAD~2", "HEAD"), ["nowhere"])


def test_patterns_with_a_dot_segment_are_relative_to_the_folder() -> None:
    assert from_here([".", "./x", "*.py", "../y/"], "src/") == ("/src", "/src/x", "*.py", "/y/")
    assert from_here(["."], "") == ("**",)
    with pytest.raises(UsageError, match="leads out of the tree"):
        from_here([".."], "")


def test_an_empty_pathspec_is_refused_as_git_refuses_it() -> None:
    with pytest.raises(UsageError):
        from_top([""], "src/")


def test_signs_in_the_name_of_the_folder_are_no_wildcards() -> None:
    assert from_top(["*.tsx"], "app/[id]/") == (":(top)app/\\[id]/*.tsx",)
    assert from_top(["page.tsx", "sub/"], "app/[id]/") == (":(top)app/[id]/page.tsx", ":(top)app/[id]/sub/")


@pytest.mark.parametrize("pathspec", [":(nope)src", ":(glob,literal)src", ":(top", ":%src"])
def test_a_pathspec_that_git_cannot_read_is_refused_in_its_words(tree: Repository, pathspec: str) -> None:
    tree.write({"src/a.py": "3\n"})
    git = GitCommand(tree.folder)
    with pytest.raises(UsageError, match="git cannot read a pathspec: "):
        read_range(git, Range("HEAD~2", "HEAD"), [pathspec])
    with pytest.raises(UsageError):
        read_worktree(git, [pathspec])
    with pytest.raises(UsageError):
        read_staged(git, [pathspec])
