import pytest

from diff_insight.changes.changeset import Commit
from diff_insight.insight.checks.grounding import AllowedNames
from diff_insight.insight.checks.purposes import invents_purpose

SILENT = AllowedNames([], [])
TOLD = AllowedNames(
    [], [Commit("1", "Improve the reader", "To reflect the new limits. 読みやすさの改善。", "Ada", None, frozenset())]
)


@pytest.mark.parametrize(
    "sentence",
    ["It improves the reader.", "The page is updated to reflect the limits.", "読みやすさを改善します。"],
)
def test_a_purpose_is_told_only_if_an_author_gives_it(sentence: str) -> None:
    assert invents_purpose(sentence, SILENT)
    assert not invents_purpose(sentence, TOLD)


@pytest.mark.parametrize("sentence", ["The link leads to `x`.", "リンク先が変わりました。", "链接已更改。"])
def test_what_only_tells_the_change_passes(sentence: str) -> None:
    assert not invents_purpose(sentence, SILENT)
