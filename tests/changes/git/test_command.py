import os
import subprocess
from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range, read_staged, read_worktree
from diff_insight.changes.git.revisions import read_words
from diff_insight.changes.notice import NoticeKind
from diff_insight.errors import MissingHistoryError, NotARepositoryError
from tests.repository import Repository, change_of


@pytest.fixture
def hostile(repository: Repository, tmp_path: Path) -> tuple[Repository, Path]:
    """A repository that runs a command wherever git lets it; the command leaves a canary."""
    repository.commit("base", {"a.txt": "one\n", "b.txt": "one\n"})
    repository.commit("head", {"a.txt": "two\n"})
    repository.write({"a.txt": "three\n", "b.txt": "two\n"})
    repository.git("add", "b.txt")
    canary = tmp_path / "canary"
    script = tmp_path / "script"
    script.write_text(f'#!/bin/sh\necho "$0 $*" >> {canary}\ncat\n')
    script.chmod(0o755)
    (repository.folder / ".gitattributes").write_text("*.txt diff=evil filter=evil\n")
    settings = {
        "diff.external": script, "diff.evil.command": script, "diff.evil.textconv": script,
        "filter.evil.clean": script, "filter.evil.smudge": script, "filter.evil.process": script,
        "filter.evil.required": "true", "core.fsmonitor": script, "core.pager": script, "pager.diff": script,
        "pager.log": script, "alias.diff": f"!{script}", "alias.log": f"!{script}", "gpg.program": script,
        "log.showSignature": "true", "core.sshCommand": script, "credential.helper": f"!{script}",
        "core.hooksPath": tmp_path / "hooks", "diff.orderFile": "/nonexistent", "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true", "diff.context": "0", "diff.algorithm": "patience", "diff.renames": "false",
        "core.quotePath": "false", "color.ui": "always", "diff.submodule": "log", "diff.suppressBlankEmpty": "true",
        "log.mailmap": "true", "diff.relative": "true",
    }  # fmt: skip
    for name, value in settings.items():
        repository.git("config", name, str(value))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-index-change", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
        (tmp_path / "hooks" / hook).symlink_to(script)
    return repository, canary


def read_all(folder: Path) -> list[ChangeSet]:
    git = GitCommand(folder)
    return [read_range(git, read_words(git, ["HEAD~1..HEAD"])), read_staged(git), read_worktree(git)]


def test_nothing_that_a_repository_configures_is_executed(hostile: tuple[Repository, Path]) -> None:
    repository, canary = hostile
    read_all(repository.folder)
    assert not canary.exists()


def test_the_trap_springs_for_git_itself(hostile: tuple[Repository, Path]) -> None:
    repository, canary = hostile
    subprocess.run(["git", "diff"], cwd=repository.folder, capture_output=True, check=False)
    assert canary.exists()


def test_settings_of_the_repository_do_not_change_the_diff(hostile: tuple[Repository, Path], tmp_path: Path) -> None:
    repository, _ = hostile
    changes = read_all(repository.folder)
    assert [[file.path for file in change.files] for change in changes] == [["a.txt"], ["b.txt"], ["a.txt", "b.txt"]]
    assert changes[0].files[0].diff == "@@ -1 +1 @@\n-one\n+two\n"


def test_filters_that_were_not_run_are_said(hostile: tuple[Repository, Path]) -> None:
    repository, _ = hostile
    kinds = {notice.kind: notice.count for notice in read_worktree(GitCommand(repository.folder)).notices}
    assert kinds[NoticeKind.FILTERS_NOT_RUN] == 1


def test_the_index_is_left_as_it_was(repository: Repository) -> None:
    repository.commit("base", {"a": "1\n"})
    repository.commit("head", {"a": "2\n"})
    (repository.folder / "a").touch()
    before = (repository.folder / ".git" / "index").read_bytes()
    change_of(repository.folder, "HEAD^!")
    assert (repository.folder / ".git" / "index").read_bytes() == before


def test_a_partial_clone_fetches_nothing_and_says_so(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("base", {"a": "1\n"})
    repository.commit("head", {"a": "2\n"})
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--no-checkout", "--filter=blob:none", repository.folder.as_uri(), str(clone))
    partial = Repository.__new__(Repository)
    partial.folder = clone
    partial.git("config", "protocol.file.allow", "always")
    packs = sorted((clone / ".git" / "objects").rglob("*"))
    with pytest.raises(MissingHistoryError, match="partial clone"):
        change_of(clone, "HEAD^!")
    assert sorted((clone / ".git" / "objects").rglob("*")) == packs


def test_a_hook_that_names_another_repository_does_not_mislead(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "other")
    other.commit("other", {"other": "1\n"})
    repository.commit("base", {"a": "1\n"})
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.folder / ".git" / "index"))
    change = change_of(repository.folder, "HEAD^!")
    assert [file.path for file in change.files] == ["a"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_somebody_else_is_read_only_where_the_user_trusts_it(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("base", {"a": "1\n"})
    for path in [repository.folder, *repository.folder.rglob("*")]:
        os.chown(path, 12345, 12345)
    monkeypatch.delenv("SUDO_UID", raising=False)
    settings = tmp_path / "gitconfig"
    settings.write_text("")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    with pytest.raises(NotARepositoryError, match="dubious ownership") as caught:
        GitCommand(repository.folder)
    assert "\n" not in str(caught.value)
    settings.write_text(f"[safe]\n\tdirectory = {repository.folder}\n")
    change = change_of(repository.folder, "HEAD^!")
    assert [file.path for file in change.files] == ["a"]
