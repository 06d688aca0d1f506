from collections.abc import Callable

import pytest

from diff_insight.changes.changeset import Versions
from diff_insight.changes.patch.unified import read_unified
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from tests.between import facts_between, facts_of_diff, said

Changed = Callable[[str, str, str], tuple[Fact, ...]]
both = pytest.mark.parametrize("changed", [facts_between, facts_of_diff])

MODULE = """\
module example.org/app

go 1.21

require (
\tgithub.com/a/one v1.2.0
\tgithub.com/b/two v0.3.0 // indirect
)

exclude (
\tgithub.com/c/three v1.0.0
)

replace github.com/a/one => ../one

retract (
\tv1.0.0 // broken
)
"""


@both
def test_only_what_is_required_is_a_dependency(changed: Changed) -> None:
    new = MODULE.replace("v1.0.0\n)", "v1.0.0\n\tgithub.com/d/four v2.0.0\n)").replace(" // broken", "\n\tv1.0.1")
    new += (
        "\ntoolchain go1.22.1\n\ntool github.com/e/five\n\nreplace github.com/f/six v1.0.0 => github.com/g/six v1.1.0\n"
    )
    assert said(changed("go.mod", MODULE, new)) == [
        (K.DEPENDENCY_REPLACED, None, "github.com/g/six v1.1.0", "github.com/f/six v1.0.0"),
        (K.DEPENDENCY_EXCLUDED, None, "v2.0.0", "github.com/d/four"),
    ]


@both
def test_a_replacement_changes_and_goes(changed: Changed) -> None:
    assert said(changed("go.mod", MODULE, MODULE.replace("../one", "../fork"))) == [
        (K.DEPENDENCY_REPLACED, "../one", "../fork", "github.com/a/one")
    ]
    (fact,) = changed("go.mod", MODULE, MODULE.replace("replace github.com/a/one => ../one\n\n", ""))
    assert (fact.kind, fact.before, fact.after, fact.old_line) == (K.DEPENDENCY_REPLACED, "../one", None, 14)
    (fact,) = changed("go.mod", MODULE, MODULE.replace("\tgithub.com/c/three v1.0.0\n", ""))
    assert (fact.kind, fact.before, fact.subject) == (K.DEPENDENCY_EXCLUDED, "v1.0.0", "github.com/c/three")


@both
def test_a_single_line_requires_too(changed: Changed) -> None:
    new = MODULE + "\nrequire github.com/h/seven v2.0.0+incompatible // indirect\n"
    assert said(changed("go.mod", MODULE, new)) == [
        (K.DEPENDENCY_ADDED, None, "v2.0.0+incompatible", "github.com/h/seven")
    ]


@both
def test_that_a_requirement_is_indirect_is_no_version(changed: Changed) -> None:
    facts = changed("go.mod", MODULE, MODULE.replace(" // indirect", ""))
    assert all(fact.kind is K.LINE_CHANGED for fact in facts)


@both
def test_a_workspace_has_replacements(changed: Changed) -> None:
    old = "go 1.21\n\nuse (\n\t./a\n)\n"
    assert said(changed("go.work", old, old.replace("./a", "./a\n\t./b") + "\nreplace x.org/y => ./y\n")) == [
        (K.DEPENDENCY_REPLACED, None, "./y", "x.org/y")
    ]


def of_hunk(section: str, *lines: str) -> tuple[Fact, ...]:
    counts = [sum(line[0] in f"{kind} " for line in lines) for kind in "-+"]
    text = f"--- a/go.mod\n+++ b/go.mod\n@@ -9,{counts[0]} +9,{counts[1]} @@{section}\n" + "\n".join(lines) + "\n"
    (file,) = read_unified(text.encode(), "x").files
    return facts_of(sides_of(file, Versions()))


CHANGED = (" \tx.org/a v1.0.0", "-\tx.org/b v1.0.0", "+\tx.org/b v1.1.0", " \tx.org/c v1.0.0")


def test_the_line_behind_the_numbers_says_which_block_it_is() -> None:
    assert [fact.kind for fact in of_hunk(" require (", *CHANGED)] == [K.DEPENDENCY_CHANGED]
    assert {fact.kind for fact in of_hunk(" exclude (", *CHANGED)} == {K.DEPENDENCY_EXCLUDED}
    # The block that it names may end in the hunk.
    ended = of_hunk(" exclude (", " )", " ", "+require x.org/d v1.0.0")
    assert [fact.kind for fact in ended] == [K.DEPENDENCY_ADDED]


def test_of_a_block_that_is_not_named_no_dependency_is_said() -> None:
    assert [fact.kind for fact in of_hunk("", *CHANGED)] == [K.VERSION_CHANGED]
    marked = of_hunk("", "-\tx.org/b v1.0.0 // indirect", "+\tx.org/b v1.1.0 // indirect")
    assert [fact.kind for fact in marked] == [K.DEPENDENCY_CHANGED]


@both
def test_another_name_of_the_module_is_told(changed: Changed) -> None:
    new = MODULE.replace("module example.org/app", "module example.org/app/v2")
    assert (K.VALUE_CHANGED, "example.org/app", "example.org/app/v2", "module") in said(changed("go.mod", MODULE, new))
    commented = MODULE.replace("module example.org/app", "module example.org/app // the app")
    assert all(fact.subject != "module" for fact in changed("go.mod", MODULE, commented))
