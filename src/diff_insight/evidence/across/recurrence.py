"""Finds edits that recur in several files, and the files they missed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import KINDS, FactKind
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.words.word_facts import host_of

_RECURRING = frozenset(kind for kind, info in KINDS.items() if info.recurring)
_LOOKED_FOR = frozenset(
    {FactKind.LINK_CHANGED, FactKind.TERM_REPLACED, FactKind.VERSION_CHANGED, FactKind.DATE_CHANGED}
)
_IN_TREE = frozenset({FactKind.LINK_CHANGED, FactKind.TERM_REPLACED})  # elsewhere, an old date or version may be right
_SEARCHES = 6  # number of edits, most frequent first, whose missed files are searched for
_NO_NUMBER_BEFORE = r"(?<![\d.](?=\d))"  # so that `1.6.1` is not found in `21.6.1`, nor in `1.6.10`
_NO_NUMBER_BEHIND = r"(?!(?<=\d)\.?\d)"
_ENDS_LINK = r"(?![\w/#?=&%+~-]|[.:][\w/])"  # after a link that is not the beginning of a longer one
_SHORTEST = 4  # minimum length in characters of a wording that is searched for


_Edit = tuple[FactKind, str | None, str | None, str | None, bool]  # kind, before, after, subject, between_hosts


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An edit that several files share.

    Attributes:
        kind: what was edited; for links moved from one host to another, `before` and `after` are the hosts.
        before: the old side; None for something added, and for a key whose old values differed.
        after: the new side; None for something removed.
        subject: the key of a value, or the package of a dependency.
        between_hosts: whether `before` and `after` are hosts of links.
        paths: the files, in the order of the change; at least two.
        exceptions: files that still contain the old side after the change.
        in_shown_lines: whether only the lines shown in the diff were searched for exceptions.
    """

    kind: FactKind
    before: str | None = None
    after: str | None = None
    subject: str | None = None
    between_hosts: bool = False
    paths: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    in_shown_lines: bool = False


def recurrences(facts: Iterable[tuple[str, tuple[Fact, ...]]]) -> tuple[Recurrence, ...]:
    """The edits made in at least two files, most frequent first.

    Args:
        facts: each file's path and facts.
    """
    told = [
        (path, fact)
        for path, of_file in facts
        for fact in of_file
        if fact.kind in _RECURRING and not _is_change_of_type(fact)
    ]
    links: dict[tuple[str, str], set[str | None]] = defaultdict(set)  # the old links between two hosts
    for _, fact in told:
        if hosts := _hosts(fact):
            links[hosts].add(fact.before)
    places: dict[_Edit, dict[str, None]] = defaultdict(dict)
    for path, fact in told:
        hosts = _hosts(fact)
        if hosts and len(links[hosts]) > 1:
            places[(fact.kind, *hosts, None, True)][path] = None
        else:
            places[(fact.kind, fact.before, fact.after, fact.subject, False)][path] = None
    found = [
        Recurrence(kind, before, after, subject, between, tuple(paths))
        for (kind, before, after, subject, between), paths in places.items()
        if len(paths) > 1
    ]
    return tuple(sorted(_with_common_values(found, places), key=lambda recurrence: -len(recurrence.paths)))


def _with_common_values(found: list[Recurrence], places: dict[_Edit, dict[str, None]]) -> list[Recurrence]:
    """Merge the recurrences of a key that got the same new value in more files than shared any one old value."""
    common: dict[tuple[str | None, str | None], dict[str, None]] = defaultdict(dict)
    for (kind, _, after, subject, _), paths in places.items():
        if kind is FactKind.VALUE_CHANGED and subject:
            common[subject, after].update(paths)
    most: dict[tuple[str | None, str | None], int] = defaultdict(lambda: 1)
    for recurrence in found:
        if recurrence.kind is FactKind.VALUE_CHANGED:
            key = (recurrence.subject, recurrence.after)
            most[key] = max(most[key], len(recurrence.paths))
    wider = {key: paths for key, paths in common.items() if len(paths) > most[key]}
    kept = [r for r in found if r.kind is not FactKind.VALUE_CHANGED or (r.subject, r.after) not in wider]
    return kept + [
        Recurrence(FactKind.VALUE_CHANGED, None, after, subject, paths=tuple(paths))
        for (subject, after), paths in wider.items()
    ]


def with_exceptions(found: Sequence[Recurrence], files: Sequence[FileChange], trees: Trees) -> tuple[Recurrence, ...]:
    """The recurrences, the most frequent of them with the files that still contain the old wording or link.

    Links and terms are searched for in the whole new tree if possible. If not, and always for dates and versions, only
    the lines shown in the diff are searched.
    """
    result = list(found)
    wanted = [n for n, r in enumerate(found) if r.kind in _LOOKED_FOR and len(r.before or "") >= _SHORTEST]
    for number in wanted[:_SEARCHES]:
        recurrence = found[number]
        before = recurrence.before or ""
        sought = f"//{before}" if recurrence.between_hosts else before
        is_link = recurrence.kind is FactKind.LINK_CHANGED and not recurrence.between_hosts
        whole = re.compile(_NO_NUMBER_BEFORE + re.escape(sought) + (_ENDS_LINK if is_link else _NO_NUMBER_BEHIND))
        holders = _holders(recurrence, sought, whole, trees)
        is_partial = holders is None
        if holders is None:
            holders = tuple(file.path for file in files if _still_holds(file, whole))
        # Release notes tell the past, in which the old wording is right.
        left = tuple(path for path in holders if role_of(path) is not Role.RELEASE_NOTES)
        result[number] = replace(recurrence, exceptions=left, in_shown_lines=is_partial)
    return tuple(result)


def _holders(recurrence: Recurrence, sought: str, whole: re.Pattern[str], trees: Trees) -> tuple[str, ...] | None:
    """The files of the new tree with the old side; None if it is not searched."""
    if recurrence.kind not in _IN_TREE:
        return None
    if recurrence.kind is FactKind.LINK_CHANGED and not recurrence.between_hosts:
        mentions = trees.mentions([sought])
        found = (mention.path for mention in mentions or () if whole.search(mention.text))
        return None if mentions is None else tuple(dict.fromkeys(found))
    return trees.holders(sought, whole_words=recurrence.kind is FactKind.TERM_REPLACED and sought.isascii())


def _still_holds(file: FileChange, whole: re.Pattern[str]) -> bool:
    return any(whole.search(line.text) for hunk in file.hunks for line in hunk.lines if line.kind != "-")


def _is_change_of_type(fact: Fact) -> bool:
    """Whether a mode change is a change of type, such as file to link, which does not count as a recurring edit."""
    return fact.kind is FactKind.MODE_CHANGED and (fact.before or "")[:3] != (fact.after or "")[:3]


def _hosts(fact: Fact) -> tuple[str, str] | None:
    if fact.kind is not FactKind.LINK_CHANGED:
        return None
    old, new = host_of(fact.before or ""), host_of(fact.after or "")
    return (old, new) if old and new and old != new else None
