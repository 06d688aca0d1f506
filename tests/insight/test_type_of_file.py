import pytest

from diff_insight.changes.changeset import ChangeSet, Commit, Source
from diff_insight.evidence.gather import FileEvidence, gather
from diff_insight.insight.change_types import DEFAULT_TYPES, ChangeType
from diff_insight.insight.insight import Author
from diff_insight.insight.type_estimate import estimated_type, with_estimate
from diff_insight.insight.type_of_file import type_of_file
from diff_insight.llm.protocol.question import Scaling
from tests.between import change_between

OLD = "def read(path):\n    return path\n"
GUARDED = OLD.replace("    return", "    if path is None:\n        return ''\n    return")


def evidence(path: str, new: str, *subjects: str) -> FileEvidence:
    commits = tuple(Commit(str(n), subject, "", "Ada", None, frozenset({path})) for n, subject in enumerate(subjects))
    (file,) = gather(ChangeSet(Source("x"), (change_between(path, OLD, new),), commits=commits)).files
    return file


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Fix a crash where the path is missing", "bug fix"),
        ("Add support for archives", "new feature"),
        ("Bump the version", "minor update"),
    ],
)
def test_words_without_a_type_of_their_own_tell_it_by_the_weights(subject: str, expected: str) -> None:
    decided = type_of_file(DEFAULT_TYPES, evidence("src/a.py", GUARDED, subject))
    assert (decided.name, decided.author) == (expected, Author.ESTIMATE)
    assert decided.probability
    assert 1 / 3 < decided.probability < 1


def test_what_an_author_calls_a_change_outranks_the_weights() -> None:
    decided = type_of_file(DEFAULT_TYPES, evidence("src/a.py", GUARDED, "feat: Fix a crash where the path is missing"))
    assert (decided.name, decided.author, decided.probability) == ("new feature", Author.FACTS, None)
    chore = type_of_file(DEFAULT_TYPES, evidence("src/a.py", GUARDED, "chore: Fix a crash"))
    assert (chore.name, chore.author) == ("minor update", Author.FACTS)


def test_a_sign_of_a_breaking_change_outranks_them_too() -> None:
    decided = type_of_file(DEFAULT_TYPES, evidence("src/a.py", "def write(path):\n    pass\n", "Fix a crash"))
    assert (decided.name, decided.author) == ("breaking change", Author.FACTS)


@pytest.mark.parametrize("path", ["docs/a.md", "tests/test_a.py", "a.unknown", "setup.py"])
def test_only_source_is_estimated(path: str) -> None:
    file = evidence(path, GUARDED, "Fix a crash where the path is missing")
    assert estimated_type(file) is None
    assert type_of_file(DEFAULT_TYPES, file).name == "minor update"


def test_of_a_users_own_types_nothing_is_estimated() -> None:
    types = (ChangeType(name="security", meaning="closes a hole"), ChangeType(name="rest", meaning="all else"))
    decided = type_of_file(types, evidence("src/a.py", GUARDED, "Fix a crash where the path is missing"))
    assert (decided.name, decided.author) == ("rest", Author.FACTS)


def test_no_change_is_estimated_to_be_breaking() -> None:
    estimate = estimated_type(evidence("src/a.py", OLD.replace("path)", "path, size)"), "Remove the old reader!"))
    assert estimate
    assert estimate.name != "breaking change"


def test_beside_a_model_the_estimate_moves_its_choice_and_leaves_breaking_changes_alone() -> None:
    scaling = Scaling(1.5, (("breaking change", -2.0), ("bug fix", 1.0)))
    moved = with_estimate(scaling, evidence("src/a.py", GUARDED, "Fix a crash where the path is missing"))
    assert moved.temperature == 1.5
    biases = dict(moved.biases)
    assert biases["breaking change"] == -2.0
    assert biases["bug fix"] > 1.0
    assert biases["new feature"] < 0
    assert with_estimate(scaling, evidence("docs/a.md", GUARDED, "Fix a crash")) == scaling
