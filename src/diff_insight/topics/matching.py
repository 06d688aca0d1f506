"""Finds which commits each entry of the release notes tells of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

from diff_insight.changes.changeset import Commit
from diff_insight.topics.attribution import Attribution
from diff_insight.topics.entries import Entry
from diff_insight.topics.features import stems
from diff_insight.topics.groups import Group, numbers_of, title_of
from diff_insight.topics.sets import Sets
from diff_insight.topics.subjects import advisories_in

_RELEASING = 3  # a commit that adds more entries than this writes notes about the work of others
_LEAST = 3  # minimum words that an entry and a title share if both tell the same
_SHARE = 0.5  # and their share of the longer one
_TOGETHER = 4  # an entry that matches more groups than this does not make one of them
_COMMON = 200  # a word of more titles than this tells nothing
_NAMES = frozenset({"<name>", "<version>"})


def with_entries(
    groups: Sequence[Group], commits: Sequence[Commit], attribution: Attribution, entries: Sequence[Entry]
) -> list[tuple[Group, tuple[Entry, ...]]]:
    """The groups with the entries that tell them; groups that one entry tells become one.

    An entry belongs to the group whose commit wrote it. If it was written with others, for a release, it belongs to the
    groups that it names by number, or else to those whose title says the same.

    Args:
        groups: the groups.
        commits: all commits, in the order of `attribution`.
        attribution: what each commit did.
        entries: those that the whole change adds.
    """
    position_of = {id(commit): position for position, group in enumerate(groups) for commit in group.commits}
    found: list[list[Entry]] = [[] for _ in groups]
    rest = dict.fromkeys(entries)
    for number, written in _written(attribution, entries).items():
        for entry in written:
            position = position_of.get(id(commits[number]))
            if position is not None and entry in rest:
                del rest[entry]
                found[position].append(entry)
    named: dict[int | str, list[int]] = {}
    words: dict[str, list[int]] = {}
    titles = [frozenset(stems(title_of(group))) - _NAMES for group in groups]
    for position, group in enumerate(groups):
        said = (advisories_in(f"{commit.subject}\n{commit.body}") for commit in group.commits)
        own: list[int | str] = [*numbers_of(group), *dict.fromkeys(chain.from_iterable(said))]
        for reference in own:
            named.setdefault(reference, []).append(position)
        for word in titles[position]:
            words.setdefault(word, []).append(position)
    sets = Sets(len(groups))
    for entry in rest:
        references: list[int | str] = [*entry.numbers, *advisories_in(entry.text)]
        by_number = {position for reference in references for position in named.get(reference, ())}
        matching = sorted(by_number or _alike(entry, titles, words))
        if matching:
            found[matching[0]].append(entry)
        if len(matching) <= _TOGETHER:
            for other in matching[1:]:
                sets.join(matching[0], other)
    members: dict[int, list[int]] = {}
    for position in range(len(groups)):
        members.setdefault(sets.root(position), []).append(position)
    return [
        (_joined([groups[each] for each in positions]), tuple(entry for each in positions for entry in found[each]))
        for positions in members.values()
    ]


def _joined(groups: Sequence[Group]) -> Group:
    request = next((group.request for group in groups if group.request), None)
    return Group(tuple(commit for group in groups for commit in group.commits), request)


def _written(attribution: Attribution, entries: Sequence[Entry]) -> dict[int, list[Entry]]:
    """The entries that each commit wrote along with its work, newest commit first."""
    by_line: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_line.setdefault((entry.path, entry.first_line.strip()), []).append(entry)
    written: dict[int, list[Entry]] = {}
    for number in reversed(range(len(attribution.added))):
        mine = [
            entry
            for path, lines in attribution.added[number].items()
            for line in dict.fromkeys(line.strip() for line in lines)
            for entry in by_line.get((path, line), ())
        ]
        if 0 < len(mine) <= _RELEASING:
            written[number] = mine
    return written


def _alike(entry: Entry, titles: Sequence[frozenset[str]], words: Mapping[str, Sequence[int]]) -> list[int]:
    mine = frozenset(stems(entry.text)) - _NAMES
    shared = Counter(
        position for word in mine if len(words.get(word, ())) <= _COMMON for position in words.get(word, ())
    )
    return [
        position
        for position, count in shared.items()
        if count >= _LEAST and count >= _SHARE * max(len(mine), len(titles[position]))
    ]
