import os
import subprocess
from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet, Status
from diff_insight.changes.decoding import readable_path
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range, read_staged, read_worktree
from diff_insight.changes.git.revisions import read_words
from diff_insight.changes.notice import NoticeKind
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.errors import (
    DiffInsightError,
    EmptyChangeError,
    MissingHistoryError,
    NotARepositoryError,
    UnknownRevisionError,
    UsageError,
)
from tests.repository import Repository, change_of

TEXT = "".join(f"line {number}\n" for number in range(40))
PNG = bytes(range(256)) * 4


def change(repository: Repository, *words: str) -> ChangeSet:
    return change_of(repository.folder, *words)


def everything(repository: Repository) -> None:
    """Two commits between which every kind of change happens."""
    repository.commit(
        "base",
        {
            "edited.md": TEXT, "removed.txt": "x\ny\n", "moved.txt": TEXT, "moved-edited.txt": TEXT + "unique\n",
            "script.sh": "echo\n", "picture.png": PNG, "gone.png": PNG, "no-newline": "a\nb", "empty-gone": "",
            "latin.txt": "café\n".encode("latin-1"), "name with space": "a\n", "日本語.md": "一\n", "quo\"te\t": "a\n",
            "crlf.txt": b"a\r\nb\r\n", "form\ffeed": "a\x0cb\n", "becomes-link": "text\n",
        },
    )  # fmt: skip
    repository.git("mv", "moved.txt", "to/moved.txt")
    repository.git("mv", "moved-edited.txt", "to/edited.txt")
    (repository.folder / "script.sh").chmod(0o755)
    (repository.folder / "becomes-link").unlink()
    (repository.folder / "becomes-link").symlink_to("edited.md")
    repository.commit(
        "feat: everything\n\nAll at once.",
        {
            "edited.md": TEXT.replace("line 7\n", "line seven\n"), "removed.txt": None, "added.py": "print()\n",
            "to/edited.txt": TEXT + "changed\n", "picture.png": PNG + b"\0", "gone.png": None, "new.png": PNG[::-1],
            "no-newline": "a\nc", "empty-gone": None, "empty-new": "", "latin.txt": "cafés\n".encode("latin-1"),
            "name with space": "b\n", "日本語.md": "二\n", "quo\"te\t": "b\n", "crlf.txt": b"a\r\nc\r\n",
            "form\ffeed": "a\x0cc\n",
        },
    )  # fmt: skip


@pytest.fixture
def full(repository: Repository) -> Repository:
    (repository.folder / "to").mkdir()
    everything(repository)
    return repository


def test_counts_equal_those_of_git_numstat(full: Repository) -> None:
    counts = {
        file.path: tuple("-" if number is None else str(number) for number in (file.additions, file.deletions))
        for file in change(full, "HEAD~1", "HEAD").files
    }
    assert counts == full.numstat("HEAD~1", "HEAD")
    assert len(counts) == 18


def test_the_diff_shows_as_many_lines_as_are_counted(full: Repository) -> None:
    for file in change(full, "HEAD~1..HEAD").files:
        if not file.binary:
            kinds = [line.kind for hunk in file.hunks for line in hunk.lines]
            assert (kinds.count("+"), kinds.count("-")) == (file.additions, file.deletions), file.path


def test_statuses_equal_those_of_git(full: Repository) -> None:
    statuses = {file.path: (file.status, file.old_path) for file in change(full, "HEAD~1..HEAD").files}
    assert statuses["added.py"] == (Status.ADDED, None)
    assert statuses["removed.txt"] == (Status.REMOVED, None)
    assert statuses["empty-new"] == (Status.RENAMED, "empty-gone")
    assert statuses["to/moved.txt"] == (Status.RENAMED, "moved.txt")
    assert statuses["to/edited.txt"] == (Status.RENAMED, "moved-edited.txt")
    assert statuses["script.sh"] == (Status.MODE_CHANGED, None)
    assert statuses["becomes-link"] == (Status.TYPE_CHANGED, None)
    assert statuses['quo"te\t'] == (Status.MODIFIED, None)
    assert statuses["日本語.md"] == (Status.MODIFIED, None)


