"""The words on the lines that a change removes and adds."""

import re
from collections.abc import Iterable

from diff_insight.changes.changeset import FileChange


def changed_words(files: Iterable[FileChange], word: re.Pattern[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The words on the lines that files lose, and those on the lines that they get.

    Args:
        files: the files.
        word: matches what counts as a word.
    """
    words: dict[str, set[str]] = {"-": set(), "+": set()}
    for file in files:
        for hunk in file.hunks:
            for line in hunk.lines:
                if line.kind in words:
                    words[line.kind].update(word.findall(line.text))
    return frozenset(words["-"]), frozenset(words["+"])
