"""Files that change their language."""

from dataclasses import replace

import pytest

from diff_insight.changes.changeset import Status, Versions
from diff_insight.evidence.code.code_file import read_code
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from tests.between import change_between

JAVA = "public class Reader {\n  public void read(String path) {}\n\n  public void skip() {}\n}\n"
KOTLIN = "class Reader {\n  fun read(path: String) {}\n}\n"
SCRIPT = "export function read(path) {}\n\nexport function skip() {}\n"
TYPED = "export function read(path: string): void {}\n"


@pytest.mark.parametrize(
    ("before", "after", "old", "new", "gone"),
    [
        ("a/Reader.java", "a/Reader.kt", JAVA, KOTLIN, []),
        ("src/a.js", "src/a.ts", SCRIPT, TYPED, ["skip"]),
        ("a/Reader.java", "b/Reader.java", JAVA, JAVA.replace("  public void skip() {}\n", ""), ["Reader.skip"]),
    ],
)
def test_names_are_compared_where_one_grammar_reads_both_sides(
    before: str, after: str, old: str, new: str, gone: list[str]
) -> None:
    file = replace(change_between(after, old, new), status=Status.RENAMED, old_path=before)
    facts = read_code(sides_of(file, Versions(old, new)))
    assert [fact.before for fact in facts if fact.kind is FactKind.NAME_REMOVED] == gone
