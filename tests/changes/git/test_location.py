"""Which repository is meant is what git says, whatever folders are called."""

import shutil
from pathlib import Path

import pytest

from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_staged, read_worktree
from diff_insight.errors import NotARepositoryError
from diff_insight.reports.json_text import render_json
from tests.real_reports import report_of
from tests.repository import Repository, change_of


@pytest.fixture
def source(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "src")
    repository.commit(
        "one", {"a.txt": "one\n", "b.bin": "x\n", ".gitattributes": "*.bin binary\n*.gen linguist-generated\n"}
    )
    repository.commit("two", {"a.txt": "two\n", "b.bin": "y\n", "c.gen": "z\n"})
    return repository


def paths(folder: Path) -> list[str]:
    return [file.path for file in change_of(folder, "HEAD~1..HEAD").files]


@pytest.mark.parametrize("name", ["inner.git", "inner", ".hidden", "mirror.with.dots"])
def test_a_git_folder_inside_another_repository_is_that_folder(source: Repository, tmp_path: Path, name: str) -> None:
    outer = Repository(tmp_path / "outer")
    outer.commit("outer one", {"outer.txt": "1\n"})
    outer.commit("outer two", {"outer.txt": "2\n"})
    inner = outer.folder / name
    shutil.copytree(source.folder / ".git", inner)
    assert paths(inner) == ["a.txt", "b.bin", "c.gen"]
    # As a mirror is that was unpacked, without a word on whether it is bare.
    source.git("-C", str(inner), "config", "--unset", "core.bare")
    assert paths(inner) == ["a.txt", "b.bin", "c.gen"]
    assert paths(outer.folder) == ["outer.txt"]


def test_a_separate_git_folder_and_the_git_folder_itself_are_read(source: Repository, tmp_path: Path) -> None:
    source.git("clone", "-q", f"--separate-git-dir={tmp_path / 'sep.git'}", str(source.folder), str(tmp_path / "sep"))
    for folder in (tmp_path / "sep", tmp_path / "sep.git", source.folder / ".git"):
        assert paths(folder) == ["a.txt", "b.bin", "c.gen"]


def test_worktrees_of_bare_repositories_have_a_working_tree(source: Repository, tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    source.git("clone", "-q", "--bare", str(source.folder), str(hub / ".bare"))
    (hub / ".git").write_text("gitdir: ./.bare\n")
    source.git("-C", str(hub), "worktree", "add", "-q", "feature", "main")
    (hub / "feature" / "a.txt").write_text("three\n")
    assert [file.path for file in read_worktree(GitCommand(hub / "feature")).files] == ["a.txt"]
    with pytest.raises(NotARepositoryError, match="without a working tree"):
        read_worktree(GitCommand(hub))
    assert paths(hub) == ["a.txt", "b.bin", "c.gen"]


def test_a_working_tree_that_lies_elsewhere_is_found(source: Repository, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "a.txt").write_text("elsewhere\n")
    source.git("config", "core.worktree", str(elsewhere))
    assert "a.txt" in [file.path for file in read_worktree(GitCommand(source.folder)).files]


def test_where_nothing_is_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError, match="is not in a git repository"):
        GitCommand(tmp_path)
    with pytest.raises(NotARepositoryError, match="there is no folder"):
        GitCommand(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotARepositoryError, match="is not in a git repository"):
        GitCommand(tmp_path / "file")


def test_every_kind_of_clone_gives_the_same_bytes(source: Repository, tmp_path: Path) -> None:
    """Attributes are those of the head's tree: here another head is checked out, and none at all in the bare ones."""
    head = source.git("rev-parse", "HEAD").decode().strip()
    source.commit("three", {".gitattributes": "*.txt binary\n", "a.txt": "three\n"})
    source.git("worktree", "add", "-q", str(tmp_path / "linked"), f"{head}~1")
    source.git("clone", "-q", "--bare", str(source.folder), str(tmp_path / "bare.git"))
    source.git("clone", "-q", "--mirror", str(source.folder), str(tmp_path / "mirror"))
    source.git("clone", "-q", "--depth=3", source.folder.as_uri(), str(tmp_path / "shallow"))
    (source.folder / ".gitattributes").write_text("*.txt -diff\n")
    made = {
        name: render_json(report_of(change_of(tmp_path / name, f"{head}~1..{head}")))
        for name in ("src", "linked", "bare.git", "mirror", "shallow")
    }
    for name, content in made.items():
        assert content == made["src"], name
    change = change_of(tmp_path / "bare.git", f"{head}~1..{head}")
    assert [(file.path, file.additions, file.fold and file.fold.value) for file in change.files] == [
        ("a.txt", 1, None), ("b.bin", None, None), ("c.gen", 1, "generated"),
    ]  # fmt: skip


def test_what_is_staged_is_read_from_the_index_of_that_worktree(source: Repository, tmp_path: Path) -> None:
    source.git("worktree", "add", "-q", str(tmp_path / "linked"), "HEAD~1")
    linked = Repository.__new__(Repository)
    linked.folder = tmp_path / "linked"
    linked.write({"staged.txt": "s\n"})
    linked.git("add", "staged.txt")
    assert [file.path for file in read_staged(GitCommand(linked.folder)).files] == ["staged.txt"]
