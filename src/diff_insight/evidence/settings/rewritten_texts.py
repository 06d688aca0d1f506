"""Replaces rewritten text values of settings with facts about their lines."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.line_pairs import Edit
from diff_insight.evidence.diff.sides import Sides
from diff_insight.evidence.settings.settings_facts import Rewritten
from diff_insight.evidence.words.line_facts import line_facts


def with_lines(sides: Sides, found: Iterable[Fact | Rewritten]) -> Iterator[Fact]:
    """Yield the facts, with each rewritten text replaced by facts about its lines."""
    old: set[int] = set()
    new: set[int] = set()
    for fact in found:
        if isinstance(fact, Fact):
            yield fact
        else:
            old.update(fact.old)
            new.update(fact.new)
    edits = []
    for edit in sides.all_edits():
        removed = edit.removed if edit.removed and edit.removed.old in old else None
        added = edit.added if edit.added and edit.added.new in new else None
        if removed or added:
            edits.append(Edit(removed, added))
    yield from line_facts(replace(sides, edits=(tuple(edits),)))
