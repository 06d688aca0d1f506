from pathlib import Path

import pytest

from diff_insight.system.ignored_folder import ignore, is_new_in_work_tree
from tests.repository import Repository


def test_git_does_not_see_an_ignored_folder(repository: Repository) -> None:
    repository.commit("base", {"a.md": "x\n"})
    folder = repository.folder / "reports"
    assert is_new_in_work_tree(folder)
    (folder / "2025").mkdir(parents=True)
    (folder / "2025" / "a.md").write_text("x\n")
    assert not is_new_in_work_tree(folder)
    ignore(folder)
    assert repository.git("status", "--porcelain") == b""


def test_an_ignore_file_of_the_user_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine\n")
    ignore(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"


def test_outside_a_repository_no_folder_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert not is_new_in_work_tree(Path("reports"))
