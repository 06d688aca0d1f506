"""Drops facts about what users meet that only moved to another file, and variables that other files read as well."""

import re
from collections.abc import Collection, Sequence

from diff_insight.changes.changeset import FileChange, Trees
from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.roles import OF_CODE_NOBODY_CALLS, Role, role_of
from diff_insight.evidence.surface.routes import path_of
from diff_insight.evidence.surface.variables import variables

_OPPOSITES = {
    FactKind.OPTION_REMOVED: FactKind.OPTION_ADDED,
    FactKind.COMMAND_REMOVED: FactKind.COMMAND_ADDED,
    FactKind.VARIABLE_REMOVED: FactKind.VARIABLE_ADDED,
    FactKind.ROUTE_REMOVED: FactKind.ROUTE_ADDED,
    FactKind.SUPPORT_UNLISTED: FactKind.SUPPORT_LISTED,
}
_VARIABLES = frozenset({FactKind.VARIABLE_ADDED, FactKind.VARIABLE_REMOVED})
_ROUTES = frozenset({FactKind.ROUTE_ADDED, FactKind.ROUTE_REMOVED})
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[\"']-*([\w-]+)[\"' ]")
_FIELD = re.compile(r"\b(\w+)\s*:")
_SEARCHED = 100  # maximum number of variables that are searched for in the tree


def without_moved(
    files: Sequence[FileChange], facts: Sequence[tuple[Fact, ...]], trees: Trees
) -> list[tuple[Fact, ...]]:
    """The facts of each file without those about what is the same to users.

    An option, command, variable, route or supported version that one file loses and another gains stays. So does a
    variable that an unchanged file reads; test files do not count.

    Args:
        files: the files of the change.
        facts: those of each file.
        trees: the two trees.
    """
    counted = [file for file in files if role_of(file.path) not in OF_CODE_NOBODY_CALLS]
    counts = {file.path for file in counted}
    gone: set[tuple[FactKind, str]] = set()  # with names as users know them
    come: set[tuple[FactKind, str]] = set()
    for file, of_file in zip(files, facts, strict=True):
        if file.path in counts:
            gone.update((_OPPOSITES[fact.kind], _met(fact)) for fact in of_file if fact.kind in _OPPOSITES)
            come.update((fact.kind, _met(fact)) for fact in of_file if fact.kind in _OPPOSITES.values())
    stays = gone & come
    if any(kind is FactKind.OPTION_ADDED for kind, _ in gone):
        declared = _declared(counted)
        stays |= {(kind, name) for kind, name in gone if kind is FactKind.OPTION_ADDED and name.lstrip("-") in declared}
    new = {name for kind, name in come - stays if kind is FactKind.VARIABLE_ADDED}
    old = {name for kind, name in gone - stays if kind is FactKind.VARIABLE_ADDED}
    read = _read_elsewhere(sorted(new | old)[:_SEARCHED], {file.path for file in files}, old, trees)

    def is_kept(fact: Fact) -> bool:
        name = _met(fact)
        kind = _OPPOSITES.get(fact.kind, fact.kind)
        return (kind, name) not in stays and not (fact.kind in _VARIABLES and name in read)

    return [tuple(fact for fact in of_file if is_kept(fact)) for of_file in facts]


def _met(fact: Fact) -> str:
    """The name of a fact as users meet it."""
    name = fact.after or fact.before or ""
    return path_of(name) if fact.kind in _ROUTES else name


def _declared(files: Sequence[FileChange]) -> frozenset[str]:
    """The names that new lines of source may give options in ways that are not read, such as fields; without dashes."""
    lines = [
        line.text
        for file in files
        if code_language(file.path)
        for hunk in file.hunks
        for line in hunk.lines
        if line.kind == "+"
    ]
    quoted = {name for text in lines for name in _QUOTED.findall(text)}
    fields = {name for text in lines for name in _FIELD.findall(text)}
    return frozenset(quoted | fields | {name.replace("_", "-") for name in fields})


def _read_elsewhere(
    names: Sequence[str], changed: Collection[str], gone: Collection[str], trees: Trees
) -> frozenset[str]:
    """The variables that unchanged source files read, or any that still names one that is gone."""
    found: set[str] = set()
    for mention in (trees.mentions(names) or ()) if names else ():
        language = code_language(mention.path)
        if role_of(mention.path) is Role.SOURCE:
            words = frozenset(_WORD.findall(mention.text))
            found.update(words.intersection(gone))
            if language and mention.path not in changed:
                found.update(item.name for item in variables(mention.text, language.name))
    return frozenset(found) & frozenset(names)
