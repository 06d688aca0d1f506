from pathlib import Path

import pytest

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source, Status
from diff_insight.changes.selection import Category, read_categories, select, split
from diff_insight.errors import EmptyChangeError, SettingsFileError

COMMITS = (
    Commit("1", "touches docs", "", "Ada", None, frozenset({"docs/a.md"})),
    Commit("2", "touches code", "", "Ada", None, frozenset({"src/a.py"})),
)
CHANGES = ChangeSet(
    Source("repo"),
    tuple(FileChange(path, Status.MODIFIED) for path in ("docs/a.md", "docs/b/c.md", "src/a.py", "README.md")),
    COMMITS,
)


def paths(changes: ChangeSet) -> list[str]:
    return [file.path for file in changes.files]


def test_path_and_exclude_take_globs() -> None:
    assert paths(select(CHANGES, [], [])) == ["docs/a.md", "docs/b/c.md", "src/a.py", "README.md"]
    assert paths(select(CHANGES, ["docs/"], [])) == ["docs/a.md", "docs/b/c.md"]
    assert paths(select(CHANGES, ["*.md"], ["docs/b/**"])) == ["docs/a.md", "README.md"]


def test_commits_that_touch_no_chosen_file_are_left_out() -> None:
    assert [commit.id for commit in select(CHANGES, ["docs/"], []).commits] == ["1"]


def test_nothing_left_is_said() -> None:
    with pytest.raises(EmptyChangeError, match="none of the 4 changed files"):
        select(CHANGES, ["nowhere/"], [])


def test_the_first_category_that_matches_wins_and_the_rest_is_other() -> None:
    categories = (Category("deep", ("docs/b/",)), Category("docs", ("docs/",)), Category("empty", ("x/",)))
    parts = split(CHANGES, categories, with_other=True)
    assert [(name, paths(part)) for name, part in parts] == [
        ("deep", ["docs/b/c.md"]),
        ("docs", ["docs/a.md"]),
        ("other", ["src/a.py", "README.md"]),
    ]
    assert [name for name, _ in split(CHANGES, categories, with_other=False)] == ["deep", "docs"]


def test_without_categories_there_is_one_report_named_after_the_source() -> None:
    assert split(CHANGES, (), with_other=True) == [("repo", CHANGES)]


def test_a_categories_file_maps_names_to_one_pattern_or_several(tmp_path: Path) -> None:
    file = tmp_path / "categories.yaml"
    file.write_text("openai: articles/openai/\ncode:\n  - src/\n  - '*.py'\n")
    assert read_categories(file) == (Category("openai", ("articles/openai/",)), Category("code", ("src/", "*.py")))


@pytest.mark.parametrize("content", ["- a\n- b\n", "a: {b: c}\n", "a: [\n", "just words\n", "a: 3\n", "\xff"])
def test_anything_else_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "categories.yaml"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(SettingsFileError, match="not a categories file"):
        read_categories(file)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsFileError, match="cannot be read"):
        read_categories(tmp_path / "missing.yaml")
