import pytest

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.roles import Role
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.topics.kinds import kind_of
from diff_insight.topics.subjects import read_subject
from diff_insight.topics.topic import Kind, PlacedFact


@pytest.mark.parametrize(
    ("subject", "heading", "expected"),
    [
        ("Fix the build on old systems", "Build improvements", Kind.FIX),
        ("Progress of long downloads", "Improvements", Kind.FEATURE),
        ("Allow optional() to take a converter", "New features", Kind.FEATURE),
        ("Reading works again where the file is empty", "", Kind.FIX),
        ("The reader no longer crashes", "Changes", Kind.FIX),
        ("The reader no longer needs a path", "Changes", Kind.OTHER),
    ],
)
def test_the_first_word_decides_where_a_heading_stands_above_fixes_and_features(
    subject: str, heading: str, expected: Kind
) -> None:
    assert kind_of(read_subject(subject), subject, heading, {Role.SOURCE}, (), ()) is expected


@pytest.mark.parametrize(
    ("subject", "heading", "expected"),
    [
        ("Moved MailTarget into a package of its own", "Major Changes", Kind.BREAK),
        ("New SyslogTarget", "Major Changes", Kind.FEATURE),
        ("Support AOT builds", "Major changes", Kind.FEATURE),
        ("one loop for all", "major", Kind.BREAK),
        ("one loop for all", "Upgrading", Kind.BREAK),
        ("one loop for all", "Quick update guide", Kind.BREAK),
        ("one loop for all", "Updates", Kind.OTHER),
        ("(optional) Set one loop for all", "Quick update guide", Kind.OTHER),
        ("one loop for all", "Dependency Upgrade", Kind.DEPENDENCY),
        ("Removed a default, which should have no effect on users", "Removed", Kind.OTHER),
    ],
)
def test_major_changes_break_something_if_they_say_what(subject: str, heading: str, expected: Kind) -> None:
    assert kind_of(read_subject(subject), subject, heading, {Role.SOURCE}, (), ()) is expected


def test_what_can_no_longer_be_used_is_a_break_if_release_notes_say_it() -> None:
    text = "Removed the `toml` fallback; `toml` can no longer be used"
    assert kind_of(read_subject(text), text, "1.0.0", {Role.SOURCE}, (), ()) is Kind.BREAK
    assert kind_of(read_subject(text), text, "", {Role.SOURCE}, (), ()) is Kind.OTHER


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("Minimum Rust version has been bumped to 1.85.0", "Packaging", Kind.BREAK),
        ("The minimum supported Python version is now 3.10", "2.0", Kind.BREAK),
        ("Raise MSRV to 1.70", "Changed", Kind.BREAK),
        ("Raise MSRV to 1.70", "", Kind.OTHER),
        ("Raise MSRV to 1.70 there", "Tests", Kind.TEST),
        ("Minimum width is now 3", "Changed", Kind.OTHER),
    ],
)
def test_release_notes_can_say_that_a_newer_platform_is_needed(text: str, heading: str, expected: Kind) -> None:
    assert kind_of(read_subject(text), text, heading, {Role.SOURCE}, (), ()) is expected


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [("deps", Kind.DEPENDENCY), ("perf", Kind.PERFORMANCE), ("Docs", Kind.DOCUMENTATION), ("Changes", Kind.OTHER)],
)
def test_the_prefix_of_an_entry_tells_its_kind(prefix: str, expected: Kind) -> None:
    assert kind_of(read_subject("one loop for all"), "one loop for all", prefix, {Role.SOURCE}, (), ()) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Backwards-incompatible: the version is deprecated", Kind.BREAK),
        ("Add a reader\n*Backward incompatible*: the version is gone", Kind.BREAK),
        ("Breaking change - the version is gone", Kind.BREAK),
        ("Breaking Change Rework the version", Kind.BREAK),
        ("[Breaking] Rework the version", Kind.BREAK),
        ("Let tokens be cloned. This breaking change requires that all keys can be, too", Kind.BREAK),
        ("Potential breaking change: Fix the version", Kind.BREAK),
        ("Breaking change detection", Kind.OTHER),
        ("Add a check for backwards-incompatible: changes", Kind.FEATURE),
        ("Add breaking news to the page", Kind.FEATURE),
    ],
)
def test_words_that_begin_by_calling_it_breaking_tell_a_break(text: str, expected: Kind) -> None:
    assert kind_of(read_subject(text.split("\n")[0]), text, "", {Role.SOURCE}, (), ()) is expected


def test_what_drops_support_is_a_break_though_only_dependencies_change() -> None:
    fact = PlacedFact("package.json", Fact(FactKind.DEPENDENCY_CHANGED, "^10.3.7", "^11.0.0", "glob"))
    for subject, expected in (("Drop support for old readers", Kind.BREAK), ("Read it faster", Kind.DEPENDENCY)):
        assert kind_of(read_subject(subject), subject, "", {Role.BUILD}, (fact,), ()) is expected


