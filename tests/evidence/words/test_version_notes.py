"""What documentation says changed in a version."""

import pytest

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from tests.between import facts_between

API = ".. function:: read(path)\n\n   Reads a file.\n\n   .. versionchanged:: 2.0\n      A path may be empty.\n"
NOTE = "\n   .. versionchanged:: 3.0\n      It no longer takes a limit,\n      which nobody used.\n"


def notes(path: str, old: str, new: str) -> list[Fact]:
    return [fact for fact in facts_between(path, old, new) if fact.kind is FactKind.CHANGE_NOTED]


@pytest.mark.parametrize(
    ("path", "old", "new", "version", "words", "about"),
    [
        ("docs/a.rst", API, API + NOTE, "3.0", "It no longer takes a limit, which nobody used.", "read"),
        (
            "it/a.py", 'def read(path):\n    """Reads a file."""\n',
            'def read(path):\n    """Reads a file.\n\n    .. versionchanged:: 3.0 It takes no limit.\n    """\n',
            "3.0", "It takes no limit.", "read",
        ),
        (
            "docs/a.md", "# Reading\n\nRead a file.\n",
            "# Reading\n\nRead a file.\n\n```{versionadded} 3.0\nThe `limit` of a file.\n```\n",
            "3.0", "The `limit` of a file.", None,
        ),
        (
            "docs/a.rst", API, API + NOTE.replace("3.0", "next"),
            "next", "It no longer takes a limit, which nobody used.", "read",
        ),
    ],
)  # fmt: skip
def test_a_note_is_told_with_its_version_and_what_it_is_about(
    path: str, old: str, new: str, version: str, words: str, about: str | None
) -> None:
    (note,) = notes(path, old, new)
    assert (note.where, note.after, note.subject) == (version, words, about)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("docs/a.rst", API, API + NOTE.replace("3.0", "1.0")),  # written later of what was before
        ("docs/a.rst", API, API.replace("may be empty.", "may be empty as well.")),  # an earlier one, edited
        ("docs/a.rst", API, API.replace("   .. version", "  .. version")),
        ("docs/a.rst", API, API + "\n   .. versionadded:: 3.0\n"),  # without words
        ("docs/a.rst", "", API + NOTE),
        ("docs/a.rst", API + NOTE, API),
        ("it/a.js", "x = 1\n", "x = 1\n" + NOTE),
    ],
)
def test_what_is_no_news_is_no_note(path: str, old: str, new: str) -> None:
    assert notes(path, old, new) == []
