import pytest

from diff_insight.changes.changeset import Commit
from diff_insight.topics.declared_entries import without_declared
from diff_insight.topics.entry import Entry
from diff_insight.topics.topic import Origin

FOOTER = "Readers take a path and no longer an open file. Open it yourself before."


@pytest.mark.parametrize(
    ("subject", "text", "heading", "is_left_out"),
    [
        ("feat: take paths", FOOTER, "⚠ BREAKING CHANGES", True),
        ("feat: take paths", "Readers take a path and no longer an open file", "BREAKING CHANGES", True),
        ("feat: take paths", FOOTER, "Features", False),
        ("feat: take paths", "Writers take a path and no longer an open file", "BREAKING CHANGES", False),
        ("feat: take paths", "Readers take a path", "BREAKING CHANGES", False),
        # The subject says as much, and release notes tell more than it of how much it matters.
        (f"feat!: {FOOTER}", FOOTER, "BREAKING CHANGES", False),
    ],
)
def test_what_a_program_copied_from_the_footer_of_a_commit_is_told_by_the_commit(
    subject: str, text: str, heading: str, is_left_out: bool
) -> None:
    entry = Entry(text, Origin.CHANGELOG, heading, (), "CHANGELOG.md", f"* {text}")
    commit = Commit("1", subject, f"BREAKING CHANGE: {FOOTER}", "Ada", None, frozenset({"a.py"}))
    assert list(without_declared([entry], [commit])) == ([] if is_left_out else [entry])
