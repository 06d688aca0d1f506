"""Reads what authors say of their change in the change: notes of versions and deprecations, and new documentation."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from diff_insight.changes.changeset import FileChange, Hunk, Line
from diff_insight.evidence.injection import addresses_model
from diff_insight.evidence.roles import Role
from diff_insight.topics.markup import SENTENCE_END, plain_text
from diff_insight.topics.topic import Origin, Words

_DIRECTIVE = re.compile(
    r"(?P<indent>\s*)(?:#+\s*|\*\s+|///?\s*)?\.\. (?:version(?:added|changed|removed)|deprecated(?:-removed)?)::[ \t]*"
    r"(?P<version>\S+)?[ \t]*(?P<text>.*)"
)
_TAG = re.compile(r"[\s*/#]*@since\b[ \t]*(?P<text>.*)")
_PROSE = re.compile(r"[A-Z`*\"“(:].*[a-z]{2}.*")
_NO_PROSE = re.compile(r"\s|[#|>=\-~^+]|[-*+] |\d+[.)] |\.\. |:\w+:|:::|```|~~~|<|\{|\[\w")
_LEAST = 5  # minimum words of a sentence that is quoted
_LONGEST = 200  # maximum characters of one
_HUNKS = 20  # maximum number of hunks of a file that are read for sentences
_SETTING = re.compile(r"(?<![\w-])--[a-z][\w-]+|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b")  # an option, a variable
_MANUAL = re.compile(r"\.[1-9](?:\.in)?$")  # a page of man, whose marks are those of roff
# Documents about the project, and not about the software.
_OF_PROJECT = re.compile(
    r"(?:licen[sc]es?|copying|notice|contribut\w*|code[-_]of[-_]conduct|authors|maintainers|governance|credits)\b",
    re.IGNORECASE,
)
_MOST = 5000  # maximum number of lines of a file that are read


def notes_of(file: FileChange, role: Role) -> Iterator[Words]:
    """Yield the words that a file's added lines have for its readers: notes in code, then a sentence of documentation.

    Args:
        file: the change of a file.
        role: its role; only source and documentation have notes.
    """
    if role not in (Role.SOURCE, Role.DOCUMENTATION):
        return
    yield from _notes(file)
    path = PurePosixPath(file.path)
    if role is Role.DOCUMENTATION and not (_MANUAL.search(path.name) or _OF_PROJECT.match(path.name)):
        sentences = (_first_sentence(hunk, file.path) for hunk in file.hunks[:_HUNKS])
        yield from (
            Words(sentence, Origin.DOCUMENTATION)
            for sentence in sentences
            if sentence and not addresses_model(sentence)
        )


def _notes(file: FileChange) -> Iterator[Words]:
    left = _MOST
    for hunk in file.hunks:
        lines = [line for line in hunk.lines if line.kind != "-"][:left]
        left -= len(lines)
        for position, line in enumerate(lines):
            if line.kind != "+":
                continue
            match = _DIRECTIVE.match(line.text) or _TAG.match(line.text)
            if match is None:
                continue
            parts = [match["text"]]
            if "indent" in match.groupdict():
                parts += _indented(lines[position + 1 :], len(match["indent"]))
            text = plain_text("\n".join(part.strip() for part in parts).strip(), "note.rst")
            if len(text.split()) >= _LEAST and not addresses_model(text):
                yield Words(SENTENCE_END.split(text)[0][:_LONGEST], Origin.NOTE)


def _indented(lines: Sequence[Line], indent: int) -> list[str]:
    """The added lines below a directive that belong to it."""
    found: list[str] = []
    for line in lines:
        text = line.text
        if line.kind != "+" or (text.strip() and len(text) - len(text.lstrip()) <= indent):
            break
        if not text.strip():
            if any(found):
                break
            continue
        found.append(text)
    return found


def _first_sentence(hunk: Hunk, path: str) -> str:
    """The first sentence of a paragraph that a hunk adds, or rewrites about an option or variable; '' if none."""
    paragraph: list[str] = []
    before, is_new = "", True
    for line in [*hunk.lines, None]:
        text = line.text.rstrip() if line else ""
        is_added = line is not None and line.kind == "+"
        if is_added and (paragraph or not before.strip()) and text and not _NO_PROSE.match(text):
            paragraph.append(text)
        elif paragraph:
            sentence = SENTENCE_END.split(plain_text("\n".join(paragraph), path))[0]
            is_sentence = len(sentence.split()) >= _LEAST and len(sentence) <= _LONGEST and _PROSE.match(sentence)
            if is_sentence and (is_new or _SETTING.search(sentence)):
                return sentence
            paragraph = []
        if line is not None and line.kind == "-":
            is_new = is_new and bool(paragraph)
        else:
            before = text
            is_new = is_new or not text
    return ""
