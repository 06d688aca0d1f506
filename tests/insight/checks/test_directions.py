import pytest

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.changes.patch.unified import read_hunks
from diff_insight.insight.checks.directions import Directions


def file(path: str, old: str, new: str) -> FileChange:
    hunks = read_hunks(f"@@ -1 +1 @@\n-{old}\n+{new}\n", "x")
    return FileChange(path, Status.MODIFIED, hunks=hunks, additions=1, deletions=1)


LINK = file("docs/setup.md", "see https://old.example/start now", "see https://new.example/start now")


@pytest.mark.parametrize(
    "sentence",
    [
        "The link leads to `https://old.example/start`.",
        "The link changed from `https://new.example/start` to `https://old.example/start`.",
        "The link is updated to `https://old.example/start`.",
        "リンク先が `https://old.example/start` に変わりました。",
        "リンク先が `https://new.example/start` から変わりました。",
        "链接改为 `https://old.example/start`。",
        "链接由 `https://new.example/start` 改为其他地址。",
        "更新页面的链接为 `https://old.example/start`。",
        "更新 `docs/setup.md` 的链接为 `https://old.example/start`。",
    ],
)
def test_a_change_that_is_turned_around_is_found(sentence: str) -> None:
    assert Directions(LINK).are_turned(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The link leads to `https://new.example/start`.",
        "The link to `https://old.example/start` is removed.",
        "The link no longer leads to `https://old.example/start`.",
        "The link changed from `https://old.example/start` to `https://new.example/start`.",
        "It is replaced, in `docs/setup.md`.",
        "リンク先が `https://old.example/start` から `https://new.example/start` に変わりました。",
        "链接由 `https://old.example/start` 改为 `https://new.example/start`。",
        "更新页面的链接为 `https://new.example/start`。",
    ],
)
def test_what_is_told_as_it_is_passes(sentence: str) -> None:
    assert not Directions(LINK).are_turned(sentence)


def test_a_name_that_stands_on_both_sides_has_no_direction() -> None:
    both = file("a.md", "`x` was here", "`x` is here")
    assert not Directions(both).are_turned("The page changed to `x`.")
