"""Finds files that belong together: moved between the same folders, or affected by the change of one name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind, Trait, having
from diff_insight.evidence.diff.sides import EDITS_READ
from diff_insight.evidence.surface.every_object import OF_EVERY_OBJECT

_WORD = re.compile(r"\w{4,}")
_TOLD = having(Trait.FOLLOWED)
_TELLING = re.compile(r"[a-z0-9]_[a-z0-9]|[a-z][A-Z]|[A-Z]_[A-Z]|[A-Z][a-z0-9]+[A-Z]")  # matches no everyday word
_NAMES = 2000  # maximum number of names followed, roughly


@dataclass(frozen=True, slots=True)
class FolderRename:
    """A folder from which several files moved to another; '' is the top level."""

    old: str
    new: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedName:
    """A name whose definition changes in one file and that other files' changed lines use.

    Attributes:
        name: the name without its containers.
        kind: what happens to it.
        path: the file that defines it.
        users: the other files, in the order of the change.
    """

    name: str
    kind: FactKind
    path: str
    users: tuple[str, ...]


def folder_renames(files: Sequence[FileChange]) -> tuple[FolderRename, ...]:
    """The folders from which at least two files moved to the same other folder, most files first."""
    groups: dict[tuple[str, str], list[str]] = {}
    for file in files:
        if file.status is Status.RENAMED and file.old_path:
            old, new = PurePosixPath(file.old_path).parts, PurePosixPath(file.path).parts
            same = 0
            while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
                same += 1
            if same:
                pair = ("/".join(old[: len(old) - same]), "/".join(new[: len(new) - same]))
                groups.setdefault(pair, []).append(file.path)
    found = [FolderRename(old, new, tuple(paths)) for (old, new), paths in groups.items() if len(paths) > 1]
    return tuple(sorted(found, key=lambda rename: -len(rename.paths)))


def shared_names(files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]]) -> tuple[SharedName, ...]:
    """The names added, removed or changed in one file and used in changed lines of others, most used first.

    Names that several files define, those that look like everyday words, and methods of every object are left out as
    uninformative.
    """
    defined: dict[str, tuple[FactKind, int] | None] = {}
    for number, of_file in enumerate(facts):
        for fact in of_file:
            if fact.kind in _TOLD:
                for name in _names(fact):
                    known = defined.get(name, (fact.kind, number))
                    defined[name] = known if known and known[1] == number else None
        if len(defined) > _NAMES:
            break
    users: dict[str, list[str]] = {}
    for number, file in enumerate(files):
        removed, added = _changed_words(file)
        for word in (removed | added) & defined.keys():
            known = defined[word]
            if known and known[1] != number and word in _telling_words(known[0], removed, added):
                users.setdefault(word, []).append(file.path)
    found = []
    for name, paths in users.items():
        known = defined[name]
        if known:
            found.append(SharedName(name, known[0], files[known[1]].path, tuple(paths)))
    return tuple(sorted(found, key=lambda shared: (-len(shared.users), shared.name)))


def _names(fact: Fact) -> Iterator[str]:
    of_function = fact.subject if fact.kind not in (
        FactKind.NAME_ADDED, FactKind.NAME_REMOVED, FactKind.NAME_RENAMED, FactKind.NAME_HIDDEN,
    ) else None  # fmt: skip
    for whole in (of_function,) if of_function else (fact.before, fact.after):
        name = (whole or "").partition("(")[0].rpartition(".")[2]
        is_telling = _TELLING.search(name) is not None and name not in OF_EVERY_OBJECT
        if _WORD.fullmatch(name) and is_telling and not name.startswith("__"):
            yield name


def _telling_words(kind: FactKind, removed: set[str], added: set[str]) -> set[str]:
    """The words that count as uses: only added ones for a new name, only removed ones for a removed name, else both."""
    if kind is FactKind.NAME_ADDED:
        return added - removed
    return removed - added if kind is FactKind.NAME_REMOVED else removed | added


def _changed_words(file: FileChange) -> tuple[set[str], set[str]]:
    """The words of the removed lines, and those of the added lines."""
    words: dict[str, set[str]] = {"-": set(), "+": set()}
    read = 0
    for hunk in file.hunks:
        for line in hunk.lines:
            if line.kind != " ":
                words[line.kind].update(_WORD.findall(line.text))
        read += len(hunk.lines)
        if read >= EDITS_READ:
            break
    return words["-"], words["+"]
