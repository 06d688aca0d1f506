from dataclasses import replace
from pathlib import Path

import pytest

from diff_insight.changes.changeset import Commit, FileChange, Fold, Status
from diff_insight.errors import SettingsFileError
from diff_insight.evidence.gather import FileEvidence
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.insight.change_types import (
    DEFAULT_TYPES,
    Section,
    contradicts_status,
    read_change_types,
)
from diff_insight.insight.type_of_file import type_of_file


def evidence(
    path: str, status: Status, *subjects: str, sign: SignKind | None = None, fold: Fold | None = None
) -> FileEvidence:
    commits = tuple(Commit("1", subject, "", "Ada", None, frozenset({path})) for subject in subjects)
    return FileEvidence(FileChange(path, status, fold=fold), (), (Sign(sign),) if sign else (), commits, commits)


@pytest.mark.parametrize(
    ("status", "label"),
    [
        (Status.ADDED, "new feature"),
        (Status.REMOVED, "breaking change"),
        (Status.MODIFIED, "minor update"),
        (Status.RENAMED, "minor update"),
    ],
)
def test_the_status_suggests_a_type(status: Status, label: str) -> None:
    assert type_of_file(DEFAULT_TYPES, evidence("x", status)).name == label


@pytest.mark.parametrize("status", [Status.ADDED, Status.REMOVED])
@pytest.mark.parametrize("path", ["tests/test_a.py", "examples/a.py", "setup.cfg", ".github/workflows/ci.yml"])
def test_no_user_meets_a_whole_file_of_tests_examples_build_and_ci(path: str, status: Status) -> None:
    assert type_of_file(DEFAULT_TYPES, evidence(path, status)).name == "minor update"


@pytest.mark.parametrize(
    ("path", "label"), [("docs/logo.png", "minor update"), ("src/it/icon.png", "breaking change")]
)  # fmt: skip
def test_a_picture_of_the_documentation_is_missed_by_nobody(path: str, label: str) -> None:
    removed = evidence(path, Status.REMOVED)
    assert type_of_file(DEFAULT_TYPES, replace(removed, change=replace(removed.change, binary=True))).name == label


def test_a_removed_file_is_nothing_new() -> None:
    new, breaking, *_ = DEFAULT_TYPES
    assert contradicts_status(new, FileChange("x", Status.REMOVED))
    assert not contradicts_status(breaking, FileChange("x", Status.REMOVED))
    assert not contradicts_status(new, FileChange("x", Status.MODIFIED))


def test_a_folded_file_is_never_a_new_feature() -> None:
    assert type_of_file(DEFAULT_TYPES, evidence("x", Status.ADDED, fold=Fold.LOCK_FILE)).name == "minor update"


def test_labels_of_the_users_own_are_read(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(
        "- {name: security, meaning: closes a hole, section: breaking changes, statuses: [removed]}\n"
        "- {name: rest, meaning: all else}\n"
    )
    security, rest = read_change_types(path)
    assert (security.section, security.statuses) == (Section.BREAKING_CHANGES, (Status.REMOVED,))
    assert type_of_file((security, rest), evidence("x", Status.ADDED)).name == rest.name


@pytest.mark.parametrize(
    "content",
    ["- {name: a, meaning: b}\n", "- {name: a, meaning: b}\n- {name: a, meaning: c}\n", "a: b\n", "- {name: a}\n",
     "- {name: 'a|b', meaning: c}\n- {name: d, meaning: e}\n", "[", "- {name: a, meaning: b, colour: red}\n"],
)  # fmt: skip
def test_labels_that_make_no_sense_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(content)
    with pytest.raises(SettingsFileError):
        read_change_types(path)


def label(path: str, *subjects: str, sign: SignKind | None = None) -> str:
    return type_of_file(DEFAULT_TYPES, evidence(path, Status.MODIFIED, *subjects, sign=sign)).name


def test_an_edit_that_takes_something_from_callers_breaks() -> None:
    assert label("a.py", sign=SignKind.PUBLIC_NAME_REMOVED) == "breaking change"
    assert label("a.py", "fix: it", sign=SignKind.PARAMETER_REMOVED) == "breaking change"
    assert label("a.py", sign=SignKind.DEFAULT_CHANGED) == "minor update"


def test_commits_that_agree_give_edited_code_its_type() -> None:
    assert label("a.py", "feat: a limit") == "new feature"
    assert label("a.py", "fix(core): it", "fix: that") == "bug fix"
    assert label("a.py", "fix: it", "feat: a limit") == "minor update"
    assert label("a.py", "fix: it", "Release") == "minor update"
    assert label("a.py", "chore: it") == "minor update"
    assert label("tests/test_a.py", "feat: a limit") == "minor update"
    assert label("README.md", "feat: a limit") == "minor update"


def test_removing_what_was_deprecated_breaks_if_all_commits_of_a_source_file_say_so() -> None:
    removal = "refactor: remove deprecated `read_all` parameter (#7)"
    assert label("a.py", removal) == "breaking change"
    assert label("a.py", removal, "fix: it") == "minor update"
    assert label("a.py", "remove unused `read_all` parameter") == "minor update"
    assert label("a.py", "feat: deprecate `read_all`") == "new feature"
    assert label("tests/test_a.py", removal) == "minor update"


@pytest.mark.parametrize(
    ("label", "is_accepted"),
    [
        ("{name: x, meaning: y}", True),
        (f"{{name: {'n' * 40}, meaning: {'m' * 300}, section: new features}}", True),
        ("{name: x, meaning: y, section: breaking changes}", True),
        ("{name: x, meaning: y, section: other updates}", True),
        (f"{{name: {'n' * 41}, meaning: y}}", False),
        (f"{{name: x, meaning: {'m' * 301}}}", False),
        ("{name: '-x', meaning: y}", False),
        ("{name: 'x!', meaning: y}", False),
        ("{name: x}", False),
        ("{name: x, meaning: y, colour: red}", False),
        ("{name: x, meaning: y, section: elsewhere}", False),
    ],
)
def test_which_labels_a_file_may_hold(tmp_path: Path, label: str, is_accepted: bool) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(f"- {label}\n- {{name: rest, meaning: the rest}}\n")
    if is_accepted:
        assert len(read_change_types(path)) == 2
        return
    with pytest.raises(SettingsFileError) as raised:
        read_change_types(path)
    assert str(raised.value).startswith(f"{path} is not a valid list of labels (0")
    assert str(raised.value).endswith("each label needs a name and a meaning")


def test_a_weak_sign_makes_no_breaking_change() -> None:
    file = evidence("src/a.rb", Status.MODIFIED)
    signs = {weak: (Sign(SignKind.PUBLIC_NAME_REMOVED, is_weak=weak),) for weak in (True, False)}
    assert type_of_file(DEFAULT_TYPES, replace(file, signs=signs[True])).name == "minor update"
    assert type_of_file(DEFAULT_TYPES, replace(file, signs=signs[False])).name == "breaking change"