def test_an_update_of_what_runs_in_ci_is_no_dependency() -> None:
    subject = "Bump actions/checkout from 3 to 4"
    assert kind_of(read_subject(subject), subject, "", {Role.CI}, (), ()) is Kind.CI
    assert kind_of(read_subject(subject), subject, "", {Role.BUILD}, (), ()) is Kind.DEPENDENCY


@pytest.mark.parametrize(
    ("text", "heading", "expected"),
    [
        ("Changed the default minimum version to TLS 1.2", "Changed", Kind.BREAK),
        ("Changed `enforce_length` default to True", "2.0.0", Kind.BREAK),
        ("Change default branch to main", "", Kind.OTHER),  # no release notes
        ("Changed the wording of default answers", "Changed", Kind.OTHER),
        ("Changed default colours of the theme", "Bug fixes", Kind.FIX),
    ],
)
def test_a_new_default_in_release_notes_is_a_break(text: str, heading: str, expected: Kind) -> None:
    assert kind_of(read_subject(text), text, heading, {Role.SOURCE}, (), ()) is expected


@pytest.mark.parametrize(
    ("subject", "heading", "expected"),
    [
        ("Integrate vulnerability scanning into the workflow", "ci", Kind.CI),
        ("Fix a denial of service in the parser", "fixes", Kind.SECURITY),
        ("fix typo in comment", "", Kind.FORMATTING),
        ("fix: typos in names of variables", "", Kind.FORMATTING),
        ("Fix typo in the name of a method", "Fixes", Kind.FIX),
        ("Fix comments that are lost when a file is written", "", Kind.FIX),
    ],
)
def test_scans_in_ci_are_no_security_fix_and_typos_no_fix(subject: str, heading: str, expected: Kind) -> None:
    assert kind_of(read_subject(subject), subject, heading, {Role.SOURCE}, (), ()) is expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Add tests and docs for the permissions of files", Kind.TEST),
        ("Fix tests for Python 3.14", Kind.TEST),
        ("feat: deprecate `read` in favor of `load`", Kind.DEPRECATION),
        ("feat: deprecation warnings of the compiler are shown", Kind.FEATURE),
        ("Add regression tests", Kind.TEST),
        ("Make some property tests more robust", Kind.TEST),
        ("Add regression tests for rules of several parent folders", Kind.TEST),
        ("Add multi-root parent matcher regression tests", Kind.TEST),
        ("Add type hints for the reader and check it with mypy", Kind.REFACTORING),
        ("shrink mypy whitelist for the reader", Kind.REFACTORING),
        ("Fix typing issues", Kind.REFACTORING),
        ("Add type hints that plugins can read at run time", Kind.FEATURE),
        ("Add support for type annotations of factories", Kind.FEATURE),
        ("Fix a leak in tests of others", Kind.FIX),
        ("Add missing unit tests", Kind.TEST),
        ("Improve documentation of readers", Kind.DOCUMENTATION),
        ("Add test client", Kind.FEATURE),
        ("Add support for tests in packages", Kind.FEATURE),
        ("Add documents to the index", Kind.FEATURE),
    ],
)
def test_what_is_added_may_be_tests_and_documentation(subject: str, expected: Kind) -> None:
    assert kind_of(read_subject(subject), subject, "", {Role.SOURCE}, (), ()) is expected


@pytest.mark.parametrize(
    ("text", "role", "expected"),
    [
        ("Drop support for Python 3.8", Role.BUILD, Kind.BUILD),  # of which no manifest speaks
        ("Drop support for old readers", Role.BUILD, Kind.BREAK),
        ("Remove legacy TLS support", Role.SOURCE, Kind.BREAK),
        ("Dropped Windows 7 support", Role.SOURCE, Kind.BREAK),
        ("Delete support for raw identifiers", Role.SOURCE, Kind.BREAK),
        ("Drop compatibility with old readers", Role.SOURCE, Kind.BREAK),
        ("Remove PHP8.0 support", Role.SOURCE, Kind.OTHER),
        ("Drop support for Python 3.8", Role.CI, Kind.CI),
        ("Removes support for Beanstalk", Role.DOCUMENTATION, Kind.BREAK),
        ("No longer supports Windows", Role.SOURCE, Kind.BREAK),
        ("Queues are not deleted by themselves any more (INCOMPATIBLE)", Role.SOURCE, Kind.BREAK),
        ("Fix reading of files that are no longer supported", Role.SOURCE, Kind.FIX),
        ("Drop test support code", Role.SOURCE, Kind.OTHER),
        ("Drop RDoc support file", Role.SOURCE, Kind.OTHER),
        ("Remove the reader that supports TLS", Role.SOURCE, Kind.OTHER),
        ("Remove the deprecated reader", Role.SOURCE, Kind.BREAK),
        ("Removed the deprecated reader", Role.SOURCE, Kind.BREAK),
        ("Remove mention of deprecated `Reader` in main documentation", Role.SOURCE, Kind.OTHER),
        ("Remove `#![allow(deprecated)]`", Role.SOURCE, Kind.OTHER),
    ],
)
def test_support_that_is_dropped_is_a_break_of_the_software(text: str, role: Role, expected: Kind) -> None:
    assert kind_of(read_subject(text), text, "", {role}, (), ()) is expected


