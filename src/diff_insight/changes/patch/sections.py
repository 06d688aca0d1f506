"""Splits a diff into sections, one per file, in the formats of git, diff, Subversion, Bazaar and Perforce."""

import re
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from diff_insight.changes.changeset import FileChange, Status
from diff_insight.changes.patch.file_header import GIT_HEADER, FileHeader, is_header_line, read_file_header
from diff_insight.changes.patch.submodules import SUBMODULE, read_submodule
from diff_insight.errors import UnreadableChangeError

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_COMBINED = re.compile(r"diff --(?:cc|combined) (.*)$|@@@ ")
_DIGITS = 18  # maximum digits of a line count that are parsed
_NO_NEWLINE = "\\"
_PLAIN = re.compile(r"(?:---|\+\+\+)(?: |$)")
_INDEX = re.compile(r"Index: (.+)$")
_RULE = re.compile(r"={60,}$")
_PROPERTIES = re.compile(r"Property changes on: (.+)$")
_EXECUTABLE = re.compile(r"(Added|Deleted): svn:executable$")
_BAZAAR = re.compile(
    r"=== (?P<verb>added|removed|modified|renamed) (?P<what>file|directory|symlink) '(?P<old>.*?)'"
    r"(?: => '(?P<new>.*?)')?(?: \((?:properties changed: )?(?P<properties>[-+]x to [-+]x)\))?$"
)
_PERFORCE = re.compile(
    r"==== (?P<old>//.+?)#\d+(?: \([^()]*\))?(?: - (?P<new>.+?)(?:#\d+)?(?: \([^()]*\))?)? ====(?: \w+)?$"
)
_AFFECTED = re.compile(r"\.\.\. (//.+)#\d+ (\S+)$")
_DIRTY_SUBMODULE = re.compile(r"Submodule (.+) contains (?:untracked|modified) content$")
_ONLY_IN = re.compile(r"Only in .+: .+$")
_UNSHOWN = re.compile(r"(?:Files|Symbolic links) .+ and .+ differ$|File .+ is an? .+ while file .+ is an? .+$")
_CONTEXT_DIFF = re.compile(r"\*\*\* (\S.*?)(?:\t.*)?$")
_STARS = "***************"
_NORMAL_DIFF = re.compile(r"\d+(?:,\d+)?[acd]\d+(?:,\d+)?$")
_WORD_DIFF = re.compile(r"\[-.*-\]|\{\+.*\+\}")
_CHANGED_BY_PERFORCE = {
    "add": Status.ADDED, "branch": Status.ADDED, "move/add": Status.ADDED, "delete": Status.REMOVED,
    "move/delete": Status.REMOVED, "purge": Status.REMOVED,
}  # fmt: skip
_NAME = 120  # maximum characters of the name of an unread section


class Form(Enum):
    """The format of a section's first line."""

    GIT = auto()
    PLAIN = auto()
    SUBVERSION = auto()
    BAZAAR = auto()
    PERFORCE = auto()
    SUBMODULE = auto()


