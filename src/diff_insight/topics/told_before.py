"""Leaves out entries of release notes that their file had before, such as those of a maintenance release."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import numbers_in

_LEAST = 20  # minimum number of letters and digits of an entry that is recognised by them alone
_SIGNS = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W\d_]{3,}")


def not_told_before(entries: Sequence[Entry], files: Sequence[FileChange], trees: Trees) -> Iterator[Entry]:
    """Yield the entries but for those of lists of which half or more stood in the old version of their file.

    Such lists are the notes of a maintenance release that are brought to the main branch. A single entry that was told
    before may be told anew, such as a preview that is promoted.

    Args:
        entries: what the change adds, in the order of its files.
        files: the files of the change.
        trees: the old and the new tree.
    """
    paths = {entry.path for entry in entries}
    notes = [file for file in files if file.path in paths]
    old = {file.path: versions.old for file, versions in zip(notes, trees.versions(notes), strict=True)}
    for path, of_file in groupby(entries, key=lambda entry: entry.path):
        before = _Before.of(old[path] or "")
        for _, of_list in groupby(of_file, key=lambda entry: entry.heading):
            listed = list(of_list)
            told = [before.tells(entry) for entry in listed]
            is_repetition = 2 * sum(told) >= len(told)
            yield from (entry for entry, is_told in zip(listed, told, strict=True) if not (is_told and is_repetition))


@dataclass(frozen=True, slots=True)
class _Before:
    """What release notes said before: their letters and digits, and the words of the lines that name each number."""

    signs: str
    lines: Mapping[int, Sequence[frozenset[str]]]

    @classmethod
    def of(cls, text: str) -> Self:
        lines: dict[int, list[frozenset[str]]] = {}
        for line in text.split("\n"):
            for number in numbers_in(line):
                lines.setdefault(number, []).append(_words(line))
        return cls(_signs(text), lines)

    def tells(self, entry: Entry) -> bool:
        """Whether they said it in the same words, or with the same numbers in half of its words."""
        signs = _signs(entry.text)
        if len(signs) >= _LEAST and signs in self.signs:
            return True
        words = _words(entry.text)
        return bool(entry.numbers) and all(
            any(2 * len(words & said) >= len(words) for said in self.lines.get(number, ())) for number in entry.numbers
        )


def _signs(text: str) -> str:
    return "".join(_SIGNS.findall(text.lower()))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
