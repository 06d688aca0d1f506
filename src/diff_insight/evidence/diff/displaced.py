"""Drops facts about content that was neither added nor removed, only moved within the file."""

import re
from collections.abc import Iterable, Iterator

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import KINDS, FactKind, Trait, having
from diff_insight.evidence.diff.sides import EDITS_READ, Sides

_WORDS = having(Trait.PART_OF_LINE)
_END_OF_LINK = r"(?![\w/?#=&%~-]|\.\w)"
_COUNTED = 1000  # maximum number of facts per file whose words are counted on both sides


def not_displaced(sides: Sides, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Yield the facts of a file without those explained by a move inside it; moved headings are reported as moved.

    Args:
        sides: the change of the file.
        facts: what its readers found, without duplicates.
    """
    return _without_moves(_borne_out(sides, facts))


def _borne_out(sides: Sides, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Drop words and links that seem to be added, removed or replaced, but only moved to another line.

    Removed text must occur less often on the new side than on the old one, and added text more often. A link that was
    added or removed rather than replaced must not occur on the other side at all.
    """
    old, new = _text(sides, "+"), _text(sides, "-")
    for number, fact in enumerate(facts):
        if fact.kind not in _WORDS or number > _COUNTED:
            yield fact
            continue
        other = new if fact.kind is FactKind.LINK_REMOVED else old
        if fact.kind in (FactKind.LINK_ADDED, FactKind.LINK_REMOVED):
            if not re.search(re.escape(fact.after or fact.before or "") + _END_OF_LINK, other):
                yield fact
            continue
        removed = fact.before is None or old.count(fact.before) > new.count(fact.before)
        added = fact.after is None or new.count(fact.after) > old.count(fact.after)
        if removed and added:
            yield fact


def _text(sides: Sides, skipped: str) -> str:
    """The known text of one side, joined into a single line."""
    whole = sides.old if skipped == "+" else sides.new
    if sides.are_whole and whole is not None:
        return " ".join(whole.split())
    return " ".join(
        " ".join(line.text.split())
        for hunk in sides.file.hunks[: len(sides.edits)]
        for line in hunk.lines[:EDITS_READ]
        if line.kind != skipped
    )


def _without_moves(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Drop what was removed in one place and added unchanged in another; report such headings as moved."""
    facts = list(facts)
    added = {(fact.kind, fact.subject, fact.after): fact for fact in facts if fact.before is None}
    removed = {(fact.kind, fact.subject, fact.before) for fact in facts if fact.after is None}
    values = {(f.subject, f.before, f.after) for f in facts if f.kind is FactKind.VALUE_CHANGED}
    for fact in facts:
        opposite = KINDS[fact.kind].opposite
        if fact.kind is FactKind.VALUE_CHANGED and (fact.subject, fact.after, fact.before) in values:
            # Two values of a key were swapped: perhaps their containers were.
            continue
        if opposite is None:
            yield fact
        elif fact.after is None:
            other = added.get((opposite, fact.subject, fact.before))
            if other is None:
                yield fact
            elif fact.kind is FactKind.HEADING_REMOVED:
                yield Fact(
                    FactKind.HEADING_MOVED, fact.before, fact.before, old_line=fact.old_line, new_line=other.new_line
                )
        elif (opposite, fact.subject, fact.after) not in removed:
            yield fact
