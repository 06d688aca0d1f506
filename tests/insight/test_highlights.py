from collections.abc import Sequence

from diff_insight.changes.changeset import ChangeSet
from diff_insight.insight.analysis import Analysis, analyse
from diff_insight.insight.change_types import DEFAULT_TYPES, Section
from diff_insight.insight.highlights import kind_told
from diff_insight.sentences.translation import Wording
from diff_insight.topics.topic import Audience, Kind
from tests.repository import Repository, change_of

CODE = "def read(path, limit=1):\n    return path\n\n\ndef write(path):\n    return path\n"


def analysed(changes: ChangeSet, language: str = "en", most: int = 15) -> Analysis:
    return analyse(
        changes, Wording(language), DEFAULT_TYPES, None, lambda _done, _known: None, most_highlights=most
    )  # fmt: skip


def lines(analysis: Analysis) -> list[str]:
    overview = analysis.overview
    return [
        line.text for line in (*overview.breaking_changes, *overview.new_features, *overview.other_updates)
    ]  # fmt: skip


def history(repository: Repository, messages: Sequence[str]) -> ChangeSet:
    """A commit for each message, each in a file of its own."""
    repository.commit("begin", {f"src/{number}.py": "x = 1\n" for number in range(len(messages))})
    for number, message in enumerate(messages):
        repository.commit(message, {f"src/{number}.py": "x = 2\n"})
    return change_of(repository.folder, f"HEAD~{len(messages)}..HEAD")


def test_security_comes_first_then_what_authors_call_breaking_then_the_rest_by_weight(repository: Repository) -> None:
    changes = history(
        repository,
        [
            "Add an option for the header of the proxy (#1)",
            "feat!: drop the old header (#2)",
            "Fix a path traversal in the static files (#3)",
            "Fix the default of the header (#4)",
        ],
    )
    told = analysed(changes, most=2)
    assert lines(told) == ["“drop the old header”", "“Fix a path traversal in the static files”"]
    assert "1 new feature" in told.overview.left_out
    assert "1 fix" in told.overview.left_out


def test_a_topic_without_telling_words_is_not_told_by_what_others_did_to_its_file(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE})
    repository.commit("Drop the limit of the reader", {"a.py": CODE.replace(", limit=1", "")})
    repository.commit("Add missing argument (#2)", {"a.py": CODE.replace(", limit=1", "") + "\n\n# what it does\n"})
    told = lines(analysed(change_of(repository.folder, "HEAD~2..HEAD"), most=0))
    assert "“Add missing argument” (`a.py`)" in told


def test_several_entries_of_a_topic_are_all_told_and_what_they_say_of_packages_once(repository: Repository) -> None:
    manifest = '{{"dependencies": {{"a": "{0}", "b": "{0}"}}}}\n'
    repository.commit("begin", {"package.json": manifest.format("1.0.0"), "a.py": CODE, "CHANGES.md": "# Changes\n"})
    notes = "# Changes\n\n- deps: a@2.0.0\n"
    repository.commit("update dependencies (#1)", {"package.json": manifest.format("2.0.0"), "CHANGES.md": notes})
    notes += "- Limits are heard\n- Paths are cut\n"
    repository.commit("Rework the reader (#2)", {"a.py": CODE.replace("path\n", "path[:9]\n"), "CHANGES.md": notes})
    assert lines(analysed(change_of(repository.folder, "HEAD~2..HEAD"))) == [
        "“Limits are heard” and “Paths are cut”",
        "“deps: a@2.0.0”. Needed in another version: `b` `2.0.0`.",
    ]


def test_what_is_left_out_is_counted_by_kind(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE, "package-lock.json": "{}\n"})
    repository.commit("Add an option for the header of the proxy (#1)", {"a.py": CODE + "\n\nlimit = 2\n"})
    repository.commit("Test the header", {"tests/test_a.py": "x = 1\n"})
    repository.commit("Test the footer", {"tests/test_b.py": "x = 1\n"})
    repository.commit("Run the checks on Windows", {".github/workflows/ci.yml": "a: 1\n"})
    found = analysed(change_of(repository.folder, "HEAD~4..HEAD"))
    assert len(lines(found)) == 1
    assert found.overview.left_out == "3 changes concern only those who work on it."
    repository.commit("Add an option for the footer of the proxy (#2)", {"a.py": CODE + "\n\nlimit = 3\n"})
    found = analysed(change_of(repository.folder, "HEAD~5..HEAD"), most=1)
    assert found.overview.left_out == "Not told here: 1 new feature. 3 changes concern only those who work on it."