@dataclass(slots=True)
class Section:
    """The lines of one file, as they are collected.

    Attributes:
        form: the format of its first line.
        intro: its first line.
        header: the lines before its hunks that `read_file_header` understands.
        hunks: its hunks.
        notes: lines that give other information about the file.
    """

    form: Form
    intro: str
    header: list[str] = field(default_factory=list)
    hunks: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the `---` and `+++` lines can still follow."""
        return self.form is not Form.GIT and not self.hunks and not any(_PLAIN.match(line) for line in self.header)


@dataclass(slots=True)
class Cut:
    """A diff split into sections, with the names of parts that are not read and the files that Perforce lists."""

    sections: list[Section] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    listed: dict[str, Status | None] = field(default_factory=dict)


def cut(lines: list[str], name: str) -> Cut:
    """Split a diff into its sections, in order.

    Args:
        lines: without line feeds.
        name: the name of the input in error messages.

    Raises:
        UnreadableChangeError: a hunk is damaged or truncated, or precedes any file header.
    """
    cut_ = Cut()
    section: Section | None = None
    in_header = skipping = False
    only_in: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position].removesuffix("\r")
        if section is not None and section.form is Form.SUBVERSION and section.is_open and line.startswith(GIT_HEADER):
            # Subversion prints its own first lines above those in git's format.
            section.form, section.intro, section.header = Form.GIT, line, [lines[position]]
            in_header = True
            position += 1
            continue
        began = _beginning(lines, position, section, in_header=in_header)
        if began:
            section, in_header, skipping = began, True, False
            cut_.sections.append(section)
            position += 2 if section.form is Form.SUBVERSION else 1
            continue
        if found := _COMBINED.match(line):
            if found[1]:
                cut_.unread.append(f"{found[1]} (merge)")
            section, skipping = None, True
        elif hunk := _HUNK.match(line):
            if section is None and skipping:
                position += 1
                continue
            if section is None:
                raise UnreadableChangeError(f"{name}, line {position + 1}: hunk before any file name")
            end = _end_of_hunk(lines, position, _count(hunk[1]), _count(hunk[2]), name)
            section.hunks.extend(lines[position:end])
            in_header = False
            position = end
            continue
        elif section is not None and (in_header or section.is_open) and is_header_line(line):
            section.header.append(lines[position])
        elif section is not None and _says_more(section, line):
            section.notes.append(line)
        elif unread := _unread(lines, position):
            cut_.unread.append(unread[:_NAME])
            section = None
        elif _ONLY_IN.match(line):
            only_in.append(line[:_NAME])
        elif listed := _AFFECTED.match(line):
            cut_.listed[_depot(listed[1])] = _CHANGED_BY_PERFORCE.get(listed[2])
        elif line.strip():
            in_header = False
        position += 1
    if not any(section.form is Form.GIT for section in cut_.sections):
        # In a message above a git diff such words are prose.
        cut_.unread += only_in
    return cut_


def _beginning(lines: list[str], position: int, section: Section | None, *, in_header: bool) -> Section | None:
    """The section that begins at a line; None if none does."""
    line = lines[position].removesuffix("\r")
    following = lines[position + 1].removesuffix("\r") if position + 1 < len(lines) else ""
    if line.startswith(GIT_HEADER):
        return Section(Form.GIT, line, [lines[position]])
    for form, pattern in ((Form.BAZAAR, _BAZAAR), (Form.PERFORCE, _PERFORCE), (Form.SUBMODULE, SUBMODULE)):
        if pattern.match(line):
            return Section(form, line)
    if _INDEX.match(line) and _RULE.match(following):
        return Section(Form.SUBVERSION, line)
    waits = section is not None and (section.is_open or (section.form is Form.GIT and in_header))
    if not waits and _begins_plain_file(lines, position):
        return Section(Form.PLAIN, line, [lines[position]])
    return None


def _begins_plain_file(lines: list[str], position: int) -> bool:
    """Whether a file without an introductory line begins here, as written by `diff -u` and Mercurial."""
    line = lines[position]
    if line.startswith("Binary files ") and line.rstrip("\r").endswith(" differ"):
        return True
    return (
        line.startswith("---")
        and _PLAIN.match(line.rstrip("\r")) is not None
        and position + 2 < len(lines)
        and lines[position + 1].startswith("+++")
        and _PLAIN.match(lines[position + 1].rstrip("\r")) is not None
        and _HUNK.match(lines[position + 2]) is not None
    )


def _count(written: str | None) -> int:
    """The line count of a hunk on one side; an overlong number is truncated but stays larger than any diff."""
    return int(written[:_DIGITS]) if written else 1


def _says_more(section: Section, line: str) -> bool:
    if section.form is not Form.SUBVERSION:
        return False
    return bool(line.startswith("Cannot display: ") or _PROPERTIES.match(line) or _EXECUTABLE.match(line))


def _unread(lines: list[str], position: int) -> str | None:
    """The name of a section that begins at a line in an unsupported format; None if none does."""
    line = lines[position].removesuffix("\r")
    if _UNSHOWN.match(line) or _DIRTY_SUBMODULE.match(line):
        return line
    following = [text.removesuffix("\r") for text in lines[position + 1 : position + 3]]
    if (match := _CONTEXT_DIFF.match(line)) and len(following) == 2 and following[1] == _STARS:
        return f"{match[1]} (context diff)"
    if line.startswith("diff ") and following and _NORMAL_DIFF.match(following[0]):
        return f"{line} (normal diff)"
    return None


def _end_of_hunk(lines: list[str], start: int, old: int, new: int, name: str) -> int:
    """The position after the hunk that begins at `start`, according to the counts in its header."""
    position = start + 1
    while old > 0 or new > 0:
        if position >= len(lines):
            raise UnreadableChangeError(
                f"{name} is truncated: the hunk at line {start + 1} lacks {max(old, new)} lines; fetch the file again"
            )
        kind = lines[position][:1]
        if kind in (" ", "", "\r"):
            old, new = old - 1, new - 1
        elif kind == "-":
            old -= 1
        elif kind == "+":
            new -= 1
        if kind not in (" ", "", "\r", "-", "+", _NO_NEWLINE) or old < 0 or new < 0:
            raise UnreadableChangeError(_damage(lines, start, position, name))
        position += 1
    while position < len(lines) and lines[position].startswith(_NO_NEWLINE):
        position += 1
    return position


def _damage(lines: list[str], start: int, position: int, name: str) -> str:
    body = lines[start + 1 : start + 200]
    if "~" in body or any(_WORD_DIFF.search(line) for line in body):
        return (
            f"{name}, line {start + 1}: this is a word diff, which does not keep the lines of both versions: "
            "make it again without --word-diff and --color-words"
        )
    return (
        f"{name}, line {position + 1}: the hunk that begins at line {start + 1} is damaged: "
        "its lines do not match the counts in its header"
    )


def header_of(section: Section) -> FileHeader | None:
    """The header of a section's file; None if the section contains nothing that can be reported."""
    header = read_file_header(section.header)
    match section.form:
        case Form.SUBVERSION:
            return _of_subversion(section, header)
        case Form.BAZAAR:
            return _of_bazaar(section, header)
        case Form.PERFORCE:
            return _of_perforce(section)
        case Form.SUBMODULE:
            return read_submodule(section.intro)
    return header


