"""Formats signs and facts as the short lines that precede the changed words in the prompt."""

from collections.abc import Iterator, Sequence
from itertools import islice

from diff_insight.changes.changeset import Commit
from diff_insight.evidence.commits import reason
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import Trait, having
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.sign import Sign

_SIGNS = 4
_FACTS = 16
_NAMES = 8
_LENGTH = 80  # maximum characters of a name or value
_NAME_KINDS = having(Trait.NOTED)


def sign_notes(signs: Sequence[Sign]) -> Iterator[str]:
    """A line for each of the first signs of a breaking change, other than weak ones."""
    for sign in [sign for sign in signs if not sign.is_weak][:_SIGNS]:
        yield f"may break: {sign.kind.value}{_said(sign.fact) if sign.fact else ''}"


def fact_notes(facts: Sequence[Fact]) -> Iterator[str]:
    """A line for each of the first facts, except those that address a model."""
    for fact in islice(filter(_is_plain, facts), _FACTS):
        yield f"fact: {fact.kind.value}{_said(fact)}"


def name_notes(facts: Sequence[Fact]) -> Iterator[str]:
    """A line for each of the first facts about definitions, their parameters and dependencies.

    They add what the changed lines alone do not show: what a line belongs to, and whether code elsewhere can use it.
    """
    of_names = (fact for fact in facts if fact.kind in _NAME_KINDS and _is_plain(fact))
    for fact in islice(of_names, _NAMES):
        yield f"{'public ' if fact.public else ''}{fact.kind.value}{_said(fact)}"


def reason_notes(commits: Sequence[Commit]) -> Iterator[str]:
    """The reason given by the first commit that gives one without addressing a model."""
    for commit in commits:
        words = reason(commit)
        if words and not addresses_model(words):
            yield f"author: {words}"
            return


def _is_plain(fact: Fact) -> bool:
    return not any(addresses_model(text) for text in (fact.before, fact.after) if text)


def _said(fact: Fact) -> str:
    before, after = (text and text[:_LENGTH] for text in (fact.before, fact.after))
    change = f"{before} → {after}" if before and after and before != after else after or before or ""
    owner = f" ({fact.subject})" if fact.subject else ""
    return f": {change}{owner}"
