from diff_insight.evidence.across.recurrence import recurrences
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind


def link(old: str, new: str) -> Fact:
    return Fact(FactKind.LINK_CHANGED, old, new)


def test_the_same_edit_in_several_files_is_found_with_its_files() -> None:
    term = Fact(FactKind.TERM_REPLACED, "studio", "portal")
    other = Fact(FactKind.TERM_REPLACED, "a", "b")
    (found,) = recurrences([("x", (term, other)), ("y", (term,)), ("z", ())])
    assert (found.before, found.after, found.paths) == ("studio", "portal", ("x", "y"))


def test_links_that_go_to_another_host_are_one_edit_whatever_their_paths() -> None:
    (found,) = recurrences(
        [("x", (link("https://old.example/a", "https://new.example/b"),)), ("y", (link("https://old.example/", "https://new.example/"),))]
    )  # fmt: skip
    assert (found.before, found.after, found.between_hosts) == ("old.example", "new.example", True)


def test_one_link_that_goes_to_another_host_says_nothing_about_the_hosts() -> None:
    edit = link("https://old.example/a", "https://new.example/b")
    (found,) = recurrences([("x", (edit,)), ("y", (edit,))])
    assert (found.before, found.after, found.between_hosts) == (edit.before, edit.after, False)


def test_an_edit_of_one_file_does_not_recur() -> None:
    edit = link("https://old.example/a", "https://new.example/b")
    assert recurrences([("x", (edit, edit))]) == ()


def test_the_most_frequent_comes_first() -> None:
    few, many = Fact(FactKind.DATE_CHANGED, "1", "2"), Fact(FactKind.TERM_REPLACED, "a", "b")
    found = recurrences([("x", (few, many)), ("y", (few, many)), ("z", (many,))])
    assert [len(recurrence.paths) for recurrence in found] == [3, 2]


def test_a_key_that_gets_one_value_in_many_files_recurs_whatever_it_was_before() -> None:
    def dated(before: str) -> tuple[Fact, ...]:
        return (Fact(FactKind.VALUE_CHANGED, before, "06/11/2025", "ms.date"),)

    (found,) = recurrences([("x", dated("01/01/2025")), ("y", dated("02/02/2025")), ("z", dated("01/01/2025"))])
    assert (found.subject, found.before, found.after, found.paths) == ("ms.date", None, "06/11/2025", ("x", "z", "y"))
    (same,) = recurrences([("x", dated("01/01/2025")), ("z", dated("01/01/2025"))])
    assert same.before == "01/01/2025"
