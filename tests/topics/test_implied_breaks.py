import pytest

from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.implied_breaks import Claim, implied_break, removes_deprecated
from diff_insight.topics.topic import Audience, Kind, Topic
from tests.repository import Repository
from tests.topics.test_build import titled, topics


@pytest.mark.parametrize(
    "text",
    [
        "Default serializer is now json",
        "Task protocol 2 is now the default for 4.x",
        "Change default signature algorithm from SHA1 to SHA256",
        "change query parser setting default to 'simple'",
        "Disables the local client cache by default",
        "Console transport: send all levels to stdout by default",
        "Events are now transient by default",
        "Cache: ?join=1 is now the default",
        "Make `strict` the default",
        "Increase default timeout to 120 seconds",
    ],
)
def test_another_default_is_a_certain_break_even_in_a_fix(text: str) -> None:
    assert implied_break(text, Kind.OTHER) == Claim(is_certain=True)
    assert implied_break(text, Kind.FIX) == Claim(is_certain=True)


@pytest.mark.parametrize(
    "text",
    [
        "Removes .loaders.current_loader as per deprecation timeline",
        "remove deprecated `Response.freeze` parameter",
        "Removed Task._defaults as scheduled for removal in 4.0",
    ],
)
def test_removing_what_was_deprecated_is_a_certain_break(text: str) -> None:
    assert implied_break(text, Kind.OTHER) == Claim(is_certain=True)
    assert implied_break(text, Kind.FIX) is None
    assert removes_deprecated(text)


@pytest.mark.parametrize("text", ["Deprecate `read_all`", "Remove `read_all`", "Remove use of deprecated `read_all`"])
def test_what_was_not_deprecated_before_or_is_only_used_no_more_is_none(text: str) -> None:
    assert not removes_deprecated(text)


@pytest.mark.parametrize(
    "text",
    [
        "Joining in a task now raises RuntimeError",
        "`format()` and `check()` are now async",
        "State.workers now returns a generator instead of a list",
        "No longer supports MongoDB",
        "mime.type() no longer accepts a dot",
        "Request is no longer global",
        "Forbid synchronous context managers",
        "Do not allow timeouts less than 1ms",
        "Removes the CHORD_PROPAGATES setting",
        "Remove --always-unzip option from the command line",
        "Rename username parameter to user_name",
    ],
)
def test_what_is_refused_or_gone_is_an_uncertain_break(text: str) -> None:
    assert implied_break(text, Kind.OTHER) == Claim(is_certain=False)
    assert implied_break(text, Kind.REFACTORING) is None


def test_what_is_removed_by_name_has_to_be_known_by_that_name() -> None:
    assert implied_break("Remove `winston.transports.Memory`", Kind.OTHER) == Claim(False, frozenset({"Memory"}))
    assert implied_break("Rename NewReader to Reader", Kind.OTHER) == Claim(False, frozenset({"NewReader"}))
    assert implied_break("Remove the old reader", Kind.OTHER) is None


@pytest.mark.parametrize(
    "text",
    [
        "Remove unused `read_all`",
        "Remove debugging print statement",
        "Removes workaround for missing WeakSet in Python 2.6",
        "Remove use of deprecated `read_all`",
        "Remove deprecated tests",
        "Use next(), since we no longer support 2.5",
        "Remove checks as Python 3.7 is no longer supported",
        "The reader no longer crashes",
        "The helper is no longer needed",
        "Document that None means to use the default",
        "Add default to map filter",
        "Changing the scheme will update the default port",
        "Show default values in the help",
        "Refactor the options. Each step now raises what the last one raised.",
        "Accept a path, which is a string by default",
        "Do not require a root, use '' by default",
    ],
)
def test_other_words_state_no_break(text: str) -> None:
    assert implied_break(text, Kind.OTHER) is None


def test_what_only_code_calls_deprecated_is_no_certain_break() -> None:
    text = "Remove `#![allow(deprecated)]`"
    assert not removes_deprecated(text)
    claim = implied_break(text, Kind.OTHER)
    assert claim is None or not claim.is_certain
    assert removes_deprecated("Remove deprecated `read_all`")


CODE = "FORMATS = ['json']\n"


def implied(topic: Topic) -> list[Sign]:
    return [sign for sign in topic.signs if sign.kind is SignKind.IMPLIED]


def test_a_certain_break_concerns_those_who_upgrade(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE})
    repository.commit("JSON is now the default format", {"a.py": CODE + "x = 1\n"})
    (topic,) = topics(repository)
    assert implied(topic) == [Sign(SignKind.IMPLIED, words="JSON is now the default format")]
    assert topic.audience is Audience.UPGRADERS


def test_a_name_that_is_removed_counts_if_documentation_loses_it(repository: Repository) -> None:
    repository.commit("begin", {"a.py": CODE, "docs/a.md": "Formats: `json`, `as_text`, `as_rows`\n"})
    repository.commit("Remove `as_text` from the formats", {"a.py": CODE + "x = 1\n"})
    repository.commit("Remove `as_lines` from the formats", {"a.py": CODE + "x = 2\n"})
    repository.commit("Tell of fewer formats", {"docs/a.md": "Formats: `json`, `as_rows`\n"})
    found = topics(repository, "HEAD~3..HEAD")
    removed = "Remove `as_text` from the formats"
    assert implied(titled(found, removed)) == [Sign(SignKind.IMPLIED, words=removed, is_weak=True)]
    assert implied(titled(found, "Remove `as_lines` from the formats")) == []


def test_words_about_tests_alone_imply_nothing(repository: Repository) -> None:
    repository.commit("begin", {"tests/test_a.py": CODE})
    repository.commit("JSON is now the default format", {"tests/test_a.py": CODE + "x = 1\n"})
    (topic,) = topics(repository)
    assert implied(topic) == []


def test_what_changes_in_files_that_are_new_breaks_nothing(repository: Repository) -> None:
    repository.commit("begin", {"src/old.py": "x = 1\n"})
    repository.commit("Add a retry", {"src/retry.py": "backoff = 'linear'\n"})
    repository.commit("Change the default backoff to constant", {"src/retry.py": "backoff = 'constant'\n"})
    (topic,) = [each for each in topics(repository, "HEAD~2..HEAD") if "backoff" in each.title]
    assert topic.signs == ()


def test_what_moves_to_another_folder_is_not_new(repository: Repository) -> None:
    repository.commit("begin", {"include/retry.py": "a = 1\n" * 20})
    repository.commit("Move it", {"include/retry.py": None, "src/retry.py": "backoff = 'linear'\n"})
    repository.commit("Change the default backoff to constant", {"src/retry.py": "backoff = 'constant'\n"})
    (topic,) = [each for each in topics(repository, "HEAD~2..HEAD") if "backoff" in each.title]
    assert [sign.kind for sign in topic.signs] == [SignKind.IMPLIED]
