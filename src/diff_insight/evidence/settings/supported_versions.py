"""Recognises the settings that say on what the software runs, such as `requires-python`."""

import re

from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

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
    "TargetFramework": ".NET",
    "TargetFrameworks": ".NET",
}
"""What each key is about."""

_KINDS = frozenset({FactKind.VALUE_CHANGED, FactKind.KEY_ADDED, FactKind.DEPENDENCY_CHANGED})
_LEAST = re.compile(r"(?:>=?|\^|~=?|==?|^[\"']?|(?<=\|)|(?<=\s)|VERSION_|\()\s*v?(\d+(?:[._]\d+)*)")


def platform_of(fact: Fact) -> str | None:
    """The platform whose supported versions a fact is about; None if it is about something else."""
    subject = "tool.poetry.dependencies.python" if _is_poetry(fact) else fact.subject
    return _PLATFORMS.get(subject or "") if fact.kind in _KINDS else None


def drops_support(fact: Fact) -> bool:
    """Whether the lowest supported version becomes higher; of .NET, whether a framework is left out."""
    if platform_of(fact) == ".NET":
        return not set((fact.before or "").split(";")) <= set((fact.after or "").split(";"))
    before, after = least_version(fact.before), least_version(fact.after)
    return platform_of(fact) is not None and before is not None and after is not None and before < after


def least_version(versions: str | None) -> tuple[int, ...] | None:
    """The lowest version that a requirement names as a lower bound; None if it names none.

    `>=3.8,<4`, `^3.8`, `18 || >=20` and `1.70` have the lower bounds 3.8, 3.8, 18 and 1.70.
    """
    found = [tuple(map(int, re.split(r"[._]", number))) for number in _LEAST.findall(versions or "")]
    return min(found, default=None)


def _is_poetry(fact: Fact) -> bool:
    return fact.kind is FactKind.DEPENDENCY_CHANGED and fact.subject == "python"
