import pytest

from diff_insight.evidence.loss import speaks_of_loss


@pytest.mark.parametrize(
    "text", ["Drop support for Python 3.8", "`read` is no longer public", "移除 `read`", "`read` を削除", "Renamed `a`"]
)
def test_words_of_what_is_lost_are_heard(text: str) -> None:
    assert speaks_of_loss(text)


@pytest.mark.parametrize("text", ["Add support for Python 3.13", "Speed up `read`", "A backdrop for pages"])
def test_other_words_are_not(text: str) -> None:
    assert not speaks_of_loss(text)
