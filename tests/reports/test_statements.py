from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.reports.statements import Statement, statements
from diff_insight.sentences.translation import Wording

FILE = FileChange("a.yaml", Status.MODIFIED)


def test_each_fact_has_a_sentence_with_the_line_that_shows_it() -> None:
    added = Fact(FactKind.KEY_ADDED, after="1", subject="jobs.build", new_line=3)
    removed = Fact(FactKind.KEY_REMOVED, before="1", subject="jobs.test", old_line=5)
    changed = Fact(FactKind.VALUE_CHANGED, "1", "2", "limit", old_line=7, new_line=8)
    assert list(statements(Wording("en"), FILE, (added, removed, changed))) == [
        Statement("The key `jobs.build: 1` is new.", None, 3),
        Statement("The key `jobs.test` is gone.", 5, None),
        Statement("In the settings and values, `limit` goes from `1` to `2`.", None, 8),
    ]


def test_what_the_status_of_a_file_says_is_not_stated_again() -> None:
    assert not list(statements(Wording("en"), FILE, (Fact(FactKind.MODE_CHANGED, "100644", "100755"),)))
