import pytest

from diff_insight.reports.compared import compared
from diff_insight.reports.report import Range

OLD, NEW = "a" * 40, "b" * 40


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (Range(name="r", base="v1", head="v2", base_id=OLD, head_id=NEW), "v1 → v2 (aaaaaaaaa → bbbbbbbbb)"),
        (Range(name="r", base=OLD[:7], head=NEW[:7], base_id=OLD, head_id=NEW), "aaaaaaa → bbbbbbb"),
        (Range(name="r", base=OLD, head=NEW, base_id=OLD, head_id=NEW), "aaaaaaaaa → bbbbbbbbb"),
        (Range(name="r", base="HEAD", head="the index", base_id=OLD), "HEAD → the index (aaaaaaaaa)"),
        (Range(name="change.patch"), ""),
    ],
)
def test_versions_are_named_with_ids_where_they_have_any(versions: Range, said: str) -> None:
    assert compared(versions) == said