def test_a_fix_says_that_it_is_one(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE})
    repository.commit("fix: open files in composed readers", {"a.py": CODE + "\n\nlimit = 2\n"})
    repository.commit("fix: no longer open files in composed writers", {"a.py": CODE + "\n\nlimit = 3\n"})
    assert lines(analysed(change_of(repository.folder, "HEAD~2..HEAD"))) == [
        "Fixed: “open files in composed readers”",
        "“no longer open files in composed writers”",
    ]


def test_a_change_about_tests_alone_tells_them(repository: Repository) -> None:
    repository.commit("begin", {"tests/test_a.py": "x = 1\n"})
    repository.commit("Test the header of the server", {"tests/test_a.py": "x = 2\n"})
    assert lines(analysed(change_of(repository.folder, "HEAD~1..HEAD"))) == ["“Test the header of the server”"]


def test_a_line_is_the_authors_words_and_what_proves_them(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE})
    repository.commit("Let readers take more", {"a.py": CODE.replace("limit=1", "limit=2, *, zone=None")})
    (line,) = lines(analysed(change_of(repository.folder, "HEAD~1..HEAD")))
    assert line == (
        "“Let readers take more”. The default of `limit` of `read` goes from `1` to `2`. New: `zone` of `read`."
    )


def test_words_of_ours_are_translated_and_those_of_authors_quoted(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE})
    repository.commit("Let readers take more", {"a.py": CODE + "\n\ndef erase(path):\n    return path\n"})
    changes = change_of(repository.folder, "HEAD~1..HEAD")
    assert lines(analysed(changes, "ja")) == ["「Let readers take more」。新しいもの：`erase`。"]
    assert lines(analysed(changes, "zh")) == ["“Let readers take more”。新增：`erase`。"]


def test_highlights_table_and_topics_agree_on_the_type_of_a_change(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE, "b.py": "x = 1\n"})
    repository.commit("feat!: read otherwise", {"b.py": "x = 2\n"})
    found = analysed(change_of(repository.folder, "HEAD~1..HEAD"))
    assert [line.topic for line in found.overview.breaking_changes] == [0]
    assert found.topics[0].type.name == "breaking change"
    assert [file.change_type for file in found.files] == ["breaking change"]


def test_zero_tells_all_that_concern_users(repository: Repository) -> None:
    changes = history(repository, [f"Fix the header of the proxy number {n} (#{n})" for n in range(20)])
    assert len(lines(analysed(changes))) == 15
    found = analysed(changes, most=0)
    assert len(lines(found)) == sum(each.topic.audience is not Audience.CONTRIBUTORS for each in found.topics)


def test_what_stands_under_new_features_is_counted_as_one() -> None:
    assert kind_told(Kind.OTHER, Section.NEW_FEATURES) is Kind.FEATURE
    assert kind_told(Kind.OTHER, Section.OTHER_UPDATES) is Kind.OTHER
    assert kind_told(Kind.FIX, Section.BREAKING_CHANGES) is Kind.BREAK
    assert kind_told(Kind.SECURITY, Section.NEW_FEATURES) is Kind.SECURITY


def test_two_topics_in_the_same_words_are_told_once(repository: Repository) -> None:
    repository.commit("begin", {f"{part}/CHANGELOG.md": "# 1.0\n\n- First\n" for part in ("one", "two")})
    notes = "# 1.1\n\n- Support the newest loader\n\n# 1.0\n\n- First\n"
    repository.commit("first", {"one/a.py": "x = 1\n", "one/CHANGELOG.md": notes})
    repository.commit("second", {"two/b.py": "x = 1\n", "two/CHANGELOG.md": notes})
    told = lines(analysed(change_of(repository.folder, "HEAD~2..HEAD")))
    assert told.count("“Support the newest loader”") == 1


def test_what_documentation_repeats_of_a_docstring_is_told_once(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE, "README.md": "# It\n\n"})
    docstring = '    """Erases the whole file and all that is in it."""\n'
    code = f"{CODE}\n\ndef erase(path):\n{docstring}    return path\n"
    page = "# It\n\nCall `erase` for it: erases the whole file and all that is in it.\n"
    repository.commit("Add erase (#3)", {"a.py": code, "README.md": page})
    (line,) = lines(analysed(change_of(repository.folder, "HEAD~1..HEAD")))
    assert line.lower().count("the whole file") == 1


def test_a_copy_of_a_short_subject_in_the_notes_is_told_as_its_commit_is(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE, "CHANGES.md": "# Changes\n"})
    repository.commit("fix: typo", {"a.py": f"# Reads\n{CODE}"})
    repository.commit("feat: let the reader skip lines", {"a.py": f"# Reads\n{CODE}\n\nskipped = 1\n"})
    repository.commit("Release 1.1", {"CHANGES.md": "# Changes\n\n## 1.1\n\n### Bug Fixes\n\n- Typo\n"})
    assert lines(analysed(change_of(repository.folder, "HEAD~3..HEAD"))) == ["“let the reader skip lines”"]
