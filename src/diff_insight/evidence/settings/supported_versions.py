"""Recognises the settings that say on what the software runs, such as `requires-python`."""

import re
from collections.abc import Sequence

from semantic_version import NpmSpec, Version

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

FRAMEWORKS = ".NET"
"""The platform of which a manifest names every framework that the software is built for."""

_PLATFORMS = {
    "project.requires-python": "Python",
    "options.python_requires": "Python",
    "python_requires": "Python",
    "tool.poetry.dependencies.python": "Python",
    "engines.node": "Node.js",
    "package.rust-version": "Rust",
    "workspace.package.rust-version": "Rust",
    "go": "Go",
    "maven.compiler.release": "Java",
    "maven.compiler.target": "Java",
    "maven.compiler.source": "Java",
    "java.version": "Java",
    "sourceCompatibility": "Java",
    "targetCompatibility": "Java",
    "jvmTarget": "Java",
    "minSdk": "Android",
    "minSdkVersion": "Android",
    "require.php": "PHP",
    "required_ruby_version": "Ruby",
    "environment.sdk": "Dart",
    "iOS": "iOS",
    "ios.deployment_target": "iOS",
    "macOS": "macOS",
    "osx.deployment_target": "macOS",
    "tvOS": "tvOS",
    "tvos.deployment_target": "tvOS",
    "watchOS": "watchOS",
    "watchos.deployment_target": "watchOS",
    "TargetFramework": FRAMEWORKS,
    "TargetFrameworks": FRAMEWORKS,
}
"""What each key is about."""

_TESTED = {
    "python": "Python", "node": "Node.js", "go": "Go", "ruby": "Ruby", "php": "PHP", "java": "Java", "jdk": "Java",
    "rust": "Rust", "toolchain": "Rust", "dotnet": ".NET", "scala": "Scala", "kotlin": "Kotlin", "dart": "Dart",
}  # fmt: skip
"""What each key of the matrix of a CI job is about, without `-version` or the like."""

_MATRIX = re.compile(r"(?:(?:^|\.)matrix\.|^)(?P<key>[a-z]+)(?:[-_]?versions?)?$")
_VERSION = re.compile(r"v?\d+(?:\.\d+)*")

_STANDARD = "netstandard"
_FRAMEWORK = re.compile(r"([a-z]+)(\d{1,9}(?:\.\d{1,9})*)$")

_NUMBERS = re.compile(r"(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?")
_GAP = re.compile(r"([<>=^~])\s+")  # between an operator and its version
_MAJORS = 200  # largest distance of versions whose ranges are compared

_KINDS = frozenset({FactKind.VALUE_CHANGED, FactKind.KEY_ADDED, FactKind.DEPENDENCY_CHANGED})
_LEAST = re.compile(r"(?:>=?|\^|~=?|==?|^[\"']?|(?<=\|)|(?<=\s)|VERSION_|\()\s*v?(\d{1,9}(?:[._]\d{1,9})*)(?!\d)")
_BELOW = re.compile(r"<=?\s*v?(\d{1,9}(?:[._]\d{1,9})*)(?!\d)")  # an upper bound


def platform_of(fact: Fact) -> str | None:
    """The platform whose supported versions a fact is about; None if it is about something else."""
    subject = "tool.poetry.dependencies.python" if _is_poetry(fact) else fact.subject
    return _PLATFORMS.get(subject or "") if fact.kind in _KINDS else None


def drops_support(fact: Fact) -> bool:
    """Whether the lowest supported version becomes higher; of .NET, whether a framework is left out."""
    if platform_of(fact) == FRAMEWORKS:
        left = [_framework(name) for name in _listed(fact.after)]
        return any(not _runs_on(_framework(name), left) for name in _listed(fact.before))
    before, after = least_version(fact.before), least_version(fact.after)
    if platform_of(fact) is None or before is None or after is None:
        return False
    return before < after or (platform_of(fact) == "Node.js" and _leaves_out(fact.before or "", fact.after or ""))


def _leaves_out(before: str, after: str) -> bool:
    """Whether a range of npm refuses a version that another one takes: one that either names, or the first of a major.

    Such as `^20.9.0 || >=21.1.0`, which refuses 20.0.0, beside `>=20.0.0`.
    """
    try:
        old, new = (NpmSpec(_GAP.sub(r"\1", text)) for text in (before, after))
    except ValueError:
        return False  # no range that npm reads
    numbers = [tuple(map(int, match.groups("0"))) for match in _NUMBERS.finditer(f"{before} {after}")]
    majors = [major for major, _, _ in numbers]
    if max(majors) - min(majors) > _MAJORS:
        return False
    named = {(major, 0, 0) for major in range(min(majors), max(majors) + 1)}.union(numbers)
    versions = [Version(".".join(map(str, number))) for number in named]
    return any(version in old and version not in new for version in versions)


def frameworks_apart(fact: Fact) -> tuple[list[str], list[str]]:
    """The frameworks that a fact about .NET leaves out, and those that it brings, in their order."""
    before, after = _listed(fact.before), _listed(fact.after)
    return [name for name in before if name not in after], [name for name in after if name not in before]


def _listed(frameworks: str | None) -> list[str]:
    """The single frameworks of a list, which may end in a semicolon."""
    return [name for part in (frameworks or "").split(";") if (name := part.strip())]


def _framework(name: str) -> tuple[str, tuple[int, ...]]:
    """The family of a framework such as `netstandard2.1`, and its version."""
    match = _FRAMEWORK.match(name.strip())
    return (match[1], tuple(map(int, match[2].split(".")))) if match else (name.strip(), ())


def _runs_on(framework: tuple[str, tuple[int, ...]], left: Sequence[tuple[str, tuple[int, ...]]]) -> bool:
    """Whether what is built for the frameworks that are left runs on another one; .NET Standard runs on later ones."""
    family, version = framework
    return framework in left or (family == _STANDARD and any(of == family and at <= version for of, at in left))


def least_version(versions: str | None) -> tuple[int, ...] | None:
    """The lowest version that a requirement names as a lower bound; None if it names none.

    `>=3.8,<4`, `^3.8`, `18 || >=20` and `1.70` have the lower bounds 3.8, 3.8, 18 and 1.70.
    """
    return min(map(_numbers, _LEAST.findall(_BELOW.sub("", versions or ""))), default=None)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.split(r"[._]", version)))


def tested_platform(fact: Fact) -> str | None:
    """The platform of which a job of CI no longer tests a version, by a fact of its file; None if it does."""
    match = _MATRIX.search(fact.subject or "")
    is_version = fact.kind is FactKind.ITEM_REMOVED and _VERSION.fullmatch(fact.before or "")
    return _TESTED.get(match["key"]) if match and is_version else None


def raises_least_version(fact: Fact) -> bool:
    """Whether the lowest version of a package that a fact is about becomes higher, or is a condition only now.

    So it does where all that was allowed is below it.
    """
    if fact.kind is not FactKind.DEPENDENCY_CHANGED or platform_of(fact):
        return False
    before, after = least_version(fact.before), least_version(fact.after)
    if after is None or before:
        return after is not None and before is not None and before < after
    highest = max(map(_numbers, _BELOW.findall(fact.before or "")), default=None)
    return not fact.before or (highest is not None and highest <= after)


def _is_poetry(fact: Fact) -> bool:
    return fact.kind is FactKind.DEPENDENCY_CHANGED and fact.subject == "python"
