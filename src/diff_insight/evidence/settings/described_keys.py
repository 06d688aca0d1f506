"""Facts about the keys of a document that describes others, made facts about what the keys stand for."""

import re
from dataclasses import replace

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import Sides

FIELDS = {FactKind.KEY_ADDED: FactKind.FIELD_ADDED, FactKind.KEY_REMOVED: FactKind.FIELD_REMOVED}
"""What a key stands for that is added or removed, where it describes a field."""

_HEAD = 4000  # characters at the beginning of a document in which it says what it is


def says_at_its_head(sides: Sides, what: re.Pattern[str]) -> bool:
    """Whether a document says at its beginning what it is, as far as its text is known."""
    return any(what.search(text[:_HEAD]) for text in (sides.new, sides.old) if text)


def described(fact: Fact, kind: FactKind, name: str) -> Fact:
    """The fact about a key that is added or removed as one of another kind about what it stands for."""
    is_gone = fact.kind is FactKind.KEY_REMOVED
    return replace(
        fact, kind=kind, before=name if is_gone else None, after=None if is_gone else name, subject=None, where=None,
        public=True, old_span=None, new_span=None,
    )  # fmt: skip


def retyped(fact: Fact, name: str) -> Fact:
    """The fact about the changed value of a `type` as one about the field that has it."""
    return replace(fact, kind=FactKind.FIELD_CHANGED, subject=name, where="type", public=True)