@pytest.mark.parametrize(
    ("heading", "is_weak", "expected"),
    [
        ("refactor", False, Kind.BREAK),
        ("refactor", True, Kind.REFACTORING),
        ("Bug fixes", False, Kind.FIX),
        ("", True, Kind.BREAK),
    ],
)
def test_what_is_removed_for_the_sake_of_the_code_is_a_break_if_a_strong_sign_proves_it(
    heading: str, is_weak: bool, expected: Kind
) -> None:
    signs = (Sign(SignKind.PUBLIC_NAME_REMOVED, is_weak=is_weak),)
    text = "Remove the format of old readers"
    assert kind_of(read_subject(text), text, heading, {Role.SOURCE}, (), signs) is expected


def test_a_version_of_a_platform_is_dropped_where_a_sign_proves_it() -> None:
    text, signs = "Drop support for Python 3.8", (Sign(SignKind.SUPPORT_DROPPED),)
    assert kind_of(read_subject(text), text, "", {Role.BUILD}, (), signs) is Kind.BREAK


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Deprecate the limit of readers", Kind.DEPRECATION),
        ("The limit of readers is deprecated", Kind.DEPRECATION),
        ("Mark the limit as deprecated", Kind.DEPRECATION),
        ("Emit a warning that the limit is deprecated", Kind.DEPRECATION),
        ("Remove the deprecated limit of readers", Kind.BREAK),
        ("Replace deprecated utcnow()", Kind.OTHER),
        ("Addressed a deprecation warning of utcnow()", Kind.OTHER),
        ("Remove use of deprecated limits", Kind.OTHER),
        ("Remove deprecated tests", Kind.OTHER),
        ("Clean up deprecated readers", Kind.REFACTORING),
    ],
)
def test_only_what_begins_to_be_deprecated_is_a_deprecation(subject: str, expected: Kind) -> None:
    assert kind_of(read_subject(subject), subject, "", {Role.SOURCE}, (), ()) is expected


def test_a_clean_up_that_ends_a_deprecation_breaks_what_others_rely_on() -> None:
    subject, sign = "Clean up deprecated readers", Sign(SignKind.PUBLIC_NAME_REMOVED)
    assert kind_of(read_subject(subject), subject, "", {Role.SOURCE}, (), (sign,)) is Kind.BREAK


@pytest.mark.parametrize(
    ("subject", "heading", "expected"),
    [
        ("Reject header injection", "", Kind.OTHER),
        ("fix: header injection in names", "", Kind.SECURITY),
        ("Prevent path traversal in archives", "", Kind.SECURITY),
        ("Header injection in names", "Fixed", Kind.SECURITY),
        ("feat: a guard against CSRF", "", Kind.FEATURE),
        ("refactor: match CSRF names faster", "", Kind.REFACTORING),
        ("Forget nothing (CVE-2026-12345)", "", Kind.SECURITY),
        ("Guard against CSRF", "Added", Kind.FEATURE),
    ],
)
def test_what_protects_is_a_security_fix_only_if_it_fixes(subject: str, heading: str, expected: Kind) -> None:
    assert kind_of(read_subject(subject), subject, heading, {Role.SOURCE}, (), ()) is expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Refactor the reader of zones", Kind.REFACTORING),
        ("Remove the reader of zones", Kind.OTHER),
        ("Read zones at once", Kind.FEATURE),
    ],
)
def test_a_heading_above_everything_makes_no_features(subject: str, expected: Kind) -> None:
    assert kind_of(read_subject(subject), subject, "Features", {Role.SOURCE}, (), ()) is expected


def test_what_is_said_to_be_deprecated_and_is_gone_is_a_break() -> None:
    subject, gone = "Deprecate the reader", Sign(SignKind.PUBLIC_NAME_REMOVED)
    assert kind_of(read_subject(subject), subject, "", {Role.SOURCE}, (), (gone,)) is Kind.BREAK
    assert kind_of(read_subject(subject), subject, "", {Role.SOURCE}, (), ()) is Kind.DEPRECATION
