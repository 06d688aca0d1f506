import pytest

from training.release_notes import notes_in

MARKDOWN = [
    "# Changes",
    "",
    "### Added",
    "",
    "- Walk the tree lazily, with an option",
    "  for its depth (#4)",
    "",
    "### Fixed",
    "- Stop at links (#5)",
]
RST = ["Version 2.0", "-----------", "", "Bug fixes", "~~~~~~~~~", "", "- Stop at links. :pr:`5`"]


@pytest.mark.parametrize(
    ("lines", "bullets", "headings"),
    [
        (
            MARKDOWN,
            ("Walk the tree lazily, with an option for its depth (#4)", "Stop at links (#5)"),
            ("Added", "Fixed"),
        ),
        (RST, ("Stop at links. :pr:`5`",), ("Bug fixes",)),
        (["### Added", None, "- Walk the tree lazily"], ("Walk the tree lazily",), ("",)),
        ([" *  Fix: Stop at links."], ("Fix: Stop at links.",), ("",)),
    ],
)
def test_bullets_are_read_with_the_heading_above_them(
    lines: list[str | None], bullets: tuple[str, ...], headings: tuple[str, ...]
) -> None:
    read = notes_in(lines)
    assert (read.bullets, read.headings) == (bullets, headings)


def test_bullets_that_have_a_number_come_before_those_of_like_words() -> None:
    read = notes_in(["- Walk the tree of folders lazily (#9)", "- Stop at links (#5)"])
    assert read.of("Walk the tree of folders lazily", {5}) == [1, 0]
    assert read.tell("Walk the tree of folders lazily")
    assert not read.tell("Cover the reader with tests")
