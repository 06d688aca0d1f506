"""Finds classes and functions of PHP that others find by their name, although a file loses them."""

import re
from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.fact import Fact
from diff_insight.evidence.diff.fact_kinds import FactKind

_SUFFIX = ".php"
_NAMESPACE = re.compile(r"\s*(?:<\?php\s+)?namespace\s+([\w\\]+)\s*[;{]")
_ALIAS = re.compile(r"\bclass_alias\(.*[\s\\'\",](\w+)(?:::class|['\"])\s*\)")
_LOST = (FactKind.NAME_REMOVED, FactKind.NAME_MOVED)


def kept_in_namespace(told: Sequence[tuple[FileChange, tuple[Fact, ...]]]) -> frozenset[tuple[str, str]]:
    """The names, by path, that one file loses and another one of the same namespace gets, or gives to another class.

    A folder of sources can be called otherwise, or the whole tree lie elsewhere, without any user's noticing it.

    Args:
        told: the files with their facts.
    """
    files = {file.path: file for file, _ in told if file.path.endswith(_SUFFIX)}
    got = {
        (_namespace(file, "+"), fact.after)
        for file, of_file in told
        for fact in of_file
        if file.path in files and fact.kind is FactKind.NAME_ADDED
    }
    aliases = {
        alias[1]
        for file in files.values()
        for hunk in file.hunks
        for line in hunk.lines
        if line.kind != "-" and (alias := _ALIAS.search(line.text))
    }
    return frozenset(
        (file.path, fact.before)
        for file, of_file in told
        for fact in of_file
        if file.path in files
        and fact.kind in _LOST
        and fact.before
        and (namespace := _namespace(file, "-"))
        and (
            (namespace, fact.before) in got
            or fact.before.partition(".")[0] in aliases
            or (fact.new_path in files and _namespace(files[fact.new_path], "+") == namespace)
        )
    )


def _namespace(file: FileChange, kind: str) -> str | None:
    """The namespace that a file declares on its old (`-`) or new (`+`) side; None if the diff does not show it."""
    for hunk in file.hunks:
        for line in hunk.lines:
            if line.kind in (kind, " ") and (match := _NAMESPACE.match(line.text)):
                return match[1]
    return None