def test_the_commits_of_the_range_come_along(full: Repository) -> None:
    full.commit("docs: later", {"later.md": "x\n"})
    later, everything_ = change(full, "HEAD~2..HEAD").commits
    assert (later.subject, later.paths) == ("docs: later", frozenset({"later.md"}))
    assert (everything_.subject, everything_.body, everything_.author) == ("feat: everything", "All at once.", "Ada")
    assert "edited.md" in everything_.paths


def test_a_root_commit_is_all_added(full: Repository) -> None:
    root = full.git("rev-list", "--max-parents=0", "HEAD").decode().strip()
    read = change(full, f"{root}^!")
    assert {file.status for file in read.files} == {Status.ADDED}
    assert [commit.subject for commit in read.commits] == ["base"]


def test_a_commit_is_compared_with_its_first_parent(full: Repository) -> None:
    assert change(full, "HEAD^!").files == change(full, "HEAD~1", "HEAD").files


def test_a_merge_brings_the_commits_it_merged(repository: Repository) -> None:
    repository.commit("base", {"a": "1\n"})
    repository.git("checkout", "-q", "-b", "topic")
    repository.commit("topic", {"topic": "t\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("main", {"main": "m\n"})
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    read = change(repository, "HEAD^!")
    assert [file.path for file in read.files] == ["topic"]
    assert [commit.subject for commit in read.commits] == ["topic"]


def test_three_dots_compare_with_the_merge_base(repository: Repository) -> None:
    repository.commit("base", {"a": "1\n"})
    repository.git("checkout", "-q", "-b", "topic")
    repository.commit("topic", {"topic": "t\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("main", {"main": "m\n"})
    assert [file.path for file in change(repository, "main...topic").files] == ["topic"]
    assert [file.path for file in change(repository, "main..topic").files] == ["main", "topic"]


def test_a_submodule_is_an_entry_of_its_own(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit("1", {"x": "1\n"})
    repository.commit("base", {"a": "a\n"})
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.folder), "sub")
    repository.commit("with submodule")
    inner_id = inner.commit("2", {"x": "2\n"})
    Repository.git(_at(repository.folder / "sub"), "-c", "protocol.file.allow=always", "pull", "-q")
    repository.commit("bump")
    (file,) = change(repository, "HEAD^!").files
    assert (file.path, file.status, file.is_submodule) == ("sub", Status.MODIFIED, True)
    assert inner_id in file.diff
    assert {f.path: (str(f.additions), str(f.deletions)) for f in change(repository, "HEAD^!").files} == (
        repository.numstat("HEAD~1", "HEAD")
    )


def _at(folder: Path) -> Repository:
    repository = Repository.__new__(Repository)
    repository.folder = folder
    return repository


def test_staged_and_uncommitted_changes_are_told_apart(repository: Repository) -> None:
    repository.commit("base", {"staged": "1\n", "unstaged": "1\n"})
    repository.write({"staged": "2\n", "unstaged": "2\n", "untracked": "3\n"})
    repository.git("add", "staged")
    git = GitCommand(repository.folder)
    assert [file.path for file in read_staged(git).files] == ["staged"]
    worktree = read_worktree(git)
    assert [file.path for file in worktree.files] == ["staged", "unstaged"]
    assert [(n.kind, n.count) for n in worktree.notices] == [(NoticeKind.UNTRACKED_FILES, 1)]


def test_what_is_staged_before_the_first_commit_is_added(repository: Repository) -> None:
    repository.write({"a": "1\n"})
    repository.git("add", "a")
    assert [file.status for file in read_staged(GitCommand(repository.folder)).files] == [Status.ADDED]


def test_files_with_conflicts_are_refused(repository: Repository) -> None:
    repository.commit("base", {"a": "1\n"})
    repository.git("checkout", "-q", "-b", "topic")
    repository.commit("topic", {"a": "2\n"})
    repository.git("checkout", "-q", "main")
    repository.commit("main", {"a": "3\n"})
    repository.git("merge", "-q", "topic")
    with pytest.raises(UsageError, match="unresolved conflicts"):
        read_worktree(GitCommand(repository.folder))


@pytest.mark.parametrize(
    ("words", "error", "says"),
    [
        (["v1..HEAD"], UnknownRevisionError, "no version 'v1'"),
        (["--output=x..HEAD"], UnknownRevisionError, "no version '--output=x'"),
        (["HEAD..HEAD"], EmptyChangeError, "nothing differs"),
        (["HEAD"], UsageError, "names one version"),
        (["a", "b", "c"], UsageError, "name two versions"),
    ],
)
def test_bad_ranges_are_refused_in_one_sentence(
    repository: Repository, words: list[str], error: type[DiffInsightError], says: str
) -> None:
    repository.commit("base", {"a": "1\n"})
    with pytest.raises(error, match=says) as caught:
        change(repository, *words)
    assert "\n" not in str(caught.value)


def test_a_folder_outside_any_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotARepositoryError, match="not in a git repository"):
        GitCommand(tmp_path)
    with pytest.raises(NotARepositoryError, match="no folder"):
        GitCommand(tmp_path / "missing")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotARepositoryError):
        GitCommand(tmp_path / "file")


def test_a_shallow_clone_names_the_depth_to_fetch(repository: Repository, tmp_path: Path) -> None:
    for number in range(4):
        repository.commit(str(number), {"a": f"{number}\n"})
    first = repository.git("rev-parse", "HEAD~3").decode().strip()
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth=1", repository.folder.as_uri(), clone], check=True)
    git = GitCommand(clone)
    with pytest.raises(MissingHistoryError, match=r"shallow .*--depth=4.*fetch-depth: 4"):
        read_range(git, read_words(git, ["HEAD~3..HEAD"]))
    with pytest.raises(MissingHistoryError, match=r"--unshallow.*fetch-depth: 0"):
        read_range(git, read_words(git, [f"{first}..HEAD"]))
    with pytest.raises(MissingHistoryError, match=r"--depth=2"):
        read_range(git, read_words(git, ["HEAD^!"]))


def test_the_permalink_and_the_day_come_from_the_repository(repository: Repository) -> None:
    base = repository.commit("base", {"a": "1\n"})
    head = repository.commit("head", {"a": "2\n"})
    repository.git("remote", "add", "origin", "https://token@github.com/owner/name.git")
    source = change(repository, "HEAD~1...HEAD").source
    assert source.permalink == f"https://github.com/owner/name/compare/{base}...{head}"
    assert str(source.day) == "2025-03-22"
    assert source.name == "name"


NAMES = [
    "café.txt".encode(), "cafe\u0301.txt".encode(), b"new\nline.txt", b"tab\there.txt", b'say "hi".txt', b"end .txt ",
    b"a\xe9.txt", b"a\\xe9.txt", b"-rf", b"HighASCII_\xe9t\xe9.css", "日本.txt".encode(), b"sp ace b/in b/x.txt",
    "emoji🎉.txt".encode(), "rtl\u202e.txt".encode(), b"cr\r.txt", b"%41.txt", b"#x|y.txt", b"<b>.txt", b"back\\slash",
]  # fmt: skip


def test_files_of_every_name_are_told_apart_in_a_range_and_in_a_patch(repository: Repository) -> None:
    names = {os.fsdecode(name): "x\n" for name in NAMES}
    repository.commit("one", names)
    repository.commit("two", {name: "x\n" + "y\n" * (number + 1) for number, name in enumerate(names)})
    read = change(repository, "HEAD^!")
    assert {file.path: file.additions for file in read.files} == {
        readable_path(name): number + 1 for number, name in enumerate(NAMES)
    }
    for quoting in ("true", "false"):
        data = repository.git("-c", f"core.quotePath={quoting}", "diff", "HEAD~1", "HEAD")
        assert {f.path: f.additions for f in read_patch(data, None).files} == {f.path: f.additions for f in read.files}
