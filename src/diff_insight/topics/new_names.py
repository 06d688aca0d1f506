"""Finds the names that a commit brings into its source and its documentation at once, such as those of options."""

import re

from diff_insight.changes.changeset import FileChange
from diff_insight.evidence.reach.documented import is_for_users
from diff_insight.evidence.roles import Role

_MOST = 5000  # maximum number of changed lines of a file that are read
_FEW = 6  # maximum number of names from documentation alone
_QUOTED = re.compile(r"``?([^`\n]{2,80})``?")
_OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]+")
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")
_WORD = re.compile(r"--[a-z][\w-]+|[A-Za-z_]\w{2,}")
_TELLING = re.compile(r"[a-z0-9]_[a-z0-9]|[a-z][A-Z]|[A-Z]_[A-Z]|[A-Z][a-z0-9]+[A-Z]|^--")


class NewNames:
    """Collects the names of one commit's changed lines, file by file."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}
        self._settings: dict[str, None] = {}
        self._shown: dict[str, None] = {}
        self._source: set[str] = set()
        self._known: set[str] = set()

    def read(self, file: FileChange, role: Role) -> None:
        """Take in the diff of one of its files."""
        if role is not Role.SOURCE and not (role is Role.DOCUMENTATION and is_for_users(file.path)):
            return
        lines = [line for hunk in file.hunks for line in hunk.lines][:_MOST]
        for line in lines:
            if line.kind != "+":
                self._known.update(_WORD.findall(line.text))
            elif role is Role.SOURCE:
                self._source.update(_WORD.findall(line.text))
            else:
                quoted = [word for text in _QUOTED.findall(line.text) for word in _WORD.findall(text)]
                self._told.update(dict.fromkeys(quoted))
                self._shown.update(dict.fromkeys(_WORD.findall(line.text)))
                self._settings.update(dict.fromkeys((*_OPTION.findall(line.text), *_VARIABLE.findall(line.text))))

    def documented(self) -> tuple[str, ...]:
        """The names that are new on both, in the order of the documentation; everyday words are left out.

        If there is no source, the names that are new in the documentation, most of them in its examples. Options of a
        command line and variables of the environment need not be new: that both sides edit lines with them is enough.
        """
        if not self._source:
            return tuple(name for name in self._shown if name not in self._known and _TELLING.search(name))[:_FEW]
        new = (name for name in self._told if name not in self._known and _TELLING.search(name))
        return tuple(dict.fromkeys(name for name in (*self._settings, *new) if name in self._source))
