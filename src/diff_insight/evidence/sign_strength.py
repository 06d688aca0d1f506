"""Tells weak signs of a breaking change from strong ones.

A name can be public by all rules of its language although nobody outside was ever told of it. A sign about a name is
strong if documentation presents the name as code, or if the authors of the change do: in messages, in release notes,
in documentation that they edit. How many of either kind are breaks: `docs/measurements.md`, "What breaks".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath

from diff_insight.changes.changeset import ChangeSet
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.reach import script_packages
from diff_insight.evidence.reach.documented import Documentation, is_for_users, names_as_code
from diff_insight.evidence.reach.reaches import name_of
from diff_insight.evidence.signs import Sign, SignKind

_ABOUT_NAMES = frozenset(
    {
        SignKind.PUBLIC_NAME_REMOVED, SignKind.PUBLIC_NAME_RENAMED, SignKind.PUBLIC_NAME_MOVED,
        SignKind.PARAMETER_REMOVED, SignKind.PARAMETER_RENAMED, SignKind.PARAMETER_REQUIRED,
        SignKind.SIGNATURE_CHANGED, SignKind.DEFAULT_CHANGED, SignKind.ENUM_VALUE_CHANGED, SignKind.VARIABLE_REMOVED,
    }
)  # fmt: skip
# What manifests and schemas say, and what users type, they meet without being told.
_MET_ANYWAY = frozenset(
    {
        FactKind.KEY_REMOVED, FactKind.VALUE_CHANGED, FactKind.ITEM_REMOVED, FactKind.OPTION_CHANGED,
        FactKind.SETTING_CHANGED,
    }
)  # fmt: skip
_ALWAYS_WEAK = frozenset({SignKind.LEAST_VERSION_RAISED, SignKind.VERSION_UNTESTED})
# In Go a capital letter, in JavaScript an entry point, makes public what somebody meant to.
_DELIBERATE = (".go", *script_packages.SUFFIXES)
_OF_IMPLEMENTATION = frozenset({"impl", "implementation", "internals"})  # folders whose names say so
_PART = re.compile(r"[^.:#]+")
_CONSTRUCTORS = frozenset({"__init__", "__new__", "__call__", "constructor", "initialize"})
_NEEDED = 2  # parts of a name, the innermost, that documentation must present


def with_strength(
    signs: Sequence[tuple[Sign, ...]], changes: ChangeSet, documentation: Documentation
) -> list[tuple[Sign, ...]]:
    """The signs of each file, the weak ones marked.

    Where there is no documentation, as beside a patch, nothing tells them apart, and none is weak.

    Args:
        signs: those of each file of the change.
        changes: the change, whose authors may speak of what it breaks.
        documentation: reads the documentation.
    """

    @cache
    def said() -> frozenset[str]:
        return frozenset(names_as_code(_words_of_authors(changes)))

    def is_weak(path: str, sign: Sign) -> bool:
        if sign.kind in _ALWAYS_WEAK:
            return True
        if sign.kind not in _ABOUT_NAMES or sign.fact is None or sign.fact.kind in _MET_ANYWAY:
            return False
        if path.endswith(_DELIBERATE):
            return False
        if not _OF_IMPLEMENTATION.isdisjoint(PurePosixPath(path).parts):
            return True
        documented, parts = documentation(), _parts(sign.fact)
        if documented is None or not parts:
            return False
        if documented.names.issuperset(parts[-_NEEDED:]):
            return False
        is_said = parts[-1] in said() and (said() | documented.names).issuperset(parts[-_NEEDED:])
        return not is_said

    return [
        tuple(replace(sign, is_weak=is_weak(file.path, sign)) for sign in of_file)
        for file, of_file in zip(changes.files, signs, strict=True)
    ]


def _parts(fact: Fact) -> list[str]:
    """The parts of the name that a fact is about, without that of a constructor."""
    return [part for part in _PART.findall(name_of(fact)) if part not in _CONSTRUCTORS]


def _words_of_authors(changes: ChangeSet) -> Iterator[tuple[str, str]]:
    """Yield the lines in which authors speak of the change, each with the place where it stands."""
    for commit in changes.commits:
        yield commit.id, commit.subject
        yield from ((commit.id, line) for line in commit.body.splitlines())
    for file in changes.files:
        if is_for_users(file.path):
            yield from ((file.path, line.text) for hunk in file.hunks for line in hunk.lines if line.kind != " ")
