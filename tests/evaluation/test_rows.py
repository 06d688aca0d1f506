import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diff_insight.changes.changeset import Status
from diff_insight.errors import DatasetError
from diff_insight.evaluation.rows import LabelledChange, Row, Said, labelled_changes

DIFF = "@@ -1,2 +1,2 @@\n-old\n+new\n same\n"
CODE = {"path": "a.py", "status": "modified", "diff": DIFF, "type": "bug fix", "title": "mend it", "repo": "o/r"}
DOCUMENT = {
    "path": "a.md",
    "status": "removed",
    "date": "20250622",
    "diff": "@@ -1 +0,0 @@\n-old\n",
    "labels": {"en": {"type": "breaking change", "title": "Gone"}, "ja": {"type": "minor update", "title": "削除"}},
}


def read(folder: Path, *rows: object) -> list[LabelledChange]:
    path = folder / "rows.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return list(labelled_changes(path))


def test_an_authors_type_and_subject_are_read_as_english(tmp_path: Path) -> None:
    (change,) = read(tmp_path, CODE)
    assert change.said == {"en": Said(type="bug fix", title="mend it")}
    assert (change.subject, change.origin) == ("mend it", "o/r")
    assert (change.change.path, change.change.status, change.change.additions) == ("a.py", Status.MODIFIED, 1)


def test_labels_by_language_are_nobodys_subject_and_come_from_a_month(tmp_path: Path) -> None:
    (change,) = read(tmp_path, DOCUMENT)
    assert {language: said.type for language, said in change.said.items()} == {
        "en": "breaking change",
        "ja": "minor update",
    }
    assert (change.subject, change.origin, change.change.status) == (None, "202506", Status.REMOVED)


def test_the_authors_words_are_evidence_only_where_they_are_wanted(tmp_path: Path) -> None:
    (change,) = read(tmp_path, CODE)
    assert [commit.subject for commit in change.evidence(with_subject=True).commits] == ["mend it"]
    assert change.evidence(with_subject=False).commits == ()


def test_changes_without_a_diff_are_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, {**CODE, "diff": None}, "", CODE) != []
    assert len(read(tmp_path, {**CODE, "diff": None}, "", CODE)) == 1


def test_a_gzipped_file_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(CODE).encode()))
    assert len(list(labelled_changes(path))) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("no JSON", "is not a valid labelled change"),
        ({"status": "modified"}, r"\(path: Field required\)"),
        ({"path": "a", "diff": DIFF}, "has no label"),
        ({**CODE, "diff": "nothing of the kind"}, "cannot be parsed"),
    ],
)
def test_a_line_that_is_none_is_named(tmp_path: Path, row: object, reason: str) -> None:
    with pytest.raises(DatasetError, match=rf"line 2 of .*{reason}"):
        read(tmp_path, CODE, row)


def test_a_missing_or_damaged_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="cannot be read"):
        list(labelled_changes(tmp_path / "none.jsonl"))
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(json.dumps(CODE).encode())[:-9])
    with pytest.raises(DatasetError, match="cannot be read"):
        list(labelled_changes(cut))


@given(st.builds(Row, path=st.text(), diff=st.none() | st.text(), title=st.none() | st.text(), date=st.none()))
def test_a_row_that_is_written_is_read_as_it_was(row: Row) -> None:
    assert Row.model_validate_json(row.model_dump_json(exclude_none=True)) == row
