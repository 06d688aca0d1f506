"""What can be said of a change where nothing more telling is found: the words that changed, or the lines."""

from collections.abc import Iterator
from itertools import islice

from diff_insight.evidence.edits import WordEdit, word_edits
from diff_insight.evidence.fact import Fact, FactKind
from diff_insight.evidence.sides import Sides

_SHOWN = 3  # lines that are quoted
_READ = 300  # of how many they are the longest
_NEIGHBOURS = 30


def line_facts(sides: Sides) -> list[Fact]:
    """The longest of the words that changed, and of the lines, in the order of the diff."""
    found = list({fact.said: fact for fact in islice(_words_or_lines(sides), _READ)}.values())
    longest = sorted(found, key=lambda fact: -len((fact.before or "") + (fact.after or "")))[:_SHOWN]
    return [fact for fact in found if fact in longest]


def _words_or_lines(sides: Sides) -> Iterator[Fact]:
    for edit in sides.all_edits():
        old, new = edit.removed, edit.added
        if old and new:
            for words in word_edits(old.text.strip(), new.text.strip())[:1]:
                pair = _with_neighbours(words)
                yield Fact(FactKind.LINE_CHANGED, *pair, old_line=old.old, new_line=new.new)
        elif old and any(character.isalnum() for character in old.text):
            yield Fact(FactKind.LINE_REMOVED, old.text.strip(), old_line=old.old)
        elif new and any(character.isalnum() for character in new.text):
            yield Fact(FactKind.LINE_ADDED, after=new.text.strip(), new_line=new.new)


def _with_neighbours(words: WordEdit) -> tuple[str, str]:
    """The changed words with the rest of the words they are part of, so that punctuation alone is never quoted."""
    left = words.left[-_NEIGHBOURS:].rpartition(" ")[2]
    right = words.right[:_NEIGHBOURS].partition(" ")[0]
    return f"{left}{words.before}{right}".strip(), f"{left}{words.after}{right}".strip()
