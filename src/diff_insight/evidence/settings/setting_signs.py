"""Recognises signs of a breaking change among facts about manifests, jobs of CI and settings."""

import re
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.settings.go_modules import MODULE
from diff_insight.evidence.settings.requirement_files import is_requirement_file
from diff_insight.evidence.settings.supported_versions import (
    drops_support,
    platform_of,
    raises_least_version,
    tested_platform,
)
from diff_insight.evidence.sign import SignKind

_OF_USERS = "peerDependencies"  # packages that those who use this one must have, too
# Groups of packages of which an installation has one version for all software in it; npm has one for each.
_SHARED = frozenset({("pyproject.toml", "dependencies"), ("package.json", _OF_USERS)})
# Where a package says by what name it is installed or imported.
_NAMES = frozenset(
    {
        ("go.mod", MODULE), ("package.json", "name"), ("composer.json", "name"), ("Cargo.toml", "package.name"),
        ("pyproject.toml", "project.name"), ("pyproject.toml", "tool.poetry.name"),
    }
)  # fmt: skip
_BUILD_LOGIC = re.compile(r"(?:gradle|buildSrc|build-logic)/(?!.*\btests?\b)")
_PACKAGE_EXPORT = re.compile(r"exports(?:\.|\[)[^\]]*\]?$")  # a path that package.json lets others import
_EXPORTED_PATH = re.compile(r"exports\[\"(\./[^\"]*)\"\]")
_EXPORTED_PATTERN = re.compile(r"\"(\./[^\"*]*)\*\"\s*:\s*(?!null)")
_EVERY_MODULE = re.compile(r"\"\./(?:\*[^\"]*)?\"\s*:\s*(?!null)")  # a pattern that lets all be imported
_PROGRAM = re.compile(r"(?:bin|project\.scripts|tool\.poetry\.scripts)\.[^.]+$")  # a command that a package installs
_ENTRY_POINT = re.compile(r"(?:project\.entry-points|tool\.poetry\.plugins)(?:\.|\[|$)")
_NUMBER = re.compile(r"\d+")


def setting_sign(file: FileChange, fact: Fact) -> SignKind | None:
    """The sign that a fact about a manifest, a job of CI or a setting is; None if it is none.

    Args:
        file: the file.
        fact: one of its facts.
    """
    path = file.path
    if platform_of(fact):
        return SignKind.SUPPORT_DROPPED if drops_support(fact) and _is_of_software(path) else None
    if role_of(path) is Role.CI:
        return SignKind.VERSION_UNTESTED if tested_platform(fact) else None
    if fact.kind is FactKind.DEPENDENCY_CHANGED:
        return _of_package(path, fact)
    if fact.kind in (FactKind.DEPENDENCY_ADDED, FactKind.DEPENDENCY_MOVED) and fact.where == _OF_USERS:
        return SignKind.PEER_ADDED if _is_needed_now(file, fact) else None
    subject, last = fact.subject or "", (fact.subject or "").rpartition(".")[2]
    match fact.kind:
        case FactKind.VALUE_CHANGED if (PurePosixPath(path).name, subject) in _NAMES and _is_of_software(path):
            # git may take the manifest of a new package for that of one that is gone.
            return SignKind.PUBLIC_NAME_RENAMED if file.status is Status.MODIFIED else None
        case FactKind.KEY_REMOVED if _PACKAGE_EXPORT.match(subject):
            return None if _is_still_exported(file, subject) else SignKind.PUBLIC_NAME_REMOVED
        case FactKind.KEY_REMOVED if _PROGRAM.match(subject):
            return SignKind.COMMAND_REMOVED
        case FactKind.KEY_REMOVED if _ENTRY_POINT.match(subject):
            return SignKind.ENTRY_POINT_REMOVED
        case FactKind.KEY_ADDED if subject == "exports" and PurePosixPath(path).name == "package.json":
            is_closed = file.status is Status.MODIFIED and _is_of_software(path) and not _exports_all(file)
            return SignKind.MODULES_CLOSED if is_closed else None
        case FactKind.VALUE_CHANGED if last == "default" and not subject.startswith(("exports.", "exports[")):
            return SignKind.DEFAULT_CHANGED
        case FactKind.ITEM_REMOVED if last == "enum":
            return SignKind.ENUM_VALUE_CHANGED
        case FactKind.ITEM_ADDED if last == "required":
            return SignKind.REQUIRED_KEY_ADDED
        case FactKind.VALUE_CHANGED | FactKind.KEY_ADDED if last == "required" and fact.after == "true":
            return SignKind.REQUIRED_KEY_ADDED
    return None


def _of_package(path: str, fact: Fact) -> SignKind | None:
    if fact.where == _OF_USERS and fact.before == "*":
        return SignKind.LEAST_VERSION_RAISED
    if fact.where == _OF_USERS and _is_major(fact):
        return SignKind.MAJOR_VERSION
    is_shared = (PurePosixPath(path).name, fact.where) in _SHARED and _is_of_software(path)
    is_shared |= is_requirement_file(path)  # those of developers are tests by their role
    return SignKind.LEAST_VERSION_RAISED if is_shared and raises_least_version(fact) else None


def _is_needed_now(file: FileChange, fact: Fact) -> bool:
    """Whether a peer dependency is new to a package that was there, and not one that users may leave out."""
    name = (fact.subject or "").partition(" (")[0]
    optional = re.compile(rf'"{re.escape(name)}"\s*:\s*\{{\s*"optional"\s*:\s*true')
    was_own = fact.kind is FactKind.DEPENDENCY_MOVED
    return (
        file.status is Status.MODIFIED
        and _is_of_software(file.path)
        and (was_own or not optional.search("\n".join(_shown(file))))
    )


def _is_of_software(path: str) -> bool:
    """Whether a manifest is that of the software, not of a script, a tool or a site beside it.

    What Gradle's modules share stands in folders of its build logic.
    """
    if PurePosixPath(path).suffix in (".gradle", ".kts") and _BUILD_LOGIC.match(path):
        return True
    return role_of(path) is Role.BUILD and role_of(str(PurePosixPath(path).with_name("module.py"))) is Role.SOURCE


def _is_still_exported(file: FileChange, subject: str) -> bool:
    """Whether a path that package.json does not export any more fits a pattern of it, as far as the diff shows."""
    gone = _EXPORTED_PATH.match(subject)
    patterns = [match[1] for text in _shown(file) for match in _EXPORTED_PATTERN.finditer(text)]
    return gone is not None and any(gone[1].startswith(pattern) for pattern in patterns)


def _exports_all(file: FileChange) -> bool:
    """Whether `exports` has a pattern for every module, as far as the diff shows."""
    return any(map(_EVERY_MODULE.search, _shown(file)))


def _shown(file: FileChange) -> list[str]:
    """The lines of the new side that the diff shows."""
    return [line.text for hunk in file.hunks for line in hunk.lines if line.kind != "-"]


def _is_major(fact: Fact) -> bool:
    before, after = _NUMBER.search(fact.before or ""), _NUMBER.search(fact.after or "")
    return before is not None and after is not None and int(after[0]) > int(before[0])
