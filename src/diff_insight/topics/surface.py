"""Picks the facts that users of the software can meet: public names, and packages it needs at run time."""

from collections.abc import Collection, Iterable, Mapping

from pathspec import GitIgnoreSpec

from diff_insight.evidence.code.languages import code_language
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import SETTINGS, FactKind, Trait, having
from diff_insight.evidence.roles import Role
from diff_insight.evidence.settings.requirement_files import is_requirement_file
from diff_insight.evidence.settings.supported_versions import platform_of
from diff_insight.evidence.signatures import differs_in_advice
from diff_insight.evidence.signs import is_private
from diff_insight.evidence.surface.every_object import (
    CALLED_BY_PYTHON,
    CALLED_BY_RUBY,
    DEFAULT_EXPORT,
    OF_EVERY_OBJECT,
)
from diff_insight.topics.topic import PlacedFact

DEPENDENCIES = frozenset(
    {
        FactKind.DEPENDENCY_ADDED, FactKind.DEPENDENCY_REMOVED, FactKind.DEPENDENCY_CHANGED, FactKind.DEPENDENCY_MOVED,
        FactKind.DEPENDENCY_TERMS_CHANGED, FactKind.DEPENDENCY_REPLACED,
    }
)  # fmt: skip
"""The kinds of facts about packages."""

_AT_RUN_TIME = frozenset(
    {None, "dependencies", "peerDependencies", "optionalDependencies", "require", "project.dependencies"}
)

# Lists of packages that are pinned for those who work on the software.
_DEVELOPMENT = GitIgnoreSpec.from_lines(
    ["*requirements*.txt", "!/requirements.txt", "*requirements*.in", "requirements/"]
)

OFFERED = having(Trait.OFFERED)
"""The kinds of facts about options, commands, routes, variables and deprecations."""

# Most important first.
_OF_NAMES = (
    FactKind.COMMAND_REMOVED,
    FactKind.OPTION_REMOVED,
    FactKind.ROUTE_REMOVED,
    FactKind.VARIABLE_REMOVED,
    FactKind.SETTING_REMOVED,
    FactKind.FIELD_REMOVED,
    FactKind.FIELD_DROPPED,
    FactKind.FIELD_CHANGED,
    FactKind.NAME_REMOVED,
    FactKind.NAME_RENAMED,
    FactKind.NAME_HIDDEN,
    FactKind.PARAMETER_REMOVED,
    FactKind.PARAMETER_REQUIRED,
    FactKind.ENUM_VALUE_REMOVED,
    FactKind.DEPRECATED,
    FactKind.CHANGE_NOTED,
    FactKind.COMMAND_ADDED,
    FactKind.OPTION_ADDED,
    FactKind.OPTION_CHANGED,
    FactKind.ROUTE_ADDED,
    FactKind.VARIABLE_ADDED,
    FactKind.SETTING_ADDED,
    FactKind.SETTING_CHANGED,
    FactKind.FIELD_ADDED,
    FactKind.DEFAULT_CHANGED,
    FactKind.ENUM_VALUE_CHANGED,
    FactKind.PARAMETER_RENAMED,
    FactKind.NAME_ADDED,
    FactKind.PARAMETER_ADDED,
    FactKind.ENUM_VALUE_ADDED,
    FactKind.SIGNATURE_CHANGED,
    FactKind.SUPPORT_LISTED,
    FactKind.SUPPORT_UNLISTED,
    FactKind.EXIT_CODE_ADDED,
    FactKind.EXIT_CODE_REMOVED,
)
_NO_NEWS = OF_EVERY_OBJECT | CALLED_BY_PYTHON | CALLED_BY_RUBY | {DEFAULT_EXPORT}
_LISTED = (FactKind.SUPPORT_LISTED, FactKind.SUPPORT_UNLISTED)
_OFTEN = frozenset(_OF_NAMES)
_SUPPORT = (FactKind.VALUE_CHANGED, FactKind.KEY_ADDED)  # of supported versions only
_RANK = {kind: number for number, kind in enumerate((*_OF_NAMES, *_SUPPORT, *sorted(DEPENDENCIES)))}

ON_SURFACE = frozenset(_RANK)
"""The kinds of facts that users can meet, those about values and keys only if about supported versions."""


def surface(facts: Iterable[PlacedFact], roles: Mapping[str, Role], exposed: Collection[str]) -> tuple[PlacedFact, ...]:
    """The facts among those of a topic that are on the surface, the most important first.

    Args:
        facts: those of a topic.
        roles: the role of each file.
        exposed: paths that are part of an interface although their names mark them as private.
    """
    given = list(facts)
    # Where a package says itself what it needs, requirement files are for those who work on it.
    declares = any(placed.path == "pyproject.toml" and placed.fact.kind in DEPENDENCIES for placed in given)
    found = [
        placed
        for placed in given
        if _is_met(placed, roles[placed.path], placed.path in exposed)
        and not (declares and is_requirement_file(placed.path))
    ]
    # What goes on elsewhere under the same name is nothing new.
    left = {placed.fact.before for placed in found if placed.fact.kind is FactKind.NAME_REMOVED}
    told = (placed for placed in found if placed.fact.kind is not FactKind.NAME_ADDED or placed.fact.after not in left)
    return tuple(sorted(told, key=lambda placed: _RANK[placed.fact.kind]))


def is_at_run_time(fact: Fact) -> bool:
    """Whether a fact is about a package that the software needs when it runs."""
    return fact.kind in DEPENDENCIES and fact.where in _AT_RUN_TIME


def _is_met(placed: PlacedFact, role: Role, is_exposed: bool) -> bool:
    fact = placed.fact
    if platform_of(fact) or fact.kind in _LISTED:
        return role is Role.BUILD
    if fact.kind in DEPENDENCIES:
        is_of_development = _DEVELOPMENT.match_file(placed.path)
        return role in (Role.BUILD, Role.SOURCE) and is_at_run_time(fact) and not is_of_development
    if fact.kind is FactKind.CHANGE_NOTED and role is Role.DOCUMENTATION:
        return True
    if fact.kind in SETTINGS and role in (Role.DOCUMENTATION, Role.BUILD):
        return fact.public  # as a document or a sample tells them
    language = code_language(placed.path)
    is_signature = fact.kind is FactKind.SIGNATURE_CHANGED
    if is_signature and language and differs_in_advice(language, fact.before or "", fact.after or ""):
        return False
    name = (fact.after or "").partition("(")[0].rpartition(".")[2]
    if fact.kind is FactKind.NAME_ADDED and name in _NO_NEWS:
        return False
    is_public = fact.public and (is_exposed or fact.kind in OFFERED or not is_private(placed.path))
    return fact.kind in _OFTEN and role is Role.SOURCE and is_public
