"""Finds the names that reports of several months tell something about, each with what they tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from diff_insight.site.entry import Placed, TopicEntry, slug

_MOST = 300  # names that have a page, those told of most often
_MONTHS = 2  # least number of months


@dataclass(frozen=True, slots=True)
class Mention:
    """A topic that tells something about a name, and the report that has it."""

    placed: Placed
    topic: TopicEntry


@dataclass(frozen=True, slots=True)
class RecurringName:
    """A name, the address of its page, and the topics that tell something about it, newest first."""

    name: str
    address: str
    mentions: tuple[Mention, ...]


def recurring_names(reports: Iterable[Placed]) -> tuple[RecurringName, ...]:
    """The names of at least two months, in alphabetical order.

    Args:
        reports: all reports, newest first.
    """
    found: dict[str, list[Mention]] = {}
    for placed in reports:
        for topic in placed.entry.topics:
            for name in topic.names:
                found.setdefault(name, []).append(Mention(placed, topic))
    recurring = {
        name: mentions
        for name, mentions in found.items()
        if len({mention.placed.entry.month for mention in mentions}) >= _MONTHS
    }
    chosen = sorted(recurring, key=lambda name: (-len(recurring[name]), name))[:_MOST]
    addresses = _addresses(chosen)
    return tuple(RecurringName(name, addresses[name], tuple(recurring[name])) for name in sorted(chosen, key=_order))


def _order(name: str) -> tuple[str, str]:
    return name.lower(), name


def _addresses(names: Sequence[str]) -> Mapping[str, str]:
    """An address for each name; names that are spelled alike in addresses get a number."""
    taken: dict[str, int] = {}
    found = {}
    for name in sorted(names):
        stem = slug(name)
        taken[stem] = taken.get(stem, 0) + 1
        found[name] = f"names/{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}.html"
    return found
