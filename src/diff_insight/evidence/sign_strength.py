"""Tells weak signs of a breaking change from strong ones.

A name can be public by all rules of its language although nobody outside was ever told of it, and syntax alone cannot
see every way in which a name may still be there: overloads, branches of a preprocessor, classes in several parts,
definitions at run time. How much more must speak for a sign about a name depends on its kind and on the language; the
table follows the judgement of readers on some 1,400 signs: `docs/measurements.md`, "What breaks".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import cache
from pathlib import PurePosixPath

from diff_insight.changes.changeset import ChangeSet, FileChange
from diff_insight.evidence.diff.changed_words import changed_words
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.loss import speaks_of_loss
from diff_insight.evidence.reach.deprecated import Deprecated, was_deprecated
from diff_insight.evidence.reach.documented import Documentation, Documented, is_for_users, names_as_code
from diff_insight.evidence.reach.reaches import name_of
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.sign import Sign, SignKind
from diff_insight.evidence.signatures import changes_awaiting


class _Support(Enum):
    """What speaks for a sign about a name."""

    DOCUMENTED = auto()  # documentation presents the name as code
    SAID = auto()  # the authors name it in messages, release notes or documentation that they edit
    SAID_LOST = auto()  # they do in a line, or under a heading, that speaks of what is lost
    DEPRECATED = auto()  # the code itself said that it would go
    DROPPED = auto()  # tests, examples or documentation lose the name in the same change


_Enough = tuple[frozenset[_Support], ...]
"""Sets of what suffices together; a sign that has none of the sets is weak."""

_NOTHING_NEEDED: _Enough = (frozenset(),)
_NEVER: _Enough = ()
_ANYTHING: _Enough = tuple(frozenset({each}) for each in _Support if each is not _Support.SAID_LOST)
_NAMED: _Enough = (frozenset({_Support.DOCUMENTED}), frozenset({_Support.SAID}))
_SAID: _Enough = (frozenset({_Support.SAID}),)
_SAID_LOST: _Enough = (frozenset({_Support.SAID_LOST}),)
_FORETOLD: _Enough = (frozenset({_Support.DEPRECATED}),)
_LOST: _Enough = (frozenset({_Support.SAID_LOST}), frozenset({_Support.DROPPED}), *_FORETOLD)
_LOST_TWICE: _Enough = (frozenset({_Support.SAID_LOST, _Support.DROPPED}), *_FORETOLD)

# By how well syntax tells what callers lose: where every name with a capital letter is offered; where a word makes
# names public, in what is published as in tools beside it; where modules can pass names on; and everywhere else.
_OFFERED = (".go",)
_MARKED = (".java", ".rs", ".php", ".scala")
_EXACT = (".rs",)  # where a type of another name is hardly ever taken for the same
_PASSED_ON = (".py", ".pyi", ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts")
_SUFFICES: Mapping[SignKind, tuple[_Enough, _Enough, _Enough, _Enough]] = {
    SignKind.PUBLIC_NAME_REMOVED: (_NOTHING_NEEDED, _ANYTHING, _LOST, _LOST_TWICE),
    SignKind.PUBLIC_NAME_RENAMED: (_NOTHING_NEEDED, _ANYTHING, _LOST, _LOST_TWICE),
    SignKind.PUBLIC_NAME_MOVED: (_NOTHING_NEEDED, _ANYTHING, _LOST, _LOST_TWICE),
    SignKind.PARAMETER_REMOVED: (_NOTHING_NEEDED, _ANYTHING, _NAMED, _LOST_TWICE),
    SignKind.PARAMETER_RENAMED: (_NOTHING_NEEDED, _ANYTHING, _SAID_LOST, _LOST_TWICE),
    SignKind.PARAMETER_REQUIRED: (_NOTHING_NEEDED, _ANYTHING, _SAID, _LOST_TWICE),
    SignKind.DEFAULT_CHANGED: (_NOTHING_NEEDED, _ANYTHING, _SAID, _LOST_TWICE),
    SignKind.ENUM_VALUE_CHANGED: (_NOTHING_NEEDED, _ANYTHING, _SAID, _LOST_TWICE),
    # Many interfaces only the library itself implements.
    SignKind.MEMBER_DEMANDED: (_ANYTHING, _ANYTHING, _ANYTHING, _ANYTHING),
    SignKind.VARIABLE_REMOVED: (_NAMED, _NAMED, _NAMED, _NAMED),
    SignKind.SIGNATURE_CHANGED: (_NEVER, _NEVER, _NEVER, _NEVER),  # half of these break no caller
}
"""What makes each kind of sign strong in languages of the four sorts."""

# What manifests and schemas say, and what users type, they meet without being told.
_MET_ANYWAY = frozenset(
    {
        FactKind.KEY_REMOVED, FactKind.VALUE_CHANGED, FactKind.ITEM_REMOVED, FactKind.OPTION_CHANGED,
        FactKind.SETTING_CHANGED,
    }
)  # fmt: skip
_ALWAYS_WEAK = frozenset({SignKind.LEAST_VERSION_RAISED, SignKind.VERSION_UNTESTED, SignKind.VERSION_UNLISTED})
_TAKES_MORE = (".js", ".mjs", ".cjs", ".jsx")  # whose functions may be passed more than they take
_OF_IMPLEMENTATION = frozenset({"impl", "implementation", "internals"})  # folders whose names say so
_OF_CALLERS = frozenset({Role.TEST, Role.EXAMPLE, Role.DOCUMENTATION})
_HEADING = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*]+\*\*:?\s*$)|.*:\s*$")
_PART = re.compile(r"[^.:#]+")
_WORD = re.compile(r"[\w$]+")
_CONSTRUCTORS = frozenset({"__init__", "__new__", "__call__", "__construct", "constructor", "initialize"})
_NEEDED = 2  # parts of a name, the innermost, that documentation must present


def with_strength(
    signs: Sequence[tuple[Sign, ...]], changes: ChangeSet, documentation: Documentation, deprecated: Deprecated = ()
) -> list[tuple[Sign, ...]]:
    """The signs of each file, the weak ones marked.

    Where there is no documentation, as beside a patch, nothing tells them apart, and none is weak.

    Args:
        signs: those of each file of the change.
        changes: the change, whose authors may speak of what it breaks.
        documentation: reads the documentation.
        deprecated: names whose deprecation the change ends.
    """

    @cache
    def said() -> frozenset[str]:
        return frozenset(names_as_code(_words_of_authors(changes)))

    @cache
    def said_lost() -> frozenset[str]:
        return frozenset(names_as_code(_of_losses(_words_of_authors(changes))))

    @cache
    def dropped() -> frozenset[str]:
        return _dropped_words(changes.files)

    def supports(fact: Fact, parts: Sequence[str], read: Documented) -> Iterator[_Support]:
        name, documented = parts[-_NEEDED:], read.names
        # Of a constructor the documentation must show a call, since many objects are only handed out.
        is_built = name_of(fact).rpartition(".")[2] in _CONSTRUCTORS
        if documented.issuperset(name) and (not is_built or name[-1] in read.called):
            yield _Support.DOCUMENTED
        if name[-1] in said() and (said() | documented).issuperset(name):
            yield _Support.SAID
            if name[-1] in said_lost():
                yield _Support.SAID_LOST
        if name[-1] in dropped():
            yield _Support.DROPPED

    def is_weak(path: str, sign: Sign) -> bool:
        if sign.kind in _ALWAYS_WEAK:
            return True
        if sign.kind not in _SUFFICES or sign.fact is None:
            return False
        is_signature = sign.kind is SignKind.SIGNATURE_CHANGED
        if sign.fact.kind in _MET_ANYWAY and (not is_signature or path.endswith(_OFFERED)):
            return False
        if sign.kind is SignKind.PARAMETER_REMOVED and path.endswith(_TAKES_MORE):
            return True
        if not _OF_IMPLEMENTATION.isdisjoint(PurePosixPath(path).parts):
            return True
        enough = _SUFFICES[sign.kind][_sort_of(path)]
        if is_signature and (path.endswith(_EXACT) or changes_awaiting(sign.fact.before or "", sign.fact.after or "")):
            enough = _NAMED
        documented, parts = documentation(), _parts(sign.fact)
        if documented is None or not parts:
            return False
        found = frozenset(supports(sign.fact, parts, documented))
        found |= {_Support.DEPRECATED} if was_deprecated(path, sign.fact, deprecated) else frozenset()
        return not any(found >= together for together in enough)

    return [
        tuple(replace(sign, is_weak=is_weak(file.path, sign)) for sign in of_file)
        for file, of_file in zip(changes.files, signs, strict=True)
    ]


def _sort_of(path: str) -> int:
    """The place of a source's language in the rows of `_SUFFICES`."""
    sorts = (_OFFERED, _MARKED, _PASSED_ON)
    return next((number for number, suffixes in enumerate(sorts) if path.endswith(suffixes)), len(sorts))


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


def _of_losses(lines: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The lines that speak of what is lost, or stand under a heading that does, each with its place."""
    around, is_under = "", False
    for place, text in lines:
        if _HEADING.match(text) or place != around:
            around, is_under = place, _HEADING.match(text) is not None and speaks_of_loss(text)
        if is_under or speaks_of_loss(text):
            yield place, text


def _dropped_words(files: Sequence[FileChange]) -> frozenset[str]:
    """The words that files of callers lose, and no such file gets or moves."""
    lost, got = changed_words((file for file in files if role_of(file.path) in _OF_CALLERS), _WORD)
    return lost - got
