from diff_insight.changes.changeset import FileChange, Status, Versions
from diff_insight.evidence.across.shared_names import folder_renames, shared_names
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_of
from tests.between import change_between


def renamed(old: str, new: str) -> FileChange:
    return FileChange(new, Status.RENAMED, old_path=old)


def test_a_folder_that_several_files_left_together() -> None:
    files = [
        renamed("docs/old/a.md", "docs/new/a.md"),
        renamed("docs/old/x/b.md", "docs/new/x/b.md"),
        renamed("c", "d"),
    ]
    (found,) = folder_renames(files)
    assert (found.old, found.new, found.paths) == ("docs/old", "docs/new", ("docs/new/a.md", "docs/new/x/b.md"))


def test_a_name_that_one_file_defines_and_others_use() -> None:
    pairs = [
        ("a.py", "x = 1\n", "x = 1\n\ndef read_limit():\n    pass\n"),
        ("b.py", "y = 1\n", "y = read_limit()\n"),
        ("c.md", "A page.\n", "A page about `read_limit`.\n"),
        ("d.py", "z = 1\n", "z = 2\n"),
    ]
    files = [change_between(*pair) for pair in pairs]
    facts = [facts_of(sides_of(file, Versions(old, new))) for file, (_, old, new) in zip(files, pairs, strict=True)]
    (found,) = shared_names(files, facts)
    assert (found.name, found.kind, found.path, found.users) == (
        "read_limit", FactKind.NAME_ADDED, "a.py", ("b.py", "c.md"),
    )  # fmt: skip


def test_words_of_everyday_language_are_no_shared_names() -> None:
    pairs = [("a.py", "x = 1\n", "def limits():\n    pass\n"), ("b.md", "A page.\n", "A page about limits.\n")]
    files = [change_between(*pair) for pair in pairs]
    facts = [facts_of(sides_of(file, Versions(old, new))) for file, (_, old, new) in zip(files, pairs, strict=True)]
    assert shared_names(files, facts) == ()


def test_what_every_object_has_is_no_shared_name() -> None:
    pairs = [
        ("a.js", "class A {\n}\n", "class A {\n  toString() {\n    return '';\n  }\n}\n"),
        ("b.js", "let b = 1;\n", "let b = c.toString();\n"),
    ]
    files = [change_between(*pair) for pair in pairs]
    facts = [facts_of(sides_of(file, Versions(old, new))) for file, (_, old, new) in zip(files, pairs, strict=True)]
    assert shared_names(files, facts) == ()


def test_a_file_that_had_a_new_name_before_takes_no_part_in_it() -> None:
    pairs = [
        ("a.py", "x = 1\n", "x = 1\n\ndef read_limit():\n    pass\n"),
        ("b.py", "y = read_limit(1)\n", "y = read_limit(2)\n"),
    ]
    files = [change_between(*pair) for pair in pairs]
    facts = [facts_of(sides_of(file, Versions(old, new))) for file, (_, old, new) in zip(files, pairs, strict=True)]
    assert shared_names(files, facts) == ()
