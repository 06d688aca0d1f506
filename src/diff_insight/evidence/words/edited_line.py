"""Facts about one edited line: links and words, and whether it is a comment."""

from collections.abc import Iterator

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.words.word_facts import link_facts, word_facts

_COMMENTS = ("#", "//", "/*", "*", "--", ";", '"""', "'''")


def edited_words(edit: Edit, *, is_prose: bool) -> Iterator[Fact]:
    """Yield the words, numbers and versions replaced in an edited line; nothing for an added or removed line."""
    if edit.removed and edit.added:
        yield from word_facts(edit.removed, edit.added, is_prose=is_prose)


def edited_text(edit: Edit, *, is_prose: bool) -> Iterator[Fact]:
    """Yield a line's changed links, then its changed words."""
    yield from link_facts(edit)
    yield from edited_words(edit, is_prose=is_prose)


def is_comment(edit: Edit) -> bool:
    """Whether the line starts like a comment on every side that has it."""
    return all(line.text.lstrip().startswith(_COMMENTS) for line in (edit.removed, edit.added) if line)
