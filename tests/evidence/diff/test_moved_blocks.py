from hypothesis import given, settings
from hypothesis import strategies as st

from diff_insight.changes.changeset import ChangeSet, Source
from diff_insight.evidence.diff.fact_kinds import FactKind as K
from diff_insight.evidence.diff.moved_blocks import moves
from diff_insight.evidence.gather import gather
from tests.between import change_between
from tests.repository import Repository, change_of

BLOCK = (
    "def load(path):\n    with open(path, encoding='utf-8') as file:\n        return parse(file.read(), strict=True)\n"
)
REST = "\n".join(f"value_{n} = compute({n})" for n in range(20)) + "\n"


def test_lines_that_leave_one_file_and_come_to_another_moved() -> None:
    files = [change_between("a.py", REST + BLOCK, REST), change_between("b.py", "x = 1\n", "x = 1\n" + BLOCK)]
    (move,) = moves(files)
    assert (move.old_path, move.new_path, move.old, move.new) == ("a.py", "b.py", (21, 22, 23), (2, 3, 4))
    source, target = gather(ChangeSet(Source("x"), tuple(files))).files
    moved = {fact.kind: fact for fact in source.facts}
    assert moved[K.BLOCK_MOVED].new_path == "b.py"
    assert (moved[K.NAME_MOVED].before, moved[K.NAME_MOVED].new_path) == ("load", "b.py")
    assert {fact.old_path for fact in target.facts} == {"a.py"}
    assert not {K.NAME_REMOVED, K.NAME_ADDED} & {fact.kind for file in (source, target) for fact in file.facts}


def test_lines_that_change_their_place_inside_a_file_moved() -> None:
    (move,) = moves([change_between("a.py", BLOCK + REST, REST + BLOCK)])
    assert (move.old_path, move.new_path, move.old[0], move.new[0]) == ("a.py", "a.py", 1, 21)


def test_lines_that_are_indented_anew_moved_all_the_same() -> None:
    indented = "class A:\n" + "".join(f"    {line}\n" for line in BLOCK.splitlines())
    files = [change_between("a.py", REST + BLOCK, REST), change_between("b.py", "x = 1\n", "x = 1\n" + indented)]
    assert [move.count for move in moves(files)] == [3]


def test_few_or_short_lines_are_no_move() -> None:
    short = "    }\n  }\n}\n"
    assert not moves([change_between("a.js", REST + short, REST), change_between("b.js", "x\n", "x\n" + short)])
    two = "".join(BLOCK.splitlines(keepends=True)[:2])
    assert not moves([change_between("a.py", REST + two, REST), change_between("b.py", "x\n", "x\n" + two)])


def test_lines_that_stand_in_many_places_went_nowhere_in_particular() -> None:
    gone = change_between("a.py", REST + BLOCK, REST)
    come = [change_between(f"b{n}.py", "x\n", "x\n" + BLOCK) for n in range(20)]
    assert not moves([gone, *come])


LINES = st.lists(st.sampled_from([f"a rather long line of some words, number {n}" for n in range(8)]), max_size=25)


@settings(max_examples=100)
@given(LINES, LINES, LINES, LINES)
def test_what_moved_reads_the_same_at_both_ends_and_moved_once(
    a: list[str], b: list[str], c: list[str], d: list[str]
) -> None:
    texts = ["\n".join([*lines, "end of the file"]) + "\n" for lines in (a, b, c, d)]
    files = [change_between(path, old, new) for path, old, new in (("a", *texts[:2]), ("b", *texts[2:])) if old != new]
    old = {
        file.path: {line.old: line.text for h in file.hunks for line in h.lines if line.kind == "-"} for file in files
    }
    new = {
        file.path: {line.new: line.text for h in file.hunks for line in h.lines if line.kind == "+"} for file in files
    }
    ends = []
    for move in moves(files):
        assert [old[move.old_path][n] for n in move.old] == [new[move.new_path][n] for n in move.new]
        ends += [(move.new_path, number) for number in move.new]
    assert len(ends) == len(set(ends))


def test_a_name_that_is_defined_anew_where_other_lines_went_moved_with_them() -> None:
    save = "def save(path, text):\n    return write(path, text)\n"
    smaller = "def save(path, text):\n    check(path)\n    for line in text:\n        write(path, line)\n"
    files = [
        change_between("a.py", REST + BLOCK + save, REST),
        change_between("b.py", "x = 1\n", "x = 1\n" + BLOCK + smaller),
    ]
    source, _ = gather(ChangeSet(Source("x"), tuple(files))).files
    assert {(f.before, f.new_path) for f in source.facts if f.kind is K.NAME_MOVED} == {
        ("load", "b.py"),
        ("save", "b.py"),
    }
    alone = [change_between("a.py", REST + save, REST), change_between("b.py", "x = 1\n", "x = 1\n" + smaller)]
    source, _ = gather(ChangeSet(Source("x"), tuple(alone))).files
    assert {f.kind for f in source.facts} == {K.NAME_REMOVED}


def test_lines_that_stay_and_are_indented_did_not_move() -> None:
    indented = "if ready:\n" + "".join(f"    {line}\n" for line in BLOCK.splitlines())
    assert not moves([change_between("a.py", REST + BLOCK + REST, REST + indented + REST)])


def test_lines_that_leave_several_files_came_from_none_of_them() -> None:
    gone = [change_between(name, REST + BLOCK, REST) for name in ("a.py", "b.py")]
    assert not moves([*gone, change_between("c.py", "x = 1\n", "x = 1\n" + BLOCK)])


def test_a_notice_of_licence_does_not_move() -> None:
    notice = "".join(
        f"// {line}\n"
        for line in (
            "Copyright 2020 the authors of this project, all rights reserved.",
            "Use of this source code is governed by a licence of the BSD style",
            "that can be found in the file that is called LICENSE.",
        )
    )
    files = [change_between("a.go", notice + REST, REST), change_between("b.go", "x := 1\n", notice + "x := 1\n")]
    assert not moves(files)


def test_imports_do_not_move() -> None:
    imports = "".join(f"import org.example.somewhere.far.{name}\n" for name in ("Reader", "Writer", "Eraser"))
    files = [
        change_between("A.kt", imports + REST, REST),
        change_between("B.kt", "val x = 1\n", imports + "val x = 1\n"),
    ]
    assert not moves(files)


def test_a_variable_that_is_defined_anew_where_its_neighbours_went_moved(repository: Repository) -> None:
    block = "func load(path string) string {\n\tfile := openOrPanic(path, readOnly)\n\treturn parseStrictly(file)\n}\n"
    rest = "package a\n\nfunc other() int {\n\treturn 1\n}\n"
    repository.commit("one", {"a.go": f"{rest}\nvar Limit = 3\n\n{block}", "b.go": "package a\n"})
    repository.commit("two", {"a.go": rest, "b.go": f"package a\n\n{block}\nvar Limit = 3\n"})
    source, _ = gather(change_of(repository.folder, "HEAD^!")).files
    (fact,) = [fact for fact in source.facts if fact.before == "Limit"]
    assert (fact.kind, fact.new_path) == (K.NAME_MOVED, "b.go")
