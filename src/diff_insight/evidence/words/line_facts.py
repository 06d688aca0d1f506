"""Fallback facts for a change without more specific ones: the changed words or lines."""

from collections.abc import Container, Iterator
from itertools import islice

from diff_insight.changes.changeset import Line
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.diff.slices import quoting, replaced_span, replaced_words, whole_line

_SHOWN = 3  # maximum number of lines quoted
_READ = 300  # number of candidates from which the longest are chosen
_NEIGHBOURS = 30
_SPAN = 80  # maximum characters of all that differs between two lines; of longer ones the first words are quoted


def line_facts(sides: Sides) -> list[Fact]:
    """The longest changed words and lines, in the order of the diff."""
    found = list({fact.said: fact for fact in islice(_words_or_lines(sides), _READ)}.values())
    longest = sorted(found, key=lambda fact: -len((fact.before or "") + (fact.after or "")))[:_SHOWN]
    return [fact for fact in found if fact in longest]


def _words_or_lines(sides: Sides) -> Iterator[Fact]:
    removed, added = ({line.text.strip() for line in lines} for lines in (sides.removed_lines(), sides.added_lines()))
    for edit in sides.all_edits():
        old, new = edit.removed, edit.added
        if old and new and old.text.strip() != new.text.strip():
            # One of several edits alone would say what neither line says.
            whole = replaced_span(old, new)
            is_short = max(len(part.text) for part in whole) <= _SPAN
            for before, after in [whole] if is_short else replaced_words(old, new)[:1]:
                # Extended to whole words, so that punctuation alone is never quoted.
                words = (part.with_whole_words(_NEIGHBOURS).stripped() for part in (before, after))
                yield quoting(FactKind.LINE_CHANGED, next(words), next(words))
        elif old and not new and _is_telling(old, added):
            yield quoting(FactKind.LINE_REMOVED, whole_line(old), None)
        elif new and not old and _is_telling(new, removed):
            yield quoting(FactKind.LINE_ADDED, None, whole_line(new))


def _is_telling(line: Line, others: Container[str]) -> bool:
    """Whether a line has letters or digits and was not merely moved."""
    return any(character.isalnum() for character in line.text) and line.text.strip() not in others
