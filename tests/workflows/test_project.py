"""A project's settings are found from anywhere inside it, and never outside of it."""

from pathlib import Path

import pytest

from diff_insight.workflows.project import find_project


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / "src" / "deep"
    folder.mkdir(parents=True)
    return folder


def test_inside_a_repository_they_are_found_upwards(tmp_path: Path, inside: Path) -> None:
    root = tmp_path / "project"
    (root / ".git").mkdir()
    (root / "diff-insight.toml").touch()
    (root / "diff-insight.lock").touch()
    project = find_project(inside)
    assert project.folder == root
    assert project.configuration == root / "diff-insight.toml"
    assert project.lock == root / "diff-insight.lock"


def test_what_lies_above_the_repository_is_not_looked_at(tmp_path: Path, inside: Path) -> None:
    (tmp_path / "diff-insight.toml").touch()
    (tmp_path / "project" / ".git").touch()
    project = find_project(inside)
    assert project.configuration is None
    assert project.folder == tmp_path / "project"


def test_outside_of_a_repository_only_the_folder_itself_counts(tmp_path: Path, inside: Path) -> None:
    (tmp_path / "diff-insight.toml").touch()
    assert find_project(inside).configuration is None
    assert find_project(tmp_path).configuration == tmp_path / "diff-insight.toml"


@pytest.mark.parametrize(("content", "counts"), [("[tool.diff-insight]", True), ("[tool.other]", False), ("]", False)])
def test_a_pyproject_counts_where_it_has_the_table(tmp_path: Path, content: str, counts: bool) -> None:
    (tmp_path / "pyproject.toml").write_text(content)
    assert (find_project(tmp_path).configuration is not None) == counts


def test_a_file_of_its_own_goes_before_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.diff-insight]")
    (tmp_path / "diff-insight.toml").touch()
    assert find_project(tmp_path).configuration == tmp_path / "diff-insight.toml"
