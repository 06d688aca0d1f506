"""Finds the same edit in several files."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from diff_insight.evidence.facts import Fact, FactKind, host_of

_RECURRING = frozenset(
    {FactKind.LINK_CHANGED, FactKind.TERM_REPLACED, FactKind.VERSION_CHANGED, FactKind.DATE_CHANGED,
     FactKind.VALUE_CHANGED, FactKind.LINK_ADDED, FactKind.LINK_REMOVED}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An edit that several files share.

    Attributes:
        kind: what was edited; for links to one host that became links to another, `before` and `after` are the hosts.
        before: the old side, None for something added.
        after: the new side, None for something removed.
        subject: the key, for a value.
        paths: the files, in the order of the change; at least two.
        between_hosts: whether `before` and `after` are hosts of links.
    """

    kind: FactKind
    before: str | None
    after: str | None
    subject: str | None
    paths: tuple[str, ...]
    between_hosts: bool = False


def recurrences(facts: Iterable[tuple[str, tuple[Fact, ...]]]) -> tuple[Recurrence, ...]:
    """Edits that stand in at least two files, the most frequent first.

    Args:
        facts: each file's path and facts.
    """
    places: dict[tuple[FactKind, str | None, str | None, str | None, bool], dict[str, None]] = defaultdict(dict)
    for path, of_file in facts:
        for fact in of_file:
            if fact.kind not in _RECURRING:
                continue
            hosts = _hosts(fact)
            if hosts:
                places[(fact.kind, *hosts, None, True)][path] = None
            else:
                places[(fact.kind, fact.before, fact.after, fact.subject, False)][path] = None
    found = [
        Recurrence(kind, before, after, subject, tuple(paths), between)
        for (kind, before, after, subject, between), paths in places.items()
        if len(paths) > 1
    ]
    return tuple(sorted(found, key=lambda recurrence: -len(recurrence.paths)))


def _hosts(fact: Fact) -> tuple[str, str] | None:
    if fact.kind is not FactKind.LINK_CHANGED:
        return None
    old, new = host_of(fact.before or ""), host_of(fact.after or "")
    return (old, new) if old and new and old != new else None
