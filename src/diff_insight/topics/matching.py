"""Finds which commits each entry of the release notes tells of."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from diff_insight.changes.changeset import Commit
from diff_insight.topics.attribution import Attribution
from diff_insight.topics.entries import is_item
from diff_insight.topics.entry import Entry
from diff_insight.topics.entry_text import letters_of, numbers_in
from diff_insight.topics.features import stems
from diff_insight.topics.groups import Group, numbers_of, subjects_of, title_of
from diff_insight.topics.sets import Sets
from diff_insight.topics.subjects import advisories_in, makes_release, read_subject
from diff_insight.topics.topic import Origin

_REWORDED = 80  # similarity in percent from which a line is another one in other words
_RELEASING = 3  # a commit that adds more entries than this writes notes about the work of others
_LEAST = 3  # minimum words that an entry and a title share if both tell the same
_SHARE = 0.5  # and their share of the longer one
_OF_TITLE = 0.6  # the share of a title that a sentence of a guide about the same has
_WHOLE = 4  # a title of that many words or more, all of which an entry has, says the same
_TOGETHER = 4  # an entry that matches more groups than this does not make one of them
_OF_SEVERAL = 2  # minimum words that an entry and a title share if other entries name the same number
_COMMON = 200  # a word of more titles than this tells nothing
_NAMES = frozenset({"<name>", "<version>"})
_LITTLE = frozenset(stems("a an the of in on for to by from with and or when"))  # words that say nothing by themselves
_MARKS = re.compile(r"[`._()]+")  # by which names of code are made of words


def with_entries(
    groups: Sequence[Group], commits: Sequence[Commit], attribution: Attribution, entries: Sequence[Entry]
) -> list[tuple[Group, tuple[Entry, ...]]]:
    """The groups with the entries that tell them; groups that one entry tells become one.

    An entry belongs to the group whose commit wrote it, unless that commit wrote it for another: it changed nothing
    but release notes, made a release, or wrote several entries and another group's title says more of this one. Entries
    of others, and those that were written with many for a release, belong to the groups that they name by number, with
    those without one all of whose title they say, or else to those whose title says the same; those of a guide, which
    tells of the whole, to the one of these that says most of it. The entries of a group stand in the order in which
    they say what its title says.

    Args:
        groups: the groups.
        commits: all commits, in the order of `attribution`.
        attribution: what each commit did.
        entries: those that the whole change adds.
    """
    position_of = {id(commit): position for position, group in enumerate(groups) for commit in group.commits}
    named: dict[int | str, list[int]] = {}
    words: dict[str, list[int]] = {}
    copied: dict[str, list[int]] = {}
    titles = [_words(title_of(group, subjects_of(group))) for group in groups]
    numbers = [numbers_of(group) for group in groups]
    for position, group in enumerate(groups):
        said = (advisories_in(f"{commit.subject}\n{commit.body}") for commit in group.commits)
        own: list[int | str] = [*numbers[position], *dict.fromkeys(chain.from_iterable(said))]
        for reference in own:
            named.setdefault(reference, []).append(position)
        for word in titles[position]:
            words.setdefault(word, []).append(position)
        for letters in {letters_of(read_subject(subject).text) for subject in subjects_of(group)} - {""}:
            copied.setdefault(letters, []).append(position)
    shared = _shared_numbers(entries)
    writers = _writers(commits, attribution, entries)
    found: list[list[Entry]] = [[] for _ in groups]
    sets = Sets(len(groups))
    for entry in entries:
        writer = writers.get(entry)
        author = position_of.get(id(commits[writer.commit])) if writer else None
        if writer and author is not None and not writer.wrote_several and not writer.is_of_notes:
            found[author].append(entry)
            continue
        references: list[int | str] = [*entry.numbers, *advisories_in(entry.text)]
        by_number = {position for reference in references for position in named.get(reference, ())}
        if entry.origin is Origin.GUIDE and not shared.isdisjoint(entry.numbers):
            by_number = {each for each in by_number if len(_words(entry.text) & titles[each]) >= _OF_SEVERAL}
        matching = sorted(by_number or copied.get(letters_of(entry.text)) or _alike(entry, titles, words))
        matching = matching or _said_wholly(entry, titles, words)
        if writer and author is not None:
            mine = _words(entry.text)
            best = max((len(mine & titles[position]) for position in matching), default=0)
            if author in by_number or not matching or (not writer.is_of_notes and len(mine & titles[author]) >= best):
                found[author].append(entry)
                continue
            matching = [position for position in matching if position != author] or [author]
        if entry.origin is Origin.GUIDE and matching and not by_number:
            matching = [max(matching, key=lambda position: len(_words(entry.text) & titles[position]))]
        if matching:
            found[matching[0]].append(entry)
        if len(matching) <= _TOGETHER:
            for other in matching[1:]:
                sets.join(matching[0], other)
    for position, told in enumerate(found):
        for entry in told:
            for other in _said_wholly(entry, titles, words) if entry.origin is not Origin.GUIDE else ():
                if not numbers[other]:
                    sets.join(position, other)
        told.sort(key=lambda entry: -len(_words(entry.text) & titles[position]))
    members: dict[int, list[int]] = {}
    for position in range(len(groups)):
        members.setdefault(sets.root(position), []).append(position)
    return [
        (_joined([groups[each] for each in positions]), tuple(entry for each in positions for entry in found[each]))
        for positions in members.values()
    ]


def _shared_numbers(entries: Sequence[Entry]) -> frozenset[int]:
    """The numbers of issues that several entries of guides name: what was planned there, and not one change."""
    named = Counter(number for entry in entries if entry.origin is Origin.GUIDE for number in entry.numbers)
    return frozenset(number for number, count in named.items() if count > 1)


def _joined(groups: Sequence[Group]) -> Group:
    request = next((group.request for group in groups if group.request), None)
    return Group(tuple(commit for group in groups for commit in group.commits), request)


@dataclass(frozen=True, slots=True)
class _Writer:
    """The commit that wrote an entry: its number, and how it wrote it."""

    commit: int
    wrote_several: bool
    is_of_notes: bool  # it changed nothing but release notes, or made a release


def _writers(commits: Sequence[Commit], attribution: Attribution, entries: Sequence[Entry]) -> dict[Entry, _Writer]:
    """The first commit that wrote each entry along with its work; a later one may only move it.

    If only commits about the notes wrote it as it stands, such as one that wraps its lines anew for a release, it is
    the commit that wrote it in nearly the same words along with its work.
    """
    by_line: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_line.setdefault((entry.path, entry.first_line.strip()), []).append(entry)
    found: dict[Entry, _Writer] = {}
    for number in range(len(attribution.added)):
        mine = [
            entry
            for path, lines in attribution.added[number].items()
            for line in dict.fromkeys(line.strip() for line in lines)
            for entry in by_line.get((path, line), ())
        ]
        if 0 < len(mine) <= _RELEASING:
            is_of_notes = commits[number].paths <= attribution.added[number].keys() or makes_release(
                commits[number].subject
            )
            for entry in mine:
                found.setdefault(entry, _Writer(number, len(mine) > 1, is_of_notes))
    of_notes = [entry for entry, writer in found.items() if writer.is_of_notes]
    return found | dict(_first_writers(commits, attribution, of_notes))


def _first_writers(
    commits: Sequence[Commit], attribution: Attribution, entries: Sequence[Entry]
) -> Iterator[tuple[Entry, _Writer]]:
    """The commits that wrote entries of which the first line was changed since."""
    written: dict[str, dict[str, _Writer]] = {}
    for number, added in enumerate(attribution.added):
        if commits[number].paths <= added.keys() or makes_release(commits[number].subject):
            continue
        for path, lines in added.items():
            items = [line.strip() for line in lines if is_item(line)]
            for line in items if len(items) <= _RELEASING else ():
                written.setdefault(path, {}).setdefault(line, _Writer(number, len(items) > 1, is_of_notes=False))
    for entry in entries:
        known = written.get(entry.path, {})
        line = entry.first_line.strip()
        candidates = [each for each in known if not _are_of_other_numbers(line, each)]
        if found := extractOne(line, candidates, scorer=ratio, score_cutoff=_REWORDED):
            yield entry, known[found[0]]


def _are_of_other_numbers(line: str, other: str) -> bool:
    """Whether two lines name pull requests or issues, but none in common: what is alike in them is their links."""
    numbers, others = numbers_in(line), numbers_in(other)
    return bool(numbers and others) and set(numbers).isdisjoint(others)


def _words(text: str) -> frozenset[str]:
    """The words of a text and of the names of code in it, without their endings."""
    return frozenset(stems(_MARKS.sub(" ", text.lower()))) - _NAMES


def _said_wholly(entry: Entry, titles: Sequence[frozenset[str]], words: Mapping[str, Sequence[int]]) -> list[int]:
    """The groups all of whose title an entry says in other words around it."""
    mine = _words(entry.text) | _LITTLE
    near = {position for word in mine if len(words.get(word, ())) <= _COMMON for position in words.get(word, ())}
    return sorted(each for each in near if titles[each] <= mine and len(titles[each] - _LITTLE) >= _WHOLE)


def _alike(entry: Entry, titles: Sequence[frozenset[str]], words: Mapping[str, Sequence[int]]) -> list[int]:
    mine = _words(entry.text)
    shared = Counter(
        position for word in mine if len(words.get(word, ())) <= _COMMON for position in words.get(word, ())
    )
    # A sentence of a guide says more than a title does.
    is_long = entry.origin is Origin.GUIDE
    return [
        position
        for position, count in shared.items()
        if (
            count >= _SHARE * max(len(mine), len(titles[position]))
            and (count >= _LEAST or (count > 1 and mine == titles[position]))
        )
        or (count >= _WHOLE and count >= (_OF_TITLE if is_long else 1) * len(titles[position]))
        or (is_long and _LEAST <= count == len(titles[position]))
    ]
