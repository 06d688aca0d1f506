"""Leaves out signs of documents that no source of the same change bears out."""

import re
from collections.abc import Sequence

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.diff.changed_words import changed_words
from diff_insight.evidence.roles import Role, role_of
from diff_insight.evidence.sign import Sign, SignKind

_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_OF_PROGRAMS = frozenset({Role.SOURCE, Role.BUILD, Role.GENERATED})


def without_unborne(files: Sequence[FileChange], signs: Sequence[tuple[Sign, ...]]) -> list[tuple[Sign, ...]]:
    """The signs of each file but for those of documents about what no changed line of a source names.

    A default that documentation states otherwise may have been stated wrongly before.

    Args:
        files: the files of the change.
        signs: those of each file.
    """
    are_documents = [role_of(file.path) is Role.DOCUMENTATION for file in files]
    asked = [any(map(_is_of_default, of_file)) for of_file, is_one in zip(signs, are_documents, strict=True) if is_one]
    words = _changed_words(files) if any(asked) else frozenset()
    return [
        tuple(sign for sign in of_file if not (is_one and _is_of_default(sign)) or _last_word(sign) in words)
        for of_file, is_one in zip(signs, are_documents, strict=True)
    ]


def _is_of_default(sign: Sign) -> bool:
    return sign.kind is SignKind.DEFAULT_CHANGED


def _last_word(sign: Sign) -> str:
    found = _WORD.findall(((sign.fact.subject if sign.fact else None) or "").replace("-", "_"))
    return str(found[-1]) if found else ""


def _changed_words(files: Sequence[FileChange]) -> frozenset[str]:
    """The words on the lines that sources lose or get."""
    return frozenset().union(*changed_words((file for file in files if role_of(file.path) in _OF_PROGRAMS), _WORD))
