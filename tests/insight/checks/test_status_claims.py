import pytest

from diff_insight.changes.changeset import Status
from diff_insight.insight.checks.status_claims import misstates_status

NEW = [
    "A new page explains filters.",
    "新しいページが作成されました。",
    "新增了一个新的页面。",
    "新页面已添加。",
    "新增关于引擎的页面",
]
GONE = ["The page is removed.", "It deletes the file.", "v1 のページが削除されました。", "该页面已删除。"]


@pytest.mark.parametrize("sentence", NEW)
def test_a_new_page_is_told_only_where_one_is_new(sentence: str) -> None:
    assert misstates_status(sentence, Status.MODIFIED)
    assert misstates_status(sentence, Status.REMOVED)
    assert not misstates_status(sentence, Status.ADDED)


@pytest.mark.parametrize("sentence", GONE)
def test_a_removed_page_is_told_only_where_one_is_gone(sentence: str) -> None:
    assert misstates_status(sentence, Status.MODIFIED)
    assert misstates_status(sentence, Status.ADDED)
    assert not misstates_status(sentence, Status.REMOVED)


@pytest.mark.parametrize(
    "sentence",
    [
        "The link to the page is removed.",
        "Adds a section to the page.",
        "見出しが削除されました。",
        "更新了页面的链接。",
    ],
)
def test_what_happens_within_a_page_is_no_claim_about_the_page(sentence: str) -> None:
    assert not misstates_status(sentence, Status.MODIFIED)
