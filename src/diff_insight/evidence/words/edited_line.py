"""The facts of one edited line: links and words, and whether it is a comment."""

from collections.abc import Iterator

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.words.word_facts import link_facts, word_facts

_COMMENTS = ("#", "//", "/*", "*", "--", ";", '"""', "'''")


def edited_words(edit: Edit, *, is_prose: bool) -> Iterator[Fact]:
    """The words, numbers and versions that a line has in place of others; nothing of a line that is new or removed."""
    if edit.removed and edit.added:
        yield from word_facts(edit.removed, edit.added, is_prose=is_prose)


def edited_text(edit: Edit, *, is_prose: bool) -> Iterator[Fact]:
    """The links of a line that change, then its words."""
    yield from link_facts(edit)
    yield from edited_words(edit, is_prose=is_prose)


def is_comment(edit: Edit) -> bool:
    """Whether the line begins as a comment does, on every side that has it."""
    return all(line.text.lstrip().startswith(_COMMENTS) for line in (edit.removed, edit.added) if line)
