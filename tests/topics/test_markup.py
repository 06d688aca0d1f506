import pytest

from diff_insight.topics.markup import plain_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Fix the format on */* and *this* and **that**", "Fix the format on */* and this and that"),
        ("Read `*/*` and **/*.md", "Read `*/*` and **/*.md"),
        ("Read *every* file", "Read every file"),
    ],
)
def test_stars_beside_slashes_are_no_emphasis(text: str, plain: str) -> None:
    assert plain_text(text, "CHANGELOG.md") == plain
