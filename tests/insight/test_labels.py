from pathlib import Path

import pytest

from diff_insight.changes.changeset import FileChange, Fold, Status
from diff_insight.errors import SettingsFileError
from diff_insight.insight.labels import DEFAULT_LABELS, Section, contradicts_status, label_by_rule, read_labels


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
    assert label_by_rule(DEFAULT_LABELS, FileChange("x", status)).name == label


def test_a_removed_file_is_nothing_new() -> None:
    new, breaking, *_ = DEFAULT_LABELS
    assert contradicts_status(new, FileChange("x", Status.REMOVED))
    assert not contradicts_status(breaking, FileChange("x", Status.REMOVED))
    assert not contradicts_status(new, FileChange("x", Status.MODIFIED))


def test_a_folded_file_is_never_a_new_feature() -> None:
    assert label_by_rule(DEFAULT_LABELS, FileChange("x", Status.ADDED, fold=Fold.LOCK_FILE)).name == "minor update"


def test_labels_of_the_users_own_are_read(tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(
        "- {name: security, meaning: closes a hole, section: breaking changes, statuses: [removed]}\n"
        "- {name: rest, meaning: all else}\n"
    )
    security, rest = read_labels(path)
    assert (security.section, security.statuses) == (Section.BREAKING_CHANGES, (Status.REMOVED,))
    assert label_by_rule((security, rest), FileChange("x", Status.ADDED)) == rest


@pytest.mark.parametrize(
    "content",
    ["- {name: a, meaning: b}\n", "- {name: a, meaning: b}\n- {name: a, meaning: c}\n", "a: b\n", "- {name: a}\n",
     "- {name: 'a|b', meaning: c}\n- {name: d, meaning: e}\n", "[", "- {name: a, meaning: b, colour: red}\n"],
)  # fmt: skip
def test_labels_that_make_no_sense_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(content)
    with pytest.raises(SettingsFileError):
        read_labels(path)
