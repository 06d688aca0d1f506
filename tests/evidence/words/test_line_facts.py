import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.words.line_facts import line_facts
from tests.between import change_between


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        # Several edits of a line are quoted together: one of them alone says what neither line says.
        ("    return all.size() == 0;\n", "    return all.isEmpty();\n", "all.size() == 0;", "all.isEmpty();"),
        ("if (ready)\n", "if (ready && open)\n", "(ready)", "(ready && open)"),
        ("limit = 10\n", "limit = 12\n", "10", "12"),
    ],
)  # fmt: skip
def test_all_that_differs_between_two_lines_is_quoted(old: str, new: str, before: str, after: str) -> None:
    (fact,) = line_facts(sides_of(change_between("a.x", old, new), Versions(old, new)))
    assert (fact.before, fact.after) == (before, after)


def test_of_lines_that_differ_in_many_places_the_first_words_are_quoted() -> None:
    old = "first " + "the same words again and again and again, " * 3 + "last\n"
    new = old.replace("first", "one").replace("last", "end")
    (fact,) = line_facts(sides_of(change_between("a.x", old, new), Versions(old, new)))
    assert (fact.before, fact.after) == ("first", "one")


def test_lines_that_differ_in_white_space_alone_are_not_quoted_as_changed() -> None:
    old, new = "  keep { this }\nother = 1\n", "    keep { this }\nother = 2\n"
    found = line_facts(sides_of(change_between("a.x", old, new), Versions(old, new)))
    assert [(fact.before, fact.after) for fact in found] == [("1", "2")]
