import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.topics.subjects import closed_issues, is_synchronisation, is_telling, makes_release, read_subject


@pytest.mark.parametrize(
    ("line", "text", "numbers"),
    [
        ("feat: allow several links (closes #2729) (#4885)", "allow several links", (2729, 4885)),
        ("Ensure JSON is compact. #3363 (#3367)", "Ensure JSON is compact.", (3363, 3367)),
        ("Drop the old parser (!45)", "Drop the old parser", (45,)),
        ("Read faster, fixes #7", "Read faster", (7,)),
        ("[PR #9/0abc backport][3.9] Fix it all (#12)", "Fix it all", (12,)),
        ("Read the docs [skip ci]", "Read the docs", ()),
        ("Support array[1] (in lists)", "Support array[1] (in lists)", ()),
        ("Fix #123", "Fix #123", ()),
        ("#12", "#12", ()),
        ("see (https://example.org #4)", "see", (4,)),
        ("deps: body-parser@^2.2.1 (#8)", "deps: body-parser@^2.2.1", (8,)),
        ("feat: raise", "raise", ()),
        ("refactor(context):Read once", "Read once", ()),
        ("Take the approach from #12 (#13)", "Take the approach from #12", (12, 13)),
        ("fix(api): :bug: find the default (#5)", "find the default", (5,)),
        (":sparkles: Read more", "Read more", ()),
        ("🐛 Read less", "Read less", ()),
        (":8080 is the default port", ":8080 is the default port", ()),
        ("feat: 支持音频输入", "支持音频输入", ()),
        ("NODE-4808: remove the cursor (#5)", "remove the cursor", (5,)),
        ("NODE-7043, NODE-7217: adopt encryption", "adopt encryption", ()),
        ("UTF-8: read it", "UTF-8: read it", ()),
        ("Read pairs (https://example.org/it/issues/601). (#697)", "Read pairs", (697,)),
        ("Read pairs with for..in (#5118)", "Read pairs with for..in", (5118,)),
        ("Stop as in (#12)", "Stop as in (#12)", (12,)),
    ],
)
def test_a_subject_is_its_words_without_numbers(line: str, text: str, numbers: tuple[int, ...]) -> None:
    read = read_subject(line)
    assert (read.text, read.numbers) == (text, numbers)


@pytest.mark.parametrize(
    ("line", "kind", "scope", "breaks"),
    [
        ("feat(api)!: read", "feat", "api", True),
        ("fix (deps): update", "fix", "deps", False),
        ("feat!(io): read", "feat", "io", True),
        ("Docs: more", "docs", None, False),
        ("note: that this is no type", None, None, False),
        ("core(io): read", "core", "io", False),
        ("https://example.org", None, None, False),
    ],
)
def test_a_prefix_is_one_that_people_use(line: str, kind: str | None, scope: str | None, breaks: bool) -> None:
    read = read_subject(line)
    assert (read.type, read.scope, read.breaks) == (kind, scope, breaks)


@given(st.text(max_size=300))
def test_the_words_are_verbatim_whatever_the_subject(line: str) -> None:
    text = read_subject(line).text
    assert text in " ".join(line.split())
    assert "\n" not in text


def test_issues_are_those_that_a_message_closes() -> None:
    assert closed_issues("Fixes #1 and resolves owner/name#22; see #3.\nCloses: #1") == (1, 22)


@pytest.mark.parametrize(
    "text", ["typo", "1.81 -> 1.82", "Fix tests", "changelog", "Update README.md", "more review comments", "wip"]
)
def test_what_every_project_writes_tells_nothing(text: str) -> None:
    assert not is_telling(text)


@pytest.mark.parametrize("text", ["Add `read`", "permit nested live", "Speed up the tokenizer", "設定を読む"])
def test_what_names_a_thing_tells_something(text: str) -> None:
    assert is_telling(text)


@pytest.mark.parametrize("text", ["Merge `stable` into `main`", "Release 8.2.0", "2.1.0", "v3.0", "Sync translations"])
def test_bringing_branches_together_is_no_change(text: str) -> None:
    assert is_synchronisation(text)
    assert not is_synchronisation(f"Fix {text}")


@pytest.mark.parametrize(
    ("title", "makes"),
    [
        ("3.2.4", True),
        ("v2.0.0-rc.1", True),
        ("- 1.3.11", True),
        ("Version 1.18.6 placeholder", True),
        ("Bump version", True),
        ("3.2.4 is out of date", False),
        ("Fix 3.2", False),
    ],
)
def test_a_title_that_is_a_version_makes_a_release(title: str, makes: bool) -> None:
    assert makes_release(title) is makes
