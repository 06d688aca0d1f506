"""Changes between two texts, as a diff alone shows them or as a repository does."""

from difflib import unified_diff

from diff_insight.changes.changeset import FileChange, Versions
from diff_insight.changes.patch.unified import read_unified
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides, sides_of
from diff_insight.evidence.file_facts import facts_of
from diff_insight.evidence.proof import proved


def change_between(path: str, old: str, new: str) -> FileChange:
    """The change of one file; '' is a file that does not exist."""
    sides = ("/dev/null" if not old else f"a/{path}", "/dev/null" if not new else f"b/{path}")
    lines = unified_diff(_lines(old), _lines(new), *sides, lineterm="")
    (file,) = read_unified(("\n".join(lines) + "\n").encode(), "x").files
    return file


def _lines(text: str) -> list[str]:
    """The lines as git counts them, by line feeds alone."""
    return text.removesuffix("\n").split("\n") if text else []


def facts_between(path: str, old: str, new: str) -> tuple[Fact, ...]:
    """The facts where both whole texts are known, all of which hold."""
    return _proved_facts(sides_of(change_between(path, old, new), Versions(old, new)))


def facts_of_diff(path: str, old: str, new: str) -> tuple[Fact, ...]:
    """The facts where only the diff is known, all of which hold."""
    return _proved_facts(sides_of(change_between(path, old, new), Versions()))


def _proved_facts(sides: Sides) -> tuple[Fact, ...]:
    found = facts_of(sides)
    assert proved(found, sides).facts == found
    return found


def said(facts: tuple[Fact, ...]) -> list[tuple[FactKind, str | None, str | None, str | None]]:
    """Kind, before, after and subject of each."""
    return [(fact.kind, fact.before, fact.after, fact.subject) for fact in facts]
