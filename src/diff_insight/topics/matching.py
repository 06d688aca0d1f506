"""Finds which commits each entry of the release notes tells of."""

from collections import Counter
from collections.abc import Mapping, Sequence

from diff_insight.topics.attribution import Attribution
from diff_insight.topics.entries import Entry
from diff_insight.topics.features import stems
from diff_insight.topics.groups import Group, numbers_of, title_of

_RELEASING = 3  # a commit that adds more entries than this writes notes about the work of others
_LEAST = 3  # minimum words that an entry and a title share if both tell the same
_SHARE = 0.5  # and their share of the longer one
_COMMON = 200  # a word of more titles than this tells nothing
_NAMES = frozenset({"<name>", "<version>"})


def entries_of_groups(
    groups: Sequence[Group], numbers: Sequence[Sequence[int]], attribution: Attribution, entries: Sequence[Entry]
) -> list[list[Entry]]:
    """The entries that belong to each group.

    An entry belongs to the group whose commit wrote it. If it was written with others, for a release, it belongs to the
    groups that it names by number, or else to those whose title says the same.

    Args:
        groups: the groups.
        numbers: for each group the positions of its commits in `attribution`.
        attribution: what each commit did.
        entries: those that the whole change adds.
    """
    group_of = {number: position for position, members in enumerate(numbers) for number in members}
    found: list[list[Entry]] = [[] for _ in groups]
    rest = dict.fromkeys(entries)
    for number, written in _written(attribution, entries).items():
        for entry in written:
            if number in group_of and entry in rest:
                del rest[entry]
                found[group_of[number]].append(entry)
    named: dict[int, list[int]] = {}
    words: dict[str, list[int]] = {}
    titles = [frozenset(stems(title_of(group))) - _NAMES for group in groups]
    for position, group in enumerate(groups):
        for own in numbers_of(group):
            named.setdefault(own, []).append(position)
        for word in titles[position]:
            words.setdefault(word, []).append(position)
    for entry in rest:
        by_number = {position for own in entry.numbers for position in named.get(own, ())}
        for position in sorted(by_number or _alike(entry, titles, words)):
            found[position].append(entry)
    return found


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
