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


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("See :pep:`604` and :rfc:`2822#section-1`", "See PEP 604 and RFC 2822"),
        ("Fixed :meth:`.Reader.read` and :file:`.rules.js`", "Fixed `Reader.read` and `.rules.js`"),
        ("Fixed ``.rules.js``, :issue:`12`", "Fixed `.rules.js`, #12"),
    ],
)
def test_a_role_is_told_as_its_readers_see_it(text: str, plain: str) -> None:
    assert plain_text(text, "CHANGES.rst") == plain


def test_a_role_of_myst_is_told_without_its_target() -> None:
    assert plain_text("Fixed the {meth}`reader <it.Reader.read>`, {pep}`604`", "a.md") == "Fixed the `reader`, PEP 604"
