from dataclasses import replace

import pytest

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, Source, Status
from diff_insight.evidence.gather import gather
from diff_insight.insight.questions.content_kinds import Kind, kind_of

AUTHORS = Commit("1" * 40, "mend it", "", "", None, frozenset())


def kind(path: str, *commits: Commit) -> Kind:
    change = FileChange(path, Status.MODIFIED)
    return kind_of(gather(ChangeSet(Source("row"), (change,), commits=commits)).files[0])


@pytest.mark.parametrize("path", ["README.md", "articles/a.md", "docs/conf.py", "CHANGES", "notes.rst"])
def test_what_people_read_is_a_document_whether_or_not_its_author_says_something(path: str) -> None:
    assert kind(path) is kind(path, AUTHORS) is Kind.DOCUMENTS


@pytest.mark.parametrize("path", ["src/a.py", "package.json", "Makefile"])
def test_all_else_is_code_and_known_better_with_words_of_its_author(path: str) -> None:
    assert kind(path) is Kind.CODE
    assert kind(path, AUTHORS) is Kind.CODE_WITH_WORDS
    assert kind(path, replace(AUTHORS, subject="")) is Kind.CODE