def _of_subversion(section: Section, header: FileHeader) -> FileHeader | None:
    index = _INDEX.match(section.intro)
    path = index[1] if index else header.path
    changed = next((match[1] for note in _own_notes(section) if (match := _EXECUTABLE.match(note))), None)
    modes = {"Added": ("100644", "100755"), "Deleted": ("100755", "100644")}.get(changed or "", (None, None))
    if section.hunks:
        shown = header if any(_PLAIN.match(line) for line in section.header) else FileHeader(path, Status.MODIFIED)
        old, new = modes if shown.status is Status.MODIFIED else (None, modes[1])
        return replace(shown, old_mode=old, new_mode=new)
    if any("binary" in note for note in section.notes):
        # Subversion says neither whether such a file is new nor what it was before.
        return FileHeader(path, Status.MODIFIED, binary=True, unshown=True)
    return FileHeader(path, Status.MODE_CHANGED, old_mode=modes[0], new_mode=modes[1]) if changed else None


def properties_of(section: Section) -> list[str]:
    """Names of Subversion property changes that cannot be reported."""
    own = _own_notes(section)
    is_told = any(map(_EXECUTABLE.match, own))
    return [
        f"properties of {match[1]}"
        for note in section.notes
        if (match := _PROPERTIES.match(note)) and not (is_told and note in own)
    ]


def _own_notes(section: Section) -> list[str]:
    """The notes about a section's own file: old Subversion versions append the properties of other files, too."""
    index = _INDEX.match(section.intro)
    own, is_own = [], True
    for note in section.notes:
        if match := _PROPERTIES.match(note):
            is_own = index is None or match[1] == index[1]
        if is_own:
            own.append(note)
    return own


def _of_bazaar(section: Section, header: FileHeader) -> FileHeader | None:
    match = _BAZAAR.match(section.intro)
    if match is None or match["what"] != "file":
        return None
    old, new = match["old"], match["new"] or match["old"]
    status = {
        "added": Status.ADDED, "removed": Status.REMOVED, "renamed": Status.RENAMED, "modified": Status.MODIFIED,
    }[match["verb"]]  # fmt: skip
    modes = {"-x to +x": ("100644", "100755"), "+x to -x": ("100755", "100644")}.get(match["properties"] or "")
    if status is Status.MODIFIED and modes and not section.hunks and not header.binary:
        status = Status.MODE_CHANGED
    return FileHeader(
        path=new,
        status=status,
        old_path=old if status is Status.RENAMED else None,
        old_mode=modes[0] if modes else None,
        new_mode=modes[1] if modes else None,
        binary=header.binary,
        same_content=not section.hunks and not header.binary if status is Status.RENAMED else None,
    )


def _of_perforce(section: Section) -> FileHeader | None:
    match = _PERFORCE.match(section.intro)
    if match is None or not section.hunks:
        return None
    names = read_file_header([f"--- {match['old']}", f"+++ {match['new'] or match['old']}"])
    return FileHeader(_depot(names.path), Status.MODIFIED)


def _depot(path: str) -> str:
    return path.removeprefix("//")


def listed_files(cut_: Cut, shown: set[str]) -> tuple[list[FileChange], list[str]]:
    """Files that the list above a diff names but the diff does not show: added or removed ones; paths of others."""
    missing = {path: status for path, status in cut_.listed.items() if path not in shown}
    files = [
        FileChange(path, status, additions=None, deletions=None, unshown=True)
        for path, status in missing.items()
        if status
    ]
    return files, [path for path, status in missing.items() if not status]
