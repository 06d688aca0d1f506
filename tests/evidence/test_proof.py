"""What a fact quotes stands where it says, and what does not is found out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import FileChange, Status, Versions
from diff_insight.changes.trees import patched
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides, sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.proof import Run, Side, holds, proved, side_of
from tests.between import change_between

WORDS = st.lists(
    st.sampled_from(
        [
            "apples",
            "10",
            "v1.2.3",
            "2024-01-02",
            "https://a.example/x",
            "[b](../c.md)",
            "|",
            "#",
            "key:",
            "x=1",
            "“é”",
            ",",
        ]
    ),
    max_size=7,
).map(" ".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(lambda lines: "\n".join([*lines, "end", ""]))


def sides_between(path: str, old: str, new: str, *, whole: bool) -> Sides | None:
    if old == new:
        return None
    file = change_between(path, old, new)
    return sides_of(file, Versions(old, patched(old, file)) if whole else Versions())


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("path", ["a.md", "a.txt", "a.yaml", "a.py", "requirements.txt", "a.ini", "a.csv"])
@given(old=TEXTS, new=TEXTS)
def test_every_quote_is_a_slice_of_its_side(path: str, whole: bool, old: str, new: str) -> None:
    sides = sides_between(path, old, new, whole=whole)
    if sides is None:
        return
    found = facts_of(sides)
    assert proved(found, sides).unproved == 0
    for fact in found:
        for text, line, span, lines in (
            (fact.before, fact.old_line, fact.old_span, old.split("\n")),
            (fact.after, fact.new_line, fact.new_span, new.split("\n")),
        ):
            if span:
                assert lines[(line or 0) - 1][slice(*span)] == text


EDITS = {
    "stock.csv": ("apples,10,red\n", "pears,12,green\n"),
    "001.sql": ('INSERT INTO t VALUES(1,"a","x");\n', 'INSERT INTO t VALUES(2,"b","y");\n'),
    "u.xml": ('<user id="1" role="guest"/>\n', '<user id="2" role="admin"/>\n'),
    "Main.kt": ('val size=10;val name="a"\n', 'val size=20;val name="b"\n'),
    "de.po": ('msgstr "Öffne(n)"\n', 'msgstr "Öffnen(x)"\n'),
    "env.txt": ("path=/usr/lib:/opt/x\n", "path=/lib:/srv/y\n"),
}


@pytest.mark.parametrize("path", EDITS)
def test_of_a_line_with_two_edits_each_side_is_quoted_as_it_was(path: str) -> None:
    old, new = EDITS[path]
    sides = sides_between(path, old, new, whole=True)
    assert sides
    found = facts_of(sides)
    assert any(fact.kind is FactKind.LINE_CHANGED for fact in found)
    for fact in found:
        assert (fact.before or "-") in old
        assert (fact.after or "-") in new


FILE = FileChange("a.py", Status.MODIFIED, old_mode="100644", new_mode="100644")
OLD = Side([Run(1, ["def load(path, limit=10):", "    return 1", "| a | b |", "## Old [part](x.md)", "k: v # 1"])])
NEW = Side([Run(1, ["def load(path, limit=20):", "    return 2", "| a | c |", "## New part", "k: w # 1"])])

TRUE = [
    Fact(FactKind.NAME_EDITED, "load", "load", "function", old_line=1, new_line=1),
    Fact(FactKind.DEFAULT_CHANGED, "10", "20", "load", "limit", 1, 1),
    Fact(FactKind.SIGNATURE_CHANGED, "load(path, limit=10)", "load(path, limit=20)", "load", None, 1, 1),
    Fact(FactKind.LINE_CHANGED, "1", "2", old_line=2, new_line=2, old_span=(11, 12), new_span=(11, 12)),
    Fact(FactKind.ROW_CHANGED, "b", "c", "a", None, 3, 3),
    Fact(FactKind.HEADING_RENAMED, "Old part", "New part", old_line=4, new_line=4),
    Fact(FactKind.VALUE_CHANGED, "v", "w", "k", None, 5, 5),
]


@pytest.mark.parametrize("fact", TRUE, ids=lambda fact: fact.kind)
def test_a_fact_that_holds_is_told_and_one_of_another_line_or_wording_is_not(fact: Fact) -> None:
    assert holds(fact, FILE, OLD, NEW)
    assert not holds(replace(fact, before="nothing", old_span=None), FILE, OLD, NEW)
    assert not holds(replace(fact, after="nothing", new_span=None), FILE, OLD, NEW)
    assert not holds(replace(fact, old_line=6), FILE, OLD, NEW)
    assert not holds(replace(fact, new_line=None), FILE, OLD, NEW)


def test_a_quote_of_the_right_words_from_another_place_of_the_line_is_none() -> None:
    (fact,) = (fact for fact in TRUE if fact.kind is FactKind.LINE_CHANGED)
    assert not holds(replace(fact, old_span=(10, 11)), FILE, OLD, NEW)


def test_what_does_not_hold_is_counted() -> None:
    sides = sides_between("a.txt", "one two\n", "one three\n", whole=True)
    assert sides
    (fact,) = facts_of(sides)
    false = replace(fact, before="four", old_span=None)
    assert proved([fact, false], sides).facts == (fact,)
    assert proved([fact, false], sides).unproved == 1


def test_every_kind_of_fact_is_held_against_something() -> None:
    for kind in FactKind:
        fact = Fact(kind, "nowhere", "nowhere", "nowhere", None, 1, 1)
        assert not holds(fact, FILE, OLD, NEW), kind


def test_where_only_a_diff_is_known_its_lines_are_the_sides() -> None:
    file = change_between("a.txt", "one\ntwo\n", "one\nthree\n")
    old, new = (side_of(file, None, is_old=is_old) for is_old in (True, False))
    assert [old.at(number) for number in (0, 1, 2, 3, None)] == [None, "one", "two", None, None]
    assert list(new.from_(1)) == ["one", "three"]


@pytest.mark.parametrize("name", ["a.B.load", "load(path, limit)", "B.load -> int", "B.load<T, U<(1.5)>>", "load"])
def test_of_a_name_its_own_part_is_looked_for(name: str) -> None:
    fact = Fact(FactKind.NAME_REMOVED, name, subject="function", old_line=1)
    assert holds(fact, FILE, OLD, NEW)
    assert not holds(replace(fact, old_line=2), FILE, OLD, NEW)
    assert not holds(replace(fact, before=name.replace("load", "oad")), FILE, OLD, NEW)
