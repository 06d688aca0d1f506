"""Leaves out what entries of release notes and guides call removed although the old version never had it.

The notes of a release can tell of its own previews, and a guide of earlier versions: what is removed stands on a line
that the change removes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.changed_words import changed_words
from diff_insight.evidence.roles import Role
from diff_insight.topics.entry import Entry

_KIND = (
    r"(?:the|a|trait|struct|class|method|function|option|type|enum|attribute|property|interface|macro|unused"
    r"|deprecated|redundant|obsolete|unsafe|old|legacy|experimental|undocumented)"
)
_REMOVED = re.compile(
    rf"\b(?:remov(?:ed?|es|al of)|drop(?:ped|s)?|deleted?|renam(?:ed?|es)):?\s+"
    rf"(?:{_KIND}\s+){{0,3}}`(?P<after>[^`]+)`(?!'s)"
    r"|`(?P<before>[^`]+)`(?:\s+\w+){0,2}\s+(?:is|are|was|were|(?:has|have) been)\s+"
    r"(?:removed|renamed|dropped|deleted)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"--[a-z][\w-]+|[A-Za-z_$][\w$]{2,}")


def without_never_there(
    entries: Sequence[Entry], files: Sequence[FileChange], roles: Mapping[str, Role], *, is_part: bool
) -> Iterator[Entry]:
    """Yield the entries but for those that call something removed or renamed of which no removed line has a name.

    Only names in code spans count that the words are about. Nothing is left out where a file is not shown, or where no
    source loses anything.

    Args:
        entries: what the change adds to release notes and guides.
        files: the files of the change.
        roles: the role of each of them.
        is_part: whether these are only some of the files that differ.
    """
    named = [_names(entry.text) for entry in entries]
    is_shown = not is_part and all(file.hunks or not file.deletions for file in files if not file.fold)
    is_shown &= any(file.deletions and roles[file.path] is Role.SOURCE for file in files)
    lost = changed_words(files, _NAME)[0] if is_shown and any(named) else frozenset()
    for entry, names in zip(entries, named, strict=True):
        if not (is_shown and names) or not lost.isdisjoint(names):
            yield entry


def _names(text: str) -> frozenset[str]:
    """The parts of the names that a text says are removed."""
    spans = [match["after"] or match["before"] for match in _REMOVED.finditer(text)]
    return frozenset(name for span in spans for name in _NAME.findall(span))
