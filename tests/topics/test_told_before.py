from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import FileChange, Versions
from diff_insight.changes.trees import DiffAlone
from diff_insight.evidence.roles import Role
from diff_insight.topics.entries import entries_of
from diff_insight.topics.entry import Entry
from diff_insight.topics.told_before import not_told_before
from tests.between import change_between


@dataclass(frozen=True)
class Texts(DiffAlone):
    """The trees of a file of which the old text is known."""

    old: str

    def versions(self, files: Sequence[FileChange]) -> Iterator[Versions]:
        return (Versions(old=self.old) for _ in files)


def entries(path: str, old: str, new: str) -> list[Entry]:
    file = change_between(path, old, new)
    return list(not_told_before(entries_of([file], {path: Role.RELEASE_NOTES}), [file], Texts(old)))


def test_one_entry_that_was_told_before_is_told_again_among_new_ones() -> None:
    old = "# 1.0\n\n- Remove blank lines before a block, as a preview (#7)\n"
    new = "# 1.1\n\n- Remove blank lines before a block (#7)\n- Read zones (#8)\n- Drop support for Python 3.7 (#9)\n\n"
    assert [entry.numbers for entry in entries("CHANGELOG.md", old, new + old)] == [(7,), (8,), (9,)]


def test_entries_that_differ_in_their_digits_are_no_repetition() -> None:
    old = "# 1.0\n\n- Drop support for Python 3.6\n"
    (found,) = entries("CHANGELOG.md", old, "# 1.1\n\n- Drop support for Python 3.7\n\n" + old)
    assert found.text == "Drop support for Python 3.7"
