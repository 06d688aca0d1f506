from diff_insight.changes.changeset import ChangeSet
from diff_insight.changes.patch.patch_file import read_patch
from diff_insight.insight.analysis import analyse
from diff_insight.insight.change_types import DEFAULT_TYPES
from diff_insight.insight.insight import Overview
from diff_insight.sentences.translation import Wording
from tests.repository import Repository, change_of

PAGE = "# Start\n\nOpen {} the studio and look around.\n"
BLOCK = "".join(
    f"def step_{n}(value):\n    return compute(value, {n}, 'a rather long line of code')\n" for n in range(5)
)


def last(repository: Repository) -> ChangeSet:
    return change_of(repository.folder, "HEAD^!")


def overview(changes: ChangeSet) -> Overview:
    return analyse(changes, Wording("en"), DEFAULT_TYPES, None, lambda _done, _known: None).overview


def test_an_edit_that_recurs_is_told_with_the_files_it_left_out(repository: Repository) -> None:
    pages = {f"{name}.md": PAGE.format(name) for name in ("a", "b", "c")}
    repository.commit("one", pages)
    repository.commit("two", {name: text.replace("studio", "portal") for name, text in pages.items() if name != "c.md"})
    insights = overview(last(repository)).insights
    assert (
        "The wording `studio` becomes `portal` in 2 files: `a.md` and `b.md`. "
        "The old `studio` still stands in 1 file: `c.md`."
    ) in insights


def test_where_no_tree_is_known_only_the_shown_lines_are_spoken_of(repository: Repository) -> None:
    pages = {f"{name}.md": PAGE.format(name) for name in ("a", "b", "c")}
    repository.commit("one", pages)
    changed = {name: text.replace("studio", "portal") for name, text in pages.items() if name != "c.md"}
    repository.commit("two", changed | {"c.md": pages["c.md"] + "The end.\n"})
    patch = read_patch(repository.git("diff", "HEAD~1", "HEAD"), None)
    said = "The old `studio` still stands in lines of 1 file that the diff shows: `c.md`."
    assert any(said in insight for insight in overview(patch).insights)


def test_what_moved_what_was_renamed_and_what_is_shared_is_told_once_for_all(repository: Repository) -> None:
    before = {"old/a.py": BLOCK + "x = 1\n", "old/b.txt": "b\n" * 9, "old/c.txt": "c\n" * 9, "use.md": "text\n"}
    repository.commit("one", before)
    (repository.folder / "new").mkdir()
    repository.git("mv", "old/b.txt", "new/b.txt")
    repository.git("mv", "old/c.txt", "new/c.txt")
    smaller = "x = 1\n\n\ndef read_limit():\n    return 1\n"
    repository.commit("two", {"old/a.py": smaller, "steps.py": BLOCK, "use.md": "text\n`read_limit`\n"})
    together = " ".join(overview(last(repository)).insights)
    assert "2 files move from `old/` to `new/`." in together
    assert "10 lines move from `a.py` to `steps.py`." in together
    assert "`read_limit`, which is new in `a.py`, stands in changed lines of `use.md`." in together


def test_signs_of_a_breaking_change_stand_in_the_highlights_with_their_reasons(repository: Repository) -> None:
    repository.commit("one", {"a.py": "def load(path, limit):\n    return path\n", "b.py": "x = 1\n"})
    repository.commit("feat!: drop the limit", {"a.py": "def load(path):\n    return path\n", "b.py": None})
    found = overview(last(repository)).breaking_changes
    assert [line.text for line in found] == ["“drop the limit”. Gone: `limit` of `load`."]


def test_the_summary_begins_with_what_matters_most(repository: Repository) -> None:
    repository.commit("one", {"a.py": "x = 1\n"})
    repository.commit("Fix the header of the output when it is empty (#12)", {"a.py": "x = 2\n", "test_a.py": "y\n"})
    assert overview(last(repository)).summary.startswith(
        "Most important: “Fix the header of the output when it is empty”. What concerns users: 1 fix."
    )


def test_what_is_deprecated_is_told_in_the_words_of_its_author(repository: Repository) -> None:
    repository.commit("one", {"a.py": "x = 1\n"})
    repository.commit("Deprecate `limit`, use `most` instead", {"a.py": "x = 2\n"})
    assert "Deprecated: “Deprecate `limit`, use `most` instead”." in overview(last(repository)).insights


def test_the_version_of_a_release_is_no_highlight_of_software_but_one_of_documents(repository: Repository) -> None:
    names = [f"{name}.md" for name in ("a", "b", "c")]
    repository.commit("one", dict.fromkeys(names, "Install it 2.0.0 now.\n") | {"a.py": "x = 1\n"})
    pages = dict.fromkeys(names, "Install it 2.1.0 now.\n")
    repository.commit("two", pages | {"a.py": "def read():\n    return 1\n"})
    repository.commit("three", dict.fromkeys(names, "Install it 2.2.0 now.\n"))
    for revision, is_told in (("HEAD", True), ("HEAD~1", False)):
        patch = read_patch(repository.git("diff", f"{revision}~1", revision), None)
        told = [line.text for line in overview(patch).other_updates]
        assert any("in 3 files" in line for line in told) is is_told


def test_what_the_steps_to_upgrade_tell_does_not_count_as_left_out(repository: Repository) -> None:
    repository.commit("begin", {"src/a.py": "def load(path, limit):\n    return path\n", "src/b.py": "x = 1\n"})
    repository.commit("Fix a path traversal in the files (#3)", {"src/b.py": "x = 2\n"})
    repository.commit("Load less (#4)", {"src/a.py": "def load(path):\n    return path\n"})
    found = analyse(
        change_of(repository.folder, "HEAD~2..HEAD"), Wording("en"), DEFAULT_TYPES, None,
        lambda _done, _known: None, most_highlights=1,
    )  # fmt: skip
    assert [step.words for step in found.upgrade] == ["“Load less”"]
    assert found.overview.left_out == ""


def test_a_name_that_examples_use_is_no_insight(repository: Repository) -> None:
    repository.commit("one", {"src/a.py": "x = 1\n", "examples/b.py": "x = 1\n", "src/c.py": "x = 1\n"})
    new = "def read_limit():\n    return 1\n"
    repository.commit("two", {"src/a.py": new, "examples/b.py": "read_limit()\n"})
    assert "read_limit" not in " ".join(overview(last(repository)).insights)
