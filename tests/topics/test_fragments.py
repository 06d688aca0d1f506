import pytest

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.roles import Role
from diff_insight.topics.entries import entries_of
from diff_insight.topics.entry import Entry
from diff_insight.topics.topic import Origin
from tests.between import change_between


def added(path: str, text: str) -> list[Entry]:
    file = change_between(path, "", text)
    whole = FileChange(path, Status.ADDED, hunks=file.hunks, additions=file.additions)
    return list(entries_of([whole], {path: Role.RELEASE_NOTES}))


@pytest.mark.parametrize(
    ("path", "content", "text", "heading", "numbers"),
    [
        ("newsfragments/12.feature.rst", "Add ``--limit``.\n", "Add `--limit`.", "feature", (12,)),
        ("changes/+odd.bugfix.md", "Mend *it* all.\n", "Mend it all.", "bugfix", ()),
        (".changeset/odd-cats.md", '---\n"pkg": minor\n---\n\nAdd `limit`.\n', "Add `limit`.", "minor", ()),
        (".changes/unreleased/a.yaml", "kind: Fixed\nbody: Mend it (#7)\n", "Mend it", "Fixed", (7,)),
        ("releasenotes/notes/a.yaml", "fixes:\n  - Mend ``it`` all.\n", "Mend `it` all.", "fixes", ()),
    ],
)
def test_news_fragments_are_entries(path: str, content: str, text: str, heading: str, numbers: tuple[int, ...]) -> None:
    (found,) = added(path, content)
    assert (found.text, found.heading, found.numbers, found.origin) == (text, heading, numbers, Origin.FRAGMENT)


@pytest.mark.parametrize("name", ["4.0.0.rst", "4.0.md"])
def test_a_file_of_notes_that_is_named_after_a_version_is_no_fragment(name: str) -> None:
    notes = "Version\n=======\n\nWe like it.\n\nFixed\n-----\n\n- Read all\n- Write all\n"
    found = added(f"docs/changes/{name}", notes)
    assert [entry.text for entry in found] == ["Read all", "Write all"]


@pytest.mark.parametrize("content", ["a: [\n", "- 1\n", "\t*\n", "...\n", "kind: 1\nbody: 2\n"])
def test_whatever_is_in_a_fragment_it_is_read_or_left(content: str) -> None:
    for path in ("changes/a.yaml", "newsfragments/1.fix.rst", ".changeset/a.md", "CHANGES.rst"):
        added(path, content)
