"""Sorts files into those that are always listed and those that a switch of the page shows or hides, by their roles."""

from collections.abc import Sequence
from enum import StrEnum

from diff_insight.evidence.roles import Role
from diff_insight.reports.report import FileItem


class Switch(StrEnum):
    """A group of files that can be shown or hidden; `SOURCE` has no switch, its files are always listed."""

    SOURCE = "source"
    DOCUMENTATION = "documentation"
    TESTS = "tests"
    CI = "ci"
    NOISE = "generated"  # lock files, and what is generated or vendored


_SWITCHES = {
    Role.DOCUMENTATION: Switch.DOCUMENTATION,
    Role.RELEASE_NOTES: Switch.DOCUMENTATION,
    Role.TRANSLATION: Switch.DOCUMENTATION,
    Role.EXAMPLE: Switch.DOCUMENTATION,
    Role.TEST: Switch.TESTS,
    Role.FIXTURE: Switch.TESTS,
    Role.CI: Switch.CI,
    Role.LOCK: Switch.NOISE,
    Role.GENERATED: Switch.NOISE,
    Role.VENDORED: Switch.NOISE,
}


def switch_of(file: FileItem) -> Switch:
    """The group of a file; reports before version 1.4 do not know roles, and have all files in `SOURCE`."""
    return _SWITCHES.get(file.role, Switch.SOURCE) if file.role else Switch.SOURCE


def switches_on(files: Sequence[FileItem]) -> frozenset[Switch]:
    """The groups that are shown at first: source and documentation, or if there is neither the first that there is."""
    present = {switch_of(file) for file in files}
    wanted = present & {Switch.SOURCE, Switch.DOCUMENTATION}
    return frozenset(wanted or [switch for switch in Switch if switch in present][:1])
