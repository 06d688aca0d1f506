from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import ChangeSet, Versions
from diff_insight.changes.git.attributes import WorkTreeAttributes
from diff_insight.changes.git.blobs import LARGEST
from diff_insight.changes.git.command import GitCommand
from diff_insight.changes.git.ranges import read_range, read_staged, read_worktree
from diff_insight.changes.git.revisions import read_words
from diff_insight.changes.git.trees import GitTrees
from diff_insight.changes.size_limit import SizeLimit
from diff_insight.changes.trees import DiffAlone, patched
from tests.between import change_between
from tests.repository import Repository, change_of

LINES = st.lists(st.sampled_from("abcde"), min_size=1, max_size=30).map("\n".join)


@given(LINES, LINES)
def test_the_old_text_and_the_hunks_make_the_new_text(old: str, new: str) -> None:
    old, new = old + "\n", new + "\n"
    if old != new:
        assert patched(old, change_between("a", old, new)) == new


def test_hunks_that_do_not_fit_make_nothing() -> None:
    assert patched("x\ny\n", change_between("a", "a\nb\n", "a\nc\n")) is None


def test_a_diff_alone_shows_whole_only_what_came_or_went() -> None:
    files = [change_between("a", "", "x\ny\n"), change_between("b", "x\n", ""), change_between("c", "x\n", "y\n")]
    assert list(DiffAlone().versions(files)) == [Versions(new="x\ny"), Versions(old="x"), Versions()]
    assert DiffAlone().mentions(["x"]) is None


def whole(changes: ChangeSet) -> dict[str, Versions]:
    assert changes.trees
    return dict(zip((file.path for file in changes.files), changes.trees.versions(changes.files), strict=True))


@pytest.mark.parametrize("side", ["range", "staged", "worktree"])
def test_both_texts_of_every_file_are_those_of_the_trees(repository: Repository, side: str) -> None:
    long = "".join(f"line {n}\n" for n in range(60))
    repository.commit(
        "one", {"a.txt": long, "moved.txt": long + "x\n", "latin.txt": "café 1\n".encode("latin-1"), "empty": ""}
    )
    repository.git("mv", "moved.txt", "to.txt")
    repository.write(
        {
            "a.txt": long.replace("line 9\n", "line nine\n"),
            "to.txt": long + "y\n",
            "latin.txt": "café 2\n".encode("latin-1"),
            "empty": "a\n",
        }
    )
    repository.git("add", "-A")
    if side == "range":
        repository.commit("two")
    git = GitCommand(repository.folder)
    changes = (
        {"staged": read_staged, "worktree": read_worktree}[side](git)
        if side != "range"
        else read_range(git, read_words(git, ["HEAD^!"]))
    )
    found = whole(changes)
    assert found["a.txt"] == Versions(long, long.replace("line 9\n", "line nine\n"))
    assert found["to.txt"] == Versions(long + "x\n", long + "y\n")
    assert found["latin.txt"] == Versions("café 1\n", "café 2\n")
    assert found["empty"] == Versions("", "a\n")


def test_many_and_large_files_are_read_a_few_at_a_time(repository: Repository) -> None:
    repository.commit("one", {**{f"{n}.txt": f"{n}\n" for n in range(600)}, "large.txt": "x\n" * LARGEST})
    repository.commit("two", {**{f"{n}.txt": f"{n} b\n" for n in range(600)}, "large.txt": "x\n" * LARGEST + "y\n"})
    found = whole(change_of(repository.folder, "HEAD^!"))
    assert all(found[f"{n}.txt"] == Versions(f"{n}\n", f"{n} b\n") for n in range(600))
    assert found["large.txt"] == Versions()


@pytest.mark.parametrize("side", ["range", "staged", "worktree"])
def test_the_new_tree_is_searched_and_no_other(repository: Repository, side: str) -> None:
    repository.commit(
        "one", {"docs/a.md": "the studio\n", "b.md": "studios\n", "c.md": "a studio\n", "日本.md": "studio\n"}
    )
    repository.write({"c.md": "a portal\n"})
    repository.git("add", "-A")
    if side == "range":
        repository.commit("two")
        repository.write({"b.md": "nothing\n", "docs/a.md": "nothing\n"})
    git = GitCommand(repository.folder)
    changes = (
        {"staged": read_staged, "worktree": read_worktree}[side](git)
        if side != "range"
        else read_range(git, read_words(git, ["HEAD^!"]))
    )
    assert changes.trees
    assert changes.trees.holders("studio", whole_words=True) == ("docs/a.md", "日本.md")
    assert changes.trees.holders("studio", whole_words=False) == ("b.md", "docs/a.md", "日本.md")
    assert changes.trees.holders("nowhere", whole_words=False) == ()
    mentions = changes.trees.mentions(["the studio", "studios"])
    assert mentions
    assert [(m.path, m.line, m.text) for m in mentions] == [("b.md", 1, "studios"), ("docs/a.md", 1, "the studio")]


def test_a_text_that_looks_like_an_option_is_a_text(repository: Repository, tmp_path: Path) -> None:
    repository.commit("one", {"a.md": "--open-files-in-pager=touch x\n"})
    repository.commit("two", {"b.md": "x\n"})
    changes = change_of(repository.folder, "HEAD^!")
    assert changes.trees
    assert changes.trees.holders("--open-files-in-pager=touch x", whole_words=False) == ("a.md",)
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("text", ["a.b", "[x", "f(y)*", "a|b", "^", "$1", "\\d", "{2}", "+?"])
def test_texts_that_are_searched_for_are_no_expressions(repository: Repository, text: str) -> None:
    lines = b"\xe4 plain\n" + f"so {text}!\n".encode() + b"a-b x fyyy d 2 1\n"
    repository.commit("one", {"a.txt": lines})
    repository.commit("two", {"b.txt": "b\n"})
    trees = change_of(repository.folder, "HEAD~1..HEAD").trees
    assert trees
    for texts in ([text], [text, "nowhere"], ["nowhere", text]):
        assert [(m.path, m.line) for m in trees.mentions(texts) or ()] == [("a.txt", 2)]


def test_more_texts_are_searched_for_than_an_argument_of_a_program_can_hold(repository: Repository) -> None:
    long = "n" * 100
    repository.commit("one", {"a.txt": f"nothing\n{long}1999\n"})
    repository.commit("two", {"b.txt": "b\n"})
    trees = change_of(repository.folder, "HEAD~1..HEAD").trees
    assert trees
    mentions = trees.mentions([f"{long}{number}" for number in range(1_000, 2_500)])
    assert [(m.path, m.line) for m in mentions or ()] == [("a.txt", 2)]


def test_of_more_lines_than_may_be_read_those_of_the_first_files_are(repository: Repository) -> None:
    large = "the text " * 20 + "\n"
    files = {f"{number:03}.txt": "the text\n" for number in range(250)} | {"999.txt": large * 8_000}
    repository.commit("one", files)
    git = GitCommand(repository.folder, SizeLimit(1))
    trees = GitTrees(git, WorkTreeAttributes(git), "HEAD")
    mentions = trees.mentions(["the text"])
    assert mentions is not None
    assert [mention.path for mention in mentions] == sorted(files)[:250]
