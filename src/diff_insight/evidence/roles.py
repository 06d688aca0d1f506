"""Tells from its path what a file is for: source, tests, documentation, and so on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

import yaml
from pathspec import GitIgnoreSpec
from pydantic import RootModel, ValidationError

from diff_insight.changes.changeset import FileChange, Fold
from diff_insight.errors import SettingsFileError
from diff_insight.system.package_data import package_data


class Role(StrEnum):
    """What a file is for."""

    SOURCE = "source"
    DOCUMENTATION = "documentation"
    RELEASE_NOTES = "release notes"
    TRANSLATION = "translation"
    EXAMPLE = "example"
    TEST = "test"  # or a benchmark
    FIXTURE = "fixture"
    BUILD = "build"  # of the package, its metadata, and the settings of tools
    CI = "ci"  # and what else the forge reads
    LOCK = "lock"
    GENERATED = "generated"
    VENDORED = "vendored"


OF_CODE_NOBODY_CALLS = frozenset({Role.TEST, Role.FIXTURE, Role.EXAMPLE})
"""The roles of files that no user of the software depends on."""

_NOT_FIXED = re.compile(r"\[[^]]*\]|[*?/!]")  # parts of a pattern that can match several texts, or none
_FOLDED = {Fold.LOCK_FILE: Role.LOCK, Fold.GENERATED: Role.GENERATED, Fold.VENDORED: Role.VENDORED}


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A line of the user's own table: a role, and the files that have it, in .gitignore syntax."""

    role: Role
    patterns: tuple[str, ...]


class _RoleFile(RootModel[dict[Role, str | list[str]]]):
    """The content of a file of rules."""


def read_role_rules(path: Path) -> tuple[RoleRule, ...]:
    """Read a YAML file that maps roles to a pattern or a list of them.

    Raises:
        SettingsFileError: the file cannot be read, or is not such a mapping.
    """
    try:
        entries = _RoleFile.model_validate(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)).root
    except OSError as error:
        raise SettingsFileError(f"the roles file {path} cannot be read: {error.strerror}; check its path") from None
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError):
        raise SettingsFileError(
            f"{path} is not a roles file: map roles to patterns of files, one per line, such as 'test: qa/'; "
            f"the roles are {', '.join(Role)}"
        ) from None
    return tuple(
        RoleRule(role, tuple([patterns] if isinstance(patterns, str) else patterns))
        for role, patterns in entries.items()
    )


@cache
def _built_in() -> tuple[tuple[Role, tuple[tuple[str, str], ...]], ...]:
    """The roles with their patterns, each with the longest text that a path must hold to match it."""
    rules = read_role_rules(package_data("evidence/roles.yaml"))
    return tuple((rule.role, tuple((pattern, _fixed(pattern)) for pattern in rule.patterns)) for rule in rules)


def _fixed(pattern: str) -> str:
    return max(_NOT_FIXED.split(pattern), key=len)


_spec = cache(GitIgnoreSpec.from_lines)


def _compiled(rules: Sequence[RoleRule]) -> tuple[tuple[Role, GitIgnoreSpec], ...]:
    return tuple((rule.role, GitIgnoreSpec.from_lines(rule.patterns)) for rule in rules)


@lru_cache(maxsize=100_000)
def role_of(path: str) -> Role:
    """The role of a path according to the rules in `roles.yaml`; a path that none matches is source."""
    for role, patterns in _built_in():
        # Only what can match is compiled: all patterns take longer to compile than a small report to make.
        possible = tuple(pattern for pattern, fixed in patterns if fixed in path)
        if possible and _spec(possible).match_file(path):
            return role
    return Role.SOURCE


def roles_of(files: Iterable[FileChange], rules: Sequence[RoleRule] = ()) -> dict[str, Role]:
    """The role of each file by path.

    Args:
        files: the files of a change.
        rules: the user's own, which outrank everything; the first that matches decides. Next come the attributes
            `linguist-vendored`, `linguist-generated` and `linguist-documentation`, and then the built-in rules.
    """
    own = _compiled(rules)
    return {file.path: _role(file, own) for file in files}


def _role(file: FileChange, own: Sequence[tuple[Role, GitIgnoreSpec]]) -> Role:
    for role, spec in own:
        if spec.match_file(file.path):
            return role
    if file.fold:
        return _FOLDED[file.fold]
    found = role_of(file.path)
    if file.documentation is None:
        return found
    if file.documentation:
        return Role.DOCUMENTATION
    return Role.SOURCE if found is Role.DOCUMENTATION else found
