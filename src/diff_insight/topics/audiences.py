"""Tells whom a topic concerns."""

import re
from collections.abc import Sequence

from diff_insight.topics.topic import Audience, Kind, PlacedFact

LEAST = -0.5
"""The lowest weight of a topic that concerns users; docs/measurements.md says how it was chosen."""

LEAST_OF_DOCUMENTATION = 0.5
"""The same of one that changes nothing but documentation."""

_NEVER = frozenset(
    {Kind.TEST, Kind.CI, Kind.BUILD, Kind.FORMATTING, Kind.RELEASE, Kind.TRANSLATION, Kind.EXAMPLE}
)  # fmt: skip

_OF_INTERNALS = re.compile(r"\b(?:internals?|contributor-facing|housekeeping)\b", re.IGNORECASE)


def heads_internals(heading: str) -> bool:
    """Whether what stands under a heading of release notes is for those who work on the software, not for its users."""
    return _OF_INTERNALS.search(heading) is not None


def is_decided_by_kind(kind: Kind) -> bool:
    """Whether the kind alone decides whom a topic concerns, whatever its weight."""
    return kind in (Kind.BREAK, Kind.DEPRECATION, Kind.DEPENDENCY) or kind in _NEVER


def audience_of(kind: Kind, weight: float, surface: Sequence[PlacedFact]) -> Audience:
    """The audience of a topic.

    Args:
        kind: what kind of change it is.
        weight: its weight.
        surface: what it changes that users can meet.
    """
    if kind in (Kind.BREAK, Kind.DEPRECATION):
        return Audience.UPGRADERS
    least = LEAST_OF_DOCUMENTATION if kind is Kind.DOCUMENTATION else LEAST
    if kind in _NEVER or weight < least or (kind is Kind.DEPENDENCY and not surface):
        return Audience.CONTRIBUTORS
    return Audience.USERS
