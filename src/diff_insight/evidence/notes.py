"""Writes signs and facts as the short lines that a model reads above the changed words."""

from collections.abc import Iterator, Sequence

from diff_insight.changes.changeset import Commit
from diff_insight.evidence.breaking import Sign
from diff_insight.evidence.conventional import reason
from diff_insight.evidence.fact import Fact
from diff_insight.evidence.instructions import addresses_model

_SIGNS = 4
_FACTS = 16
_LENGTH = 80  # characters of a name or value


def sign_notes(signs: Sequence[Sign]) -> Iterator[str]:
    """A line for each of the first signs of a breaking change."""
    for sign in signs[:_SIGNS]:
        yield f"may break: {sign.kind.value}{_said(sign.fact) if sign.fact else ''}"


def fact_notes(facts: Sequence[Fact]) -> Iterator[str]:
    """A line for each of the first facts, without those that give orders to a model."""
    plain = (fact for fact in facts if not any(addresses_model(text) for text in (fact.before, fact.after) if text))
    for fact, _ in zip(plain, range(_FACTS), strict=False):
        yield f"fact: {fact.kind.value}{_said(fact)}"


def reason_notes(commits: Sequence[Commit]) -> Iterator[str]:
    """What the first commit that explains itself says, unless it gives orders to a model."""
    for commit in commits:
        words = reason(commit)
        if words and not addresses_model(words):
            yield f"author: {words}"
            return


def _said(fact: Fact) -> str:
    before, after = (text and text[:_LENGTH] for text in (fact.before, fact.after))
    change = f"{before} → {after}" if before and after and before != after else after or before or ""
    owner = f" ({fact.subject})" if fact.subject else ""
    return f": {change}{owner}"
