import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import Commit
from diff_insight.evidence.conventional import conventional, declared_break, reason


def commit(subject: str, body: str = "") -> Commit:
    return Commit("1", subject, body, "Ada", None, frozenset())


@pytest.mark.parametrize(
    ("subject", "parts"),
    [
        ("feat: add a limit", ("feat", None, "add a limit", None)),
        ("Fix(core/io): close it", ("fix", "core/io", "close it", None)),
        ("refactor(api)!: drop load", ("refactor", "api", "drop load", "drop load")),
    ],
)
def test_type_scope_and_description(subject: str, parts: tuple[str, str | None, str, str | None]) -> None:
    read = conventional(commit(subject))
    assert read
    assert (read.type, read.scope, read.description, read.breaking) == parts


@pytest.mark.parametrize(
    "subject", ["Add a limit", "feat add", "feat:", "see https://x.example: y", "feat(): x", "v1.2: x"]
)
def test_other_subjects_are_no_conventional_commits(subject: str) -> None:
    assert conventional(commit(subject)) is None


def test_a_footer_says_what_breaks_whatever_the_subject() -> None:
    body = "Why.\n\nBREAKING CHANGE: load is gone,\nuse read\nRefs: #1"
    assert declared_break(commit("Drop load", body)) == "load is gone, use read"
    assert declared_break(commit("x", "BREAKING-CHANGE: y")) == "y"
    assert declared_break(commit("x", "This is no BREAKING CHANGE: really")) is None


def test_the_sentence_that_says_why_is_quoted_and_no_other() -> None:
    body = (
        "Add a limit.\n\nIt held whole files. It fails on small machines because memory is short.\n\nSigned-off-by: A"
    )
    assert reason(commit("x", body)) == "It fails on small machines because memory is short."
    assert reason(commit("x", "The reader holds whole files.")) == "The reader holds whole files."
    assert reason(commit("x", "メモリが足りないため、上限を設ける。次の文。")) == "メモリが足りないため、上限を設ける。"


@pytest.mark.parametrize(
    "body", ["", "- a list\n- of points", "Signed-off-by: Ada <a@b>", "    code()", "Fixes #12", "> quoted"]
)
def test_what_is_no_prose_explains_nothing(body: str) -> None:
    assert reason(commit("x", body)) is None


@given(st.text(max_size=200), st.text(max_size=400))
def test_any_message_is_read_and_only_its_own_words_are_quoted(subject: str, body: str) -> None:
    read = commit(subject.replace("\n", " "), body)
    conventional(read)
    words = reason(read)
    if words:
        assert words.rstrip("…") in " ".join(body.split()) or all(word in body for word in words.rstrip("…").split())
