"""Tells which commit made each fact of a change, from the commits' own diffs."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from diff_insight.changes.changeset import ChangeSet, Commit, FileChange, StepFiles
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.diff.sides import sides_of
from diff_insight.evidence.file_facts import facts_as_text, facts_of
from diff_insight.evidence.gather import Evidence
from diff_insight.evidence.roles import Role
from diff_insight.topics.new_names import NewNames
from diff_insight.topics.notes import notes_of
from diff_insight.topics.topic import PlacedFact, Words

_TOLD = frozenset({Role.SOURCE, Role.DOCUMENTATION, Role.BUILD, Role.RELEASE_NOTES, Role.EXAMPLE})
_LETTERS = re.compile(r"[^\W\d_]+")
_FILES = 500  # maximum number of files of one commit whose own diffs are read
_LINES = 200_000  # maximum number of lines of commits' own diffs that are read


@dataclass(frozen=True, slots=True)
class Attribution:
    """What each commit did.

    Attributes:
        facts: for each commit, in the order given, the facts of the whole change that it made.
        added: for each commit the lines that its own diff adds to release notes, by path.
        documented: for each commit the names that are new both in its source and in its documentation.
        words: for each commit what its author says in its documentation and code, as far as the whole change says it.
        unread: number of commits whose own diffs were needed but not read.
    """

    facts: tuple[tuple[PlacedFact, ...], ...]
    added: tuple[Mapping[str, tuple[str, ...]], ...]
    documented: tuple[tuple[str, ...], ...]
    words: tuple[tuple[Words, ...], ...]
    unread: int


def attributed(
    changes: ChangeSet, evidence: Evidence, commits: Sequence[Commit], roles: Mapping[str, Role]
) -> Attribution:
    """Attribute the facts of a change to its commits.

    The facts of a file that one commit touches are that commit's. For files that several touch, the facts of each
    commit's own diff are read, and a fact of the whole change belongs to the newest commit that states the same; facts
    that no commit states, because several made them together, belong to none.

    Args:
        changes: the change.
        evidence: its facts.
        commits: its commits, oldest first.
        roles: the role of each of its files.
    """
    touching: dict[str, list[int]] = {}
    for number, commit in enumerate(commits):
        for path in commit.paths:
            touching.setdefault(path, []).append(number)
    facts: list[list[PlacedFact]] = [[] for _ in commits]
    added: list[dict[str, tuple[str, ...]]] = [{} for _ in commits]
    named = [NewNames() for _ in commits]
    words: list[list[Words]] = [[] for _ in commits]
    shared: dict[str, int] = {}  # the position of each file that several commits touch, by its paths
    for position, file in enumerate(evidence.files):
        paths = {path for path in (file.change.path, file.change.old_path) if path}
        numbers = sorted({number for path in paths for number in touching.get(path, ())})
        if len(numbers) == 1:
            facts[numbers[0]] += [PlacedFact(file.change.path, fact) for fact in file.facts]
            named[numbers[0]].read(file.change, roles[file.change.path])
            words[numbers[0]] += notes_of(file.change, roles[file.change.path])
            if roles[file.change.path] is Role.RELEASE_NOTES:
                added[numbers[0]][file.change.path] = _added_lines(file.change)
        elif numbers and roles[file.change.path] in _TOLD and not file.change.fold:
            shared.update(dict.fromkeys(paths, position))
    needed = [number for number, commit in enumerate(commits) if not commit.paths.isdisjoint(shared)]
    stated: dict[tuple[int, object], int] = {}
    standing: dict[int, frozenset[str]] = {}  # the words of the new lines of files, by position
    unread = 0
    for number, files in _steps(changes, commits, needed, shared):
        if files is None:
            unread += 1
            continue
        for change, versions in files:
            position = shared.get(change.path, shared.get(change.old_path or "", -1))
            if position < 0:
                continue
            path = evidence.files[position].change.path
            if roles[path] is Role.RELEASE_NOTES:
                added[number][path] = _added_lines(change)
                continue
            named[number].read(change, roles[path])
            if said := tuple(notes_of(change, roles[path])):
                if position not in standing:
                    standing[position] = _words_in(_standing_lines(evidence.files[position].change))
                words[number] += (each for each in said if _words_in((each.text,)) <= standing[position])
            sides = sides_of(change, versions)
            try:
                own = tuple(facts_of(sides))
            except RecursionError:
                own = tuple(facts_as_text(sides))
            for fact in own:
                for key in _keys(fact):
                    stated[position, key] = number
    for position in sorted(set(shared.values())):
        file = evidence.files[position]
        for fact in file.facts:
            maker = next((stated[position, key] for key in _keys(fact) if (position, key) in stated), None)
            if maker is not None:
                facts[maker].append(PlacedFact(file.change.path, fact))
    documented = tuple(names.documented() for names in named)
    return Attribution(tuple(map(tuple, facts)), tuple(added), documented, tuple(map(tuple, words)), unread)


def _steps(
    changes: ChangeSet, commits: Sequence[Commit], needed: Sequence[int], paths: Mapping[str, int]
) -> Iterator[tuple[int, StepFiles | None]]:
    """Yield the own diffs of the commits that are needed, newest last, as long as they are not too many lines."""
    if changes.steps is None:
        return
    small = [number for number in needed if sum(path in paths for path in commits[number].paths) <= _FILES]
    yield from ((number, None) for number in needed if number not in frozenset(small))
    lines = 0
    for number, files in zip(small, changes.steps.files([commits[n] for n in small], paths), strict=True):
        lines += sum(len(hunk.lines) for file, _ in files or () for hunk in file.hunks)
        yield number, files if lines <= _LINES else None


def _added_lines(file: FileChange) -> tuple[str, ...]:
    return tuple(line.text for hunk in file.hunks for line in hunk.lines if line.kind == "+")


def _standing_lines(file: FileChange) -> Iterator[str]:
    return (line.text for hunk in file.hunks for line in hunk.lines if line.kind != "-")


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in _LETTERS.findall(text.lower()))


def _keys(fact: Fact) -> Iterator[object]:
    """What a fact states, most exactly first; a signature may change again later, and a value too."""
    yield fact.said
    yield fact.kind, *((text or "").partition("(")[0] for text in (fact.before, fact.after, fact.subject))
    is_changed = fact.before is not None and fact.after is not None
    if (is_changed or fact.kind is FactKind.DEPRECATED) and fact.subject:
        yield fact.kind, fact.subject, fact.where
